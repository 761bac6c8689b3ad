//! Parameters as SQLite's values.

use rusqlite::types::Value;
use sx_query::{Param, Sqlite};

/// Truth is 0 or 1, a moment is a text: SQLite has types for neither.
pub(super) fn value(param: &Param) -> Value {
    match param {
        Param::Null => Value::Null,
        Param::Bool(value) => Value::Integer(i64::from(*value)),
        Param::Int(value) => Value::Integer(*value),
        Param::Float(value) => Value::Real(*value),
        Param::Text(value) => Value::Text(value.clone()),
        Param::Time(micros) => Value::Text(Sqlite::moment(*micros)),
    }
}
