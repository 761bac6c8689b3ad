//! How the date of a holiday is found.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

#[derive(Clone, Copy)]
pub(super) enum Day {
    /// The same month and day every year.
    Fixed(u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The first, second, … such day of a month.
    Nth(u8, Weekday, u32),
    /// The last such day of a month.
    Last(Weekday, u32),
    /// The day when the sun has gone so far (Qingming), right for the years 1901 to 2099.
    Qingming,
}

impl Day {
    /// `None` lies beyond the calendar.
    pub fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Easter(days) => easter(year)?.checked_add_signed(TimeDelta::days(days)),
            Self::Nth(nth, weekday, month) => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
            Self::Last(weekday, month) => {
                let last =
                    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
                last.checked_sub_signed(TimeDelta::days(i64::from(last.weekday().days_since(weekday))))
            }
            Self::Qingming => {
                let in_century = year.rem_euclid(100);
                let start = if year < 2000 { 5.59 } else { 4.81 };
                let day = (f64::from(in_century) * 0.2422 + start).floor() as i32 - in_century / 4;
                NaiveDate::from_ymd_opt(year, 4, u32::try_from(day).ok()?)
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_sundays() {
        let known = ["1818-03-22", "1954-04-18", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2038-04-25"];
        for date in known {
            let date: NaiveDate = date.parse().unwrap();
            assert_eq!(easter(date.year()), Some(date));
        }
    }
}
