//! What a series will do next: seasons are taken out (MSTL), what is left goes on by exponential smoothing (ETS).
//!
//! The reference asks Prophet, so the numbers differ; the columns and rows are the same.

mod grid;
mod line;

use augurs::ets::AutoETS;
use augurs::mstl::MSTLModel;
use augurs::{Fit as _, Predict as _};
use sx_model::{AppError, Result};
use sx_query::{Forecast, ForecastQuestion, Forecaster, PostProcessing, Processed, Seasonality, Table};

use self::grid::Grid;
use super::query_error;

/// Fitting grows with the length of the history; this many steps take seconds.
const MOST_STEPS: usize = 20_000;
/// Fewer points than this say nothing about more than a straight line.
const FEWEST_POINTS: usize = 10;
const DAY: i64 = 86_400_000_000;

/// Runs the operations, those that compute for long on a thread of their own.
pub(super) async fn post_process(table: Table, operations: Vec<Option<PostProcessing>>) -> Result<Processed> {
    if !operations.iter().flatten().any(sx_query::is_forecast) {
        return sx_query::post_process(table, &operations).map_err(query_error);
    }
    let work = move || sx_query::post_process_with(table, &operations, Some(&Smoothing));
    match tokio::task::spawn_blocking(work).await {
        Ok(processed) => processed.map_err(query_error),
        Err(error) => {
            tracing::warn!(%error, "a forecast broke off");
            Err(AppError::invalid("prophet: the future of this series could not be told"))
        }
    }
}

struct Smoothing;

impl Forecaster for Smoothing {
    fn forecast(&self, question: &ForecastQuestion) -> std::result::Result<Forecast, String> {
        let grid = Grid::new(&question.times, &question.values, question.step);
        if grid.values.len() > MOST_STEPS {
            return Err(format!("the history has {} steps; a forecast reads {MOST_STEPS} at most", grid.values.len()));
        }
        let Some(scale) = Scale::of(&grid.values) else { return Ok(constant(question)) };
        let scaled: Vec<f64> = grid.values.iter().map(|value| scale.down(*value)).collect();
        let smooth = (scaled.len() >= FEWEST_POINTS).then(|| fit(&scaled, question)).flatten();
        let told = smooth.unwrap_or_else(|| line::forecast(&scaled, question.future.len(), question.confidence));
        Ok(Forecast {
            yhat: scale.up(&told.yhat, &grid, question.future.len()),
            lower: scale.up(&told.lower, &grid, question.future.len()),
            upper: scale.up(&told.upper, &grid, question.future.len()),
        })
    }
}

/// For each step of the history, then for each one ahead. `None` when no model fits.
fn fit(values: &[f64], question: &ForecastQuestion) -> Option<Forecast> {
    let (level, ahead) = (question.confidence, question.future.len());
    let periods = periods(question, values.len());
    // Only models with additive errors can tell their bounds.
    let trend = AutoETS::new(1, "AZN").ok()?;
    let told = if periods.is_empty() {
        let model = trend.fit(values).ok()?;
        model.predict_in_sample(level).ok()?.chain(model.predict(ahead, level).ok()?)
    } else {
        let model = MSTLModel::new(periods, trend.into_trend_model()).fit(values).ok()?;
        model.predict_in_sample(level).ok()?.chain(model.predict(ahead, level).ok()?)
    };
    let bounds = told.intervals?;
    let forecast = Forecast { yhat: told.point, lower: bounds.lower, upper: bounds.upper };
    let is_complete =
        |numbers: &Vec<f64>| numbers.len() == values.len() + ahead && numbers.iter().all(|number| number.is_finite());
    let is_whole = [&forecast.yhat, &forecast.lower, &forecast.upper].into_iter().all(is_complete);
    is_whole.then_some(forecast)
}

/// The seasons in steps. One that the history does not hold twice cannot be told from a trend, and is left out.
fn periods(question: &ForecastQuestion, steps: usize) -> Vec<usize> {
    let span = question.times.last().zip(question.times.first()).map_or(0, |(last, first)| last - first);
    // As Prophet decides: two years, two weeks, two days of history.
    let seasons = [
        (question.daily, DAY as f64, 2 * DAY),
        (question.weekly, 7.0 * DAY as f64, 14 * DAY),
        (question.yearly, 365.2425 * DAY as f64, 730 * DAY),
    ];
    let is_wanted = |season: Seasonality, least: i64| match season {
        Seasonality::Off => false,
        Seasonality::Auto => span >= least,
        Seasonality::On | Seasonality::Waves(_) => true,
    };
    let wanted = seasons.into_iter().filter(|(season, _, least)| is_wanted(*season, *least));
    let mut periods: Vec<usize> =
        wanted.map(|(_, length, _)| (length / question.step as f64).round() as usize).collect();
    periods.retain(|period| *period >= 2 && period * 2 <= steps);
    periods.dedup();
    periods
}

/// A series that never changes goes on so.
fn constant(question: &ForecastQuestion) -> Forecast {
    let value = question.values.first().copied().unwrap_or_default();
    let values = vec![value; question.times.len() + question.future.len()];
    Forecast { yhat: values.clone(), lower: values.clone(), upper: values }
}

