//! Moments as SQLite files keep them: texts, days since noon in 4714 BC, seconds since 1970.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

const MICROS_PER_DAY: f64 = 86_400_000_000.0;
/// The Julian day of 1970-01-01 00:00.
const JULIAN_1970: f64 = 2_440_587.5;
/// The Julian days of the years 0 and 10000.
const JULIAN_DAYS: std::ops::Range<f64> = 1_721_059.5..5_373_484.5;
/// Smaller whole numbers are rather years (2024) and written days (20240131) than seconds.
const LEAST_SECONDS: u64 = 100_000_000;
/// Larger ones count milliseconds: as seconds they would be years beyond 5000.
const MOST_SECONDS: u64 = 100_000_000_000;
const MOST_MILLIS: u64 = 100_000_000_000_000;

/// `2024-01-31`, `2024-01-31 23:59`, `2024-01-31T23:59:59.5`, with `Z` or `+02:00` at the end: microseconds since 1970.
/// A text with a zone is moved to UTC, as SQLite's own functions do. `None` for any other text.
pub(super) fn of_text(text: &str) -> Option<i64> {
    let (day, rest) = text.split_at_checked(10)?;
    let day = of_day(day)?;
    let Some(rest) = rest.strip_prefix([' ', 'T']) else {
        return rest.is_empty().then(|| micros(day.and_time(NaiveTime::MIN)));
    };
    let (clock, offset) = split_zone(rest)?;
    Some(micros(day.and_time(of_clock(clock)?)) - offset * 60_000_000)
}

/// `2024-01-31` and nothing else, or with a midnight behind it.
pub(super) fn of_day_text(text: &str) -> Option<NaiveDate> {
    match text.split_at_checked(10)? {
        (day, "" | " 00:00" | " 00:00:00" | " 00:00:00.000" | " 00:00:00.000000") => of_day(day),
        _ => None,
    }
}

/// Seconds since 1970, or milliseconds where they are many. `None` where the number may mean something else.
pub(super) fn of_whole(number: i64) -> Option<i64> {
    match number.unsigned_abs() {
        LEAST_SECONDS..MOST_SECONDS => number.checked_mul(1_000_000),
        MOST_SECONDS..MOST_MILLIS => number.checked_mul(1_000),
        _ => None,
    }
}

/// A Julian day, rounded to the millisecond, for a double holds no more.
pub(super) fn of_real(day: f64) -> Option<i64> {
    JULIAN_DAYS.contains(&day).then(|| ((day - JULIAN_1970) * MICROS_PER_DAY / 1_000.0).round() as i64 * 1_000)
}

fn of_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    NaiveDate::from_ymd_opt(number(&bytes[..4])? as i32, number(&bytes[5..7])?, number(&bytes[8..])?)
}

/// `23:59`, `23:59:59`, `23:59:59.123456`; what is finer than a microsecond is cut off.
fn of_clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (two(parts.next()?)?, two(parts.next()?)?);
    let (second, micro) = match parts.next() {
        None => (0, 0),
        Some(rest) => match rest.split_once('.') {
            None => (two(rest)?, 0),
            Some((second, fraction)) => (two(second)?, of_fraction(fraction)?),
        },
    };
    NaiveTime::from_hms_micro_opt(hour, minute, second, micro)
}

fn of_fraction(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{text:0<6.6}").parse().ok())?
}

/// The clock, and how many minutes it is ahead of UTC.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let Some(at) = text.find(['+', '-']) else { return Some((text, 0)) };
    let (hours, minutes) = text[at + 1..].split_once(':')?;
    let offset = i64::from(two(hours)? * 60 + two(minutes)?);
    Some((&text[..at], if text[at..].starts_with('-') { -offset } else { offset }))
}

fn two(text: &str) -> Option<u32> {
    if text.len() == 2 { number(text.as_bytes()) } else { None }
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

fn micros(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp_micros()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_706_702_400_000_000;

    #[test]
    fn texts_are_read_as_sqlite_writes_them() {
        for text in [
            "2024-01-31 12:00",
            "2024-01-31 12:00:00",
            "2024-01-31T12:00:00.000",
            "2024-01-31T12:00:00Z",
            "2024-01-31 14:00:00+02:00",
            "2024-01-31 06:30:00-05:30",
        ] {
            assert_eq!(of_text(text), Some(NOON), "{text}");
        }
        assert_eq!(of_text("2024-01-31"), Some(NOON - 43_200_000_000));
        assert_eq!(of_text("2024-01-31 12:00:00.5"), Some(NOON + 500_000));
        assert_eq!(of_text("2024-01-31 12:00:00.123456789"), Some(NOON + 123_456));
        for text in ["", "2024", "2024-01-32", "2024-1-31", "2024-01-31x", "2024-01-31 12", "31.01.2024", "2024-01-3ä"]
        {
            assert_eq!(of_text(text), None, "{text}");
        }
        assert_eq!(of_day_text("2024-01-31 00:00:00"), NaiveDate::from_ymd_opt(2024, 1, 31));
        assert_eq!(of_day_text("2024-01-31 00:00:01"), None);
    }

    #[test]
    fn numbers_are_times_only_where_they_can_be_nothing_else() {
        assert_eq!(of_whole(1_706_702_400), Some(NOON));
        assert_eq!(of_whole(1_706_702_400_000), Some(NOON));
        assert_eq!(of_real(2_460_341.0), Some(NOON));
        assert_eq!([of_whole(2024), of_whole(20_240_131), of_whole(i64::MIN)], [None; 3]);
        assert_eq!([of_real(1.5), of_real(f64::NAN), of_real(1e9)], [None; 3]);
    }
}
