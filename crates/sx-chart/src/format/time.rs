//! Times by a d3-time-format or by one of the reference's names. All times are UTC.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, Timelike, Utc};

/// `ms` since 1970-01-01T00:00:00Z. `spec` is a d3 time format, `smart_date`, `smart_date_verbose`,
/// `smart_date_detailed`, or empty for `smart_date`. A time beyond the calendar shows its number.
pub fn format_time(spec: &str, ms: f64) -> String {
    let Some(time) = at(ms) else { return ms.to_string() };
    match spec {
        "" | "smart_date" => directives(SMART.pick(&time), &time),
        "smart_date_verbose" => directives(SMART_VERBOSE.pick(&time), &time),
        "smart_date_detailed" => directives(SMART_DETAILED.pick(&time), &time),
        spec => directives(spec, &time),
    }
}

/// The format that shows as much of a time as its grain (`P1M`) has.
pub fn grain_format(grain: &str) -> &'static str {
    match grain {
        "P1Y" => "%Y",
        "P3M" | "P0.25Y" => "%Y Q%q",
        "P1M" => "%b %Y",
        "P1D" | "P1W" => "%Y-%m-%d",
        grain if grain.contains("P1W") || grain.contains("/P") => "%Y-%m-%d",
        grain if grain.starts_with("PT") && grain.ends_with('S') => "%Y-%m-%d %H:%M:%S",
        _ => "%Y-%m-%d %H:%M",
    }
}

/// A format for each first unit that is not at its start.
struct Smart {
    millisecond: &'static str,
    second: &'static str,
    minute: &'static str,
    hour: &'static str,
    day: &'static str,
    week: &'static str,
    month: &'static str,
    year: &'static str,
}

const SMART: Smart = Smart {
    millisecond: ".%Lms",
    second: ":%Ss",
    minute: "%I:%M",
    hour: "%I %p",
    day: "%a %d",
    week: "%b %d",
    month: "%B",
    year: "%Y",
};

const SMART_VERBOSE: Smart = Smart {
    millisecond: ".%L",
    second: "%a %b %d %Y, %I:%M:%S %p",
    minute: "%a %b %d %Y, %I:%M %p",
    hour: "%a %b %d %Y, %I %p",
    day: "%a %b %-e %Y",
    week: "%a %b %-e %Y",
    month: "%b %Y",
    year: "%Y",
};

const SMART_DETAILED: Smart = Smart {
    millisecond: "%Y-%m-%d %H:%M:%S.%L",
    second: "%Y-%m-%d %H:%M:%S",
    minute: "%Y-%m-%d %H:%M",
    hour: "%Y-%m-%d %H:%M",
    day: "%Y-%m-%d",
    week: "%Y-%m-%d",
    month: "%Y-%m-%d",
    year: "%Y",
};

impl Smart {
    fn pick(&self, time: &DateTime<Utc>) -> &'static str {
        if time.nanosecond() >= 1_000_000 {
            self.millisecond
        } else if time.second() > 0 {
            self.second
        } else if time.minute() > 0 {
            self.minute
        } else if time.hour() > 0 {
            self.hour
        } else if time.day() > 1 && time.weekday().num_days_from_sunday() > 0 {
            self.day
        } else if time.day() > 1 {
            self.week
        } else if time.month() > 1 {
            self.month
        } else {
            self.year
        }
    }
}

fn at(ms: f64) -> Option<DateTime<Utc>> {
    // Beyond ±8.64e15 JavaScript has no dates either.
    (ms.abs() <= 8.64e15).then(|| DateTime::from_timestamp_millis(ms.floor() as i64))?
}

fn directives(spec: &str, time: &DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut chars = spec.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        let mut directive = chars.next().unwrap_or('%');
        let pad = match directive {
            '-' => Some(None),
            '_' => Some(Some(' ')),
            '0' => Some(Some('0')),
            _ => None,
        };
        if pad.is_some() {
            directive = chars.next().unwrap_or('%');
        }
        directive_text(&mut text, directive, pad, time);
    }
    text
}

