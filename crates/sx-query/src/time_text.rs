//! Times as text, for files: with as many parts as the column needs.

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// What the times of one column need, learnt from those seen so far: pandas decides for a whole column at once, and what
/// streams has no whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeText {
    #[default]
    Days,
    Seconds,
    Millis,
    Micros,
}

impl TimeText {
    pub fn see(&mut self, times: &[Option<i64>]) {
        for micros in times.iter().flatten() {
            let needs = match micros {
                micros if micros % MICROS_PER_DAY == 0 => continue,
                micros if micros % 1_000 != 0 => Self::Micros,
                micros if micros % 1_000_000 != 0 => Self::Millis,
                _ => Self::Seconds,
            };
            *self = needs.max(*self);
        }
    }

    /// Appends `2024-01-31`, `2024-01-31 13:45:00` or that with a fraction.
    pub fn write(self, micros: i64, out: &mut Vec<u8>) {
        write_day(micros.div_euclid(MICROS_PER_DAY), out);
        if self == Self::Days {
            return;
        }
        let in_day = micros.rem_euclid(MICROS_PER_DAY);
        let (seconds, fraction) = (in_day / 1_000_000, in_day % 1_000_000);
        out.push(b' ');
        digits(seconds / 3_600, 2, out);
        out.push(b':');
        digits(seconds / 60 % 60, 2, out);
        out.push(b':');
        digits(seconds % 60, 2, out);
        match self {
            Self::Days | Self::Seconds => {}
            Self::Millis => {
                out.push(b'.');
                digits(fraction / 1_000, 3, out);
            }
            Self::Micros => {
                out.push(b'.');
                digits(fraction, 6, out);
            }
        }
    }
}

/// Days since 1970 in the Gregorian calendar, by arithmetic alone: a calendar library takes most of the time of an export.
fn write_day(days: i64, out: &mut Vec<u8>) {
    // Years begin in March here, so that the leap day is the last one.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    if year < 0 {
        out.push(b'-');
    }
    digits(year.abs(), 4, out);
    out.push(b'-');
    digits(month, 2, out);
    out.push(b'-');
    digits(day, 2, out);
}

/// A number that is not negative, with at least `width` digits.
fn digits(number: i64, width: usize, out: &mut Vec<u8>) {
    let mut reversed = [0_u8; 20];
    let (mut rest, mut count) = (number, 0);
    while rest > 0 || count < width {
        reversed[count] = b'0' + (rest % 10) as u8;
        rest /= 10;
        count += 1;
    }
    out.extend(reversed[..count].iter().rev());
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    fn text(kind: TimeText, micros: i64) -> String {
        let mut out = Vec::new();
        kind.write(micros, &mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn the_calendar_is_the_librarys(micros in -62_000_000_000_000_000_i64..250_000_000_000_000_000) {
            let time = DateTime::from_timestamp_micros(micros).unwrap();
            prop_assert_eq!(text(TimeText::Micros, micros), time.format("%Y-%m-%d %H:%M:%S%.6f").to_string());
            prop_assert_eq!(text(TimeText::Days, micros), time.format("%Y-%m-%d").to_string());
        }
    }

    #[test]
    fn a_column_is_written_as_its_finest_time_needs() {
        let day = MICROS_PER_DAY;
        for (times, expected) in [
            (vec![Some(0), None, Some(day)], "1970-01-02"),
            (vec![Some(1_000_000)], "1970-01-02 00:00:00"),
            (vec![Some(1_000), Some(1_000_000)], "1970-01-02 00:00:00.000"),
            (vec![Some(1)], "1970-01-02 00:00:00.000000"),
            (vec![Some(-1)], "1970-01-02 00:00:00.000000"),
        ] {
            let mut kind = TimeText::default();
            kind.see(&times);
            assert_eq!(text(kind, day), expected);
        }
        assert_eq!(text(TimeText::Seconds, -1_000_000), "1969-12-31 23:59:59");
    }
}
