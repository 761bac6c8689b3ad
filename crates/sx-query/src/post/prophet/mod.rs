//! The future of each series, by a forecaster that the caller brings: a model is no arithmetic on rows.

mod history;
mod options;

use serde_json::{Map, Value};

use self::history::History;
use self::options::Options;
use super::PostOperation;
use super::frame::{Frame, Index, Series, problem};
use crate::{Kind, QueryError, Values};

/// One series, and the times to tell it for. Times are microseconds since 1970, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastQuestion {
    pub times: Vec<i64>,
    pub values: Vec<f64>,
    /// The times ahead, one step of the time grain apart.
    pub future: Vec<i64>,
    /// Microseconds of one step; months, quarters and years in the mean.
    pub step: i64,
    /// Between 0 and 1: how much of what happens the bounds shall hold.
    pub confidence: f64,
    pub yearly: Seasonality,
    pub weekly: Seasonality,
    pub daily: Seasonality,
}

/// Whether a season is part of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seasonality {
    /// When the history is long enough to tell.
    #[default]
    Auto,
    Off,
    On,
    /// With so many waves in it (its Fourier order).
    Waves(u32),
}

/// What is expected at each time of the history, then at each time of the future, with its bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    pub yhat: Vec<f64>,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
}

/// Tells the future of series. The error is a sentence for the person who asked.
pub trait Forecaster {
    fn forecast(&self, question: &ForecastQuestion) -> Result<Forecast, String>;
}

pub(super) struct Prophet;

pub(super) const NAME: &str = "prophet";

impl PostOperation for Prophet {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        self.apply_with(frame, options, None)
    }

    fn apply_with(
        &self,
        frame: Frame,
        options: &Map<String, Value>,
        forecaster: Option<&dyn Forecaster>,
    ) -> Result<Frame, QueryError> {
        let options = Options::new(options)?;
        let history = History::new(&frame, &options.index)?;
        let forecaster = forecaster.ok_or_else(|| problem(NAME, "there is no forecaster here"))?;
        let future = options.grain.future(history.last(), options.periods)?;
        let mut columns = vec![history.axis(&options.index, &future)];
        for series in &history.series {
            let question = ForecastQuestion {
                times: history.times.clone(),
                values: series.1.clone(),
                future: future.clone(),
                step: options.grain.micros(),
                confidence: options.confidence,
                yearly: options.yearly,
                weekly: options.weekly,
                daily: options.daily,
            };
            let told = forecaster.forecast(&question).map_err(|sentence| problem(NAME, sentence))?;
            columns.extend(told_columns(series, told, history.times.len() + future.len())?);
        }
        Ok(Frame { index: Index::Range, levels: vec![None], columns })
    }
}

/// `__yhat`, `__yhat_lower`, `__yhat_upper`, then the series itself, which ends with the history.
fn told_columns((name, values): &(String, Vec<f64>), told: Forecast, rows: usize) -> Result<[Series; 4], QueryError> {
    if [&told.yhat, &told.lower, &told.upper].iter().any(|numbers| numbers.len() != rows) {
        return Err(problem(NAME, "the forecaster answered for other times than it was asked for"));
    }
    let column = |suffix: &str, numbers: Vec<f64>| {
        let values = numbers.into_iter().map(|number| Some(number).filter(|number| number.is_finite()));
        Series::new(&format!("{name}{suffix}"), Kind::Numeric, Values::Float(values.collect()))
    };
    let mut own: Vec<Option<f64>> = values.iter().map(|value| Some(*value)).collect();
    own.resize(rows, None);
    Ok([
        column("__yhat", told.yhat),
        column("__yhat_lower", told.lower),
        column("__yhat_upper", told.upper),
        Series::new(name, Kind::Numeric, Values::Float(own)),
    ])
}
