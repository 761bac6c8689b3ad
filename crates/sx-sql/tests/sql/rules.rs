//! Row and column rules inside SELECTs that people wrote.

use insta::assert_snapshot;
use sx_query::RelationRules;
use sx_sql::{SqlError, TableName};

use crate::checker;
use crate::positions::EXPRESSION_PLACES;

/// The SELECT with rules on `orders` (rows) and `s.staff` (columns).
fn ruled(dialect: &str, sql: &str) -> Result<String, SqlError> {
    let checker = checker(dialect);
    let dialect = sx_query::dialect(dialect).unwrap();
    let tenant = checker.check_expression("tenant = 7")?;
    let orders = checker.table_name(None, "orders");
    let staff = checker.table_name(Some("s"), "staff");
    let rules_of = |table: &TableName| {
        let mut rules = RelationRules::default();
        if table.may_be(&orders) {
            rules.rows.push(vec![tenant.clone()]);
        }
        if table.may_be(&staff) {
            rules.columns = Some(vec!["id".into(), "name".into()]);
        }
        Ok(rules)
    };
    Ok(checker.apply_rules(&checker.check_query(sql)?, dialect, &rules_of)?.text().to_owned())
}

fn postgres(sql: &str) -> String {
    ruled("postgresql", sql).unwrap_or_else(|error| error.to_string())
}