/// Models work on numbers around zero, for some count in single precision.
struct Scale {
    mean: f64,
    spread: f64,
}

impl Scale {
    /// `None` when all values are equal.
    fn of(values: &[f64]) -> Option<Self> {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let spread = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
        (spread.is_finite() && spread > mean.abs() * 1e-12 && spread > 0.0).then_some(Self { mean, spread })
    }

    fn down(&self, value: f64) -> f64 {
        (value - self.mean) / self.spread
    }

    /// The numbers of the times that were asked for: steps that only fill a gap are left out.
    fn up(&self, numbers: &[f64], grid: &Grid, ahead: usize) -> Vec<f64> {
        let steps = grid.places.iter().copied().chain(grid.values.len()..grid.values.len() + ahead);
        steps.map(|step| numbers.get(step).map_or(f64::NAN, |number| number * self.spread + self.mean)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(values: Vec<f64>, step: i64, ahead: usize) -> ForecastQuestion {
        let count = values.len() as i64;
        ForecastQuestion {
            times: (0..count).map(|at| at * step).collect(),
            values,
            future: (count..count + ahead as i64).map(|at| at * step).collect(),
            step,
            confidence: 0.8,
            yearly: Seasonality::Auto,
            weekly: Seasonality::Auto,
            daily: Seasonality::Auto,
        }
    }

    fn assert_ordered(told: &Forecast) {
        for ((lower, yhat), upper) in told.lower.iter().zip(&told.yhat).zip(&told.upper) {
            assert!(lower <= yhat && yhat <= upper, "{lower} {yhat} {upper}");
        }
    }

    #[test]
    fn a_weekly_season_on_a_trend_goes_on() {
        let value = |day: usize| 100.0 + day as f64 + [0.0, 30.0, 10.0, 0.0, -10.0, -20.0, -10.0][day % 7];
        let history: Vec<f64> = (0..84).map(value).collect();
        let told = Smoothing.forecast(&question(history, DAY, 14)).unwrap();
        assert_eq!(told.yhat.len(), 98);
        assert_ordered(&told);
        for day in 84..98 {
            assert!((told.yhat[day] - value(day)).abs() < 8.0, "day {day}: {} for {}", told.yhat[day], value(day));
        }
    }

    #[test]
    fn few_points_make_a_line() {
        let told = Smoothing.forecast(&question(vec![1.0, 2.0, 3.1, 3.9], DAY, 2)).unwrap();
        assert_ordered(&told);
        assert!((told.yhat[4] - 5.0).abs() < 0.2 && (told.yhat[5] - 6.0).abs() < 0.3, "{:?}", told.yhat);
        assert!(told.lower[5] < told.yhat[5]);
    }

    #[test]
    fn what_never_changes_goes_on_so() {
        let told = Smoothing.forecast(&question(vec![7.0; 30], DAY, 3)).unwrap();
        assert_eq!(told.yhat, vec![7.0; 33]);
        assert_eq!(told.lower, told.upper);
    }

    #[test]
    fn gaps_are_no_rows_and_long_histories_are_refused() {
        let mut asked = question((0..40).map(|day| f64::from(day % 5)).collect(), DAY, 3);
        asked.times.iter_mut().skip(20).for_each(|time| *time += 10 * DAY);
        assert_eq!(Smoothing.forecast(&asked).unwrap().yhat.len(), 43);
        asked.times[39] = 100_000 * DAY;
        assert!(Smoothing.forecast(&asked).unwrap_err().contains("steps"));
    }

    #[test]
    fn wider_bounds_hold_more() {
        let noise = |at: usize| f64::from((at * 7919 % 101) as u32);
        let mut asked = question((0..60).map(noise).collect(), DAY, 5);
        let narrow = Smoothing.forecast(&asked).unwrap();
        asked.confidence = 0.99;
        let wide = Smoothing.forecast(&asked).unwrap();
        assert!(wide.upper[62] > narrow.upper[62] && wide.lower[62] < narrow.lower[62]);
    }

    #[tokio::test]
    async fn columns_and_rows_are_the_reference_s() {
        use sx_query::{Column, Kind, Values};
        let times = (0..12).map(|day| Some(day * DAY)).collect();
        let table = Table {
            columns: vec![
                Column { name: "day".into(), kind: Kind::Temporal, values: Values::Time(times) },
                Column { name: "n".into(), kind: Kind::Numeric, values: Values::Int((0..12).map(Some).collect()) },
            ],
        };
        let steps = serde_json::json!([{"operation": "prophet", "options": {"time_grain": "P1D", "periods": 2,
            "confidence_interval": 0.9, "index": "day", "yearly_seasonality": false}}]);
        let processed = post_process(table, serde_json::from_value(steps).unwrap()).await.unwrap();
        let names: Vec<_> = processed.table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["day", "n__yhat", "n__yhat_lower", "n__yhat_upper", "n"]);
        assert_eq!(processed.table.row_count(), 14);
        assert_eq!(processed.table.columns[4].values.json(13), serde_json::Value::Null);
        assert!((processed.table.columns[1].values.number(13).unwrap() - 13.0).abs() < 0.5);
    }
}
