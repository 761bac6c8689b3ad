//! Bodies from the wire: old spellings, and errors that say where.

use insta::assert_snapshot;
use serde_json::{Value, json};
use sx_query::{MetricRef, Postgres, QueryContext};

use crate::sales::{dataset, plan_for, question, sql};

fn error(query: Value) -> String {
    let body = json!({"datasource": {"id": 1}, "queries": [{"metrics": ["count"]}, query]});
    QueryContext::from_value(body).unwrap_err().to_string()
}

#[test]
fn the_wrong_field_is_named() {
    assert_snapshot!(error(json!({"row_limit": "many"})), @"queries[1].row_limit: not a valid integer");
    assert_snapshot!(error(json!({"row_limit": -1})), @"queries[1].row_limit: must be greater than or equal to 0");
    assert_snapshot!(error(json!({"columns": ["a", 7]})), @"queries[1].columns[1]: a column's name or an ad-hoc column is expected");
    assert_snapshot!(error(json!({"metrics": [{"x": 1}]})), @"queries[1].metrics[0]: a metric's name or an ad-hoc metric is expected");
    assert_snapshot!(error(json!({"filters": [{"col": "a"}]})), @"queries[1].filters[0]: a filter with col, op and val is expected");
    assert_snapshot!(error(json!({"orderby": [["a", "up"]]})), @"queries[1].orderby[0]: a pair of what to order by and whether it ascends is expected");
    assert_snapshot!(error(json!({"columns": "a"})), @"queries[1].columns: a list is expected");
    assert_snapshot!(error(json!({"order_desc": "yes"})), @r#"queries[1].order_desc: invalid type: string "yes", expected a boolean"#);
    assert_snapshot!(error(json!([])), @"queries[1]: an object is expected");
}

#[test]
fn the_context_is_checked_too() {
    let error = |body: &str| QueryContext::parse(body.as_bytes()).unwrap_err().to_string();
    assert_snapshot!(error("{"), @"body: EOF while parsing an object at line 1 column 1");
    assert_snapshot!(error("[]"), @"body: an object is expected");
    assert_snapshot!(error(r#"{"datasource": {"id": 1}}"#), @"queries: missing data for required field");
    assert_snapshot!(error(r#"{"queries": []}"#), @"datasource: missing data for required field");
    assert_snapshot!(error(r#"{"queries": [], "datasource": {"id": 1}, "result_type": "all"}"#), @"result_type: unknown variant `all`, expected one of `full`, `results`, `query`, `samples`, `columns`, `timegrains`, `post_processed`, `drill_detail`");
}

#[test]
fn old_spellings_are_understood() {
    let query = question(json!({
        "columns": [], "groupby": ["status"], "granularity_sqla": "order_date", "timeseries_limit": "5",
        "timeseries_limit_metric": "count", "where": "sales > 1", "having": "COUNT(*) > 2",
        "metrics": [{"label": "count"}], "order_desc": null, "row_limit": 10.0, "extras": {"where": null},
    }));
    assert_eq!(query.columns.len(), 1);
    assert_eq!(query.granularity.as_deref(), Some("order_date"));
    assert_eq!((query.series_limit, query.row_limit, query.order_desc), (Some(5), Some(10), true));
    assert_eq!(query.series_limit_metric, Some(MetricRef::Name("count".into())));
    assert_eq!((query.extras.where_.as_str(), query.extras.having.as_str()), ("sales > 1", "COUNT(*) > 2"));
    assert_eq!(query.metrics, Some(vec![MetricRef::Name("count".into())]));
}

#[test]
fn both_spellings_at_once() {
    let query = question(json!({"columns": ["status"], "groupby": [], "metrics": ["count"]}));
    assert_eq!(query.columns.len(), 1);
    let query = question(json!({"series_limit": 3, "timeseries_limit": 0, "metrics": ["count"]}));
    assert_eq!(query.series_limit, Some(3));
}

#[test]
fn questions_that_cannot_be_answered() {
    assert_snapshot!(sql(json!({"columns": [], "metrics": []})), @"Empty query?");
    assert_snapshot!(sql(json!({"columns": ["gone", "status"], "metrics": []})), @r#"Columns missing in dataset: "gone""#);
    assert_snapshot!(sql(json!({"columns": [], "metrics": ["gone"]})), @"Metric 'gone' does not exist");
    assert_snapshot!(sql(json!({"columns": ["status"], "metrics": [], "orderby": [["gone", true]]})), @"Unknown column used in orderby: gone");
    assert_snapshot!(sql(json!({"columns": ["status", "status"], "metrics": []})), @r#"Duplicate column/metric labels: "status". Please make sure all columns and metrics have a unique label."#);
    assert_snapshot!(sql(json!({"columns": [], "metrics": ["count"], "series_columns": ["status"]})), @r#"The following entries in `series_columns` are missing in `columns`: "status"."#);
    assert_snapshot!(sql(json!({"columns": [], "metrics": ["count"], "is_timeseries": true})), @"Datetime column not provided as part table configuration and is required by this type of chart");
    assert_snapshot!(sql(json!({"columns": ["status"], "time_offsets": ["1 year ago"]})), @"An enclosed time range (both start and end) must be specified when using a Time Comparison.");
    assert_snapshot!(sql(json!({"columns": ["status"], "extras": {"where": "pg_sleep(9)"}})), @"WHERE: the function pg_sleep is not allowed");
    assert_snapshot!(sql(json!({"columns": ["order_date"], "metrics": [], "granularity": "order_date", "extras": {"time_grain_sqla": "P9X"}})), @"The time grain P9X is not supported by postgresql.");
    assert_snapshot!(sql(json!({"metrics": [{"expressionType": "SIMPLE", "aggregate": "SUM(1)", "column": {"column_name": "sales"}}]})), @"Adhoc metric aggregate is invalid");
}

#[test]
fn the_rows_behind_a_chart() {
    let query = question(json!({
        "columns": ["status"], "metrics": ["count"], "series_columns": ["status"], "series_limit": 3, "row_limit": 10,
        "orderby": [["count", false]], "filters": [{"col": "status", "op": "==", "val": "x"}],
        "granularity": "order_date", "time_range": "2004 : 2005"}));
    let mut dataset = dataset();
    dataset.columns.truncate(2);
    let sql = |query| plan_for(&query, &Postgres).unwrap().sql;
    assert_snapshot!(sql(query.as_samples(&dataset)), @r#"
    SELECT "order_date" AS "order_date", "sales" AS "sales" 
    FROM "public"."orders" 
    WHERE "status" = $1 
     LIMIT 10
    "#);
    assert_snapshot!(sql(query.as_drill_detail(&dataset)), @r#"
    SELECT "order_date" AS "order_date", "sales" AS "sales" 
    FROM "public"."orders" 
    WHERE "order_date" >= CAST($1 AS TIMESTAMP) AND "order_date" < CAST($2 AS TIMESTAMP) AND "status" = $3 ORDER BY "order_date" ASC 
     LIMIT 10
    "#);
}
