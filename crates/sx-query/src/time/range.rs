//! From `Last week` to two fixed times.
//!
//! A range is `from : to`, either side may be empty; some whole phrases (`Last week`, `Current month`) stand for both
//! sides. Where the reference's parser is plainly mistaken (the end of a period left out, hours taken for the future)
//! the answer here is what the words say.

use chrono::NaiveDateTime;

use super::clock::{Anchors, Moment, TimeContext};
use super::distance::Distance;
use super::expression::{evaluate, is_expression};
use super::moment::{beyond, parse_moment};
use super::unit::Unit;
use crate::QueryError;

/// Half-open: from the first, up to but without the second; `None` is open.
pub type TimeRange = (Option<NaiveDateTime>, Option<NaiveDateTime>);

/// Nobody writes a longer range, and none is read.
const MOST_LETTERS: usize = 2_000;

/// `now` is UTC, and so are the answers; weeks begin on Monday.
///
/// # Errors
/// A sentence when the text is no range, or when its end is before its start.
pub fn resolve_time_range(text: &str, now: NaiveDateTime) -> Result<TimeRange, QueryError> {
    resolve_time_range_in(text, &TimeContext::utc(now))
}

/// The same with `extras.relative_start` and `relative_end`.
pub fn resolve_time_range_with(text: &str, now: NaiveDateTime, anchors: Anchors) -> Result<TimeRange, QueryError> {
    resolve_time_range_in(text, &TimeContext { anchors, ..TimeContext::utc(now) })
}

/// The same where and when the person is; the answers are UTC.
///
/// # Errors
/// As [`resolve_time_range`].
pub fn resolve_time_range_in(text: &str, context: &TimeContext) -> Result<TimeRange, QueryError> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("no filter") {
        return Ok((None, None));
    }
    if text.chars().count() > MOST_LETTERS {
        return Err(QueryError::TimeRange(format!("A time range has {MOST_LETTERS} letters at most")));
    }
    let reader = Reader { context };
    let (from, to) = match split(text) {
        Some((from, to)) => (reader.side(from)?, reader.side(to)?),
        None => reader.phrase(text)?,
    };
    match (from.map(|from| from.utc), to.map(|to| to.utc)) {
        (Some(start), Some(end)) if start > end => {
            Err(QueryError::TimeRange("From date cannot be larger than to date".into()))
        }
        range => Ok(range),
    }
}

/// Moves a moment by `1 year`, `1 week ago` (both back) or `1 week later`, as time comparisons do.
///
/// # Errors
/// A sentence when the text is no shift of time.
pub fn shift(time: NaiveDateTime, by: &str) -> Result<NaiveDateTime, QueryError> {
    distance(by)?.from(time).ok_or_else(beyond)
}

fn distance(by: &str) -> Result<Distance, QueryError> {
    let wrong = || QueryError::TimeRange(format!("{by:?} is no shift of time such as \"1 week ago\""));
    Distance::shift(by).ok_or_else(wrong)
}

/// Moves both ends of a range; a shift that is a range itself (`2024-01-01 : 2024-02-01`) takes its place.
///
/// # Errors
/// A sentence when the text is neither.
pub fn shift_range((from, to): TimeRange, by: &str, context: &TimeContext) -> Result<TimeRange, QueryError> {
    if split(by.trim()).is_some() {
        return resolve_time_range_in(by, context);
    }
    let distance = distance(by)?;
    let moved =
        |time: Option<NaiveDateTime>| time.map(|time| distance.moved_in(time, context).ok_or_else(beyond)).transpose();
    Ok((moved(from)?, moved(to)?))
}

/// The separator is a colon between spaces, so that `10:30` stays one word; it may stand at either end.
fn split(text: &str) -> Option<(&str, &str)> {
    let at_end = || text.strip_suffix(" :").map(|from| (from, ""));
    let at_start = || text.strip_prefix(": ").map(|until| ("", until));
    text.split_once(" : ").or_else(at_end).or_else(at_start).or((text == ":").then_some(("", "")))
}

struct Reader<'a> {
    context: &'a TimeContext<'a>,
}

/// Two moments; `None` when the words are no range.
type Found = Option<(Moment, Moment)>;

