//! Values as shares of their row's or column's total.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::number::{known, sum, typed};
use super::options::read;
use crate::{Kind, QueryError, Values};

pub(super) struct Contribution;

const NAME: &str = "contribution";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    orientation: Orientation,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    time_shifts: Vec<String>,
    #[serde(default)]
    rename_columns: Vec<String>,
    contribution_totals: Option<BTreeMap<String, Option<f64>>>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Orientation {
    Row,
    #[default]
    Column,
}

/// A column of numbers that takes part.
struct Part {
    source: Vec<Cell>,
    target: Vec<Cell>,
    values: Vec<Option<f64>>,
}

impl PostOperation for Contribution {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let parts = parts(&frame, &options)?;
        let shares = match (options.orientation, options.contribution_totals) {
            (Orientation::Row, _) => row_shares(parts, &options.time_shifts),
            (Orientation::Column, Some(totals)) if !totals.is_empty() => total_shares(parts, &totals),
            (Orientation::Column, _) => column_shares(parts),
        };
        for (name, values) in shares {
            frame.put(Series { name, kind: Kind::Numeric, values });
        }
        Ok(frame)
    }
}

fn parts(frame: &Frame, options: &Options) -> Result<Vec<Part>, QueryError> {
    let numeric = |series: &Series| {
        let values = series.as_numbers()?;
        Some(Part { source: series.name.clone(), target: series.name.clone(), values })
    };
    let mut parts: Vec<Part> = if options.columns.is_empty() {
        frame.columns.iter().filter_map(numeric).collect()
    } else {
        let find = |name: &String| {
            let found = frame.columns.iter().find(|series| series.is_called(name)).and_then(numeric);
            let wrong = || format!("Column \"{name}\" is not numeric or does not exist in the query results.");
            found.ok_or_else(|| problem(NAME, wrong()))
        };
        options.columns.iter().map(find).collect::<Result<_, _>>()?
    };
    if !options.rename_columns.is_empty() {
        if options.rename_columns.len() != parts.len() {
            let sentence = "`rename_columns` must have the same length as `columns` + `time_shift_columns`.";
            return Err(problem(NAME, sentence));
        }
        for (part, name) in parts.iter_mut().zip(&options.rename_columns) {
            part.target = vec![Cell::text(name)];
        }
    }
    Ok(parts)
}

type Shares = Vec<(Vec<Cell>, Values)>;

/// Gaps count as nothing, and their share is nothing.
fn column_shares(parts: Vec<Part>) -> Shares {
    let shares = |part: Part| {
        let total = sum(&part.values);
        let shares = part.values.iter().map(|value| known(value.unwrap_or(0.0) / total));
        (part.target, Values::Float(shares.collect()))
    };
    parts.into_iter().map(shares).collect()
}

/// Totals that another question of the same chart computed over all rows; without one the share is nothing.
fn total_shares(parts: Vec<Part>, totals: &BTreeMap<String, Option<f64>>) -> Shares {
    let shares = |part: Part| {
        let total = part.source.first().and_then(|cell| *totals.get(&cell.label())?).unwrap_or(0.0);
        let share = |value: &Option<f64>| Some(if total == 0.0 { 0.0 } else { value.unwrap_or(0.0) / total });
        (part.target, typed(part.values.iter().map(share).collect(), total == 0.0))
    };
    parts.into_iter().map(shares).collect()
}

/// Each time shift has a total of its own; gaps stay gaps.
fn row_shares(parts: Vec<Part>, time_shifts: &[String]) -> Shares {
    let shift_of = |part: &Part| {
        let name = part.source.first().map(Cell::label).unwrap_or_default();
        time_shifts.iter().position(|shift| name.ends_with(shift.as_str()))
    };
    let rows = parts.first().map_or(0, |part| part.values.len());
    let mut totals: BTreeMap<Option<usize>, Vec<f64>> = BTreeMap::new();
    for part in &parts {
        let total = totals.entry(shift_of(part)).or_insert_with(|| vec![0.0; rows]);
        for (total, value) in total.iter_mut().zip(&part.values) {
            *total += value.unwrap_or(0.0);
        }
    }
    let shares = |part: Part| {
        let total = totals.get(&shift_of(&part)).map_or(&[][..], Vec::as_slice);
        let share = |(value, total): (&Option<f64>, &f64)| value.and_then(|value| known(value / total));
        (part.target, Values::Float(part.values.iter().zip(total).map(share).collect()))
    };
    parts.into_iter().map(shares).collect()
}
