//! Random texts: no panic, and what passes is stable.

use proptest::prelude::*;
use sx_sql::SqlError;

use crate::checker;

const SEEDS: &[&str] = &[
    "SELECT a, sum(b) OVER (PARTITION BY c ORDER BY d) FROM t JOIN u USING (id) WHERE x IN (1, 2) GROUP BY 1",
    "WITH a AS (SELECT 1 AS x), b AS (SELECT * FROM a) SELECT * FROM a, b WHERE a.x::text LIKE 'y%' LIMIT 3",
    "SELECT CASE WHEN a > - -1 THEN E'x\\'y' ELSE $$z$$ END, \"Q\"\"uoted\" FROM s.t -- c\n UNION SELECT 1, '2'",
    "SELECT * FROM 'x.csv', read_csv('y'), generate_series(1, 3) g(x) /* c */ FOR UPDATE",
    "SELECT list_transform(l, x -> x + 1), {'a': [1, 2]}, COLUMNS(*) FROM t PIVOT (sum(a) FOR b IN ('x'))",
    "date_trunc('day', ts) > now() - interval '7 days' AND (data->>'k') ~* 'x' OR NOT EXISTS (SELECT 1)",
];

/// One of the seeds, cut in tokens of which some are moved, doubled or dropped.
fn mutated() -> impl Strategy<Value = String> {
    let token = |text: &str| -> Vec<String> {
        text.split_inclusive([' ', '(', ')', ',', '\'', '"']).map(str::to_owned).collect()
    };
    let pool: Vec<String> = SEEDS.iter().flat_map(|seed| token(seed)).collect();
    let edit = (any::<prop::sample::Index>(), 0..3_u8, prop::sample::select(pool));
    (prop::sample::select(SEEDS), prop::collection::vec(edit, 1..8)).prop_map(move |(seed, edits)| {
        let mut tokens = token(seed);
        for (at, what, other) in edits {
            let at = at.index(tokens.len().max(1)).min(tokens.len().saturating_sub(1));
            match what {
                0 => tokens.insert(at, other),
                1 if tokens.len() > 1 => drop(tokens.remove(at)),
                _ => tokens[at] = other,
            }
        }
        tokens.concat()
    })
}

/// What passed passes again, unchanged, and reads the same.
fn holds(sql: &str) {
    for dialect in ["postgresql", "duckdb", "mysql", "sqlite"] {
        let checker = checker(dialect);
        for check in [sx_sql::Checker::check_query, sx_sql::Checker::check_expression] {
            if let Ok(passed) = check(&checker, sql) {
                let again = check(&checker, passed.text()).unwrap();
                assert_eq!(again, passed, "{sql}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_answered(sql in "\\PC{0,200}") {
        holds(&sql);
    }

    #[test]
    fn any_mix_of_signs_is_answered(sql in "[-+*/<>=~!@#%^&|?$'\"`;:,.(){}\\[\\]a-cE0-2 \n]{0,80}") {
        holds(&sql);
        holds(&format!("SELECT {sql}"));
    }

    #[test]
    fn mutated_statements_are_answered(sql in mutated()) {
        holds(&sql);
    }

    /// Every table of a statement with rules is read behind them.
    #[test]
    fn mutated_statements_are_ruled(sql in mutated()) {
        for dialect in ["postgresql", "duckdb"] {
            let checker = checker(dialect);
            let Ok(query) = checker.check_query(&sql) else { continue };
            let rules_of = |_: &sx_sql::TableName| {
                Ok(sx_query::RelationRules { rows: Vec::new(), columns: Some(vec!["a".to_owned()]) })
            };
            let Ok(ruled) = checker.apply_rules(&query, sx_query::dialect(dialect).unwrap(), &rules_of) else { continue };
            for table in query.reads().iter().filter(|table| table.contains('.')) {
                let inside = format!("SELECT \"a\" FROM {table}");
                prop_assert_eq!(ruled.text().matches(&inside).count(), ruled.text().matches(&format!("FROM {table}")).count());
            }
            prop_assert_eq!(query.reads(), ruled.reads());
        }
    }

    /// Whatever a string holds, it stays one string.
    #[test]
    fn strings_and_names_survive(text in "[^\\p{Cc}]{0,40}", name in "[^\\p{Cc}]{1,40}") {
        let sql = format!("\"{}\" = '{}'", name.replace('"', "\"\""), text.replace('\'', "''"));
        for dialect in ["postgresql", "duckdb"] {
            let passed = checker(dialect).check_expression(&sql);
            let passed = passed.map_err(|error: SqlError| TestCaseError::fail(format!("{sql}: {error}")))?;
            prop_assert_eq!(passed.text(), &sql);
            prop_assert!(passed.reads().contains(&name));
        }
    }
}
