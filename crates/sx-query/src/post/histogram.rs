//! How many values fall into each of some equal intervals.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::{Cell, python_float};
use super::frame::{Frame, Index, Series, is_all_null, problem};
use super::grouping::Grouping;
use super::options::read;
use crate::{Kind, QueryError, Values};

pub(super) struct Histogram;

const NAME: &str = "histogram";
/// Each bin is a column of the answer.
const MOST_BINS: usize = 1000;

#[derive(Deserialize)]
struct Options {
    column: Option<String>,
    #[serde(default)]
    groupby: Vec<String>,
    #[serde(default = "five")]
    bins: usize,
    #[serde(default)]
    cumulative: bool,
    #[serde(default)]
    normalize: bool,
}

impl PostOperation for Histogram {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if !(1..=MOST_BINS).contains(&options.bins) {
            return Err(problem(NAME, format!("`bins` must be an integer between 1 and {MOST_BINS}")));
        }
        let column = options.column.as_deref().ok_or_else(|| problem(NAME, "`column` is missing"))?;
        let series = frame.column(NAME, column)?;
        if is_all_null(&series.values) {
            let mut nothing = frame;
            nothing.take(&[]);
            return Ok(nothing);
        }
        let values = series.to_numbers();
        if (0..values.len()).any(|row| values[row].is_none() && !Cell::at(&series.values, row).is_null()) {
            return Err(problem(NAME, format!("Column '{column}' contains non-numeric values")));
        }
        let edges = edges(&values, options.bins);
        let mut grouping = Grouping::new(&frame, NAME, &options.groupby, false)?;
        let counted = grouping.members().into_iter().map(|rows| count(&values, &rows, &edges, options.cumulative));
        // A group without a single value has no row.
        let has_values = |counts: &Vec<i64>| counts.iter().any(|count| *count > 0);
        let (keys, counted): (Vec<_>, Vec<_>) = std::mem::take(&mut grouping.keys)
            .into_iter()
            .zip(counted)
            .filter(|(_, counts)| has_values(counts))
            .unzip();
        grouping.keys = keys;
        let mut columns = grouping.columns(&frame, NAME, &options.groupby)?;
        let total: i64 = counted.iter().flatten().sum();
        for (bin, pair) in edges.windows(2).enumerate() {
            let name = format!("{} - {}", python_float(pair[0]), python_float(pair[1]));
            let counts = counted.iter().map(|counts| counts[bin]);
            let values = match options.normalize {
                true => Values::Float(counts.map(|count| Some(count as f64 / total as f64)).collect()),
                false => Values::Int(counts.map(Some).collect()),
            };
            columns.push(Series::new(&name, Kind::Numeric, values));
        }
        Ok(Frame { index: Index::Range, levels: vec![None], columns })
    }
}

/// As numpy divides: multiples of the step from the smallest value, and the largest value itself at the end.
fn edges(values: &[Option<f64>], bins: usize) -> Vec<f64> {
    let known = || values.iter().copied().flatten();
    let (mut low, mut high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    if low == high {
        (low, high) = (low - 0.5, high + 0.5);
    }
    let step = (high - low) / bins as f64;
    let mut edges: Vec<f64> = (0..bins).map(|bin| bin as f64 * step + low).collect();
    edges.push(high);
    edges
}

/// Each interval holds its lower edge, the last one its upper edge too.
fn count(values: &[Option<f64>], rows: &[usize], edges: &[f64], cumulative: bool) -> Vec<i64> {
    let bins = edges.len() - 1;
    let mut counts = vec![0; bins];
    for value in rows.iter().filter_map(|row| values[*row]) {
        let bin = edges.partition_point(|edge| *edge <= value).saturating_sub(1);
        counts[bin.min(bins - 1)] += 1;
    }
    if cumulative {
        for bin in 1..bins {
            counts[bin] += counts[bin - 1];
        }
    }
    counts
}

fn five() -> usize {
    5
}
