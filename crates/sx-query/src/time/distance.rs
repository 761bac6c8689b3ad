//! How far another time lies from this one: `1 year ago`.

use chrono::{DateTime, NaiveDateTime};

use super::clock::TimeContext;
use super::unit::Unit;

/// So many units forth, or back where it is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Distance {
    count: i64,
    unit: Unit,
}

impl Distance {
    pub fn days_ago(days: i64) -> Self {
        Self { count: -days, unit: Unit::Day }
    }

    /// `1 year ago`, `2 weeks later`; without either word it lies ahead, as in the reference.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let (count, unit, direction) = match words[..] {
            [count, unit, "ago"] => (count, unit, -1),
            [count, unit] | [count, unit, "later"] => (count, unit, 1),
            _ => return None,
        };
        let count: u32 = if matches!(count, "a" | "an" | "one") { 1 } else { count.parse().ok()? };
        Some(Self { count: i64::from(count) * direction, unit: Unit::parse(unit)? })
    }

    /// What `time_shift` says: `1 year`, `-1 year` and `1 year ago` lie back, only `1 year later` lies ahead.
    pub fn shift(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('-').unwrap_or(text);
        let distance = Self::parse(text)?;
        // Without a word the reference goes back, too.
        let is_later = text.to_ascii_lowercase().ends_with("later");
        Some(if is_later { distance } else { Self { count: -distance.count.abs(), ..distance } })
    }

    pub fn opposite(self) -> Self {
        Self { count: -self.count, ..self }
    }

    /// By the calendar: a month from the 31st is the month's last day. `None` lies beyond the calendar.
    pub fn from(self, time: NaiveDateTime) -> Option<NaiveDateTime> {
        self.unit.add(time, self.count)
    }

    /// The same by the person's clock: UTC in and out.
    pub fn moved_in(self, time: NaiveDateTime, context: &TimeContext) -> Option<NaiveDateTime> {
        Some(context.add(context.moment(time)?, self.unit, self.count)?.utc)
    }

    /// The same in microseconds since 1970.
    pub fn micros_from(self, micros: i64) -> Option<i64> {
        let time = DateTime::from_timestamp_micros(micros)?.naive_utc();
        Some(self.from(time)?.and_utc().timestamp_micros())
    }
}
