//! Answers that nobody hopes for, drawn by every kind: no panic, valid JSON, nothing blank.

use serde_json::Value;
use sx_chart::{Drawing, FormData, KINDS, Look, kind_or_fallback};
use sx_query::{Column, Kind, Table, Values};

/// A name for the case, and what it does to a column.
type Case = (&'static str, fn(&mut Column));

const CASES: &[Case] = &[
    ("no rows", |column| keep(column, 0)),
    ("one row", |column| keep(column, 1)),
    ("nulls only", |column| blank(column, |_| true)),
    ("some nulls", |column| blank(column, |row| row % 2 == 0)),
    ("negative numbers", |column| numbers(column, |n| -n)),
    ("zeros", |column| numbers(column, |_| 0.0)),
    ("NaN", |column| numbers(column, |_| f64::NAN)),
    ("infinity", |column| numbers(column, |n| if n > 1e5 { f64::INFINITY } else { f64::NEG_INFINITY })),
    ("huge numbers", |column| numbers(column, |n| n * 1e300)),
    ("tiny numbers", |column| numbers(column, |n| n * 1e-300)),
    ("long labels", |column| labels(column, |text| text.repeat(200))),
    ("right to left", |column| labels(column, |_| "مبيعات السيارات الكلاسيكية".into())),
    ("script", |column| labels(column, |_| "<script>alert(1)</script>".into())),
    ("text for numbers", |column| {
        if let Values::Float(values) = &column.values {
            column.values = Values::Text(values.iter().map(|n| n.map(|n| n.to_string().into())).collect());
        }
    }),
    ("years beyond the calendar", |column| {
        if let Values::Time(times) = &mut column.values {
            times.fill(Some(i64::MAX));
        }
    }),
];

#[test]
fn every_kind_draws_every_case() {
    for kind in KINDS.iter().copied().chain([kind_or_fallback("horizon")]) {
        let (form, tables) = kind.sample();
        for (name, change) in CASES {
            let mut tables = tables.clone();
            tables.iter_mut().flat_map(|table| &mut table.columns).for_each(change);
            for form in variants(&form) {
                let drawing = kind.draw(&form, &tables.iter().collect::<Vec<_>>(), &Look::default());
                let drawing = drawing.unwrap_or_else(|error| panic!("{} with {name}: {error}", kind.id()));
                check(&drawing, &format!("{} with {name}", kind.id()));
                if *name == "no rows" {
                    assert_eq!(drawing, Drawing::Empty { message: "No data".into() }, "{}", kind.id());
                }
            }
        }
    }
}

#[test]
fn answers_that_do_not_fit_are_errors_not_panics() {
    for kind in KINDS.iter().copied().chain([kind_or_fallback("horizon")]) {
        let (form, _) = kind.sample();
        assert!(kind.draw(&form, &[], &Look::default()).is_err(), "{} without a table", kind.id());
        let nothing = kind.draw(&form, &[&Table::default()], &Look::default()).unwrap();
        assert!(matches!(nothing, Drawing::Empty { .. }), "{}: {nothing:?}", kind.id());
        let uneven = Table {
            columns: vec![
                Column { name: "order_date".into(), kind: Kind::Temporal, values: Values::Time(vec![Some(0), None]) },
                Column { name: "revenue".into(), kind: Kind::Numeric, values: Values::Int(vec![Some(1)]) },
            ],
        };
        // A sentence or a drawing, but no panic.
        let _ = kind.draw(&form, &[&uneven], &Look::default());
    }
}

/// The sample's form, the form of somebody who switched everything on, and an empty one with the sample's fields.
fn variants(form: &FormData) -> Vec<FormData> {
    let mut loud = form.clone();
    for name in [
        "show_value",
        "show_values",
        "show_total",
        "zoomable",
        "logAxis",
        "normalized",
        "color_by_primary_axis",
        "markerEnabled",
        "show_timestamp",
        "show_metric_name",
        "xAxisForceCategorical",
        "show_totals",
        "area",
        "rowTotals",
        "colTotals",
        "rowSubTotals",
        "colSubTotals",
        "combineMetric",
        "transposePivot",
    ] {
        loud.insert(name.into(), true.into());
    }
    for (name, value) in [
        ("stack", "Stack"),
        ("percentage_threshold", "5"),
        ("threshold_for_other", "3"),
        ("legend_type", "piecewise"),
        ("color_scheme", "no such scheme"),
        ("y_axis_format", "no such format"),
        ("compare_lag", "1"),
        ("orientation", "horizontal"),
        ("x_axis_time_format", "%Q %%"),
        ("legendOrientation", "left"),
        ("metricsLayout", "ROWS"),
        ("aggregateFunction", "Sum as Fraction of Rows"),
        ("rowOrder", "value_z_to_a"),
        ("colOrder", "value_a_to_z"),
    ] {
        loud.insert(name.into(), value.into());
    }
    let mut quiet = form.clone();
    for name in ["show_legend", "show_labels", "show_trend_line", "rich_tooltip", "show_cell_bars", "donut"] {
        quiet.insert(name.into(), Value::Null);
    }
    let mut stream = form.clone();
    stream.insert("stack".into(), "Stream".into());
    let mut expand = form.clone();
    expand.insert("stack".into(), "Expand".into());
    expand.insert("aggregateFunction".into(), "Metric".into());
    vec![form.clone(), loud, quiet, stream, expand]
}

fn check(drawing: &Drawing, case: &str) {
    let text = serde_json::to_string(drawing).unwrap();
    if let Err(error) = serde_json::from_str::<Drawing>(&text) {
        panic!("{case}: {error}");
    }
    match drawing {
        Drawing::Chart { option } => {
            let series = option["series"].as_array().unwrap();
            assert!(series.iter().any(|series| !series["data"].as_array().unwrap().is_empty()), "{case}: blank");
            for words in [&option["series"], &option["visualMap"]] {
                assert!(!words.to_string().contains("NaN"), "{case}");
            }
        }
        Drawing::Table(table) => {
            assert!(!table.rows.is_empty(), "{case}: blank");
            let width = table.columns.len();
            assert!(table.rows.iter().all(|row| row.len() == width), "{case}");
            let spans = |groups: &Vec<sx_chart::HeadGroup>| groups.iter().map(|group| group.span).sum::<usize>();
            assert!(table.groups.iter().all(|groups| spans(groups) == width), "{case}");
            let bars = table.rows.iter().flatten().filter_map(|cell| cell.bar);
            assert!(bars.into_iter().all(|bar| (-1.0..=1.0).contains(&bar)), "{case}");
        }
        Drawing::Number(number) => assert!(!number.text.is_empty() && !number.text.contains("NaN"), "{case}"),
        Drawing::Empty { message } => assert!(!message.is_empty(), "{case}"),
    }
}

fn keep(column: &mut Column, count: usize) {
    match &mut column.values {
        Values::Int(values) | Values::Time(values) => values.truncate(count),
        Values::Float(values) => values.truncate(count),
        Values::Text(values) => values.truncate(count),
        Values::Bool(values) => values.truncate(count),
        Values::Json(values) => values.truncate(count),
    }
}

fn blank(column: &mut Column, is_null: fn(usize) -> bool) {
    fn each<T>(values: &mut [Option<T>], is_null: fn(usize) -> bool) {
        values.iter_mut().enumerate().filter(|(row, _)| is_null(*row)).for_each(|(_, value)| *value = None);
    }
    match &mut column.values {
        Values::Int(values) | Values::Time(values) => each(values, is_null),
        Values::Float(values) => each(values, is_null),
        Values::Text(values) => each(values, is_null),
        Values::Bool(values) => each(values, is_null),
        Values::Json(values) => each(values, is_null),
    }
}

fn numbers(column: &mut Column, change: fn(f64) -> f64) {
    if let Values::Float(values) = &mut column.values {
        values.iter_mut().for_each(|value| *value = value.map(change));
    }
}

fn labels(column: &mut Column, change: fn(&str) -> String) {
    if let Values::Text(values) = &mut column.values {
        values.iter_mut().for_each(|value| *value = value.as_deref().map(|text| change(text).into()));
    }
}
