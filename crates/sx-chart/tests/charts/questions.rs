//! Stored charts of the reference's example dashboards ask what its own front end asks. A case is a file in `tests/cases`.

use serde_json::{Map, Value, json};
use sx_chart::{FormData, kind, kind_or_fallback};

#[test]
fn stored_forms_ask_what_the_reference_asks() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let form = case["form"].as_object().unwrap();
        let kind = kind(form["viz_type"].as_str().unwrap()).unwrap();
        let asked = serde_json::to_value(kind.queries(form).unwrap()).unwrap();
        assert_eq!(essential(&asked), essential(&case["queries"]), "{}", path.display());
        count += 1;
    }
    assert!(count >= 15, "only {count} cases were found in {folder}");
}

#[test]
fn filters_go_where_they_belong() {
    let asked = ask(json!({
        "viz_type": "table", "query_mode": "raw", "all_columns": ["a"],
        "where": "a > 0",
        "adhoc_filters": [
            {"clause": "WHERE", "expressionType": "SIMPLE", "subject": "a", "operator": "IN", "comparator": ["x", "y"]},
            {"clause": "WHERE", "expressionType": "SIMPLE", "subject": "b", "operator": "IS NULL", "comparator": "old"},
            {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": "c > 1 -- why"},
            {"clause": "HAVING", "expressionType": "SQL", "sqlExpression": "COUNT(*) > 1"},
        ],
        "extra_filters": [{"col": "__time_range", "op": "==", "val": "Last week"}, {"col": "d", "op": "==", "val": 1}],
        "extra_form_data": {
            "filters": [{"col": "e", "op": "IN", "val": ["z"]}],
            "time_grain_sqla": "P1Y",
            "granularity_sqla": "day",
        },
    }));
    let query = &asked[0];
    let columns: Vec<_> =
        query["filters"].as_array().unwrap().iter().map(|filter| filter["col"].as_str().unwrap()).collect();
    assert_eq!(columns, ["d", "e", "a", "b"]);
    assert_eq!(query["filters"][3], json!({"col": "b", "op": "IS NULL", "val": null}));
    assert_eq!(query["extras"]["where"], "(a > 0) AND (c > 1 -- why\n)");
    assert_eq!(query["extras"]["having"], "(COUNT(*) > 1)");
    assert_eq!(query["extras"]["time_grain_sqla"], "P1Y");
    assert_eq!(query["time_range"], "Last week");
    assert_eq!(query["granularity"], "day");
}

#[test]
fn comparing_times_changes_the_whole_chain() {
    let asked = ask(json!({
        "viz_type": "echarts_timeseries_bar", "x_axis": "day", "time_grain_sqla": "P1D", "metrics": ["count"],
        "time_compare": ["1 year ago"], "comparison_type": "difference", "rolling_type": "mean", "rolling_periods": "7",
        "contributionMode": "row", "resample_rule": "1D", "resample_method": "zerofill",
        "x_axis_sort": "count", "x_axis_sort_asc": false, "forecastEnabled": true, "forecastPeriods": "3",
    }));
    let steps = asked[0]["post_processing"].as_array().unwrap();
    let names: Vec<_> = steps.iter().map(|step| step["operation"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["pivot", "resample", "rolling", "compare", "rename", "contribution", "sort", "flatten", "prophet"]
    );
    assert_eq!(asked[0]["time_offsets"], json!(["1 year ago"]));
    let aggregates = steps[0]["options"]["aggregates"].as_object().unwrap();
    assert_eq!(aggregates.keys().collect::<Vec<_>>(), ["count", "count__1 year ago"]);
    assert_eq!(steps[1]["options"], json!({"method": "asfreq", "rule": "1D", "fill_value": 0}));
    assert_eq!(steps[2]["options"]["window"], 7);
    assert_eq!(steps[3]["options"]["compare_columns"], json!(["count__1 year ago"]));
    let renamed = json!({"difference__count__count__1 year ago": "1 year ago"});
    assert_eq!(steps[4]["options"]["columns"], renamed);
    assert_eq!(steps[5]["options"]["time_shifts"], json!(["1 year ago"]));
    assert_eq!(steps[6]["options"], json!({"by": "count", "ascending": false}));
    assert_eq!(steps[8]["options"]["periods"], 3);
}

#[test]
fn a_table_with_everything_asks_four_questions() {
    let asked = ask(json!({
        "viz_type": "table", "query_mode": "aggregate", "groupby": ["city", "day"], "metrics": ["count"],
        "percent_metrics": ["count", "sold"], "percent_metric_calculation": "all_records", "show_totals": true,
        "server_pagination": true, "server_page_length": 25, "row_limit": 100, "time_grain_sqla": "P1M",
        "temporal_columns_lookup": {"day": true}, "timeseries_limit_metric": "sold", "order_desc": false,
    }));
    let asked = asked.as_array().unwrap();
    assert_eq!(asked.len(), 4);
    assert_eq!(asked[0]["columns"][0]["columnType"], "BASE_AXIS");
    assert_eq!(asked[0]["columns"][1], "city");
    assert_eq!(asked[0]["metrics"], json!(["count", "sold"]));
    assert_eq!(asked[0]["orderby"], json!([["sold", true]]));
    assert_eq!(asked[0]["row_limit"], 25);
    assert_eq!(asked[0]["post_processing"][0]["options"]["rename_columns"], json!(["%count", "%sold"]));
    assert_eq!((&asked[1]["is_rowcount"], &asked[1]["row_limit"]), (&json!(true), &json!(100)));
    assert_eq!((&asked[2]["columns"], &asked[2]["metrics"]), (&json!([]), &json!(["count", "sold"])));
    assert_eq!((&asked[3]["columns"], &asked[3]["orderby"]), (&json!([]), &json!([])));
}

#[test]
fn an_overall_number_is_asked_for_by_itself() {
    let asked = ask(json!({"viz_type": "big_number", "x_axis": "day", "metric": "rate", "aggregation": "raw"}));
    assert_eq!(asked.as_array().unwrap().len(), 2);
    assert_eq!(asked[1]["columns"], json!([]));
    assert_eq!(asked[1]["metrics"], json!(["rate"]));
    assert_eq!(asked[1]["post_processing"], json!([]));
}

#[test]
fn a_kind_that_is_not_drawn_asks_for_its_rows() {
    let asked = ask(json!({
        "viz_type": "sankey_v2", "source": "from", "target": "to", "metric": "count", "size": "12",
        "granularity_sqla": "day", "time_range": "Last year", "row_limit": null,
    }));
    assert_eq!(asked[0]["columns"], json!(["from", "to"]));
    assert_eq!(asked[0]["metrics"], json!(["count"]));
    assert_eq!(asked[0]["granularity"], "day");
    assert_eq!(asked[0]["time_range"], "Last year");
    assert_eq!(asked[0]["row_limit"], 1000);
    let nothing = kind_or_fallback("horizon").queries(&form(json!({"viz_type": "horizon"}))).unwrap_err();
    insta::assert_snapshot!(nothing, @"This chart's kind, “horizon”, is not drawn yet. It names no columns and no metrics.");
}

#[test]
fn controls_that_cannot_be_read_are_named() {
    let broken = json!({"viz_type": "pie", "metric": {"aggregate": "SUM"}, "groupby": ["a"]});
    let error = kind_or_fallback("pie").queries(&form(broken)).unwrap_err();
    insta::assert_snapshot!(error, @r#"The control “metric” holds a metric that cannot be read: {"aggregate":"SUM"}"#);
}

fn ask(value: Value) -> Value {
    let form = form(value);
    let kind = kind_or_fallback(form["viz_type"].as_str().unwrap());
    serde_json::to_value(kind.queries(&form).unwrap()).unwrap()
}

fn form(value: Value) -> FormData {
    value.as_object().cloned().unwrap()
}

/// Queries without what says nothing: empty values, and switches that are off.
fn essential(queries: &Value) -> Vec<Map<String, Value>> {
    let is_off = |name: &str, value: &Value| {
        let switch = ["is_rowcount", "group_others_when_limit_reached", "apply_fetch_values_predicate", "series_limit"];
        switch.contains(&name) && (value == &json!(false) || value == &json!(0))
    };
    let query = |query: &Value| {
        let fields = query.as_object().unwrap().iter().filter(|(name, value)| !is_off(name, value));
        fields.filter_map(|(name, value)| Some((name.clone(), compact(value)?))).collect()
    };
    queries.as_array().unwrap().iter().map(query).collect()
}

fn compact(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| value.clone()),
        Value::Array(items) => {
            (!items.is_empty()).then(|| items.iter().map(|item| compact(item).unwrap_or(Value::Null)).collect())
        }
        Value::Object(map) => {
            let map: Map<_, _> = map.iter().filter_map(|(k, v)| Some((k.clone(), compact(v)?))).collect();
            (!map.is_empty()).then_some(Value::Object(map))
        }
        other => Some(other.clone()),
    }
}
