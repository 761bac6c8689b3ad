//! Whatever somebody writes as a time range: no panic, no endless loop, and the end never before the start.

use chrono::{DateTime, NaiveDateTime, Weekday};
use sx_query::{Anchors, TimeContext, resolve_time_range_in, shift_time, shift_time_range};

/// Seconds since 1970, and the hours of the person's clock: the ends of the calendar, where arithmetic breaks, and a day
/// between them.
const CLOCKS: &[(i64, i32)] =
    &[(-62_135_596_800, -12), (-62_135_596_800, 14), (1_709_164_800, 0), (253_402_300_799, 14), (253_402_300_799, -12)];

/// In each of the clocks.
pub fn holds(text: &str) {
    for (at, (second, hours)) in CLOCKS.iter().enumerate() {
        let now = DateTime::from_timestamp(*second, 0).unwrap().naive_utc();
        let (is_odd, offset) = (at % 2 == 1, |_: NaiveDateTime| hours * 3600);
        let week_start = if is_odd { Weekday::Sun } else { Weekday::Mon };
        let anchors = Anchors { start_is_now: is_odd, end_is_now: !is_odd };
        holds_at(text, &TimeContext { now, offset: &offset, week_start, anchors });
        let _moved = shift_time(now, text);
    }
}

pub fn holds_at(text: &str, context: &TimeContext<'_>) {
    match resolve_time_range_in(text, context) {
        Ok((from, to)) => {
            assert!(from.zip(to).is_none_or(|(from, to)| from <= to), "{text:?}: {from:?} is after {to:?}");
            for by in [text, "1 month ago", "-400 years", "2024-01-01 : 2024-02-01"] {
                let _moved = shift_time_range((from, to), by, context);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty(), "{text:?}"),
    }
}
