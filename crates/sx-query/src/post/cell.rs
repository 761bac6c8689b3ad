//! One value as a key: of a group, of a row, of a column.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::DateTime;
use serde_json::Value;

use crate::Values;

/// Sorted as pandas sorts: numbers, then text, then times, and nothing at the end.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Arc<str>),
    /// Microseconds since 1970.
    Time(i64),
    Null,
}

impl Cell {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// The value at `row`; NaN is nothing.
    pub fn at(values: &Values, row: usize) -> Self {
        match values {
            Values::Int(v) => v[row].map_or(Self::Null, Self::Int),
            Values::Float(v) => v[row].filter(|number| !number.is_nan()).map_or(Self::Null, Self::Float),
            Values::Text(v) => v[row].clone().map_or(Self::Null, Self::Text),
            Values::Bool(v) => v[row].map_or(Self::Null, Self::Bool),
            Values::Time(v) => v[row].map_or(Self::Null, Self::Time),
            Values::Json(v) => v[row].as_ref().map_or(Self::Null, |value| Self::text(&value.to_string())),
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub fn is_text(&self, text: &str) -> bool {
        matches!(self, Self::Text(own) if **own == *text)
    }

    /// A value that stands in an option.
    pub fn from_json(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(yes) => Self::Bool(*yes),
            Value::Number(number) => {
                let float = || number.as_f64().map_or(Self::Null, Self::Float);
                number.as_i64().map_or_else(float, Self::Int)
            }
            Value::String(text) => Self::text(text),
            other => Self::text(&other.to_string()),
        }
    }

    /// As Python's `str` writes it.
    pub fn label(&self) -> String {
        match self {
            Self::Bool(true) => "True".into(),
            Self::Bool(false) => "False".into(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => python_float(*number),
            Self::Text(text) => text.to_string(),
            Self::Time(micros) => time_label(*micros),
            Self::Null => "nan".into(),
        }
    }

    pub fn json(&self) -> Value {
        match self {
            Self::Bool(yes) => (*yes).into(),
            Self::Int(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::Text(text) => text.as_ref().into(),
            Self::Time(micros) => (*micros as f64 / 1e3).into(),
            Self::Null => Value::Null,
        }
    }

    /// A column of these cells, of the one type that holds them all.
    pub fn column(cells: &[Self]) -> Values {
        let all = |is: fn(&Self) -> bool| cells.iter().all(|cell| cell.is_null() || is(cell));
        if all(|cell| matches!(cell, Self::Int(_))) && !cells.iter().all(Self::is_null) {
            Values::Int(cells.iter().map(|cell| if let Self::Int(n) = cell { Some(*n) } else { None }).collect())
        } else if all(|cell| matches!(cell, Self::Int(_) | Self::Float(_))) {
            Values::Float(cells.iter().map(Self::number).collect())
        } else if all(|cell| matches!(cell, Self::Time(_))) {
            Values::Time(cells.iter().map(|cell| if let Self::Time(t) = cell { Some(*t) } else { None }).collect())
        } else if all(|cell| matches!(cell, Self::Bool(_))) {
            Values::Bool(cells.iter().map(|cell| if let Self::Bool(b) = cell { Some(*b) } else { None }).collect())
        } else {
            let text = |cell: &Self| match cell {
                Self::Null => None,
                Self::Text(text) => Some(text.clone()),
                other => Some(other.label().into()),
            };
            Values::Text(cells.iter().map(text).collect())
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Bool(yes) => Some(f64::from(u8::from(*yes))),
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            Self::Text(_) | Self::Time(_) | Self::Null => None,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Bool(_) | Self::Int(_) | Self::Float(_) => 0,
            Self::Text(_) => 1,
            Self::Time(_) => 2,
            Self::Null => 3,
        }
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) | (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => match (self.number(), other.number()) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                _ => self.rank().cmp(&other.rank()),
            },
        }
    }
}

impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Cell {}

/// Python's `repr` of a float: the shortest digits that read back, an exponent only beyond 1e16 or below 1e-4.
pub(super) fn python_float(number: f64) -> String {
    let size = number.abs();
    if number.is_nan() {
        return "nan".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.into();
    }
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{number:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |exponent| ("-", exponent));
        return format!("{digits}e{sign}{exponent:0>2}");
    }
    let text = number.to_string();
    if text.contains('.') { text } else { text + ".0" }
}

/// `2003-01-06 00:00:00`, with the fraction of a second only when there is one.
fn time_label(micros: i64) -> String {
    let time = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    let format = if micros % 1_000_000 == 0 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M:%S%.6f" };
    time.format(format).to_string()
}
