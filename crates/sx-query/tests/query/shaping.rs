//! Post-processing: small tables in, records out, as pandas gives them.

use std::sync::Arc;

use insta::assert_snapshot;
use serde_json::{Value, json};
use sx_query::{Column, Kind, PostProcessing, Processed, Table, Values, post_process, write_records};

const DAY: i64 = 86_400_000_000;

fn times(days: &[Option<i64>]) -> Column {
    let values = Values::Time(days.iter().map(|day| day.map(|day| day * DAY)).collect());
    Column { name: "day".into(), kind: Kind::Temporal, values }
}

fn texts(name: &str, values: &[Option<&str>]) -> Column {
    let values = values.iter().map(|text| text.map(Arc::from)).collect();
    Column { name: name.into(), kind: Kind::String, values: Values::Text(values) }
}

fn ints(name: &str, values: &[Option<i64>]) -> Column {
    Column { name: name.into(), kind: Kind::Numeric, values: Values::Int(values.to_vec()) }
}

/// Two days; the second size is missing on the first day, and one row has no size.
fn sales() -> Table {
    Table {
        columns: vec![
            times(&[Some(1), Some(0), Some(1), Some(1)]),
            texts("size", &[Some("L"), Some("S"), Some("S, small"), None]),
            ints("n", &[Some(4), Some(1), Some(2), Some(8)]),
        ],
    }
}

fn numbers(values: &[Option<i64>]) -> Table {
    let days: Vec<_> = (0..values.len() as i64).map(Some).collect();
    Table { columns: vec![times(&days), ints("n", values)] }
}

fn run(table: Table, operations: Value) -> Result<Processed, sx_query::QueryError> {
    let operations: Vec<Option<PostProcessing>> = serde_json::from_value(operations).unwrap();
    post_process(table, &operations)
}

/// The records, one on each line.
fn records(table: Table, operations: Value) -> String {
    match run(table, operations) {
        Ok(processed) => {
            let mut bytes = Vec::new();
            write_records(&processed.table, &mut bytes);
            String::from_utf8(bytes).unwrap().replace("},{", "}\n{")
        }
        Err(error) => error.to_string(),
    }
}

fn pivot(options: Value) -> Value {
    let mut all = json!({"index": ["day"], "columns": ["size"], "aggregates": {"n": {"operator": "mean"}}});
    for (name, value) in options.as_object().unwrap() {
        all[name] = value.clone();
    }
    json!({"operation": "pivot", "options": all})
}

#[test]
fn pivot_rename_flatten() {
    let rename = json!({"operation": "rename", "options": {"columns": {"n": null}, "level": 0, "inplace": true}});
    let steps = json!([pivot(json!({"drop_missing_columns": false})), rename, {"operation": "flatten"}, null]);
    assert_snapshot!(records(sales(), steps.clone()), @r#"
    [{"day":0.0,"<NULL>":null,"L":null,"S":1.0,"S, small":null}
    {"day":86400000.0,"<NULL>":8.0,"L":4.0,"S":null,"S, small":2.0}]
    "#);
    let parts = run(sales(), steps).unwrap().parts;
    assert_eq!(parts, [vec!["day"], vec!["<NULL>"], vec!["L"], vec!["S"], vec!["S, small"]]);
}

#[test]
fn flat_names_are_joined() {
    let steps = json!([pivot(json!({"aggregates": {"n": {"operator": "sum"}}})), {"operation": "flatten"}]);
    let processed = run(sales(), steps).unwrap();
    let names: Vec<_> = processed.table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["day", "n, <NULL>", "n, L", "n, S", "n, S, small"]);
    assert_eq!(processed.parts[4], ["n", "S, small"]);
}

