//! The filter operators, and how values meet columns.

use insta::assert_snapshot;
use serde_json::{Value, json};
use sx_query::{Param, Postgres};

use crate::sales::{plan_for, question, sql};

/// What stands after WHERE (or HAVING) for one filter.
fn filter(col: &str, op: &str, val: Value) -> String {
    let sql = sql(json!({"columns": ["status"], "metrics": [], "filters": [{"col": col, "op": op, "val": val}]}));
    match sql.split_once("WHERE ") {
        Some((_, rest)) => rest.split(" GROUP BY").next().unwrap().into(),
        None => sql.split_once("HAVING ").map_or(sql.clone(), |(_, rest)| rest.split(" \n").next().unwrap().into()),
    }
}

#[test]
fn operators() {
    assert_snapshot!(filter("status", "==", json!("Shipped")), @r#""status" = 'Shipped'"#);
    assert_snapshot!(filter("status", "!=", json!("Shipped")), @r#""status" != 'Shipped'"#);
    assert_snapshot!(filter("sales", ">", json!(10)), @r#""sales" > 10"#);
    assert_snapshot!(filter("sales", "<", json!(10.5)), @r#""sales" < 10.5"#);
    assert_snapshot!(filter("sales", ">=", json!(-1)), @r#""sales" >= (-1)"#);
    assert_snapshot!(filter("sales", "<=", json!("25")), @r#""sales" <= 25"#);
    assert_snapshot!(filter("status", "LIKE", json!("S%")), @r#""status" LIKE 'S%'"#);
    assert_snapshot!(filter("status", "not like", json!("S%")), @r#""status" NOT LIKE 'S%'"#);
    assert_snapshot!(filter("sales", "ILIKE", json!("1%")), @r#"CAST("sales" AS VARCHAR) ILIKE '1%'"#);
    assert_snapshot!(filter("status", "NOT ILIKE", json!("s%")), @r#""status" NOT ILIKE 's%'"#);
    assert_snapshot!(filter("status", "IS NULL", Value::Null), @r#""status" IS NULL"#);
    assert_snapshot!(filter("status", "IS NOT NULL", Value::Null), @r#""status" IS NOT NULL"#);
    assert_snapshot!(filter("is_paid", "IS TRUE", Value::Null), @r#""is_paid" IS TRUE"#);
    assert_snapshot!(filter("is_paid", "IS FALSE", Value::Null), @r#""is_paid" IS FALSE"#);
    assert_snapshot!(filter("status", "IN", json!(["a", "b"])), @r#""status" IN ('a', 'b')"#);
    assert_snapshot!(filter("status", "NOT IN", json!(["a"])), @r#""status" NOT IN ('a')"#);
    assert_snapshot!(
        filter("order_date", "TEMPORAL_RANGE", json!("2003-01-01 : 2003-02-01")),
        @r#""order_date" >= TO_TIMESTAMP('2003-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND "order_date" < TO_TIMESTAMP('2003-02-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')"#
    );
}

#[test]
fn nothing_is_looked_for_with_is_null() {
    assert_snapshot!(filter("status", "==", json!("<NULL>")), @r#""status" IS NULL"#);
    assert_snapshot!(filter("status", "!=", Value::Null), @r#""status" IS NOT NULL"#);
    assert_snapshot!(filter("status", "==", json!("<empty string>")), @r#""status" = ''"#);
    assert_snapshot!(filter("status", "IN", json!(["a", null])), @r#"("status" IS NULL OR "status" IN ('a'))"#);
    assert_snapshot!(filter("status", "NOT IN", json!(["a", null])), @r#""status" IS NOT NULL AND "status" NOT IN ('a')"#);
    assert_snapshot!(filter("status", "IN", json!([null])), @r#""status" IS NULL"#);
    assert_snapshot!(filter("sales", "==", json!("many")), @r#""sales" IS NULL"#);
}

#[test]
fn values_take_the_type_of_the_column() {
    assert_snapshot!(filter("status", "==", json!(7)), @r#""status" = '7'"#);
    assert_snapshot!(filter("is_paid", "==", json!("True")), @r#""is_paid" = TRUE"#);
    assert_snapshot!(
        filter("order_date", "IN", json!([1041379200000i64])),
        @r#""order_date" IN (TO_TIMESTAMP('2003-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US'))"#
    );
    assert_snapshot!(filter("seen_ms", "TEMPORAL_RANGE", json!("2003-01-01 : ")), @r#""seen_ms" >= 1041379200000"#);
    assert_snapshot!(filter("day_text", "TEMPORAL_RANGE", json!(" : 2003-01-01")), @r#""day_text" < '2003-01-01'"#);
}

#[test]
fn calculated_columns_and_metrics_keep_to_themselves() {
    assert_snapshot!(filter("is_large", "==", json!(true)), @r#"(sales > 100 OR quantity > 10) = TRUE"#);
    assert_snapshot!(filter("count", ">", json!(3)), @"(COUNT(*)) > 3");
    assert_snapshot!(filter("State of the order", "==", json!("x")), @r#""status" = 'x'"#);
}

#[test]
fn mistakes_are_told() {
    assert_snapshot!(filter("status", "IN", json!([])), @"Filter value list cannot be empty");
    assert_snapshot!(filter("sales", ">", Value::Null), @"Must specify a value for filters with comparison operators");
    assert_snapshot!(filter("sales", "~", json!(1)), @"Invalid filter operation type: ~");
    assert_snapshot!(filter("order_date", "TEMPORAL_RANGE", json!("2004 : 2003")), @"From date cannot be larger than to date");
}

#[test]
fn a_filter_on_an_unknown_column_is_reported_and_left_out() {
    let filters = json!([{"col": "gone", "op": "==", "val": 1}, {"col": "sales", "op": ">", "val": 1}]);
    let plan =
        plan_for(&question(json!({"columns": ["status"], "metrics": [], "filters": filters})), &Postgres).unwrap();
    assert_eq!(plan.applied_filters, [json!({"column": "sales"})]);
    assert_eq!(plan.rejected_filters, [json!({"column": "gone", "reason": "not_in_datasource"})]);
    assert_eq!(plan.params, [Param::Int(1)]);
    assert!(plan.sql.contains(r#"WHERE "sales" > CAST($1 AS BIGINT) GROUP BY"#), "{}", plan.sql);
}