/// `pad` overrides the directive's own padding: `Some(None)` pads nothing.
fn directive_text(text: &mut String, directive: char, pad: Option<Option<char>>, time: &DateTime<Utc>) {
    let mut number = |value: i64, width: usize, own: char| {
        let digits = value.unsigned_abs().to_string();
        let fill = pad.unwrap_or(Some(own));
        text.push_str(if value < 0 { "-" } else { "" });
        text.extend(fill.into_iter().flat_map(|fill| std::iter::repeat_n(fill, width.saturating_sub(digits.len()))));
        text.push_str(&digits);
    };
    let week = time.iso_week();
    match directive {
        'd' => number(time.day().into(), 2, '0'),
        'e' => number(time.day().into(), 2, ' '),
        'f' => number(time.timestamp_subsec_micros().into(), 6, '0'),
        'g' => number((week.year().rem_euclid(100)).into(), 2, '0'),
        'G' => number(week.year().into(), 4, '0'),
        'H' => number(time.hour().into(), 2, '0'),
        'I' => number(time.hour12().1.into(), 2, '0'),
        'j' => number(time.ordinal().into(), 3, '0'),
        'L' => number(time.timestamp_subsec_millis().into(), 3, '0'),
        'm' => number(time.month().into(), 2, '0'),
        'M' => number(time.minute().into(), 2, '0'),
        'q' => number(((time.month() - 1) / 3 + 1).into(), 1, '0'),
        'Q' => number(time.timestamp_millis(), 1, '0'),
        's' => number(time.timestamp(), 1, '0'),
        'S' => number(time.second().into(), 2, '0'),
        'u' => number(time.weekday().number_from_monday().into(), 1, '0'),
        'w' => number(time.weekday().num_days_from_sunday().into(), 1, '0'),
        'U' => number(week_of_year(time, time.weekday().num_days_from_sunday()), 2, '0'),
        'W' => number(week_of_year(time, time.weekday().num_days_from_monday()), 2, '0'),
        'V' => number(week.week().into(), 2, '0'),
        'y' => number(time.year().rem_euclid(100).into(), 2, '0'),
        'Y' => number(time.year().into(), 4, '0'),
        'Z' => text.push_str("+0000"),
        'p' => text.push_str(if time.hour12().0 { "PM" } else { "AM" }),
        'a' | 'A' | 'b' | 'B' => named(text, directive, time),
        'c' => text.push_str(&directives("%-m/%-d/%Y, %-I:%M:%S %p", time)),
        'x' => text.push_str(&directives("%-m/%-d/%Y", time)),
        'X' => text.push_str(&directives("%-I:%M:%S %p", time)),
        '%' => text.push('%'),
        other => text.push(other),
    }
}

/// Names of days and months; chrono's `%a %A %b %B` are English.
fn named(text: &mut String, directive: char, time: &DateTime<Utc>) {
    let written = match directive {
        'a' => write!(text, "{}", time.format("%a")),
        'A' => write!(text, "{}", time.format("%A")),
        'b' => write!(text, "{}", time.format("%b")),
        _ => write!(text, "{}", time.format("%B")),
    };
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

fn week_of_year(time: &DateTime<Utc>, days_into_week: u32) -> i64 {
    i64::from((time.ordinal0() + 7 - days_into_week) / 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2003-11-05T14:07:09.123Z, a Wednesday.
    const MS: f64 = 1_068_041_229_123.0;

    #[test]
    fn directives_of_d3() {
        let cases = [
            ("%Y-%m-%d %H:%M:%S.%L", "2003-11-05 14:07:09.123"),
            ("%-d/%-m/%y", "5/11/03"),
            ("%a %A %b %B %p", "Wed Wednesday Nov November PM"),
            ("%e|%_d|%I|%j|%q|%u|%w", " 5| 5|02|309|4|3|3"),
            ("%U %V %W %G", "44 45 44 2003"),
            ("%x, %X%%", "11/5/2003, 2:07:09 PM%"),
            ("%Q %s %f %Z", "1068041229123 1068041229 123000 +0000"),
            ("100%", "100%"),
        ];
        for (spec, expected) in cases {
            assert_eq!(format_time(spec, MS), expected, "{spec}");
        }
    }

    #[test]
    fn smart_dates_show_the_first_unit_that_is_not_at_its_start() {
        let day = 86_400_000.0;
        let cases = [
            (1_041_379_200_000.0, "2003", "2003"),
            (1_049_155_200_000.0, "April", "Apr 2003"),
            (1_041_379_200_000.0 + day, "Thu 02", "Thu Jan 2 2003"),
            (1_041_379_200_000.0 + 4.0 * day, "Jan 05", "Sun Jan 5 2003"),
            (1_041_379_200_000.0 + 3_600_000.0, "01 AM", "Wed Jan 01 2003, 01 AM"),
            (MS, ".123ms", ".123"),
        ];
        for (ms, smart, verbose) in cases {
            assert_eq!(format_time("smart_date", ms), smart);
            assert_eq!(format_time("smart_date_verbose", ms), verbose);
        }
    }

    #[test]
    fn times_before_1970_and_beyond_the_calendar() {
        assert_eq!(format_time("%Y-%m-%d", -1.0), "1969-12-31");
        assert_eq!(format_time("%Y", 1e18), "1000000000000000000");
        assert_eq!(format_time("%Y", f64::NAN), "NaN");
        assert_eq!(format_time(grain_format("P3M"), MS), "2003 Q4");
    }
}
