//! Size, depth and time.

use std::time::{Duration, Instant};

use sx_sql::SqlError;

use crate::checker;

/// What opens a level, what is innermost, what closes a level.
const NESTED: &[(&str, &str, &str)] = &[
    ("(", "1", ")"),
    ("lower(", "a", ")"),
    ("coalesce(1, ", "a", ")"),
    ("make_interval(days => ", "1", ")"),
    ("CASE WHEN ", "a", " THEN 1 END"),
    ("CASE WHEN a THEN ", "a", " END"),
    ("CAST(", "a", " AS text)"),
    ("ARRAY[", "1", "]"),
    ("a[", "1", "]"),
    ("NOT ", "a", ""),
    ("- ", "a", ""),
    ("EXTRACT(day FROM ", "a", ")"),
    ("trim(", "a", ")"),
    ("substring(", "a", " FROM 1)"),
    ("position('a' IN ", "a", ")"),
    ("ceil(", "a", ")"),
    ("INTERVAL (", "1", ") DAY"),
    ("ROW(", "1", ")"),
    ("(1, ", "1", ")"),
    ("a IN (", "1", ")"),
    ("a BETWEEN ", "1", " AND 2"),
    ("sum(a) OVER (PARTITION BY ", "a", ")"),
    ("count(*) FILTER (WHERE ", "a", ")"),
    ("x -> ", "a", ""),
    ("(x, y) -> ", "a", ""),
    ("{'a': ", "1", "}"),
    ("MAP {'a': ", "1", "}"),
    ("{fn lower(", "a", ")}"),
    ("ARRAY(", "SELECT 1", ")"),
    ("(SELECT ", "1", ")"),
    ("(SELECT a FROM (", "t", ") x)"),
    ("EXISTS (SELECT ", "1", ")"),
    ("STRUCT(", "1", ")"),
    ("a::STRUCT(a ", "int", ")"),
    ("a::UNION(a ", "int", ")"),
    ("a::int[", "", "]"),
];

const NESTED_QUERIES: &[(&str, &str, &str)] = &[
    ("(", "SELECT 1", ")"),
    ("SELECT * FROM (", "SELECT 1", ") x"),
    ("SELECT * FROM (", "t", ")"),
    ("SELECT * FROM ((", "SELECT 1", ") a JOIN b ON true)"),
    ("SELECT 1 UNION (", "SELECT 1", ")"),
    ("WITH a AS (", "SELECT 1", ") SELECT 1"),
    ("SELECT * FROM t PIVOT (sum(", "a", ") FOR b IN ('x'))"),
];

fn nested((open, middle, close): (&str, &str, &str), levels: usize) -> String {
    format!("{}{middle}{}", open.repeat(levels), close.repeat(levels))
}

/// Depths around the parser's limit, where doubling with each level would take years, and far beyond it.
#[test]
fn deep_nesting_is_answered_at_once() {
    for dialect in ["postgresql", "duckdb", "mysql", "sqlite"] {
        for levels in [10, 20, 24, 40, 60, 3_000] {
            for &case in NESTED {
                timely(&nested(case, levels), |sql| drop(checker(dialect).check_expression(sql)));
            }
            for &case in NESTED_QUERIES.iter().chain(NESTED) {
                timely(&format!("SELECT {}", nested(case, levels)), |sql| drop(checker(dialect).check_query(sql)));
                timely(&nested(case, levels), |sql| drop(checker(dialect).check_query(sql)));
            }
        }
    }
}

/// A chain leans to one side: as deep as it is long.
#[test]
fn long_chains_do_not_overflow_the_stack() {
    let links = [
        ("1", "+1"),
        ("a", " OR a"),
        ("a", "::int"),
        ("a", "[1]"),
        ("a", " IS NULL"),
        ("a", " AT TIME ZONE 'x'"),
        ("a", " COLLATE x"),
        ("a::int", "[]"),
        ("a", ".b"),
        ("a", "!"),
        ("a", "->1"),
        ("a", " NOTNULL"),
        ("SELECT 1", " UNION SELECT 1"),
        ("SELECT * FROM t", " JOIN t ON true"),
        ("SELECT * FROM t", " PIVOT(sum(a) FOR b IN (1))"),
        ("SELECT * FROM t", ", t"),
        ("SELECT 1", ";"),
    ];
    for dialect in ["postgresql", "duckdb", "mysql", "sqlite"] {
        for (start, link) in links {
            for length in [100, 1_000, 6_000, 20_000] {
                let sql = format!("{start}{}", link.repeat(length));
                timely(&sql, |sql| drop(checker(dialect).check_expression(sql)));
                timely(&sql, |sql| drop(checker(dialect).check_query(sql)));
            }
        }
    }
}

fn timely(sql: &str, work: impl FnOnce(&str)) {
    let start = Instant::now();
    work(sql);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}: {}…", sql.chars().take(80).collect::<String>());
}

#[test]
fn people_may_nest_and_chain_a_good_deal() {
    let sql = nested(("replace(", "a", ", 'x', 'y')"), 20);
    assert!(checker("postgresql").check_expression(&sql).is_ok());
    let list: Vec<String> = (0..2_000).map(|n| n.to_string()).collect();
    assert!(checker("duckdb").check_expression(&format!("a IN ({})", list.join(", "))).is_ok());
    let chain: Vec<String> = (0..500).map(|n| format!("a = {n}")).collect();
    assert!(checker("postgresql").check_expression(&chain.join(" OR ")).is_ok());
}

#[test]
fn a_text_has_a_longest_length() {
    let long = format!("'{}'", "x".repeat(100_000));
    assert_eq!(checker("duckdb").check_expression(&long), Err(SqlError::TooLong { limit: 100_000 }));
    let many = "1+".repeat(20_000) + "1";
    assert_eq!(checker("duckdb").check_expression(&many), Err(SqlError::TooManyTokens { limit: 20_000 }));
}

#[test]
fn control_characters_are_refused() {
    assert_eq!(checker("postgresql").check_expression("a = 'x\0'"), Err(SqlError::ControlCharacter));
    assert_eq!(checker("postgresql").check_expression("a\u{7f}"), Err(SqlError::ControlCharacter));
    assert!(checker("postgresql").check_expression("a\t+\r\nb").is_ok());
}

#[test]
fn an_empty_text_is_said_to_be_empty() {
    for text in ["", "  \n", "-- nothing", ";", " ; ; "] {
        assert_eq!(checker("duckdb").check_query(text), Err(SqlError::Empty), "{text:?}");
        assert_eq!(checker("duckdb").check_expression(text), Err(SqlError::Empty), "{text:?}");
    }
}
