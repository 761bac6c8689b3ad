//! Calendar arithmetic.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// `days`, `Day` and `DAY` alike.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        Some(match word.strip_suffix('s').unwrap_or(&word) {
            "second" | "sec" => Self::Second,
            "minute" | "min" => Self::Minute,
            "hour" | "hr" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => return None,
        })
    }

    /// The letters that numbers carry: `3d`, `90m`.
    pub fn parse_letter(letter: &str) -> Option<Self> {
        Some(match letter {
            "s" => Self::Second,
            "m" => Self::Minute,
            "h" => Self::Hour,
            "d" => Self::Day,
            "w" => Self::Week,
            "y" => Self::Year,
            _ => return None,
        })
    }

    pub fn is_within_day(self) -> bool {
        matches!(self, Self::Second | Self::Minute | Self::Hour)
    }

    /// The end of the month stays the end of the month: 31 January plus one month is 28 February.
    pub fn add(self, time: NaiveDateTime, count: i64) -> Option<NaiveDateTime> {
        match self {
            Self::Second => time.checked_add_signed(TimeDelta::try_seconds(count)?),
            Self::Minute => time.checked_add_signed(TimeDelta::try_minutes(count)?),
            Self::Hour => time.checked_add_signed(TimeDelta::try_hours(count)?),
            Self::Day => add_days(time, count),
            Self::Week => add_days(time, count.checked_mul(7)?),
            Self::Month => add_months(time, count),
            Self::Quarter => add_months(time, count.checked_mul(3)?),
            Self::Year => add_months(time, count.checked_mul(12)?),
        }
    }

    /// The start of the unit that `time` lies in; weeks begin on `week_start`.
    pub fn start(self, time: NaiveDateTime, week_start: Weekday) -> Option<NaiveDateTime> {
        let date = time.date();
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
        match self {
            Self::Second => time.with_nanosecond(0),
            Self::Minute => time.with_nanosecond(0)?.with_second(0),
            Self::Hour => time.with_nanosecond(0)?.with_second(0)?.with_minute(0),
            Self::Day => Some(midnight(date)),
            Self::Week => {
                let days = u64::from(date.weekday().days_since(week_start));
                date.checked_sub_days(Days::new(days)).map(midnight)
            }
            Self::Month => date.with_day(1).map(midnight),
            Self::Quarter => date.with_day(1)?.with_month(date.month0() / 3 * 3 + 1).map(midnight),
            Self::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1).map(midnight),
        }
    }
}

fn add_days(time: NaiveDateTime, count: i64) -> Option<NaiveDateTime> {
    let days = Days::new(count.unsigned_abs());
    if count < 0 { time.checked_sub_days(days) } else { time.checked_add_days(days) }
}

fn add_months(time: NaiveDateTime, count: i64) -> Option<NaiveDateTime> {
    let months = Months::new(u32::try_from(count.unsigned_abs()).ok()?);
    if count < 0 { time.checked_sub_months(months) } else { time.checked_add_months(months) }
}
