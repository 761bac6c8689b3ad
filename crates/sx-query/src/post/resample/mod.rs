//! A time axis with even steps.

mod rule;
mod steps;

use serde::Deserialize;
use serde_json::{Map, Value};

use self::rule::Rule;
use self::steps::Steps;
use super::PostOperation;
use super::append::numbers;
use super::cell::Cell;
use super::frame::{Frame, Index, Series, pick_or, problem};
use super::number::{Between, known, percentile, sorted, typed};
use super::options::read;
use crate::{Column, Kind, QueryError, Values};

pub(super) struct Resample;

const NAME: &str = "resample";

#[derive(Deserialize)]
struct Options {
    rule: String,
    method: String,
    fill_value: Option<Value>,
}

impl PostOperation for Resample {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let method = Method::parse(&options.method)?;
        let (name, mut times) = axis(&frame)?;
        if !times.is_sorted() {
            let mut rows: Vec<usize> = (0..times.len()).collect();
            rows.sort_by_key(|row| times[*row]);
            frame.take(&rows);
            times.sort_unstable();
        }
        let rule = Rule::parse(&options.rule)?;
        let steps = Steps::new(&times, &rule)?;
        let filler = options.fill_value.as_ref().map(Cell::from_json);
        let columns = method.apply(&steps, &frame.columns, filler.as_ref())?;
        let axis = Values::Time(steps.labels.into_iter().map(Some).collect());
        let index = Index::Columns(vec![Column { name, kind: Kind::Temporal, values: axis }]);
        Ok(Frame { index, levels: frame.levels, columns })
    }
}

/// The one index column's name and its times.
fn axis(frame: &Frame) -> Result<(String, Vec<i64>), QueryError> {
    let no_time = || problem(NAME, "Resample operation requires DatetimeIndex");
    let Index::Columns(index) = &frame.index else { return Err(no_time()) };
    let [Column { name, values: Values::Time(times), .. }] = index.as_slice() else { return Err(no_time()) };
    let times: Vec<i64> = times.iter().copied().collect::<Option<_>>().ok_or_else(no_time)?;
    Ok((name.clone(), times))
}

#[derive(Clone, Copy)]
enum Method {
    /// The row at each step's own time.
    AsFreq,
    /// The row at or after it; gaps are filled from later ones.
    Backward,
    /// The row at or before it; gaps are filled from earlier ones.
    Forward,
    Linear,
    Median,
    Mean,
    Sum,
}

impl Method {
    fn parse(name: &str) -> Result<Self, QueryError> {
        Ok(match name {
            "asfreq" => Self::AsFreq,
            "bfill" => Self::Backward,
            "ffill" => Self::Forward,
            "linear" => Self::Linear,
            "median" => Self::Median,
            "mean" => Self::Mean,
            "sum" => Self::Sum,
            _ => {
                let methods = "asfreq, bfill, ffill, linear, median, mean, sum";
                return Err(problem(NAME, format!("Resample method should be in {methods}.")));
            }
        })
    }

    fn apply(self, steps: &Steps, columns: &[Series], filler: Option<&Cell>) -> Result<Vec<Series>, QueryError> {
        let rows = match self {
            Self::AsFreq | Self::Linear => steps.exact(),
            Self::Backward => steps.first_after(),
            Self::Forward => steps.last_before(),
            Self::Median | Self::Mean | Self::Sum => Vec::new(),
        };
        let resampled = |series: &Series| {
            let values = match self {
                Self::AsFreq => pick_or(&series.values, &rows, filler),
                Self::Backward | Self::Forward => {
                    let rows = fill_rows(&series.values, &rows, matches!(self, Self::Backward));
                    pick_or(&series.values, &rows, None)
                }
                Self::Linear => {
                    let numbers = numbers(NAME, series)?;
                    let exact = rows.iter().map(|row| row.and_then(|row| numbers[row])).collect();
                    typed(interpolate(exact), matches!(series.values, Values::Int(_)))
                }
                Self::Median | Self::Mean | Self::Sum => {
                    let is_whole = matches!(self, Self::Sum) && matches!(series.values, Values::Int(_));
                    typed(self.reduce(steps, &numbers(NAME, series)?), is_whole)
                }
            };
            Ok(Series { name: series.name.clone(), kind: series.kind, values })
        };
        columns.iter().map(resampled).collect()
    }

    /// One number for the rows of each step.
    fn reduce(self, steps: &Steps, numbers: &[Option<f64>]) -> Vec<Option<f64>> {
        let reduce = |rows: std::ops::Range<usize>| {
            let values: Vec<f64> = numbers[rows].iter().copied().flatten().collect();
            match self {
                Self::Median => percentile(&sorted(values), 50.0, Between::Linear),
                Self::Mean => known(values.iter().sum::<f64>() / values.len() as f64),
                _ => Some(values.iter().sum()),
            }
        };
        steps.bins.iter().cloned().map(reduce).collect()
    }
}

/// A step whose row holds nothing takes the row of the nearest step that holds something.
fn fill_rows(values: &Values, rows: &[Option<usize>], from_later: bool) -> Vec<Option<usize>> {
    let mut last = None;
    let fill = |row: &Option<usize>| {
        last = row.filter(|row| !Cell::at(values, *row).is_null()).or(last);
        last
    };
    if !from_later {
        return rows.iter().map(fill).collect();
    }
    let mut filled: Vec<_> = rows.iter().rev().map(fill).collect();
    filled.reverse();
    filled
}

/// Straight lines between the known values; the last one goes on, and before the first there is nothing.
fn interpolate(mut values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let mut before: Option<(usize, f64)> = None;
    for row in 0..values.len() {
        let Some(value) = values[row] else { continue };
        if let Some((first, start)) = before {
            let step = (value - start) / (row - first) as f64;
            for (distance, gap) in values[first + 1..row].iter_mut().enumerate() {
                *gap = Some(start + step * (distance + 1) as f64);
            }
        }
        before = Some((row, value));
    }
    if let Some((last, value)) = before {
        values[last + 1..].fill(Some(value));
    }
    values
}
