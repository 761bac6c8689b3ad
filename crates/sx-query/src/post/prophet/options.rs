//! The options of a forecast, checked.

use chrono::{DateTime, Months, NaiveDateTime};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{NAME, Seasonality};
use crate::QueryError;
use crate::post::frame::problem;
use crate::post::options::read;

/// Columns named after nothing else: the reference's name for a time axis without one.
const DEFAULT_INDEX: &str = "__timestamp";
/// Each period is a row of the answer, for each series.
const MOST_PERIODS: i64 = 10_000;

/// The options as the model needs them.
pub(super) struct Options {
    pub grain: Grain,
    pub periods: usize,
    pub confidence: f64,
    pub yearly: Seasonality,
    pub weekly: Seasonality,
    pub daily: Seasonality,
    pub index: String,
}

impl Options {
    /// # Errors
    /// A sentence for the first option that cannot be.
    pub fn new(options: &Map<String, Value>) -> Result<Self, QueryError> {
        let options: Given = read(NAME, options)?;
        if options.time_grain.is_empty() {
            return Err(problem(NAME, "Time grain missing"));
        }
        let unsupported = || problem(NAME, format!("Unsupported time grain: {}", options.time_grain));
        let grain = Grain::parse(&options.time_grain).ok_or_else(unsupported)?;
        let periods = options.periods.as_i64().filter(|periods| *periods >= 0);
        let periods = periods.ok_or_else(|| problem(NAME, "Periods must be a whole number"))?;
        if periods > MOST_PERIODS {
            return Err(problem(NAME, format!("Periods must not be more than {MOST_PERIODS}")));
        }
        let confidence = options.confidence_interval.filter(|share| 0.0 < *share && *share < 1.0);
        let sentence = "Confidence interval must be between 0 and 1 (exclusive)";
        Ok(Self {
            grain,
            periods: usize::try_from(periods).unwrap_or_default(),
            confidence: confidence.ok_or_else(|| problem(NAME, sentence))?,
            yearly: seasonality("yearly_seasonality", &options.yearly_seasonality)?,
            weekly: seasonality("weekly_seasonality", &options.weekly_seasonality)?,
            daily: seasonality("daily_seasonality", &options.daily_seasonality)?,
            index: options.index.filter(|name| !name.is_empty()).unwrap_or_else(|| DEFAULT_INDEX.into()),
        })
    }
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    time_grain: String,
    #[serde(default)]
    periods: Value,
    confidence_interval: Option<f64>,
    #[serde(default)]
    yearly_seasonality: Value,
    #[serde(default)]
    weekly_seasonality: Value,
    #[serde(default)]
    daily_seasonality: Value,
    index: Option<String>,
}

fn seasonality(name: &str, value: &Value) -> Result<Seasonality, QueryError> {
    let waves = |number: u64| match u32::try_from(number) {
        Ok(0) => Some(Seasonality::Off),
        Ok(waves) if waves <= 100 => Some(Seasonality::Waves(waves)),
        _ => None,
    };
    let read = match value {
        Value::Null => Some(Seasonality::Auto),
        Value::Bool(yes) => Some(if *yes { Seasonality::On } else { Seasonality::Off }),
        Value::Number(number) => number.as_u64().and_then(waves),
        Value::String(text) if text == "auto" || text.is_empty() => Some(Seasonality::Auto),
        Value::String(text) => text.parse().ok().and_then(waves),
        _ => None,
    };
    read.ok_or_else(|| problem(NAME, format!("`{name}` must be true, false, null or a number of waves up to 100")))
}

/// The distance of two rows.
#[derive(Clone, Copy)]
pub(super) enum Grain {
    Fixed(i64),
    Months(u32),
}

impl Grain {
    fn parse(text: &str) -> Option<Self> {
        let seconds = |count: i64| Self::Fixed(count * 1_000_000);
        Some(match text {
            "PT1S" => seconds(1),
            "PT1M" => seconds(60),
            "PT5M" => seconds(5 * 60),
            "PT10M" => seconds(10 * 60),
            "PT15M" => seconds(15 * 60),
            "PT30M" => seconds(30 * 60),
            "PT1H" => seconds(3600),
            "P1D" => seconds(86_400),
            "P1W" => seconds(7 * 86_400),
            "1969-12-28T00:00:00Z/P1W" | "1969-12-29T00:00:00Z/P1W" => seconds(7 * 86_400),
            "P1W/1970-01-03T00:00:00Z" | "P1W/1970-01-04T00:00:00Z" => seconds(7 * 86_400),
            "P1M" => Self::Months(1),
            "P3M" => Self::Months(3),
            "P1Y" => Self::Months(12),
            _ => return None,
        })
    }

    /// Microseconds of one step, in the mean.
    pub fn micros(self) -> i64 {
        match self {
            Self::Fixed(step) => step,
            Self::Months(count) => i64::from(count) * 2_629_746_000_000,
        }
    }

    /// The next times after the last one. They keep to its day, so months that begin go on beginning.
    pub fn future(self, last: i64, periods: usize) -> Result<Vec<i64>, QueryError> {
        let start: Option<NaiveDateTime> = DateTime::from_timestamp_micros(last).map(|time| time.naive_utc());
        let at = |period: usize| match self {
            Self::Fixed(step) => last.checked_add(step.checked_mul(i64::try_from(period).ok()?)?),
            Self::Months(count) => {
                let months = Months::new(count.checked_mul(u32::try_from(period).ok()?)?);
                start?.checked_add_months(months).map(|time| time.and_utc().timestamp_micros())
            }
        };
        let times: Option<Vec<i64>> = (1..=periods).map(at).collect();
        times.ok_or_else(|| problem(NAME, "the times lie beyond the calendar"))
    }
}
