//! Whatever somebody writes as a time range: no panic, no endless loop, and the end never before the start.

use chrono::{NaiveDateTime, Weekday};
use proptest::prelude::*;
use sx_query::{Anchors, TimeContext, resolve_time_range_in, shift_time};

use crate::{seeds, time_grammar, time_ranges::offset_of};

/// Words of the language, so that many texts get far into it.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "Last",
        "Next",
        "this",
        "prior",
        "previous calendar",
        "Current",
        "first",
        "1st",
        "start of",
        "end of",
        "of",
        "the",
        "ago",
        "later",
        "from",
        "before",
        "after",
        "in",
        "now",
        "today",
        "yesterday",
        "tomorrow",
        "noon",
        "at",
        "monday",
        "march",
        "q3",
        "day",
        "weeks",
        "month",
        "quarter",
        "years",
        "hours",
        "seconds",
        ":",
        " : ",
        "2024",
        "2024-02-29",
        "9999-12-31",
        "0001-01-01",
        "10:30",
        "5pm",
        "+02:00",
        "-12:00",
        "UTC",
        "3d",
        "-3",
        "+7",
        "1.5",
        "5th",
        "31/12/1999",
        "99999999",
        "9223372036854775807",
        "-9223372036854775808",
        "DATETIME('now')",
        "DATEADD(",
        "DATETRUNC(",
        "LASTDAY(",
        "HOLIDAY('Easter', ",
        "DATEDIFF(",
        "DATETIME('",
        "'",
        "\"",
        ",",
        ")",
        "(",
        "é",
        "٣",
        "ﬀ",
        "İ",
        "ẞ",
    ];
    prop_oneof![9 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::collection::vec((word(), prop_oneof![Just(" "), Just("")]), 0..14)
            .prop_map(|words| words.into_iter().flat_map(|(word, gap)| [word, gap.to_owned()]).collect::<String>()),
        2 => ".{0,60}",
    ]
}

fn now() -> impl Strategy<Value = NaiveDateTime> {
    // The first and the last years of the calendar are where arithmetic breaks.
    let seconds = prop_oneof![
        -62_135_596_800i64..-62_000_000_000,
        -10_000_000_000i64..10_000_000_000,
        253_300_000_000i64..253_402_300_800
    ];
    seconds.prop_map(|seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn ranges_are_ordered(
        text in text(),
        now in now(),
        zone in prop::sample::select(vec!["", "berlin", "-12:00", "14:00"]),
        is_sunday in any::<bool>(),
        start_is_now in any::<bool>(),
        end_is_now in any::<bool>(),
    ) {
        let offset = offset_of(zone);
        let week_start = if is_sunday { Weekday::Sun } else { Weekday::Mon };
        let context = TimeContext { now, offset: &offset, week_start, anchors: Anchors { start_is_now, end_is_now } };
        time_grammar::holds_at(&text, &context);
    }

    #[test]
    fn shifts_never_panic(now in now(), by in text()) {
        let _shifted = shift_time(now, &by);
    }
}

#[test]
fn seeds_hold() {
    seeds::of("time_grammar").iter().for_each(|text| time_grammar::holds(text));
}

#[test]
fn long_texts_are_refused_at_once() {
    let now: NaiveDateTime = "2026-11-20T05:58:54".parse().unwrap();
    let context = TimeContext::utc(now);
    for part in ["DATEADD(", "1 day after ", "march ", "'", "2024-", "1 day and "] {
        assert!(resolve_time_range_in(&part.repeat(100_000), &context).is_err(), "{part:?}");
        assert!(resolve_time_range_in(&part.repeat(2_000 / part.len()), &context).is_err(), "{part:?}");
    }
}
