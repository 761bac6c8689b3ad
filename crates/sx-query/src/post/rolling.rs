//! A statistic over a window that moves with the rows.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, problem};
use super::number::{Between, percentile, sorted, variance};
use super::options::read;
use super::select::replace_columns;
use crate::QueryError;

pub(super) struct Rolling;

const NAME: &str = "rolling";

#[derive(Deserialize)]
struct Options {
    rolling_type: String,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    window: Option<usize>,
    #[serde(default)]
    rolling_type_options: Map<String, Value>,
    #[serde(default)]
    center: bool,
    win_type: Option<String>,
    min_periods: Option<usize>,
}

type Statistic = dyn Fn(&[f64]) -> Option<f64>;

impl PostOperation for Rolling {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let window = options.window.ok_or_else(|| problem(NAME, "Undefined window for rolling operation"))?;
        if window == 0 {
            return Err(problem(NAME, "Window must be > 0"));
        }
        if options.win_type.is_some() {
            return Err(QueryError::Unsupported("rolling with win_type".into()));
        }
        let statistic = statistic(&options)?;
        let is_count = options.rolling_type == "count";
        let least = options.min_periods.unwrap_or(if is_count { 0 } else { window });
        let ahead = if options.center { (window - 1) / 2 } else { 0 };
        let mut rolled = replace_columns(NAME, frame, &options.columns, |values| {
            let at = |row: usize| {
                let end = (row + ahead + 1).min(values.len());
                let start = (row + ahead + 1).saturating_sub(window);
                let known: Vec<f64> = values[start.min(end)..end].iter().copied().flatten().collect();
                if known.len() < least { None } else { statistic(&known) }
            };
            (0..values.len()).map(at).collect()
        })?;
        // The first windows are not full, so the reference leaves them out.
        if let Some(skipped) = options.min_periods.filter(|periods| *periods > 0) {
            let rows: Vec<usize> = (skipped..rolled.row_count()).collect();
            rolled.take(&rows);
        }
        Ok(rolled)
    }
}

fn statistic(options: &Options) -> Result<Box<Statistic>, QueryError> {
    let some = |compute: fn(&[f64]) -> f64| -> Box<Statistic> {
        Box::new(move |values: &[f64]| (!values.is_empty()).then(|| compute(values)))
    };
    let given = &options.rolling_type_options;
    let ddof = given.get("ddof").and_then(Value::as_u64).map_or(1, |ddof| ddof as usize);
    Ok(match options.rolling_type.as_str() {
        "sum" => Box::new(|values| Some(values.iter().sum())),
        "count" => Box::new(|values| Some(values.len() as f64)),
        "mean" => some(|values| values.iter().sum::<f64>() / values.len() as f64),
        "min" => some(|values| values.iter().copied().fold(f64::INFINITY, f64::min)),
        "max" => some(|values| values.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        "median" => Box::new(|values| percentile(&sorted(values.iter().copied()), 50.0, Between::Linear)),
        "var" => Box::new(move |values| variance(values, ddof)),
        "std" => Box::new(move |values| variance(values, ddof).map(f64::sqrt)),
        "quantile" => {
            let quantile = given.get("quantile").and_then(Value::as_f64);
            let quantile = quantile.ok_or_else(|| problem(NAME, "quantile needs the option `quantile`"))?;
            Box::new(move |values| percentile(&sorted(values.iter().copied()), quantile * 100.0, Between::Linear))
        }
        other => return Err(problem(NAME, format!("Invalid rolling_type: {other}"))),
    })
}
