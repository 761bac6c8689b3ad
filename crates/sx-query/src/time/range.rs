//! From `Last week` to two fixed times.
//!
//! A range is `from : to`, either side may be empty; some whole phrases (`Last week`, `Current month`) stand for both
//! sides. Where the reference's parser is plainly mistaken (the end of a period left out, hours taken for the future)
//! the answer here is what the words say.

use chrono::{NaiveDateTime, NaiveTime};

use super::expression::{beyond, evaluate, is_expression};
use super::moment::parse_moment;
use super::unit::Unit;
use crate::QueryError;

/// Half-open: from the first, up to but without the second; `None` is open.
pub type TimeRange = (Option<NaiveDateTime>, Option<NaiveDateTime>);

/// What relative ranges count from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// `Next …` begins, and `last …` counts from, now in place of midnight.
    pub start_is_now: bool,
    /// `Last …` ends now in place of midnight.
    pub end_is_now: bool,
}

/// `now` is UTC, and so are the answers.
///
/// # Errors
/// A sentence when the text is no range, or when its end is before its start.
pub fn resolve_time_range(text: &str, now: NaiveDateTime) -> Result<TimeRange, QueryError> {
    resolve_time_range_with(text, now, Anchors::default())
}

/// The same with `extras.relative_start` and `relative_end`.
pub fn resolve_time_range_with(text: &str, now: NaiveDateTime, anchors: Anchors) -> Result<TimeRange, QueryError> {
    let text = text.trim();
    let clock = Clock { now, anchors };
    if text.is_empty() || text.eq_ignore_ascii_case("no filter") {
        return Ok((None, None));
    }
    let (from, to) = match split(text) {
        Some((from, to)) => (clock.side(from)?, clock.side(to)?),
        None => clock.phrase(&text.to_ascii_lowercase())?,
    };
    match (from, to) {
        (Some(start), Some(end)) if start > end => {
            Err(QueryError::TimeRange("From date cannot be larger than to date".into()))
        }
        range => Ok(range),
    }
}

/// Moves a moment by `1 year`, `1 week ago` (back) or `-1 week` (forth), as time comparisons do.
///
/// # Errors
/// A sentence when the text is no shift of time.
pub fn shift(time: NaiveDateTime, by: &str) -> Result<NaiveDateTime, QueryError> {
    let wrong = || QueryError::TimeRange(format!("{by:?} is no shift of time such as \"1 week ago\""));
    let words: Vec<&str> = by.split_whitespace().collect();
    let (count, unit, direction) = match words[..] {
        [count, unit] | [count, unit, "ago"] => (count, unit, -1),
        [count, unit, "later"] => (count, unit, 1),
        _ => return Err(wrong()),
    };
    let count: i64 = if matches!(count, "a" | "an" | "one") { 1 } else { count.parse().map_err(|_| wrong())? };
    Unit::parse(unit).ok_or_else(wrong)?.add(time, count.saturating_mul(direction)).ok_or_else(beyond)
}

/// The separator is a colon between spaces, so that `10:30` stays one word; it may stand at either end.
fn split(text: &str) -> Option<(&str, &str)> {
    text.split_once(" : ").or_else(|| text.strip_suffix(" :").map(|from| (from, ""))).or_else(|| {
        let until = text.strip_prefix(": ")?;
        Some(("", until))
    })
}

struct Clock {
    now: NaiveDateTime,
    anchors: Anchors,
}

impl Clock {
    fn today(&self) -> NaiveDateTime {
        self.now.date().and_time(NaiveTime::MIN)
    }

    fn base(&self, unit: Unit) -> NaiveDateTime {
        if unit.is_within_day() || self.anchors.start_is_now { self.now } else { self.today() }
    }

    /// A range without a separator.
    fn phrase(&self, text: &str) -> Result<TimeRange, QueryError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let range = match words[..] {
            ["last", ..] => self.step(&words).map(|(from, unit)| {
                let end_is_now = self.anchors.end_is_now || unit.is_within_day();
                (from, if end_is_now { self.now } else { self.today() })
            }),
            ["next", ..] => self.step(&words).map(|(to, unit)| (self.base(unit), to)),
            ["previous", "calendar", unit] => Unit::parse(unit).and_then(|unit| self.period(unit, -1)),
            ["current", unit] => Unit::parse(unit).and_then(|unit| self.period(unit, 0)),
            ["first" | "1st", part, "of", ref rest @ ..] => self.first_part(part, rest),
            _ => None,
        };
        let (from, to) = range.ok_or_else(|| unknown(text))?;
        Ok((Some(from), Some(to)))
    }

    /// One side of `from : to`; empty is open.
    fn side(&self, text: &str) -> Result<Option<NaiveDateTime>, QueryError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if is_expression(text) {
            return evaluate(text, self.now).map(Some);
        }
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let time = match words[..] {
            ["start" | "beginning", "of", ref rest @ ..] => self.edge(rest, 0),
            ["end", "of", ref rest @ ..] => self.edge(rest, 1),
            ["first" | "1st", "day", "of", ref rest @ ..] | ["first" | "1st", "of", ref rest @ ..] => {
                self.edge(rest, 0)
            }
            ["this", unit] => Unit::parse(unit).and_then(|unit| unit.start(self.base(unit))),
            _ => self.step(&words).map(|(time, _)| time),
        };
        match time {
            Some(time) => Ok(Some(time)),
            None => parse_moment(text, self.now).map(Some),
        }
    }

    /// `last 3 weeks`, `next day`: that far from the base.
    fn step(&self, words: &[&str]) -> Option<(NaiveDateTime, Unit)> {
        let (count, unit) = relative(words)?;
        Some((unit.add(self.base(unit), count)?, unit))
    }

    /// The start of `this month`, `last 2 years`, `the year`; `extra` units later for its end.
    fn edge(&self, words: &[&str], extra: i64) -> Option<NaiveDateTime> {
        let (count, unit) = match words {
            ["this", unit] | ["the", unit] | [unit] => (0, Unit::parse(unit)?),
            _ => relative(words)?,
        };
        let start = unit.start(unit.add(self.base(unit), count)?)?;
        unit.add(start, extra)
    }

    /// The whole period that today lies in, `offset` periods away.
    fn period(&self, unit: Unit, offset: i64) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let start = unit.start(unit.add(self.today(), offset)?)?;
        Some((start, unit.add(start, 1)?))
    }

    /// `first week of this year`.
    fn first_part(&self, part: &str, words: &[&str]) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let words: Vec<&str> = words.iter().copied().filter(|word| *word != "the").collect();
        let start = self.edge(&words, 0)?;
        Some((start, Unit::parse(part)?.add(start, 1)?))
    }
}

/// `last 3 weeks` → (-3, week), `next day` → (1, day).
fn relative(words: &[&str]) -> Option<(i64, Unit)> {
    let (word, count, unit) = match words {
        [word, unit] => (word, 1, unit),
        [word, count, unit] => (word, count.parse::<u32>().ok()?, unit),
        _ => return None,
    };
    let direction = match *word {
        "last" | "prior" => -1,
        "next" => 1,
        _ => return None,
    };
    Some((i64::from(count) * direction, Unit::parse(unit)?))
}

fn unknown(text: &str) -> QueryError {
    QueryError::TimeRange(format!("{text:?} is no time range; write \"Last week\" or \"2024-01-01 : 2024-02-01\""))
}
