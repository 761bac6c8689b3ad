//! The values of filters as they come from Rison or JSON, and the patterns of LIKE.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use sea_query::{BinOper, Expr, ExprTrait as _, Func};
use serde_json::Value;
use sx_model::ListFilter;
use uuid::Uuid;

use crate::{Result, StoreError};

/// Stands before a character that LIKE must take as it is. Not the backslash, which needs care in SQL texts itself.
const ESCAPE: char = '!';

/// Whatever the case: SQLite folds ASCII letters only, Postgres all.
pub(crate) fn contains(column: Expr, text: &str) -> Expr {
    like(column, &format!("%{}%", escaped(text)))
}

/// A NULL counts as an empty text, so that “does not contain” finds it.
pub(super) fn like(column: Expr, pattern: &str) -> Expr {
    // Both sides in SQL: Rust would lower letters that SQLite's LOWER leaves alone.
    let column = Expr::from(Func::lower(Func::coalesce([column, Expr::val("")])));
    let pattern = Expr::from(Func::lower(Expr::val(pattern)));
    column.binary(BinOper::Like, pattern.binary(BinOper::Escape, Expr::Constant(ESCAPE.into())))
}

pub(super) fn starts_with(text: &str) -> String {
    format!("{}%", escaped(text))
}

pub(super) fn ends_with(text: &str) -> String {
    format!("%{}", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(character);
    }
    pattern
}

pub(crate) fn text(filter: &ListFilter) -> Result<String> {
    as_text(&filter.value).ok_or_else(|| wrong(filter, "a text"))
}

pub(super) fn texts(filter: &ListFilter) -> Result<Vec<String>> {
    each(filter, "texts", as_text)
}

pub(super) fn numbers(filter: &ListFilter) -> Result<Vec<i64>> {
    each(filter, "whole numbers", as_number)
}

pub(super) fn uuids(filter: &ListFilter) -> Result<Vec<Uuid>> {
    each(filter, "UUIDs", |value| value.as_str()?.parse().ok())
}

pub(crate) fn truth(filter: &ListFilter) -> Result<bool> {
    match &filter.value {
        Value::Bool(truth) => Ok(*truth),
        Value::Number(number) if number.as_i64() == Some(1) => Ok(true),
        Value::Number(number) if number.as_i64() == Some(0) => Ok(false),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(wrong(filter, "true or false")),
    }
}

/// ISO 8601, UTC unless it says otherwise, or milliseconds since 1970.
pub(super) fn time(filter: &ListFilter) -> Result<DateTime<Utc>> {
    let time = match &filter.value {
        Value::Number(number) => number.as_f64().and_then(|millis| DateTime::from_timestamp_millis(millis as i64)),
        Value::String(text) => parse_time(text),
        _ => None,
    };
    time.ok_or_else(|| wrong(filter, "a time such as 2026-01-31T12:00:00"))
}

fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let naive = |time: NaiveDateTime| time.and_utc();
    DateTime::parse_from_rfc3339(text)
        .map(|time| time.with_timezone(&Utc))
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(naive))
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").map(naive))
        .ok()
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0).map(naive))
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        // Rison writes `1` for a name that happens to be a number.
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn as_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// One value, or a list of them.
fn each<T>(filter: &ListFilter, what: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>> {
    let values = match &filter.value {
        Value::Array(values) => values.iter().map(&read).collect(),
        value => read(value).map(|value| vec![value]),
    };
    values.ok_or_else(|| wrong(filter, what))
}

fn wrong(filter: &ListFilter, expected: &str) -> StoreError {
    StoreError::bad_filter(format!("The filter on “{}” needs {expected}, not {}.", filter.col, filter.value))
}
