//! `tests/time_cases/<topic>.json` holds ranges as people write them, beside what they mean at one moment and place.

use std::path::Path;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use serde::Deserialize;
use sx_query::{Anchors, QueryError, TimeContext, TimeRange, resolve_time_range_in, shift_time_range};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    #[expect(dead_code, reason = "for people")]
    about: String,
    now: NaiveDateTime,
    #[serde(default)]
    zone: String,
    week_start: Option<Weekday>,
    #[serde(default)]
    start_is_now: bool,
    #[serde(default)]
    end_is_now: bool,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The row of the inventory.
    #[expect(dead_code, reason = "for people")]
    row: Option<String>,
    text: String,
    range: Option<String>,
    error: Option<String>,
}

#[test]
fn every_case_means_its_range() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/time_cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let topic: Topic = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let offset = offset_of(&topic.zone);
        let anchors = Anchors { start_is_now: topic.start_is_now, end_is_now: topic.end_is_now };
        let week_start = topic.week_start.unwrap_or(Weekday::Mon);
        let context = TimeContext { now: topic.now, offset: &offset, week_start, anchors };
        for case in &topic.cases {
            let expected = case.range.as_ref().or(case.error.as_ref()).unwrap();
            let ours = show(resolve_time_range_in(&case.text, &context));
            if ours != *expected {
                wrong.push(format!("{}: {:?} means {ours}, not {expected}", path.display(), case.text));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 300, "only {count} cases were found");
}

pub(crate) fn show(range: Result<TimeRange, QueryError>) -> String {
    let side = |time: Option<NaiveDateTime>| {
        time.map_or("…".into(), |time| time.to_string().trim_end_matches(" 00:00:00").to_owned())
    };
    match range {
        Ok((from, to)) => format!("{} → {}", side(from), side(to)),
        Err(error) => error.to_string(),
    }
}

/// Seconds east of Greenwich; the daylight saving time of Berlin by its rule, other zones by their number of hours.
pub(crate) fn offset_of(zone: &str) -> Box<dyn Fn(NaiveDateTime) -> i32 + Sync> {
    match zone {
        "berlin" => Box::new(|utc: NaiveDateTime| {
            let change = |month| {
                let last = NaiveDate::from_ymd_opt(utc.year(), month, 31).unwrap();
                let sunday = last - chrono::Days::new(u64::from(last.weekday().num_days_from_sunday()));
                sunday.and_hms_opt(1, 0, 0).unwrap()
            };
            if (change(3)..change(10)).contains(&utc) { 7200 } else { 3600 }
        }),
        hours => {
            let hours: i32 = hours.split(':').next().and_then(|hours| hours.parse().ok()).unwrap_or(0);
            Box::new(move |_| hours * 3600)
        }
    }
}

#[test]
fn shifts_move_both_ends() {
    let now: NaiveDateTime = "2026-11-20T05:58:54".parse().unwrap();
    let context = TimeContext::utc(now);
    let shifted = |text: &str, by: &str| {
        let range = resolve_time_range_in(text, &context).unwrap();
        show(shift_time_range(range, by, &context))
    };
    let range = "2024-02-01 : 2024-02-29";
    assert_eq!(shifted(range, "1 year"), "2023-02-01 → 2023-02-28");
    assert_eq!(shifted(range, "1 year ago"), "2023-02-01 → 2023-02-28");
    assert_eq!(shifted(range, "-1 week"), "2024-01-25 → 2024-02-22");
    assert_eq!(shifted(range, "1 month later"), "2024-03-01 → 2024-03-29");
    assert_eq!(shifted(range, "2 quarters"), "2023-08-01 → 2023-08-29");
    assert_eq!(shifted(range, "2020-01-01 : 2020-02-01"), "2020-01-01 → 2020-02-01");
    assert_eq!(shifted(" : 2024-02-29", "12 hours"), "… → 2024-02-28 12:00:00");
    assert_eq!(shifted(range, "soon"), "\"soon\" is no shift of time such as \"1 week ago\"");
    assert_eq!(shifted(range, "1 : x"), "Couldn't parse date string [1]");
}
