//! Dates and times as people write them. The year always has four digits: two would be a guess.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// `2026-11-20`, `2026/11/20`, `20.11.2026` and, as `day_first` says, `20/11/2026` or `11/20/2026`.
pub(super) fn parse_date(text: &str, day_first: bool) -> Option<NaiveDate> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [first, second, third].iter().any(|part| !is_number(part)) {
        return None;
    }
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1..=2) => (first, second, third),
        // Nobody writes the month first before dots.
        (1..=2, 4) if day_first || separator == '.' => (third, second, first),
        (1..=2, 4) => (third, first, second),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A date, or a date and a time behind a blank or `T`, perhaps with `Z` or an offset; in microseconds since 1970.
pub(super) fn parse_timestamp(text: &str, day_first: bool) -> Option<i64> {
    let Some(at) = text.find(['T', 't', ' ']) else {
        return Some(parse_date(text, day_first)?.and_time(NaiveTime::MIN).and_utc().timestamp_micros());
    };
    let date = parse_date(&text[..at], day_first)?;
    let (time, offset) = split_offset(text[at + 1..].trim());
    let moment = NaiveDateTime::new(date, parse_time(time.trim())?);
    let moment = moment.checked_sub_signed(parse_offset(offset)?)?;
    Some(moment.and_utc().timestamp_micros())
}

/// `12:34`, `12:34:56`, `12:34:56.789`, each perhaps with AM or PM.
fn parse_time(text: &str) -> Option<NaiveTime> {
    let upper = text.to_ascii_uppercase();
    let (clock, half) =
        match upper.strip_suffix("AM").map(|rest| (rest, 0)).or(upper.strip_suffix("PM").map(|rest| (rest, 12))) {
            Some((rest, half)) => (rest.trim_end(), Some(half)),
            None => (upper.as_str(), None),
        };
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
    if parts.next().is_some() || [hour, minute, second].iter().any(|part| !is_number(part) || part.len() > 2) {
        return None;
    }
    let hour: u32 = hour.parse().ok()?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    NaiveTime::from_hms_micro_opt(hour, minute.parse().ok()?, second.parse().ok()?, micros(fraction)?)
}

/// Digits beyond the sixth are cut off.
fn micros(fraction: &str) -> Option<u32> {
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    digits.parse().ok()
}

/// The offset at the end of a time; the minus of a date is out of sight here.
fn split_offset(time: &str) -> (&str, &str) {
    match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    }
}

/// ``, `Z`, `+02`, `+0200`, `-02:00`.
fn parse_offset(text: &str) -> Option<TimeDelta> {
    if text.is_empty() || text.eq_ignore_ascii_case("z") {
        return Some(TimeDelta::zero());
    }
    let (sign, rest) = text.split_at(1);
    let digits = rest.replace(':', "");
    if !is_number(&digits) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    if hours > 18 || minutes > 59 {
        return None;
    }
    Some(TimeDelta::minutes((hours * 60 + minutes) * if sign == "-" { -1 } else { 1 }))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn dates_in_the_usual_spellings() {
        let date = |text, day_first| parse_date(text, day_first).map(|date| date.to_string());
        for text in ["2026-11-03", "2026/11/3", "3.11.2026", "03.11.2026"] {
            assert_eq!(date(text, false).as_deref(), Some("2026-11-03"), "{text}");
        }
        assert_eq!(date("11/03/2026", false).as_deref(), Some("2026-11-03"));
        assert_eq!(date("03/11/2026", true).as_deref(), Some("2026-11-03"));
        for text in
            ["", "2026-13-01", "2026-02-30", "1/2/26", "2026-11", "2026-11-03-1", "a-b-c", "2026-11/03", "12345"]
        {
            assert_eq!(date(text, false), None, "{text}");
        }
    }

    #[test]
    fn times_with_and_without_offsets() {
        let time = |text| {
            parse_timestamp(text, false).and_then(DateTime::from_timestamp_micros).map(|t| t.naive_utc().to_string())
        };
        for (text, expected) in [
            ("2026-11-20", "2026-11-20 00:00:00"),
            ("2026-11-20 12:34", "2026-11-20 12:34:00"),
            ("2026-11-20T12:34:56.5Z", "2026-11-20 12:34:56.500"),
            ("2026-11-20T12:34:56+02:00", "2026-11-20 10:34:56"),
            ("2026-11-20 00:30:00 -0100", "2026-11-20 01:30:00"),
            ("11/20/2026 1:05 PM", "2026-11-20 13:05:00"),
            ("20.11.2026 12:00:00 AM", "2026-11-20 00:00:00"),
        ] {
            assert_eq!(time(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["2026-11-20 25:00", "2026-11-20 12", "2026-11-20 13:00 PM", "noon", "2026-11-20T12:00+99:00", "ä"]
        {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
