//! The facts beside the rows.

use std::sync::Arc;

use insta::assert_snapshot;
use serde_json::json;
use sx_query::{Column, Kind, Postgres, Table, Values, answer_facts, normalize, post_process, write_records};

use crate::sales::{dataset, plan_for, question};

fn column(name: &str, kind: Kind, values: Values) -> Column {
    Column { name: name.into(), kind, values }
}

#[test]
fn facts_of_a_pivoted_answer() {
    let axis = json!({"timeGrain": "P1M", "columnType": "BASE_AXIS", "sqlExpression": "order_date", "label": "order_date",
                      "expressionType": "SQL", "isColumnReference": true});
    let query = question(json!({
        "columns": [axis, "status"], "metrics": ["count"],
        "filters": [{"col": "order_date", "op": "TEMPORAL_RANGE", "val": "2003-01-01 : 2004-01-01"}],
        "post_processing": [
            {"operation": "pivot", "options": {"index": ["order_date"], "columns": ["status"],
                "aggregates": {"count": {"operator": "mean"}}, "drop_missing_columns": false}},
            {"operation": "rename", "options": {"columns": {"count": null}, "level": 0}},
            {"operation": "flatten"}]}));
    let plan = plan_for(&query, &Postgres).unwrap();
    let table = Table {
        columns: vec![
            column("a", Kind::Temporal, Values::Time(vec![Some(1_041_379_200_000_000); 2])),
            column("b", Kind::String, Values::Text(vec![Some(Arc::from("Shipped")), Some(Arc::from("On hold"))])),
            column("c", Kind::Numeric, Values::Int(vec![Some(3), Some(1)])),
        ],
    };
    let processed = post_process(normalize(table, &plan), &query.post_processing).unwrap();
    let facts = answer_facts(&plan, &dataset(), &processed, 2);
    assert_snapshot!(serde_json::to_string(&facts).unwrap().replace(",\"", ",\n\""), @r#"
    {"rowcount":1,
    "sql_rowcount":2,
    "from_dttm":1041379200000,
    "to_dttm":1072915200000,
    "label_map":{"order_date":["order_date"],
    "On hold":["On hold"],
    "Shipped":["Shipped"],
    "State of the order":["status"],
    "COUNT(*)":["count"]},
    "colnames":["order_date",
    "On hold",
    "Shipped"],
    "indexnames":[0],
    "coltypes":[2,0,0],
    "applied_filters":[{"column":"order_date"}],
    "rejected_filters":[]}
    "#);
}

#[test]
fn a_column_without_values_is_what_the_dataset_says() {
    let query = question(json!({"columns": ["sales", "status", "is_paid", "order_date"], "metrics": ["count"]}));
    let plan = plan_for(&query, &Postgres).unwrap();
    let nothing = || Values::Text(vec![None]);
    let columns = plan.columns.iter().map(|planned| column(&planned.label, Kind::String, nothing()));
    let processed = post_process(normalize(Table { columns: columns.collect() }, &plan), &[]).unwrap();
    let facts = answer_facts(&plan, &dataset(), &processed, 1);
    assert_eq!(facts.coltypes, [0, 1, 3, 2, 0]);
}

#[test]
fn times_kept_as_numbers_or_text_are_read() {
    let query = question(json!({"columns": ["seen_ms", "day_text", "sales"]}));
    let plan = plan_for(&query, &Postgres).unwrap();
    let table = Table {
        columns: vec![
            column("seen_ms", Kind::Numeric, Values::Int(vec![Some(1_041_379_200_000), None])),
            column("day_text", Kind::String, Values::Text(vec![Some(Arc::from("2003-01-02")), Some(Arc::from("?"))])),
            column("sales", Kind::Numeric, Values::Float(vec![Some(f64::INFINITY), Some(0.1)])),
        ],
    };
    let mut bytes = Vec::new();
    write_records(&normalize(table, &plan), &mut bytes);
    assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"[{"seen_ms":1041379200000.0,"day_text":1041465600000.0,"sales":null},{"seen_ms":null,"day_text":null,"sales":0.1}]"#);
}

#[test]
fn records_are_valid_json_whatever_they_hold() {
    let table = Table {
        columns: vec![
            column("a \"b\"\n", Kind::String, Values::Text(vec![Some(Arc::from("\u{1}\"\\é")), None])),
            column("big", Kind::Numeric, Values::Int(vec![Some(i64::MAX), Some(-1)])),
            column("f", Kind::Numeric, Values::Float(vec![Some(f64::NAN), Some(1.5)])),
            column("j", Kind::String, Values::Json(vec![Some(json!({"x": [1]})), None])),
            column("ok", Kind::Boolean, Values::Bool(vec![Some(true), None])),
        ],
    };
    let mut bytes = Vec::new();
    write_records(&table, &mut bytes);
    let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let expected = json!([
        {"a \"b\"\n": "\u{1}\"\\é", "big": "9223372036854775807", "f": null, "j": {"x": [1]}, "ok": true},
        {"a \"b\"\n": null, "big": -1, "f": 1.5, "j": null, "ok": null},
    ]);
    assert_eq!(read, expected);
    let mut bytes = Vec::new();
    write_records(&Table::default(), &mut bytes);
    assert_eq!(bytes, b"[]");
}
