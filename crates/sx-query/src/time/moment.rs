//! One moment in words or digits: `2024-01-01`, `today`, `3 days ago`, `last monday`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::unit::Unit;
use crate::QueryError;

static TIME_FORMATS: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
];
static DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%b %d, %Y",
    "%B %d, %Y",
];

/// A moment at `now` (UTC); without a time of day it is midnight.
pub(super) fn parse_moment(text: &str, now: NaiveDateTime) -> Result<NaiveDateTime, QueryError> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    if let [count, unit] = words[..]
        && count.parse::<i64>().is_ok()
        && Unit::parse(unit).is_some()
    {
        return Err(QueryError::TimeRange(format!(
            "Time string is ambiguous. Please specify [{text} ago] or [{text} later]."
        )));
    }
    in_words(&words, now)
        .or_else(|| parse_time(text))
        .or_else(|| short_date(text, now))
        .ok_or_else(|| QueryError::TimeRange(format!("Couldn't parse date string [{text}]")))
}

/// A complete date or time in digits; an offset is taken into account, the answer is UTC.
pub(crate) fn parse_time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.naive_utc());
    }
    let time = TIME_FORMATS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    time.or_else(|| DATE_FORMATS.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok()).map(midnight))
}

/// `2024`, `2024-03`: the first day of what is named.
fn short_date(text: &str, now: NaiveDateTime) -> Option<NaiveDateTime> {
    let digits =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i32>().ok()).flatten();
    let (year, month) = match text.split_once('-') {
        Some((year, month)) => (digits(year)?, u32::try_from(digits(month)?).ok()?),
        None if text.len() == 4 => (digits(text)?, 1),
        None => return time_of_day(text, now),
    };
    NaiveDate::from_ymd_opt(year, month, 1).map(midnight)
}

fn time_of_day(text: &str, now: NaiveDateTime) -> Option<NaiveDateTime> {
    let time = ["%H:%M:%S", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(text, format).ok())?;
    Some(now.date().and_time(time))
}

fn in_words(words: &[&str], now: NaiveDateTime) -> Option<NaiveDateTime> {
    let today = midnight(now.date());
    match words {
        ["now"] => Some(now),
        ["today" | "midnight"] => Some(today),
        ["yesterday"] => Unit::Day.add(today, -1),
        ["tomorrow"] => Unit::Day.add(today, 1),
        [count, unit, "ago"] => step(now, unit, -number(count)?),
        [count, unit, "later" | "hence"] | [count, unit, "from", "now"] | ["in", count, unit] => {
            step(now, unit, number(count)?)
        }
        ["last" | "previous", day] => weekday(today, day, -1),
        ["next", day] => weekday(today, day, 1),
        _ => None,
    }
}

/// Days and longer count from midnight, shorter units from now.
fn step(now: NaiveDateTime, unit: &str, count: i64) -> Option<NaiveDateTime> {
    let unit = Unit::parse(unit)?;
    let base = if unit.is_within_day() { now } else { midnight(now.date()) };
    unit.add(base, count)
}

fn number(word: &str) -> Option<i64> {
    match word {
        "a" | "an" | "one" => Some(1),
        _ => word.parse().ok(),
    }
}

/// The nearest such weekday before or after today, never today itself.
fn weekday(today: NaiveDateTime, name: &str, direction: i64) -> Option<NaiveDateTime> {
    let wanted: Weekday = name.parse().ok()?;
    let ahead = i64::from(wanted.num_days_from_monday()) - i64::from(today.weekday().num_days_from_monday());
    let days = if direction > 0 { ahead.rem_euclid(7) } else { -(-ahead).rem_euclid(7) };
    Unit::Day.add(today, if days == 0 { 7 * direction } else { days })
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}
