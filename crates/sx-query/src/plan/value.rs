//! A filter's value as the column's type wants it.

use chrono::DateTime;
use serde_json::Value;

use crate::time::parse_time;
use crate::{Kind, Param};

/// What the filter bar sends for NULL and for the empty text.
const NULL_TEXT: &str = "<NULL>";
const EMPTY_TEXT: &str = "<empty string>";

/// A value to compare with a column of that kind; `None` as kind is an expression whose type only the database knows.
/// Text that is no number becomes NULL beside a number, as in the reference.
pub(super) fn comparable(value: &Value, kind: Option<Kind>) -> Param {
    match kind {
        Some(Kind::Numeric) => number(value),
        Some(Kind::Boolean) => boolean(value),
        Some(Kind::Temporal) => time(value),
        Some(Kind::String) => match plain(value) {
            Param::Int(number) => Param::Text(number.to_string()),
            Param::Float(number) => Param::Text(number.to_string()),
            Param::Bool(yes) => Param::Text(yes.to_string()),
            other => other,
        },
        None => plain(value),
    }
}

/// A LIKE pattern.
pub(super) fn pattern(value: &Value) -> Param {
    match plain(value) {
        Param::Int(number) => Param::Text(number.to_string()),
        Param::Float(number) => Param::Text(number.to_string()),
        other => other,
    }
}

fn plain(value: &Value) -> Param {
    match value {
        Value::Null => Param::Null,
        Value::Bool(yes) => Param::Bool(*yes),
        Value::Number(number) => {
            number.as_i64().map(Param::Int).or_else(|| number.as_f64().map(Param::Float)).unwrap_or(Param::Null)
        }
        Value::String(text) => match text.trim_matches(['\t', '\n']) {
            NULL_TEXT => Param::Null,
            EMPTY_TEXT => Param::Text(String::new()),
            text => Param::Text(text.into()),
        },
        Value::Array(_) | Value::Object(_) => Param::Text(value.to_string()),
    }
}

fn number(value: &Value) -> Param {
    match plain(value) {
        Param::Text(text) => {
            let text = text.trim();
            let float = || text.parse().ok().filter(|number: &f64| number.is_finite()).map(Param::Float);
            text.parse().ok().map(Param::Int).or_else(float).unwrap_or(Param::Null)
        }
        other => other,
    }
}

fn boolean(value: &Value) -> Param {
    match plain(value) {
        Param::Text(text) => Param::Bool(text.trim().eq_ignore_ascii_case("true")),
        Param::Int(number) => Param::Bool(number != 0),
        Param::Float(number) => Param::Bool(number != 0.0),
        other => other,
    }
}

/// Numbers are milliseconds since 1970, also as text; other text that is no time is left to the database.
fn time(value: &Value) -> Param {
    let millis = |millis: i64| DateTime::from_timestamp_millis(millis).map(|time| Param::Time(time.timestamp_micros()));
    match plain(value) {
        Param::Int(number) => millis(number).unwrap_or(Param::Int(number)),
        Param::Float(number) => millis(number as i64).unwrap_or(Param::Float(number)),
        Param::Text(text) => {
            let digits = text.parse().ok().and_then(millis);
            let time = || parse_time(&text).map(|time| Param::Time(time.and_utc().timestamp_micros()));
            digits.or_else(time).unwrap_or(Param::Text(text))
        }
        other => other,
    }
}
