//! Where and by whose habits words like “today” and “this week” are understood.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a person or a dashboard says about it. What is absent is left to the next: the dashboard's word comes first, then
/// the person's, then UTC and weeks that begin on Monday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimeSettings {
    /// A name of the IANA time zone database: `Europe/Berlin`.
    pub time_zone: Option<String>,
    pub week_start: Option<WeekStart>,
}

/// The days that weeks begin with somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WeekStart {
    Monday,
    Saturday,
    Sunday,
}

impl WeekStart {
    pub const ALL: [Self; 3] = [Self::Monday, Self::Saturday, Self::Sunday];

    /// As it is stored and sent.
    pub fn id(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}

/// For people.
impl fmt::Display for WeekStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Monday => "Monday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        })
    }
}

impl FromStr for WeekStart {
    type Err = UnknownWeekStart;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|day| day.id().eq_ignore_ascii_case(text)).ok_or(UnknownWeekStart)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWeekStart;

impl fmt::Display for UnknownWeekStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("A week begins on monday, saturday or sunday.")
    }
}

impl std::error::Error for UnknownWeekStart {}

impl TimeSettings {
    /// From the keys `time_zone` and `week_start` of a dashboard's JSON metadata; what is not readable says nothing.
    pub fn of_metadata(json_metadata: &str) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Keys {
            time_zone: serde_json::Value,
            week_start: serde_json::Value,
        }
        let keys: Keys = serde_json::from_str(json_metadata).unwrap_or_default();
        let text = |value: &serde_json::Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        Self {
            time_zone: text(&keys.time_zone),
            week_start: keys.week_start.as_str().and_then(|text| text.parse().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dashboard_says_it_in_its_metadata() {
        let said = TimeSettings::of_metadata(r#"{"time_zone":"Asia/Tokyo","week_start":"sunday","color_scheme":"x"}"#);
        assert_eq!((said.time_zone.as_deref(), said.week_start), (Some("Asia/Tokyo"), Some(WeekStart::Sunday)));
        for nothing in ["", "{}", "[]", "nonsense", r#"{"time_zone":"","week_start":3}"#] {
            assert_eq!(TimeSettings::of_metadata(nothing), TimeSettings::default(), "{nothing}");
        }
    }

    #[test]
    fn days_are_written_as_they_are_read() {
        for day in WeekStart::ALL {
            assert_eq!(day.id().parse(), Ok(day));
            assert_eq!(serde_json::to_value(day).unwrap(), day.id());
        }
        assert_eq!("friday".parse::<WeekStart>(), Err(UnknownWeekStart));
    }
}
