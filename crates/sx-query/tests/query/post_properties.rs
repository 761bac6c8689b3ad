//! What must hold for every table: totals are kept, shares add up, windows and steps hold what they should.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use sx_query::{
    Column, Kind, PostProcessing, Processed, QueryError, Table, Values, post_operation_names, post_process,
};

const DAY: i64 = 86_400_000_000;

#[derive(Clone, Debug)]
struct Row {
    day: i64,
    group: Option<usize>,
    number: Option<i64>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let group = prop::option::weighted(0.9, 0..4usize);
    let number = prop::option::weighted(0.9, -1000..1000i64);
    let row = (0..40i64, group, number).prop_map(|(day, group, number)| Row { day, group, number });
    prop::collection::vec(row, 1..60)
}

fn table(rows: &[Row]) -> Table {
    let names = ["a", "b, c", "d\\", ""];
    let column = |name: &str, kind, values| Column { name: name.into(), kind, values };
    let group = |row: &Row| row.group.map(|group| Arc::from(names[group]));
    Table {
        columns: vec![
            column("day", Kind::Temporal, Values::Time(rows.iter().map(|row| Some(row.day * DAY)).collect())),
            column("group", Kind::String, Values::Text(rows.iter().map(group).collect())),
            column("n", Kind::Numeric, Values::Int(rows.iter().map(|row| row.number).collect())),
        ],
    }
}

fn run(table: Table, steps: Value) -> Result<Processed, QueryError> {
    let steps: Vec<Option<PostProcessing>> = serde_json::from_value(steps).unwrap();
    post_process(table, &steps)
}

fn numbers(processed: &Processed, column: usize) -> Vec<Option<f64>> {
    let values = &processed.table.columns[column].values;
    (0..values.len()).map(|row| values.number(row)).collect()
}

