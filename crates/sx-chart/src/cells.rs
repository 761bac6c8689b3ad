//! Values of the answer as labels, numbers and times.

use serde_json::Value;
use sx_query::{Column, Kind, Table, Values};

use crate::{ChartError, Drawing};

/// What stands where a label is NULL.
pub(crate) const NULL: &str = "<NULL>";

pub(crate) fn empty() -> Drawing {
    Drawing::Empty { message: "No data".into() }
}

pub(crate) fn first_table<'a>(tables: &[&'a Table]) -> Result<&'a Table, ChartError> {
    tables.first().copied().ok_or_else(|| ChartError::Answer("The answer holds no table".into()))
}

pub(crate) fn require<'a>(table: &'a Table, name: &str) -> Result<&'a Column, ChartError> {
    table.column(name).ok_or_else(|| ChartError::Answer(format!("The answer has no column “{name}”")))
}

/// Columns may come from the wire, so their lengths are not trusted: a missing value is NULL.
pub(crate) fn json(column: &Column, row: usize) -> Value {
    if row < column.values.len() { column.values.json(row) } else { Value::Null }
}

/// A finite number. Decimals and big integers may arrive as text.
pub(crate) fn number(column: &Column, row: usize) -> Option<f64> {
    let number = match &column.values {
        Values::Text(texts) => texts.get(row)?.as_deref()?.trim().parse().ok(),
        Values::Bool(flags) => flags.get(row)?.map(f64::from),
        Values::Json(_) => json(column, row).as_f64(),
        values => values.number(row),
    };
    number.filter(|number| number.is_finite())
}

/// Milliseconds since 1970, when the column holds times.
pub(crate) fn time_ms(column: &Column, row: usize) -> Option<f64> {
    match &column.values {
        Values::Time(times) => times.get(row).copied().flatten().map(|us| us as f64 / 1e3),
        values if column.kind == Kind::Temporal => values.number(row).filter(|ms| ms.is_finite()),
        _ => None,
    }
}

/// Whether every value of a temporal column can stand on a time axis.
pub(crate) fn is_time(column: &Column) -> bool {
    let typed = matches!(column.values, Values::Time(_) | Values::Int(_) | Values::Float(_));
    column.kind == Kind::Temporal && typed
}

/// A value as a category: as it is, without a number format (a year is no quantity).
pub(crate) fn label(column: &Column, row: usize) -> String {
    match json(column, row) {
        Value::Null => NULL.into(),
        Value::String(text) => text,
        other => other.to_string().trim_end_matches(".0").to_owned(),
    }
}

/// Like [`label`], with times by `spec`.
pub(crate) fn formatted_label(column: &Column, row: usize, spec: &str) -> String {
    match time_ms(column, row) {
        Some(ms) => crate::format::format_time(spec, ms),
        None => label(column, row),
    }
}

/// A number in JSON: whole ones without a point, which keeps options small.
pub(crate) fn plain(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 { (number as i64).into() } else { number.into() }
}
