//! Constants as SQL text, so that no value can leave its quotes.

use chrono::DateTime;

use crate::Param;

/// Standard SQL: quotes are doubled, and backslashes mean nothing.
pub(super) fn standard(value: &Param) -> String {
    match value {
        Param::Null => "NULL".into(),
        Param::Bool(true) => "TRUE".into(),
        Param::Bool(false) => "FALSE".into(),
        // The smallest integer has no positive twin, and `-` before a literal is an operator that binds loosely.
        Param::Int(number) if *number < 0 => format!("({number})"),
        Param::Int(number) => number.to_string(),
        Param::Float(number) => float(*number),
        Param::Text(text) => quoted(text),
        Param::Time(micros) => format!("TIMESTAMP {}", quoted(&time_text(*micros))),
    }
}

/// NUL ends the statement's text in some drivers, so it is left out; Postgres cannot store it in text anyway.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''").replace('\0', ""))
}

/// `2003-01-06 00:00:00.000000`, in UTC; times beyond the calendar become its nearest end.
pub(super) fn time_text(micros: i64) -> String {
    let nearest = if micros < 0 { chrono::NaiveDateTime::MIN } else { chrono::NaiveDateTime::MAX };
    let time = DateTime::from_timestamp_micros(micros).map_or(nearest, |time| time.naive_utc());
    time.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

/// Rust's `{:?}` always writes a point or an exponent, which keeps `1.0` a float in SQL.
fn float(number: f64) -> String {
    match number {
        _ if number.is_nan() => "CAST('NaN' AS DOUBLE PRECISION)".into(),
        f64::INFINITY => "CAST('Infinity' AS DOUBLE PRECISION)".into(),
        f64::NEG_INFINITY => "CAST('-Infinity' AS DOUBLE PRECISION)".into(),
        _ if number.is_sign_negative() => format!("({number:?})"),
        _ => format!("{number:?}"),
    }
}
