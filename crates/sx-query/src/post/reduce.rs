//! Many values to one: the numpy functions that `aggregates` may name.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::number::{Between, percentile, sorted, variance};
use crate::QueryError;

/// `aggregates.<name>`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Reduction {
    /// The column, when it is not the name.
    pub column: Option<String>,
    pub operator: String,
    #[serde(default)]
    pub options: Map<String, Value>,
}

impl Reduction {
    pub fn column<'a>(&self, frame: &'a Frame, operation: &str, name: &str) -> Result<&'a Series, QueryError> {
        let name = self.column.as_deref().unwrap_or(name);
        let undefined = |_| problem(operation, format!("Column referenced by aggregate is undefined: {name}"));
        frame.column(operation, name).map_err(undefined)
    }

    /// # Errors
    /// An unknown function, or one of numbers on a column of something else.
    pub fn apply(&self, operation: &str, series: &Series, rows: &[usize]) -> Result<Cell, QueryError> {
        let cells = || rows.iter().map(|row| Cell::at(&series.values, *row));
        let known = || cells().filter(|cell| !cell.is_null());
        match self.operator.as_str() {
            "count" => Ok(Cell::Int(rows.len() as i64)),
            "count_nonzero" => Ok(Cell::Int(cells().filter(|cell| *cell != Cell::Int(0)).count() as i64)),
            "min" | "nanmin" => Ok(known().min().unwrap_or(Cell::Null)),
            "max" | "nanmax" => Ok(known().max().unwrap_or(Cell::Null)),
            "sum" | "nansum" => match exact_sum(known()) {
                Some(sum) => Ok(Cell::Int(sum)),
                None => self.of_numbers(operation, series, rows),
            },
            _ => self.of_numbers(operation, series, rows),
        }
    }

    fn of_numbers(&self, operation: &str, series: &Series, rows: &[usize]) -> Result<Cell, QueryError> {
        let Some(all) = series.as_numbers() else {
            let name = series.name.first().map(Cell::label).unwrap_or_default();
            return Err(problem(operation, format!("{} needs numbers, but {name:?} holds none", self.operator)));
        };
        let known: Vec<f64> = rows.iter().filter_map(|row| all[*row]).collect();
        let is_complete = known.len() == rows.len();
        let number = match self.operator.as_str() {
            "sum" | "nansum" => Some(known.iter().sum()),
            "prod" | "product" => Some(known.iter().product()),
            "mean" | "nanmean" => mean(&known),
            // numpy's own mean and median stop at the first gap.
            "average" => mean(&known).filter(|_| is_complete),
            "median" => percentile(&sorted(known), 50.0, Between::Linear).filter(|_| is_complete),
            "nanmedian" => percentile(&sorted(known), 50.0, Between::Linear),
            "percentile" => {
                percentile(&sorted(known), self.percent(operation)?, Between::Linear).filter(|_| is_complete)
            }
            "nanpercentile" => percentile(&sorted(known), self.percent(operation)?, Between::Linear),
            "var" => variance(&known, self.ddof()),
            "std" => variance(&known, self.ddof()).map(f64::sqrt),
            "argmin" => position(&known, |new, old| new < old),
            "argmax" => position(&known, |new, old| new > old),
            other => return Err(problem(operation, format!("Invalid numpy function: {other}"))),
        };
        Ok(number.filter(|number| !number.is_nan()).map_or(Cell::Null, Cell::Float))
    }

    fn percent(&self, operation: &str) -> Result<f64, QueryError> {
        let q = self.options.get("q").and_then(Value::as_f64);
        q.ok_or_else(|| problem(operation, "a percentile needs the option `q`"))
    }

    fn ddof(&self) -> usize {
        self.options.get("ddof").and_then(Value::as_u64).map_or(0, |ddof| ddof as usize)
    }
}

/// Whole numbers stay whole while their sum fits.
fn exact_sum(cells: impl Iterator<Item = Cell>) -> Option<i64> {
    let mut sum = 0i64;
    let mut is_empty = true;
    for cell in cells {
        let Cell::Int(number) = cell else { return None };
        sum = sum.checked_add(number)?;
        is_empty = false;
    }
    (!is_empty).then_some(sum)
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn position(values: &[f64], is_better: fn(f64, f64) -> bool) -> Option<f64> {
    let better = |best: usize, new: usize| if is_better(values[new], values[best]) { new } else { best };
    (0..values.len()).reduce(better).map(|position| position as f64)
}
