//! `tests/post_cases/<operation>/<name>.json` holds a table, operations, and what comes out of them: a table, or the
//! sentence of a refusal. `made_by` says where the expected values are from; `note` where the reference does otherwise.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime};
use serde::Deserialize;
use serde_json::Value;
use sx_query::{Column, Kind, PostProcessing, Processed, Table, Values, post_operation_names, post_process};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[expect(dead_code, reason = "for people")]
    made_by: String,
    #[expect(dead_code, reason = "for people")]
    note: Option<String>,
    table: Vec<Cells>,
    operations: Vec<Option<PostProcessing>>,
    expected: Option<Expected>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The rows' names where they are not 0, 1, 2, …; "several" where a row has several.
    index: Option<Value>,
    columns: Vec<Cells>,
}

/// One column; `kind` is int, float, text, bool, time, json, or null where nothing says what it would hold.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cells {
    name: String,
    kind: String,
    values: Vec<Value>,
}

#[test]
fn every_case_gives_its_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/post_cases");
    let mut wrong = Vec::new();
    let mut operations = Vec::new();
    for folder in entries(&folder) {
        for path in entries(&folder) {
            if let Err(problem) = run(&path) {
                wrong.push(format!("{}: {problem}", path.display()));
            }
        }
        operations.push(folder.file_name().unwrap().to_string_lossy().into_owned());
    }
    assert!(wrong.is_empty(), "{} cases are wrong\n{}", wrong.len(), wrong.join("\n"));
    // `prophet` gives what a model says, and `thin` is no operation of the reference.
    let is_ours = |name: &&str| !matches!(*name, "prophet" | "thin") && !operations.contains(&(*name).to_owned());
    let without: Vec<_> = post_operation_names().filter(is_ours).collect();
    assert!(without.is_empty(), "no cases for {without:?}");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn run(path: &Path) -> Result<(), String> {
    let case: Case =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).map_err(|error| error.to_string())?;
    let table = Table { columns: case.table.iter().map(column).collect() };
    match (post_process(table, &case.operations), case.expected, case.error) {
        (Ok(processed), Some(expected), None) => compare(&processed, &expected),
        (Err(error), None, Some(sentence)) if error.to_string() == sentence => Ok(()),
        (Err(error), _, sentence) => Err(format!("{error}, not {sentence:?}")),
        (Ok(_), ..) => Err("is not refused".into()),
    }
}

fn compare(processed: &Processed, expected: &Expected) -> Result<(), String> {
    let names: Vec<_> = processed.table.columns.iter().map(|column| column.name.as_str()).collect();
    let expected_names: Vec<_> = expected.columns.iter().map(|cells| cells.name.as_str()).collect();
    if names != expected_names {
        return Err(format!("columns {names:?}, not {expected_names:?}"));
    }
    for (column, cells) in processed.table.columns.iter().zip(&expected.columns) {
        let (kind, values) = told(&column.values);
        let nothing = values.iter().all(Value::is_null);
        if kind != cells.kind && !(nothing && cells.kind == "null") {
            return Err(format!("{:?} is {kind}, not {}", cells.name, cells.kind));
        }
        let alike = values.len() == cells.values.len() && values.iter().zip(&cells.values).all(|(a, b)| is_alike(a, b));
        if !alike {
            return Err(format!("{:?} holds {values:?}, not {:?}", cells.name, cells.values));
        }
    }
    match &expected.index {
        Some(Value::String(_)) => Ok(()),
        index => {
            if processed.table.row_count() == 0 {
                return Ok(());
            }
            let index = index.clone();
            let ours = processed.index.as_ref().map(|index| index.iter().map(told_index).collect());
            if ours == index.map(|index| index.as_array().unwrap().iter().map(millis).collect::<Vec<_>>()) {
                return Ok(());
            }
            Err(format!("the index is {ours:?}, not {:?}", expected.index))
        }
    }
}

/// Whole numbers and floats are the same thing in an index.
fn told_index(value: &Value) -> Value {
    value.as_f64().map_or_else(|| value.clone(), Value::from)
}

fn millis(value: &Value) -> Value {
    match value.as_str().and_then(|text| text.parse::<NaiveDateTime>().ok()) {
        Some(time) => (time.and_utc().timestamp_micros() as f64 / 1e3).into(),
        None => told_index(value),
    }
}

fn column(cells: &Cells) -> Column {
    let all = || cells.values.iter();
    let (kind, values) = match cells.kind.as_str() {
        "int" => (Kind::Numeric, Values::Int(all().map(Value::as_i64).collect())),
        "float" => (Kind::Numeric, Values::Float(all().map(Value::as_f64).collect())),
        "bool" => (Kind::Boolean, Values::Bool(all().map(Value::as_bool).collect())),
        "time" => (Kind::Temporal, Values::Time(all().map(time).collect())),
        _ => (Kind::String, Values::Text(all().map(|value| value.as_str().map(Arc::from)).collect())),
    };
    Column { name: cells.name.clone(), kind, values }
}

fn time(value: &Value) -> Option<i64> {
    value.as_str().map(|text| text.parse::<NaiveDateTime>().unwrap().and_utc().timestamp_micros())
}

fn told(values: &Values) -> (&'static str, Vec<Value>) {
    let rows = 0..values.len();
    match values {
        // Whole numbers with gaps are floats to pandas.
        Values::Int(v) if v.contains(&None) => ("float", rows.map(|row| values.json(row)).collect()),
        Values::Int(_) => ("int", rows.map(|row| values.json(row)).collect()),
        Values::Float(_) => ("float", rows.map(|row| values.json(row)).collect()),
        Values::Text(_) => ("text", rows.map(|row| values.json(row)).collect()),
        Values::Bool(_) => ("bool", rows.map(|row| values.json(row)).collect()),
        Values::Json(_) => ("json", rows.map(|row| values.json(row)).collect()),
        Values::Time(times) => {
            let text = |time: &Option<i64>| {
                let time = DateTime::from_timestamp_micros((*time)?).unwrap().naive_utc();
                Some(time.format("%Y-%m-%dT%H:%M:%S%.f").to_string())
            };
            ("time", times.iter().map(|time| text(time).into()).collect())
        }
    }
}

/// Floats may differ in their last digits, for the reference adds in another order.
fn is_alike(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_alike(a, b)),
        _ => match (ours.as_f64(), theirs.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3),
            _ => ours == theirs,
        },
    }
}
