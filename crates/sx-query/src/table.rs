//! The columnar answer: what connectors' batches become, what post-processing works on, what charts draw.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Columns of equal length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub values: Values,
}

/// What a column means to a chart; the number is the reference's `GenericDataType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "u8", try_from = "u8")]
pub enum Kind {
    Numeric = 0,
    String = 1,
    Temporal = 2,
    Boolean = 3,
}

/// NULL is `None`. Times are microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Values {
    Int(Vec<Option<i64>>),
    Float(Vec<Option<f64>>),
    Text(Vec<Option<Arc<str>>>),
    Bool(Vec<Option<bool>>),
    Time(Vec<Option<i64>>),
    /// Arrays, structs, JSON and other values that have no column type of their own.
    Json(Vec<Option<Value>>),
}

impl From<Kind> for u8 {
    fn from(kind: Kind) -> u8 {
        kind as u8
    }
}

impl TryFrom<u8> for Kind {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            0 => Ok(Self::Numeric),
            1 => Ok(Self::String),
            2 => Ok(Self::Temporal),
            3 => Ok(Self::Boolean),
            other => Err(format!("{other} is no column kind")),
        }
    }
}

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Self::Int(v) | Self::Time(v) => v.len(),
            Self::Float(v) => v.len(),
            Self::Text(v) => v.len(),
            Self::Bool(v) => v.len(),
            Self::Json(v) => v.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of those rows, in that order; no row gives NULL.
    pub(crate) fn gather(&self, rows: &[Option<usize>]) -> Self {
        fn of<T: Clone>(values: &[Option<T>], rows: &[Option<usize>]) -> Vec<Option<T>> {
            rows.iter().map(|row| row.and_then(|row| values[row].clone())).collect()
        }
        match self {
            Self::Int(v) => Self::Int(of(v, rows)),
            Self::Float(v) => Self::Float(of(v, rows)),
            Self::Text(v) => Self::Text(of(v, rows)),
            Self::Bool(v) => Self::Bool(of(v, rows)),
            Self::Time(v) => Self::Time(of(v, rows)),
            Self::Json(v) => Self::Json(of(v, rows)),
        }
    }

    /// The number at `row`, when it is one.
    pub fn number(&self, row: usize) -> Option<f64> {
        match self {
            Self::Int(v) => v.get(row).copied().flatten().map(|n| n as f64),
            Self::Float(v) => v.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// The value as the API's JSON shows it: times as milliseconds, NaN and infinities as null.
    pub fn json(&self, row: usize) -> Value {
        match self {
            Self::Int(v) => v[row].into(),
            Self::Float(v) => v[row].filter(|n| n.is_finite()).into(),
            Self::Text(v) => v[row].as_deref().into(),
            Self::Bool(v) => v[row].into(),
            Self::Time(v) => v[row].map(|us| us as f64 / 1e3).into(),
            Self::Json(v) => v[row].clone().unwrap_or(Value::Null),
        }
    }
}

impl Table {
    pub fn row_count(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
