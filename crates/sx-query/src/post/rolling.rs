//! A statistic over a window that moves with the rows.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::append::compute_columns;
use super::frame::{Frame, problem};
use super::moments::{kurtosis, skewness};
use super::number::{Between, percentile, sorted, variance};
use super::options::{names, read};
use super::window::{Weighted, weights};
use crate::{QueryError, Values};

pub(super) struct Rolling;

const NAME: &str = "rolling";

#[derive(Deserialize)]
struct Options {
    rolling_type: String,
    #[serde(default, deserialize_with = "names")]
    columns: Vec<(String, String)>,
    window: Option<usize>,
    #[serde(default)]
    rolling_type_options: Map<String, Value>,
    #[serde(default)]
    center: bool,
    win_type: Option<String>,
    min_periods: Option<usize>,
}

impl PostOperation for Rolling {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let window = options.window.ok_or_else(|| problem(NAME, "Undefined window for rolling operation"))?;
        if window == 0 {
            return Err(problem(NAME, "Window must be > 0"));
        }
        let least = options.min_periods.unwrap_or(window);
        if least > window {
            return Err(problem(NAME, format!("min_periods {least} must be <= window {window}")));
        }
        let ahead = if options.center { (window - 1) / 2 } else { 0 };
        match &options.win_type {
            Some(name) => {
                // No row has more neighbours than there are rows, so a wider window would only cost memory.
                let limit = frame.row_count().saturating_mul(2).max(1_000);
                if window > limit {
                    return Err(problem(NAME, format!("a weighted window may hold {limit} rows at most")));
                }
                let weights = weights(NAME, name, window, &options.rolling_type_options)?;
                let weighted = Weighted::new(NAME, &options.rolling_type, weights, &options.rolling_type_options)?;
                compute_columns(NAME, &mut frame, &options.columns, |_, values| {
                    Values::Float((0..values.len()).map(|row| weighted.at(values, row + ahead, least)).collect())
                })?;
            }
            None => {
                let statistic = statistic(&options)?;
                compute_columns(NAME, &mut frame, &options.columns, |_, values| {
                    Values::Float(roll(values, window, ahead, least, &statistic))
                })?;
            }
        }
        // The first windows hold fewer periods than that, so the reference leaves them out.
        if let Some(periods) = options.min_periods.filter(|periods| *periods > 1) {
            frame.skip((periods - 1).min(frame.row_count()));
        }
        Ok(frame)
    }
}

fn roll(values: &[Option<f64>], window: usize, ahead: usize, least: usize, statistic: &Statistic) -> Vec<Option<f64>> {
    let mut known = Vec::with_capacity(window.min(values.len()));
    let at = |row: usize| {
        let end = (row + ahead + 1).min(values.len());
        let start = (row + ahead + 1).saturating_sub(window).min(end);
        known.clear();
        known.extend(values[start..end].iter().copied().flatten());
        let counted = if statistic.counts_gaps { end - start } else { known.len() };
        if counted < least { None } else { (statistic.compute)(&known) }
    };
    (0..values.len()).map(at).collect()
}

type Compute = Box<dyn Fn(&[f64]) -> Option<f64>>;

struct Statistic {
    compute: Compute,
    /// Whether a gap is one of the periods that a window must have.
    counts_gaps: bool,
}

fn statistic(options: &Options) -> Result<Statistic, QueryError> {
    let given = &options.rolling_type_options;
    let ddof = given.get("ddof").and_then(Value::as_u64).map_or(1, |ddof| ddof as usize);
    let some = |compute: fn(&[f64]) -> f64| -> Compute {
        Box::new(move |values: &[f64]| (!values.is_empty()).then(|| compute(values)))
    };
    let compute: Compute = match options.rolling_type.as_str() {
        "sum" => Box::new(|values| Some(values.iter().sum())),
        "count" => Box::new(|values| Some(values.len() as f64)),
        "mean" => some(|values| values.iter().sum::<f64>() / values.len() as f64),
        "min" => some(|values| values.iter().copied().fold(f64::INFINITY, f64::min)),
        "max" => some(|values| values.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        "median" => Box::new(|values| percentile(&sorted(values.iter().copied()), 50.0, Between::Linear)),
        "var" => Box::new(move |values| variance(values, ddof)),
        "std" => Box::new(move |values| variance(values, ddof).map(f64::sqrt)),
        "skew" => Box::new(skewness),
        "kurt" => Box::new(kurtosis),
        "quantile" => {
            let quantile = given.get("quantile").and_then(Value::as_f64);
            let quantile = quantile.ok_or_else(|| problem(NAME, "quantile needs the option `quantile`"))?;
            if !(0.0..=1.0).contains(&quantile) {
                return Err(problem(NAME, format!("quantile value {quantile} not in [0, 1]")));
            }
            let name = given.get("interpolation").and_then(Value::as_str).unwrap_or("linear");
            let between = Between::parse(name);
            let between = between.ok_or_else(|| problem(NAME, format!("Interpolation {name} is not supported")))?;
            Box::new(move |values| percentile(&sorted(values.iter().copied()), quantile * 100.0, between))
        }
        kind @ ("corr" | "cov") => {
            let sentence = format!("{kind} compares columns with each other and gives no column of its own");
            return Err(problem(NAME, sentence));
        }
        other => return Err(problem(NAME, format!("Invalid rolling_type: {other}"))),
    };
    Ok(Statistic { compute, counts_gaps: options.rolling_type == "count" })
}
