//! One moment in words or digits: `2024-01-01`, `today`, `3 days ago`, `last monday at 10:30`.

use chrono::DateTime;

use super::clock::{Moment, TimeContext};
use super::date::parse_local;
use super::unit::Unit;
use super::words::in_words;
use crate::QueryError;

/// A moment as people write it; without a time of day it is midnight there where the person is.
pub(super) fn parse_moment(text: &str, context: &TimeContext) -> Result<Moment, QueryError> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if is_ambiguous(&lower) {
        return Err(QueryError::TimeRange(format!(
            "Time string is ambiguous. Please specify [{text} ago] or [{text} later]."
        )));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return context.moment(time.naive_utc()).ok_or_else(beyond);
    }
    if let Some(local) = parse_local(text) {
        return context.local(local).ok_or_else(beyond);
    }
    let unknown = || QueryError::TimeRange(format!("Couldn't parse date string [{text}]"));
    in_words(&lower, context).ok_or_else(unknown)?.ok_or_else(beyond)
}

/// `7 days` may lie ahead or back.
fn is_ambiguous(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (count, unit, rest) = (words.next(), words.next(), words.next());
    rest.is_none()
        && count.is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
        && unit.and_then(Unit::parse).is_some()
}

pub(super) fn beyond() -> QueryError {
    QueryError::TimeRange("The time lies beyond the calendar".into())
}
