//! A pandas offset such as `1D`, `7D`, `MS`, `2h`, `W-MON`, `1h30min`.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::NAME;
use crate::QueryError;
use crate::post::frame::problem;

/// A step of a second over years would fill the memory.
const MOST_STEPS: usize = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rule {
    /// Steps of so many microseconds, from midnight of the first day.
    Fixed(i64),
    /// Steps of so many months from the first of a month; each bin carries its start.
    MonthStart(Cycle),
    /// Bins carry their last day.
    MonthEnd(Cycle),
    /// Weeks that end on a day of the week, and carry it.
    WeekEnd { weeks: u32, day: Weekday },
}

/// Months, quarters or years: `unit` months long, the first one beginning with month `anchor` (0 is January).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cycle {
    months: u32,
    unit: u32,
    anchor: u32,
}

impl Rule {
    /// # Errors
    /// When the text is no rule.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let unknown = || problem(NAME, format!("{text:?} is no rule such as \"1D\", \"1W\" or \"1MS\""));
        let (count, name) = number_and_name(text).ok_or_else(unknown)?;
        if let Some(step) = fixed(text) {
            return Ok(Self::Fixed(step));
        }
        let (name, anchor) = name.split_once('-').map_or((name, None), |(name, anchor)| (name, Some(anchor)));
        let cycle = |unit: u32, default: u32| {
            let anchor = anchor.map_or(Some(default), month)?;
            // The month after the one that a period ends with is the one that it begins with.
            let first = if name.ends_with('S') { anchor } else { (anchor + 1) % 12 };
            Some(Cycle { months: count.checked_mul(unit)?, unit, anchor: first % unit })
        };
        let rule = match name {
            "W" => anchor.map_or(Some(Weekday::Sun), weekday).map(|day| Self::WeekEnd { weeks: count, day }),
            "MS" if anchor.is_none() => cycle(1, 0).map(Self::MonthStart),
            "QS" => cycle(3, 0).map(Self::MonthStart),
            "YS" | "AS" => cycle(12, 0).map(Self::MonthStart),
            "M" | "ME" if anchor.is_none() => cycle(1, 11).map(Self::MonthEnd),
            "Q" | "QE" => cycle(3, 11).map(Self::MonthEnd),
            "Y" | "YE" | "A" => cycle(12, 11).map(Self::MonthEnd),
            _ => None,
        };
        rule.ok_or_else(unknown)
    }

    /// The time of each step, from the one that holds the first time to the one that holds the last.
    ///
    /// # Errors
    /// When there would be too many.
    pub fn labels(&self, times: &[i64]) -> Result<Vec<i64>, QueryError> {
        let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return Ok(Vec::new()) };
        let beyond = || problem(NAME, "the times lie beyond the calendar");
        let mut label = self.first_label(*first).ok_or_else(beyond)?;
        let mut labels = vec![label];
        while !self.is_last(label, *last) {
            if labels.len() == MOST_STEPS {
                return Err(problem(NAME, format!("the rule makes more than {MOST_STEPS} steps")));
            }
            label = self.after(label).ok_or_else(beyond)?;
            labels.push(label);
        }
        Ok(labels)
    }

    /// The position of the bin that holds the time.
    pub fn bin(&self, labels: &[i64], time: i64) -> usize {
        match self {
            Self::Fixed(_) | Self::MonthStart(_) => labels.partition_point(|label| *label <= time).saturating_sub(1),
            Self::MonthEnd(_) | Self::WeekEnd { .. } => labels.partition_point(|label| *label < day(time)),
        }
    }

    /// Whether the bin of this label holds the time, or lies behind it.
    fn is_last(&self, label: i64, time: i64) -> bool {
        match self {
            Self::Fixed(_) | Self::MonthStart(_) => self.after(label).is_none_or(|next| next > time),
            Self::MonthEnd(_) | Self::WeekEnd { .. } => label >= day(time),
        }
    }

    fn first_label(&self, time: i64) -> Option<i64> {
        let date = moment(time)?.date();
        match self {
            Self::Fixed(step) => {
                let midnight = micros(date);
                Some(midnight + (time - midnight).div_euclid(*step) * step)
            }
            Self::MonthStart(cycle) => cycle.start(date).map(micros),
            Self::MonthEnd(cycle) => {
                let next = cycle.start(date)?.checked_add_months(Months::new(cycle.unit))?;
                next.pred_opt().map(micros)
            }
            Self::WeekEnd { day, .. } => {
                let ahead = day.days_since(date.weekday());
                date.checked_add_days(Days::new(u64::from(ahead))).map(micros)
            }
        }
    }

    fn after(&self, label: i64) -> Option<i64> {
        let date = moment(label)?.date();
        match self {
            Self::Fixed(step) => label.checked_add(*step),
            Self::MonthStart(cycle) => date.checked_add_months(Months::new(cycle.months)).map(micros),
            Self::MonthEnd(cycle) => {
                let next = date.succ_opt()?.checked_add_months(Months::new(cycle.months))?;
                next.pred_opt().map(micros)
            }
            Self::WeekEnd { weeks, .. } => date.checked_add_days(Days::new(u64::from(*weeks) * 7)).map(micros),
        }
    }
}

impl Cycle {
    /// The first day of the period that the date lies in.
    fn start(self, date: NaiveDate) -> Option<NaiveDate> {
        let into = (date.month0() + 12 - self.anchor) % self.unit;
        date.with_day(1)?.checked_sub_months(Months::new(into))
    }
}

/// `7D` → (7, "D"); without a number it is 1.
fn number_and_name(text: &str) -> Option<(u32, &str)> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, name) = text.split_at(digits);
    let count = if number.is_empty() { 1 } else { number.parse().ok()? };
    (count > 0).then_some((count, name))
}

/// Microseconds of `2h`, and of `1h30min` too.
fn fixed(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut sum = 0i64;
    while !rest.is_empty() {
        let (count, after) = number_and_name(rest)?;
        let end = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let unit = match &after[..end] {
            "us" | "U" => 1,
            "ms" | "L" => 1_000,
            "s" | "S" => 1_000_000,
            "min" | "T" => 60_000_000,
            "h" | "H" => 3_600_000_000,
            "D" => 86_400_000_000,
            _ => return None,
        };
        sum = sum.checked_add(i64::from(count).checked_mul(unit)?)?;
        rest = &after[end..];
    }
    (sum > 0).then_some(sum)
}

fn weekday(name: &str) -> Option<Weekday> {
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    days.into_iter().find(|day| day.to_string().eq_ignore_ascii_case(name))
}

/// 0 for `JAN`.
fn month(name: &str) -> Option<u32> {
    let names = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    names.iter().position(|known| known.eq_ignore_ascii_case(name)).and_then(|month| u32::try_from(month).ok())
}

fn moment(micros: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc())
}

fn micros(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

fn day(time: i64) -> i64 {
    time - time.rem_euclid(86_400_000_000)
}
