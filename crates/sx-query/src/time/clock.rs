//! Where and when a question is asked, and calendar arithmetic there.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::unit::Unit;

/// What relative ranges count from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// `Next …` begins, and `last …` counts from, now in place of midnight.
    pub start_is_now: bool,
    /// `Last …` ends now in place of midnight.
    pub end_is_now: bool,
}

/// The moment, the place and the habits that words like “today” and “this week” depend on.
#[derive(Clone, Copy)]
pub struct TimeContext<'a> {
    /// UTC.
    pub now: NaiveDateTime,
    /// Seconds east of Greenwich at a moment given in UTC: the person's time zone.
    pub offset: &'a (dyn Fn(NaiveDateTime) -> i32 + Sync),
    /// The day that weeks begin with.
    pub week_start: Weekday,
    pub anchors: Anchors,
}

impl TimeContext<'_> {
    /// In UTC, with weeks that begin on Monday.
    pub fn utc(now: NaiveDateTime) -> Self {
        Self { now, offset: &|_| 0, week_start: Weekday::Mon, anchors: Anchors::default() }
    }
}

/// A moment as the person's clock shows it, and in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub local: NaiveDateTime,
    pub utc: NaiveDateTime,
}

/// `None` everywhere: the moment lies beyond the years 1 to 9999.
impl TimeContext<'_> {
    pub(super) fn moment(&self, utc: NaiveDateTime) -> Option<Moment> {
        let local = utc.checked_add_signed(self.offset_at(utc))?;
        [utc, local].iter().all(|time| (1..=9999).contains(&time.year())).then_some(Moment { local, utc })
    }

    /// What the person's clock shows. An hour that comes twice means the first time, and one that is left out when
    /// clocks go forward means the same distance behind the change.
    pub(super) fn local(&self, local: NaiveDateTime) -> Option<Moment> {
        let day = TimeDelta::days(1);
        let before = self.offset_at(local.checked_sub_signed(day)?);
        let after = self.offset_at(local.checked_add_signed(day)?);
        let at = |offset: TimeDelta| {
            let utc = local.checked_sub_signed(offset)?;
            (self.offset_at(utc) == offset).then_some(utc)
        };
        let utc = match (at(before), at(after)) {
            (Some(one), Some(other)) => one.min(other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => local.checked_sub_signed(before)?,
        };
        self.moment(utc)
    }

    pub(super) fn midnight(&self, date: NaiveDate) -> Option<Moment> {
        self.local(date.and_time(NaiveTime::MIN))
    }

    pub(super) fn now(&self) -> Option<Moment> {
        self.moment(self.now)
    }

    pub(super) fn today(&self) -> Option<Moment> {
        self.midnight(self.now()?.local.date())
    }

    /// Hours and shorter units are as long as they are; longer ones keep the time of day.
    pub(super) fn add(&self, moment: Moment, unit: Unit, count: i64) -> Option<Moment> {
        match unit.is_within_day() {
            true => self.moment(unit.add(moment.utc, count)?),
            false => self.local(unit.add(moment.local, count)?),
        }
    }

    /// The start of the unit that the moment lies in.
    pub(super) fn start(&self, moment: Moment, unit: Unit) -> Option<Moment> {
        let start = unit.start(moment.local, self.week_start)?;
        match unit.is_within_day() {
            // Cutting on the person's clock, without leaving the hour that may come twice.
            true => self.moment(moment.utc.checked_sub_signed(moment.local - start)?),
            false => self.local(start),
        }
    }

    /// What the person's clock shows at a moment in UTC.
    pub(crate) fn local_of(&self, utc: NaiveDateTime) -> Option<NaiveDateTime> {
        self.moment(utc).map(|moment| moment.local)
    }

    fn offset_at(&self, utc: NaiveDateTime) -> TimeDelta {
        TimeDelta::seconds(i64::from((self.offset)(utc)))
    }
}