impl Reader<'_> {
    fn base(&self, unit: Unit) -> Option<Moment> {
        let is_now = unit.is_within_day() || self.context.anchors.start_is_now;
        if is_now { self.context.now() } else { self.context.today() }
    }

    /// A range without a separator.
    fn phrase(&self, text: &str) -> Result<(Option<Moment>, Option<Moment>), QueryError> {
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let unit_of = |word: &str| Unit::parse(word);
        let range = match words[..] {
            ["last" | "prior", ..] => relative(&words).map(|(count, unit)| self.back(count, unit)),
            ["next", ..] => relative(&words).map(|(count, unit)| self.ahead(count, unit)),
            ["previous", "calendar", unit] => unit_of(unit).map(|unit| self.period(unit, -1)),
            ["current" | "this", unit] => unit_of(unit).map(|unit| self.period(unit, 0)),
            ["today"] => Some(self.period(Unit::Day, 0)),
            ["yesterday"] => Some(self.period(Unit::Day, -1)),
            ["tomorrow"] => Some(self.period(Unit::Day, 1)),
            ["first" | "1st", part, "of", ref rest @ ..] => self.first_part(part, rest),
            _ => None,
        };
        let (from, to) = range.ok_or_else(|| unknown(text))?.ok_or_else(beyond)?;
        Ok((Some(from), Some(to)))
    }

    /// `Last 3 weeks`: until today, or until now for units that are shorter than a day.
    fn back(&self, count: i64, unit: Unit) -> Found {
        let end_is_now = self.context.anchors.end_is_now || unit.is_within_day();
        let end = if end_is_now { self.context.now() } else { self.context.today() };
        Some((self.step(count, unit)?, end?))
    }

    fn ahead(&self, count: i64, unit: Unit) -> Found {
        Some((self.base(unit)?, self.step(count, unit)?))
    }

    /// One side of `from : to`; empty is open.
    fn side(&self, text: &str) -> Result<Option<Moment>, QueryError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if is_expression(text) {
            return evaluate(text, self.context).map(Some);
        }
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let moment = match words[..] {
            ["start" | "beginning", "of", ref rest @ ..] => self.edge(rest, 0),
            ["end", "of", ref rest @ ..] => self.edge(rest, 1),
            ["first" | "1st", "day", "of", ref rest @ ..] | ["first" | "1st", "of", ref rest @ ..] => {
                self.edge(rest, 0)
            }
            ["this" | "current", unit] => Unit::parse(unit).map(|unit| self.context.start(self.base(unit)?, unit)),
            _ => relative(&words).map(|(count, unit)| self.step(count, unit)),
        };
        match moment {
            Some(moment) => moment.ok_or_else(beyond).map(Some),
            None => parse_moment(text, self.context).map(Some),
        }
    }

    /// `last 3 weeks`, `next day`: that far from the base.
    fn step(&self, count: i64, unit: Unit) -> Option<Moment> {
        self.context.add(self.base(unit)?, unit, count)
    }

    /// The start of `this month`, `last 2 years`, `the year`; `extra` units later for its end.
    fn edge(&self, words: &[&str], extra: i64) -> Option<Option<Moment>> {
        let (count, unit) = match words {
            ["this" | "current" | "the", unit] | [unit] => (0, Unit::parse(unit)?),
            _ => relative(words)?,
        };
        let edge = || self.context.add(self.context.start(self.step(count, unit)?, unit)?, unit, extra);
        Some(edge())
    }

    /// The whole period that today lies in, `offset` periods away.
    fn period(&self, unit: Unit, offset: i64) -> Found {
        let base = if unit.is_within_day() { self.context.now() } else { self.context.today() };
        let start = self.context.start(self.context.add(base?, unit, offset)?, unit)?;
        Some((start, self.context.add(start, unit, 1)?))
    }

    /// `first week of this year`.
    fn first_part(&self, part: &str, words: &[&str]) -> Option<Found> {
        let part = Unit::parse(part)?;
        let words: Vec<&str> = words.iter().copied().filter(|word| *word != "the").collect();
        let start = self.edge(&words, 0)?;
        Some(start.and_then(|start| Some((start, self.context.add(start, part, 1)?))))
    }
}

/// `last 3 weeks` → (-3, week), `next day` → (1, day).
pub(super) fn relative(words: &[&str]) -> Option<(i64, Unit)> {
    let (word, count, unit) = match words {
        [word, unit] => (word, 1, unit),
        [word, count, unit] => (word, count.parse::<u32>().ok()?, unit),
        _ => return None,
    };
    let direction = match *word {
        "last" | "prior" | "previous" | "past" => -1,
        "next" => 1,
        _ => return None,
    };
    Some((i64::from(count) * direction, Unit::parse(unit)?))
}

fn unknown(text: &str) -> QueryError {
    QueryError::TimeRange(format!("{text:?} is no time range; write \"Last week\" or \"2024-01-01 : 2024-02-01\""))
}
