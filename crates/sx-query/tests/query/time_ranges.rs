//! The time range language, at Friday 2026-11-20 05:58:54.

use chrono::NaiveDateTime;
use sx_query::{Anchors, resolve_time_range, resolve_time_range_with};

fn now() -> NaiveDateTime {
    "2026-11-20T05:58:54".parse().unwrap()
}

fn range(text: &str) -> String {
    show(resolve_time_range(text, now()))
}

fn show(range: Result<sx_query::TimeRange, sx_query::QueryError>) -> String {
    let side =
        |time: Option<NaiveDateTime>| time.map_or("…".into(), |time| time.to_string().replace(" 00:00:00", ""));
    match range {
        Ok((from, to)) => format!("{} → {}", side(from), side(to)),
        Err(error) => error.to_string(),
    }
}

#[test]
fn ranges() {
    let expected = [
        ("No filter", "… → …"),
        ("", "… → …"),
        ("Last day", "2026-11-19 → 2026-11-20"),
        ("Last week", "2026-11-13 → 2026-11-20"),
        ("Last quarter", "2026-08-20 → 2026-11-20"),
        ("Last 3 months", "2026-08-20 → 2026-11-20"),
        ("Next 2 months", "2026-11-20 → 2027-01-20"),
        ("previous calendar week", "2026-11-09 → 2026-11-16"),
        ("previous calendar quarter", "2026-07-01 → 2026-10-01"),
        ("previous calendar year", "2025-01-01 → 2026-01-01"),
        ("Current week", "2026-11-16 → 2026-11-23"),
        ("Current quarter", "2026-10-01 → 2027-01-01"),
        ("start of this month : end of this month", "2026-11-01 → 2026-12-01"),
        ("start of this quarter : end of this quarter", "2026-10-01 → 2027-01-01"),
        ("start of this day : end of this day", "2026-11-20 → 2026-11-21"),
        ("beginning of last year : end of last year", "2025-01-01 → 2026-01-01"),
        ("first day of this year : now", "2026-01-01 → 2026-11-20 05:58:54"),
        ("first week of this year", "2026-01-01 → 2026-01-08"),
        ("1st month of last quarter", "2026-07-01 → 2026-08-01"),
        ("this quarter : now", "2026-10-01 → 2026-11-20 05:58:54"),
        ("prior 2 quarters : today", "2026-05-20 → 2026-11-20"),
        ("3 days ago : now", "2026-11-17 → 2026-11-20 05:58:54"),
        ("100 years ago : now", "1926-11-20 → 2026-11-20 05:58:54"),
        ("2 hours ago : now", "2026-11-20 03:58:54 → 2026-11-20 05:58:54"),
        ("yesterday : today", "2026-11-19 → 2026-11-20"),
        ("last monday : today", "2026-11-16 → 2026-11-20"),
        ("2024-01-01 : 2024-02-01", "2024-01-01 → 2024-02-01"),
        ("2024-01-01T00:00:00 : ", "2024-01-01 → …"),
        (" : 2024-01-01", "… → 2024-01-01"),
        ("2024 : 2024-03", "2024-01-01 → 2024-03-01"),
        ("DATEADD(DATETIME(\"today\"), -7, day) : DATETIME(\"now\")", "2026-11-13 → 2026-11-20 05:58:54"),
        ("datetrunc(DATETIME('now'), month) : LASTDAY(DATETIME('now'), MONTH)", "2026-11-01 → 2026-11-30"),
        ("DATEADD(DATETIME('2024-01-31'), 1, month) : ", "2024-02-29 → …"),
        (
            "DATEADD(DATETIME('2024-01-10'), -DATEDIFF(DATETIME('2024-01-01'), DATETIME('2024-01-08')), day) : ",
            "2024-01-03 → …",
        ),
        ("HOLIDAY(\"Christmas\", DATETIME(\"2024\"), \"GB\") : DATETIME(\"now\")", "2024-12-25 → 2026-11-20 05:58:54"),
        ("Last 6 hours", "2026-11-19 23:58:54 → 2026-11-20 05:58:54"),
        ("Last 24 hours : now", "2026-11-19 05:58:54 → 2026-11-20 05:58:54"),
        ("Last 90 minutes", "2026-11-20 04:28:54 → 2026-11-20 05:58:54"),
    ];
    for (text, answer) in expected {
        assert_eq!(range(text), answer, "{text:?}");
    }
}

#[test]
fn mistakes() {
    let expected = [
        ("7 days : now", "Time string is ambiguous. Please specify [7 days ago] or [7 days later]."),
        ("2024-02-01 : 2024-01-01", "From date cannot be larger than to date"),
        ("whenever : now", "Couldn't parse date string [whenever]"),
        ("whenever", "\"whenever\" is no time range; write \"Last week\" or \"2024-01-01 : 2024-02-01\""),
        ("DATEADD(DATETIME('today'), 1, eon) : ", "\"eon\" is no unit of time"),
        ("DATETIME('today' : now", "')' is expected before \"\""),
        ("DATEADD(DATETIME('today'), 9999999, year) : ", "The time lies beyond the calendar"),
    ];
    for (text, answer) in expected {
        assert_eq!(range(text), answer, "{text:?}");
    }
}

#[test]
fn anchors_move_the_base() {
    let anchors = Anchors { start_is_now: false, end_is_now: true };
    assert_eq!(show(resolve_time_range_with("Last day", now(), anchors)), "2026-11-19 → 2026-11-20 05:58:54");
    let anchors = Anchors { start_is_now: true, end_is_now: false };
    assert_eq!(show(resolve_time_range_with("Next day", now(), anchors)), "2026-11-20 05:58:54 → 2026-11-21 05:58:54");
}