fn pivot(operator: &str, columns: Value, drop: bool) -> Value {
    json!({"operation": "pivot", "options": {"index": ["day"], "columns": columns, "drop_missing_columns": drop,
           "aggregates": {"n": {"operator": operator}}}})
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #[test]
    fn a_pivot_keeps_every_number(rows in rows()) {
        let processed = run(table(&rows), json!([pivot("sum", json!(["group"]), false), {"operation": "flatten"}])).unwrap();
        let days: BTreeSet<i64> = rows.iter().map(|row| row.day).collect();
        let groups: BTreeSet<Option<usize>> = rows.iter().map(|row| row.group).collect();
        prop_assert_eq!(processed.table.row_count(), days.len());
        prop_assert_eq!(processed.table.columns.len(), 1 + groups.len());
        let all: f64 = (1..=groups.len()).flat_map(|column| numbers(&processed, column)).flatten().sum();
        prop_assert_eq!(all, rows.iter().filter_map(|row| row.number).sum::<i64>() as f64);
    }

    #[test]
    fn the_totals_of_a_pivot_are_those_of_its_cells(rows in rows()) {
        let mut step = pivot("sum", json!(["group"]), true);
        step["options"]["marginal_distributions"] = json!(true);
        step["options"]["metric_fill_value"] = json!(0);
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.number.is_some()).collect();
        let processed = run(table(&rows), json!([step, {"operation": "flatten"}])).unwrap();
        let last = processed.table.columns.len() - 1;
        for row in 0..processed.table.row_count() {
            let cells: f64 = (1..last).map(|column| numbers(&processed, column)[row].unwrap()).sum();
            prop_assert_eq!(Some(cells), numbers(&processed, last)[row]);
        }
    }

    #[test]
    fn shares_of_a_column_make_one(rows in rows()) {
        let processed = run(table(&rows), json!([{"operation": "contribution", "options": {"columns": ["n"]}}])).unwrap();
        let total: i64 = rows.iter().filter_map(|row| row.number).sum();
        let shares: f64 = numbers(&processed, 2).into_iter().flatten().sum();
        prop_assert!(total == 0 || (shares - 1.0).abs() < 1e-6, "{}", shares);
    }

    #[test]
    fn shares_of_a_row_make_one(rows in rows()) {
        let steps = json!([pivot("sum", json!(["group"]), true),
            {"operation": "contribution", "options": {"orientation": "row"}}, {"operation": "flatten"}]);
        let shares = run(table(&rows), steps).unwrap();
        let cells = run(table(&rows), json!([pivot("sum", json!(["group"]), true), {"operation": "flatten"}])).unwrap();
        for row in 0..cells.table.row_count() {
            let sum = |of: &Processed| (1..of.table.columns.len()).filter_map(|column| numbers(of, column)[row]).sum::<f64>();
            prop_assert!(sum(&cells) == 0.0 || (sum(&shares) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_rolling_window_holds_its_rows(
        values in prop::collection::vec(prop::option::weighted(0.8, -50..50i64), 1..40),
        window in 1..12usize,
        least in 0..12usize,
        center in any::<bool>(),
        kind in prop::sample::select(vec!["sum", "mean", "min", "max", "count"]),
    ) {
        let least = least.min(window);
        let column = Column { name: "n".into(), kind: Kind::Numeric, values: Values::Int(values.clone()) };
        let options = json!({"rolling_type": kind, "columns": {"n": "n"}, "window": window, "min_periods": least, "center": center});
        let processed = run(Table { columns: vec![column] }, json!([{"operation": "rolling", "options": options}])).unwrap();
        let rolled = numbers(&processed, 0);
        let skipped = least.saturating_sub(1).min(values.len());
        prop_assert_eq!(rolled.len(), values.len() - skipped);
        for (position, ours) in rolled.into_iter().enumerate() {
            let end = (position + skipped + 1 + if center { (window - 1) / 2 } else { 0 }) as i64;
            let rows: Vec<usize> = (end - window as i64..end).filter(|row| (0..values.len() as i64).contains(row)).map(|row| row as usize).collect();
            let known: Vec<f64> = rows.iter().filter_map(|row| values[*row]).map(|n| n as f64).collect();
            let periods = if kind == "count" { rows.len() } else { known.len() };
            let expected = match kind {
                _ if periods < least => None,
                "sum" => Some(known.iter().sum()),
                "count" => Some(known.len() as f64),
                "mean" => (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64),
                "min" => known.iter().copied().reduce(f64::min),
                _ => known.iter().copied().reduce(f64::max),
            };
            prop_assert!(ours.zip(expected).map_or(ours == expected, |(a, b)| is_near(a, b)), "{:?} {:?}", ours, expected);
        }
    }

    #[test]
    fn resampling_keeps_sums_and_steps_evenly(rows in rows(), days in 1..9i64) {
        let steps = |method: &str| json!([pivot("sum", json!([]), true),
            {"operation": "resample", "options": {"rule": format!("{days}D"), "method": method}}, {"operation": "flatten"}]);
        let processed = run(table(&rows), steps("sum")).unwrap();
        if processed.table.row_count() == 0 {
            return Ok(());
        }
        let Values::Time(times) = &processed.table.columns[0].values else { panic!("no times") };
        prop_assert!(times.windows(2).all(|pair| pair[1].unwrap() - pair[0].unwrap() == days * DAY));
        let all: f64 = numbers(&processed, 1).into_iter().flatten().sum();
        prop_assert_eq!(all, rows.iter().filter_map(|row| row.number).sum::<i64>() as f64);

        let mut by_day: BTreeMap<i64, f64> = BTreeMap::new();
        for row in &rows {
            *by_day.entry(row.day).or_default() += row.number.unwrap_or(0) as f64;
        }
        let filled = run(table(&rows), steps("ffill")).unwrap();
        let exact = run(table(&rows), steps("asfreq")).unwrap();
        for (position, time) in times.iter().enumerate() {
            let day = time.unwrap() / DAY;
            prop_assert_eq!(numbers(&filled, 1)[position], by_day.range(..=day).next_back().map(|(_, sum)| *sum));
            prop_assert_eq!(numbers(&exact, 1)[position], by_day.get(&day).copied());
        }
    }

    #[test]
    fn no_options_make_an_operation_panic(rows in rows(), steps in prop::collection::vec(step(), 1..5)) {
        let _processed = run(table(&rows), json!(steps));
    }
}

/// An operation with options that it may or may not understand.
fn step() -> impl Strategy<Value = Value> {
    let names: Vec<&'static str> = post_operation_names().collect();
    let keys = [
        "columns",
        "index",
        "aggregates",
        "groupby",
        "group_by",
        "by",
        "metric",
        "metrics",
        "column",
        "rule",
        "method",
        "window",
        "min_periods",
        "center",
        "win_type",
        "rolling_type",
        "rolling_type_options",
        "operator",
        "periods",
        "axis",
        "level",
        "drop_levels",
        "reset_index",
        "orientation",
        "rename_columns",
        "rename",
        "exclude",
        "bins",
        "fill_value",
        "metric_fill_value",
        "column_fill_value",
        "drop_missing_columns",
        "combine_value_with_metric",
        "marginal_distributions",
        "ascending",
        "is_sort_index",
        "source_columns",
        "compare_columns",
        "compare_type",
        "precision",
        "whisker_type",
        "percentiles",
        "geohash",
        "geodetic",
        "longitude",
        "latitude",
        "time_grain",
        "confidence_interval",
        "normalize",
        "cumulative",
        "contribution_totals",
        "width",
    ];
    let options = prop::collection::vec((prop::sample::select(keys.to_vec()), option()), 0..8);
    (prop::sample::select(names), options).prop_map(|(name, options)| {
        // Most of what an operation needs is there, so that its inside is reached.
        let mut all = json!({"columns": ["n"], "index": ["day"], "aggregates": {"n": {"operator": "sum"}}, "metric": "n",
            "rule": "1W", "method": "ffill", "rolling_type": "mean", "window": 3, "operator": "sum", "column": "n",
            "metrics": ["n"], "whisker_type": "tukey", "source_columns": ["n"], "compare_columns": ["n"],
            "compare_type": "ratio", "geohash": "group", "geodetic": "group", "longitude": "n", "latitude": "n", "width": 5});
        if matches!(name, "cum" | "diff" | "rolling" | "rename") {
            all["columns"] = json!({"n": "n"});
        }
        for (key, value) in options {
            all[key] = value;
        }
        json!({"operation": name, "options": all})
    })
}

fn option() -> impl Strategy<Value = Value> {
    let fixed = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(7),
        json!(1e300),
        json!(-0.5),
        json!(9_223_372_036_854_775_807i64),
        json!(u64::MAX),
        json!("n"),
        json!("day"),
        json!("group"),
        json!("x"),
        json!(["n"]),
        json!(["day", "group"]),
        json!([]),
        json!({}),
        json!({"n": "n"}),
        json!({"n": "m", "day": "d"}),
        json!({"n": null}),
        json!({"group": "n"}),
        json!([0]),
        json!([-1]),
        json!([10, 90]),
        json!([1e9, f64::MAX]),
        json!("1S"),
        json!("999999999D"),
        json!("4294967295MS"),
        json!("W-FRI"),
        json!("1h30min"),
        json!("QS-FEB"),
        json!("asfreq"),
        json!("linear"),
        json!("sum"),
        json!("median"),
        json!("std"),
        json!("kurt"),
        json!("quantile"),
        json!("gaussian"),
        json!("triang"),
        json!("tukey"),
        json!("percentile"),
        json!("row"),
        json!("column"),
        json!("difference"),
        json!("percentage"),
        json!({"quantile": 2}),
        json!({"std": 0, "ddof": 99}),
        json!("P1M"),
        json!({"n": {"operator": "percentile", "options": {"q": 50}}}),
        json!({"n": {"operator": "argmax"}}),
        json!({"day": {"operator": "max"}, "group": {"operator": "count"}}),
        json!({"n": 3}),
        json!([true, false]),
    ];
    prop::sample::select(fixed.to_vec())
}

#[test]
fn what_would_fill_the_memory_is_refused() {
    let many = |name: &str| {
        let numbers = (0..5_000).map(Some).collect();
        Column { name: name.into(), kind: Kind::Numeric, values: Values::Int(numbers) }
    };
    let table = || Table { columns: vec![many("day"), many("group"), many("n")] };
    let sentence = "pivot: the pivot would have 25000000 cells, and there may be 5000000 at most";
    let wide = run(table(), json!([pivot("sum", json!(["group"]), true)]));
    assert_eq!(wide.unwrap_err().to_string(), sentence);
    let options =
        json!({"index": ["day", "group"], "aggregates": {"n": {"operator": "sum"}}, "drop_missing_columns": false});
    let long = run(table(), json!([{"operation": "pivot", "options": options}]));
    assert_eq!(long.unwrap_err().to_string(), sentence);
}
