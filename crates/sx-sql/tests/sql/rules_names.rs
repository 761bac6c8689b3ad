//! A rule is not passed by another spelling of its table's name.

use sx_query::RelationRules;
use sx_sql::{TableName, without_case};

use crate::checker;

/// The SELECT on MySQL, with a rule on the rows of `table`.
fn ruled(table: &str, sql: &str) -> String {
    ruled_on("mysql", table, sql)
}

fn ruled_on(dialect: &str, table: &str, sql: &str) -> String {
    let checker = checker(dialect);
    let own = checker.table_name(None, table);
    let tenant = checker.check_expression("tenant = 7").unwrap();
    let rules_of = |asked: &TableName| {
        let rows = if asked.may_be(&own) { vec![vec![tenant.clone()]] } else { Vec::new() };
        Ok(RelationRules { rows, columns: None })
    };
    let query = checker.check_query(sql).unwrap();
    checker.apply_rules(&query, sx_query::dialect(dialect).unwrap(), &rules_of).unwrap().text().to_owned()
}

/// Where MySQL tells capitals apart, these read the real `orders`.
#[test]
fn another_spelling_is_not_the_common_table_expression() {
    for sql in [
        "WITH ORDERS AS (SELECT 1 AS x) SELECT * FROM orders",
        "WITH Orders AS (SELECT 1 AS x) SELECT * FROM t JOIN (SELECT * FROM orders) AS o",
    ] {
        assert!(ruled("orders", sql).contains("tenant = 7"), "{sql}");
        assert!(checker("mysql").check_query(sql).unwrap().reads().contains("orders"), "{sql}");
    }
    let same = "WITH orders AS (SELECT 1 AS x) SELECT * FROM orders";
    assert!(!ruled("orders", same).contains("tenant = 7"));
}

/// DuckDB reads the real table in the first part of a recursive UNION, and anywhere in an INTERSECT or EXCEPT.
#[test]
fn what_names_itself_first_is_the_real_table() {
    for sql in [
        "WITH RECURSIVE orders AS (SELECT * FROM orders UNION ALL SELECT * FROM orders WHERE false) SELECT * FROM orders",
        "WITH RECURSIVE orders AS (SELECT * FROM (FROM Orders) UNION SELECT 1) SELECT * FROM orders",
        "WITH RECURSIVE orders AS (SELECT 1 INTERSECT SELECT id FROM orders) SELECT * FROM orders",
        "WITH RECURSIVE orders AS (SELECT id FROM orders EXCEPT SELECT 9) SELECT * FROM orders",
    ] {
        assert!(ruled_on("duckdb", "orders", sql).contains("tenant = 7"), "{sql}");
        assert!(checker("duckdb").check_query(sql).unwrap().reads().contains("orders"), "{sql}");
    }
    let sql =
        "WITH RECURSIVE orders AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM orders WHERE n < 9) SELECT * FROM orders";
    assert!(!ruled_on("duckdb", "orders", sql).contains("tenant = 7"));
}

#[test]
fn letters_fold_as_in_mysql() {
    assert!(ruled("details", "SELECT * FROM deta\u{130}ls").contains("tenant = 7"));
    let (small, capital) = ("\u{3bb}\u{3bf}\u{3b3}\u{3bf}\u{3c3}", "\u{39b}\u{39f}\u{393}\u{39f}\u{3a3}");
    assert!(ruled(small, &format!("SELECT * FROM {capital}")).contains("tenant = 7"));
    assert_eq!(without_case("\u{130}D"), "id");
    assert_eq!(without_case("\u{212a}\u{df}\u{1e9e}"), "k\u{df}\u{df}");
}

/// `FROM current_user` is a call to Postgres.
#[test]
fn a_silent_call_is_no_table() {
    for word in ["current_user", "Session_User", "current_catalog", "user"] {
        let sql = format!("SELECT * FROM {word} AS u");
        assert!(checker("postgresql").check_query(&sql).is_err(), "{sql}");
    }
    assert!(checker("postgresql").check_query("SELECT * FROM \"user\"").is_ok());
    assert!(checker("sqlite").check_query("SELECT * FROM user").is_ok());
}