#[test]
fn each_table_becomes_what_the_rules_leave_of_it() {
    assert_snapshot!(postgres("SELECT o.*, c.n FROM orders o JOIN c ON c.id = o.cid WHERE o.x = 1 OR 1 = 1"), @"SELECT o.*, c.n FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS o JOIN c ON c.id = o.cid WHERE o.x = 1 OR 1 = 1");
    assert_snapshot!(postgres("SELECT orders.x FROM x.orders UNION SELECT x FROM orders WHERE id IN (SELECT id FROM orders) ORDER BY 1"), @"SELECT orders.x FROM (SELECT * FROM x.orders WHERE ((tenant = 7)) OFFSET 0) AS orders UNION SELECT x FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders WHERE id IN (SELECT id FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders) ORDER BY 1");
    assert_snapshot!(postgres("SELECT * FROM a, LATERAL (SELECT * FROM orders WHERE orders.id = a.id LIMIT 1) l"), @"SELECT * FROM a, LATERAL (SELECT * FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders WHERE orders.id = a.id LIMIT 1) AS l");
    assert_snapshot!(postgres("SELECT staff::text, row_to_json(staff), to_jsonb(staff) FROM s.staff"), @r#"SELECT staff::TEXT, row_to_json(staff), to_jsonb(staff) FROM (SELECT "id", "name" FROM s.staff OFFSET 0) AS staff"#);
    assert_snapshot!(postgres("SELECT * FROM s.staff a (x, y) NATURAL JOIN staff b"), @r#"SELECT * FROM (SELECT "id", "name" FROM s.staff OFFSET 0) AS a (x, y) NATURAL JOIN (SELECT "id", "name" FROM staff OFFSET 0) AS b"#);
    assert_snapshot!(postgres("SELECT count(*) FROM orders t TABLESAMPLE SYSTEM (10)"), @"SELECT count(*) FROM (SELECT * FROM orders TABLESAMPLE SYSTEM (10) WHERE ((tenant = 7)) OFFSET 0) AS t");
    assert_snapshot!(postgres("SELECT s.staff.name FROM s.staff WHERE s.staff.id > 1"), @r#"SELECT staff.name FROM (SELECT "id", "name" FROM s.staff OFFSET 0) AS staff WHERE staff.id > 1"#);
}

#[test]
fn what_is_another_table_stays() {
    for same in ["SELECT * FROM other.staff", "SELECT * FROM \"Orders\"", "SELECT orders.* FROM t AS orders"] {
        assert_eq!(postgres(same), same);
    }
    // DuckDB folds names, and a name before a table may be a catalog there.
    for one in ["SELECT * FROM \"ORDERS\"", "SELECT * FROM memory.orders", "SELECT * FROM a.b.Staff", "FROM Orders"] {
        assert!(ruled("duckdb", one).unwrap().contains("OFFSET 0"), "{one}");
    }
}

#[test]
fn names_are_resolved_where_they_stand() {
    // A non-recursive common table expression does not see itself.
    assert_snapshot!(postgres("WITH orders AS (SELECT * FROM orders) SELECT * FROM orders"), @"WITH orders AS (SELECT * FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders) SELECT * FROM orders");
    assert_snapshot!(postgres("WITH a AS (SELECT * FROM orders), orders AS (SELECT 1 AS x) SELECT * FROM a, orders"), @"WITH a AS (SELECT * FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders), orders AS (SELECT 1 AS x) SELECT * FROM a, orders");
    assert_snapshot!(postgres("SELECT * FROM orders o JOIN (WITH orders AS (SELECT 1 AS x) SELECT * FROM orders) q ON true"), @"SELECT * FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS o JOIN (WITH orders AS (SELECT 1 AS x) SELECT * FROM orders) AS q ON true");
    assert_snapshot!(postgres("WITH RECURSIVE orders AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM orders) SELECT * FROM orders, s.orders z"), @"WITH RECURSIVE orders AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM orders) SELECT * FROM orders, (SELECT * FROM s.orders WHERE ((tenant = 7)) OFFSET 0) AS z");
    assert_snapshot!(postgres("WITH b AS (WITH orders AS (SELECT 1) SELECT * FROM orders), c AS (SELECT * FROM orders) SELECT * FROM b, c"), @"WITH b AS (WITH orders AS (SELECT 1) SELECT * FROM orders), c AS (SELECT * FROM (SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders) SELECT * FROM b, c");
}

#[test]
fn the_list_of_columns_is_not_a_way_around() {
    assert!(postgres("SELECT column_name FROM information_schema.columns").contains("is not allowed"));
    assert!(ruled("duckdb", "SELECT * FROM x.information_schema.columns").is_err());
}

#[test]
fn a_table_is_ruled_wherever_it_stands() {
    for place in EXPRESSION_PLACES {
        let text = postgres(&place.replace('@', "abs((SELECT max(x) FROM s.staff))"));
        assert_eq!(text.matches("s.staff").count(), text.matches("FROM s.staff OFFSET 0) AS staff").count(), "{text}");
        assert!(text.contains("s.staff"), "{place}: {text}");
    }
    for duckdb in [
        "FROM orders SELECT *",
        "SELECT * FROM orders PIVOT (sum(x) FOR y IN ('a'))",
        "SELECT COLUMNS(*) FROM orders",
        "SELECT * EXCLUDE (x) FROM orders",
        "SELECT list_transform(l, x -> (SELECT max(y) FROM orders)) FROM t",
        "SELECT {'a': (SELECT max(y) FROM orders)}",
    ] {
        let text = ruled("duckdb", duckdb).unwrap();
        assert!(text.contains("(SELECT * FROM orders WHERE ((tenant = 7)) OFFSET 0) AS orders"), "{text}");
    }
}

#[test]
fn every_dialect_has_its_fence() {
    for dialect in sx_query::DIALECTS {
        for table in ["orders", "staff"] {
            let text = ruled(dialect.id(), &format!("SELECT * FROM {table}")).unwrap();
            assert!(text.ends_with(&format!("{}) AS {table}", dialect.fence())), "{}: {text}", dialect.id());
        }
    }
}

#[test]
fn a_rule_that_cannot_be_applied_refuses_the_question() {
    let checker = checker("postgresql");
    let query = checker.check_query("SELECT * FROM orders").unwrap();
    let broken = |_: &TableName| Err(SqlError::Rule("Tenants".to_owned()));
    let error = checker.apply_rules(&query, sx_query::dialect("postgresql").unwrap(), &broken).unwrap_err();
    assert_snapshot!(error, @"The rule “Tenants” cannot be applied to this question. Ask an administrator.");
}