#[test]
fn rows_without_an_index_come_last_or_not_at_all() {
    let table = || Table { columns: vec![times(&[None, Some(0)]), ints("n", &[Some(1), Some(2)])] };
    let steps = |drop| json!([pivot(json!({"columns": [], "drop_missing_columns": drop})), {"operation": "flatten"}]);
    assert_snapshot!(records(table(), steps(false)), @r#"
    [{"day":0.0,"n":2.0}
    {"day":null,"n":1.0}]
    "#);
    assert_snapshot!(records(table(), steps(true)), @r#"[{"day":0.0,"n":2.0}]"#);
}

#[test]
fn pivot_options() {
    let fill = pivot(json!({"metric_fill_value": 0, "combine_value_with_metric": true}));
    assert_snapshot!(records(sales(), json!([fill, {"operation": "flatten"}])), @r#"
    [{"day":0.0,"<NULL>, n":0.0,"L, n":0.0,"S, n":1.0,"S, small, n":0.0}
    {"day":86400000.0,"<NULL>, n":8.0,"L, n":4.0,"S, n":0.0,"S, small, n":2.0}]
    "#);
    assert_snapshot!(records(sales(), json!([pivot(json!({"index": []}))])), @"pivot: Pivot operation requires at least one index");
    assert_snapshot!(records(sales(), json!([pivot(json!({"aggregates": {}}))])), @"pivot: Pivot operation must include at least one aggregate");
    assert_snapshot!(records(sales(), json!([pivot(json!({"aggregates": {"n": {"operator": "evil"}}}))])), @"pivot: Invalid numpy function: evil");
    assert_snapshot!(records(sales(), json!([pivot(json!({"aggregates": {"size": {"operator": "mean"}}}))])), @r#"pivot: mean needs numbers, but "size" holds none"#);
}

#[test]
fn cumulated() {
    let cum = |operator: &str| json!([{"operation": "cum", "options": {"operator": operator, "columns": {"n": "n"}}}]);
    let table = || Table { columns: vec![ints("n", &[Some(2), None, Some(3), Some(1)])] };
    assert_snapshot!(records(table(), cum("sum")), @r#"
    [{"n":2.0}
    {"n":2.0}
    {"n":5.0}
    {"n":6.0}]
    "#);
    assert_snapshot!(records(table(), cum("min")), @r#"
    [{"n":2.0}
    {"n":0.0}
    {"n":0.0}
    {"n":0.0}]
    "#);
    assert_snapshot!(records(table(), cum("avg")), @"cum: Invalid cumulative operator: avg");
}

#[test]
fn shares() {
    let table = || Table { columns: vec![ints("a", &[Some(1), Some(3)]), ints("b", &[Some(1), None])] };
    let share = |options: Value| json!([{"operation": "contribution", "options": options}]);
    assert_snapshot!(records(table(), share(json!({"columns": ["a"], "rename_columns": ["a__contribution"]}))), @r#"
    [{"a":1,"b":1,"a__contribution":0.25}
    {"a":3,"b":null,"a__contribution":0.75}]
    "#);
    assert_snapshot!(records(table(), share(json!({"orientation": "row"}))), @r#"
    [{"a":0.5,"b":0.5}
    {"a":1.0,"b":null}]
    "#);
    assert_snapshot!(records(table(), share(json!({"columns": ["a"], "contribution_totals": {"a": 10.0}}))), @r#"
    [{"a":0.1,"b":1}
    {"a":0.3,"b":null}]
    "#);
    assert_snapshot!(records(table(), share(json!({"columns": ["c"]}))), @r#"contribution: Column "c" is not numeric or does not exist in the query results."#);
}

#[test]
fn ranks() {
    let table = Table { columns: vec![ints("n", &[Some(5), Some(1), Some(5), None])] };
    assert_snapshot!(records(table, json!([{"operation": "rank", "options": {"metric": "n"}}])), @r#"
    [{"n":5,"rank":0.8333333333333334}
    {"n":1,"rank":0.3333333333333333}
    {"n":5,"rank":0.8333333333333334}
    {"n":null,"rank":null}]
    "#);
}

#[test]
fn rolled() {
    let roll = |options: Value| {
        let mut all = json!({"columns": {"n": "n"}, "window": 2, "rolling_type": "mean"});
        for (name, value) in options.as_object().unwrap() {
            all[name] = value.clone();
        }
        json!([{"operation": "select", "options": {"columns": ["n"]}}, {"operation": "rolling", "options": all}])
    };
    let table = || numbers(&[Some(1), Some(3), Some(5), Some(9)]);
    assert_snapshot!(records(table(), roll(json!({}))), @r#"
    [{"n":null}
    {"n":2.0}
    {"n":4.0}
    {"n":7.0}]
    "#);
    assert_snapshot!(records(table(), roll(json!({"min_periods": 1}))), @r#"
    [{"n":1}
    {"n":2}
    {"n":4}
    {"n":7}]
    "#);
    assert_snapshot!(records(table(), roll(json!({"min_periods": 0, "rolling_type": "sum", "window": 3}))), @r#"
    [{"n":1}
    {"n":4}
    {"n":9}
    {"n":17}]
    "#);
    assert_snapshot!(records(table(), roll(json!({"rolling_type": "std"}))), @r#"
    [{"n":null}
    {"n":1.4142135623730951}
    {"n":1.4142135623730951}
    {"n":2.8284271247461903}]
    "#);
    assert_snapshot!(records(table(), roll(json!({"rolling_type": "exec"}))), @"rolling: Invalid rolling_type: exec");
    let left_out = run(table(), roll(json!({"min_periods": 2}))).unwrap();
    assert_eq!(left_out.index, Some(vec![json!(1), json!(2), json!(3)]));
}

#[test]
fn resampled() {
    let table =
        || Table { columns: vec![times(&[Some(0), Some(2), Some(4)]), ints("n", &[Some(1), Some(3), Some(9)])] };
    let steps = |options: Value| json!([pivot(json!({"columns": []})), {"operation": "resample", "options": options}, {"operation": "flatten"}]);
    let values = |options: Value| {
        let text = records(table(), steps(options));
        let rows: Vec<Value> = match serde_json::from_str(&text.replace("}\n{", "},{")) {
            Ok(rows) => rows,
            Err(_) => return text,
        };
        let day = |row: &Value| row["day"].as_f64().unwrap() / 86_400_000.0;
        rows.iter().map(|row| format!("{}:{}", day(row), row["n"])).collect::<Vec<_>>().join(" ")
    };
    assert_snapshot!(values(json!({"rule": "1D", "method": "asfreq", "fill_value": 0})), @"0:1.0 1:0.0 2:3.0 3:0.0 4:9.0");
    assert_snapshot!(values(json!({"rule": "1D", "method": "ffill"})), @"0:1.0 1:1.0 2:3.0 3:3.0 4:9.0");
    assert_snapshot!(values(json!({"rule": "1D", "method": "bfill"})), @"0:1.0 1:3.0 2:3.0 3:9.0 4:9.0");
    assert_snapshot!(values(json!({"rule": "1D", "method": "linear"})), @"0:1.0 1:2.0 2:3.0 3:6.0 4:9.0");
    assert_snapshot!(values(json!({"rule": "3D", "method": "sum"})), @"0:4.0 3:9.0");
    assert_snapshot!(values(json!({"rule": "1MS", "method": "mean"})), @"0:4.333333333333333");
    assert_snapshot!(values(json!({"rule": "1ME", "method": "median"})), @"30:3.0");
    assert_snapshot!(values(json!({"rule": "1W", "method": "sum"})), @"3:4.0 10:9.0");
    assert_snapshot!(values(json!({"rule": "1X", "method": "sum"})), @r#"resample: "1X" is no rule such as "1D", "1W" or "1MS""#);
    assert_snapshot!(values(json!({"rule": "1D", "method": "drop"})), @"resample: Resample method should be in asfreq, bfill, ffill, linear, median, mean, sum.");
}

#[test]
fn compared_and_differenced() {
    let table = || Table { columns: vec![ints("a", &[Some(4), Some(9)]), ints("b", &[Some(3), Some(0)])] };
    let compare = |kind: &str| {
        json!([{"operation": "compare", "options": {"source_columns": ["a"], "compare_columns": ["b"],
                "compare_type": kind, "drop_original_columns": true}}])
    };
    assert_snapshot!(records(table(), compare("difference")), @r#"
    [{"difference__a__b":1}
    {"difference__a__b":9}]
    "#);
    assert_snapshot!(records(table(), compare("ratio")), @r#"
    [{"ratio__a__b":1.3333}
    {"ratio__a__b":null}]
    "#);
    assert_snapshot!(records(table(), compare("percentage")), @r#"
    [{"percentage__a__b":0.3333}
    {"percentage__a__b":null}]
    "#);
    assert_snapshot!(records(table(), json!([{"operation": "diff", "options": {"columns": {"a": "d"}}}])), @r#"
    [{"a":4,"b":3,"d":null}
    {"a":9,"b":0,"d":5.0}]
    "#);
}

#[test]
fn sorted_selected_aggregated() {
    let sort = json!([{"operation": "sort", "options": {"by": "n", "ascending": false}}]);
    let sorted = run(numbers(&[Some(1), None, Some(3)]), sort).unwrap();
    assert_eq!(sorted.index, Some(vec![json!(2), json!(0), json!(1)]));
    let select = json!([{"operation": "select", "options": {"columns": ["n", "size"], "exclude": ["size"], "rename": {"n": "m"}}}]);
    assert_snapshot!(records(sales(), select), @r#"
    [{"m":4}
    {"m":1}
    {"m":2}
    {"m":8}]
    "#);
    let aggregates =
        json!({"sum": {"column": "n", "operator": "sum"}, "median": {"column": "n", "operator": "median"}});
    let aggregate = json!([{"operation": "aggregate", "options": {"groupby": ["day"], "aggregates": aggregates}}]);
    assert_snapshot!(records(sales(), aggregate), @r#"
    [{"day":0.0,"sum":1,"median":1.0}
    {"day":86400000.0,"sum":14,"median":4.0}]
    "#);
}

#[test]
fn distributions() {
    let table = || Table { columns: vec![ints("n", &[Some(1), Some(2), Some(3), Some(4), Some(40)])] };
    let boxplot = |whisker: &str| json!([{"operation": "boxplot", "options": {"groupby": [], "metrics": ["n"], "whisker_type": whisker, "percentiles": [10, 90]}}]);
    assert_snapshot!(records(table(), boxplot("tukey")), @r#"[{"n__mean":10.0,"n__median":3.0,"n__max":4,"n__min":1,"n__q1":2.0,"n__q3":4.0,"n__count":5,"n__outliers":[40]}]"#);
    assert_snapshot!(records(table(), boxplot("min/max")), @r#"[{"n__mean":10.0,"n__median":3.0,"n__max":40,"n__min":1,"n__q1":2.0,"n__q3":4.0,"n__count":5,"n__outliers":[]}]"#);
    assert_snapshot!(records(table(), boxplot("percentile")), @r#"[{"n__mean":10.0,"n__median":3.0,"n__max":25.6,"n__min":1.4,"n__q1":2.0,"n__q3":4.0,"n__count":5,"n__outliers":[40,1]}]"#);
    let histogram = |options: Value| json!([{"operation": "histogram", "options": options}]);
    assert_snapshot!(records(table(), histogram(json!({"column": "n", "groupby": [], "bins": 3}))), @r#"[{"1.0 - 14.0":4,"14.0 - 27.0":0,"27.0 - 40.0":1}]"#);
    assert_snapshot!(records(table(), histogram(json!({"column": "n", "bins": 2, "cumulative": true, "normalize": true}))), @r#"[{"1.0 - 20.5":0.4444444444444444,"20.5 - 40.0":0.5555555555555556}]"#);
    assert_snapshot!(records(table(), histogram(json!({"column": "n", "bins": 0}))), @"histogram: `bins` must be an integer between 1 and 1000");
}

#[test]
fn unknown_operations_are_named_and_empty_answers_stay_empty() {
    assert_snapshot!(records(sales(), json!([{"operation": "evil"}])), @"Unknown post-processing operation: evil");
    let empty = Table { columns: vec![ints("n", &[])] };
    assert_snapshot!(records(empty, json!([{"operation": "evil"}])), @"[]");
}
