//! Where and by whose habits a question's words for times are understood.

use chrono::{DateTime, DurationRound as _, NaiveDateTime, Offset as _, TimeZone as _, Utc, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};
use sx_model::{TimeSettings, WeekStart};
use sx_query::{Anchors, TimeContext};

use crate::{Caller, wrong::Wrong};

/// The time zone that “today” lies in, and the day that weeks begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    zone: Tz,
    week_start: Weekday,
}

impl Default for Times {
    /// UTC, Monday: what the reference always has.
    fn default() -> Self {
        Self { zone: Tz::UTC, week_start: Weekday::Mon }
    }
}

impl Times {
    /// The dashboard's word, then the person's.
    pub(crate) fn of(caller: &Caller, dashboard: Option<&TimeSettings>) -> Self {
        let person = caller.user().map(|user| &user.times);
        let said = || dashboard.into_iter().chain(person);
        let default = Self::default();
        Self {
            zone: said().find_map(|settings| zone(settings.time_zone.as_deref()?)).unwrap_or(default.zone),
            week_start: said().find_map(|settings| settings.week_start).map_or(default.week_start, weekday),
        }
    }

    /// To the minute, so that a question about “the last hour” has the same key for a minute.
    pub(crate) fn at(self, now: DateTime<Utc>) -> When {
        let minute = now.duration_trunc(chrono::Duration::minutes(1)).unwrap_or(now);
        When { now: minute, times: self }
    }
}

/// The moment of a question, there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    pub now: DateTime<Utc>,
    times: Times,
}

impl When {
    /// What the planner takes, for as long as `read` runs.
    pub fn with<T>(self, read: impl FnOnce(TimeContext<'_>) -> T) -> T {
        let Times { zone, week_start } = self.times;
        let offset = |utc: NaiveDateTime| zone.offset_from_utc_datetime(&utc).fix().local_minus_utc();
        let now = self.now.naive_utc();
        match zone {
            // Nearly all questions; there is nothing to look up.
            Tz::UTC => read(TimeContext { week_start, ..TimeContext::utc(now) }),
            _ => read(TimeContext { now, offset: &offset, week_start, anchors: Anchors::default() }),
        }
    }
}

/// The names that people choose from, by name: places, and UTC.
pub fn time_zones() -> Vec<String> {
    let is_place = |name: &str| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/"));
    TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| is_place(name)).map(str::to_owned).collect()
}

/// `field` is where it was given.
pub(crate) fn check_time_zone(field: &'static str, name: Option<&str>, wrong: &mut Wrong) {
    if let Some(name) = name.filter(|name| zone(name).is_none()) {
        wrong.add(field, format!("“{name}” is not a time zone; write one such as “Europe/Berlin”."));
    }
}

fn zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

fn weekday(day: WeekStart) -> Weekday {
    match day {
        WeekStart::Monday => Weekday::Mon,
        WeekStart::Saturday => Weekday::Sat,
        WeekStart::Sunday => Weekday::Sun,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sx_model::{User, UserId};

    use super::*;

    fn settings(time_zone: Option<&str>, week_start: Option<WeekStart>) -> TimeSettings {
        TimeSettings { time_zone: time_zone.map(str::to_owned), week_start }
    }

    fn person(times: TimeSettings) -> Caller {
        let text = String::new;
        let (username, first_name, last_name, email) = (text(), text(), text(), text());
        let roles = Vec::new();
        let user = User { id: UserId(1), username, first_name, last_name, email, is_active: true, times, roles };
        Caller::by_token(Arc::new(user))
    }

    fn range(text: &str, now: &str, times: Times) -> String {
        let when = times.at(now.parse().unwrap());
        let (from, to) = when.with(|context| sx_query::resolve_time_range_in(text, &context)).unwrap();
        format!("{} … {}", from.unwrap(), to.unwrap())
    }

    #[test]
    fn the_dashboard_speaks_first_then_the_person() {
        let berlin = person(settings(Some("Europe/Berlin"), Some(WeekStart::Sunday)));
        let now = "2026-11-20T23:30:10Z";
        assert_eq!(range("today", now, Times::default()), "2026-11-20 00:00:00 … 2026-11-21 00:00:00");
        let own = Times::of(&berlin, None);
        assert_eq!(range("today", now, own), "2026-11-20 23:00:00 … 2026-11-21 23:00:00");
        assert_eq!(range("this week", now, own), "2026-11-14 23:00:00 … 2026-11-21 23:00:00");
        let tokyo = Times::of(&berlin, Some(&settings(Some("Asia/Tokyo"), None)));
        assert_eq!(range("today", now, tokyo), "2026-11-20 15:00:00 … 2026-11-21 15:00:00");
        assert_eq!(range("this week", now, tokyo), "2026-11-14 15:00:00 … 2026-11-21 15:00:00", "the person's Sunday");
        assert_eq!(Times::of(&Caller::anonymous(), Some(&settings(Some("Nowhere/Land"), None))), Times::default());
    }

    #[test]
    fn a_day_has_as_many_hours_as_the_clocks_say() {
        let times = Times::of(&Caller::anonymous(), Some(&settings(Some("America/New_York"), None)));
        assert_eq!(range("today", "2026-03-08T18:00:00Z", times), "2026-03-08 05:00:00 … 2026-03-09 04:00:00");
        assert_eq!(range("today", "2026-11-01T18:00:00Z", times), "2026-11-01 04:00:00 … 2026-11-02 05:00:00");
    }

    #[test]
    fn names_of_zones_are_checked_and_those_offered_are_good() {
        let told = |name| {
            let mut wrong = Wrong::default();
            check_time_zone("time_zone", Some(name), &mut wrong);
            wrong.check().err().map(|error| error.message).unwrap_or_default()
        };
        assert_eq!(
            told("Mars/Olympus"),
            "time_zone: “Mars/Olympus” is not a time zone; write one such as “Europe/Berlin”."
        );
        let offered = time_zones();
        assert!(offered.len() > 400, "{}", offered.len());
        assert!(offered.iter().all(|name| told(name).is_empty()));
    }
}
