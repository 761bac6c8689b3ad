//! Many values to one: the numpy functions that `aggregates` may name.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::number::{Between, percentile, sorted, variance};
use super::options::read;
use crate::{Kind, QueryError, Values};

/// `aggregates.<name>`.
#[derive(Clone, Debug, Deserialize)]
struct Spec {
    /// The column, when it is not the name.
    column: Option<String>,
    operator: Option<String>,
    #[serde(default)]
    options: Map<String, Value>,
}

/// One of `aggregates`, with the column that it reduces.
pub(super) struct Reduction<'a> {
    pub series: &'a Series,
    /// Empty where the function works on values of any kind.
    numbers: Vec<Option<f64>>,
    function: Function,
}

enum Function {
    Count,
    CountNonzero,
    Min,
    Max,
    Sum,
    Product,
    ArgMin,
    ArgMax,
    /// Of the numbers that are there.
    Known(Statistic),
    /// Nothing as soon as one number is missing.
    Complete(Statistic),
}

type Statistic = Box<dyn Fn(Vec<f64>) -> Option<f64>>;

impl<'a> Reduction<'a> {
    /// # Errors
    /// A missing column or function, an unknown one, or one of numbers on a column of something else.
    pub fn new(operation: &str, frame: &'a Frame, name: &str, spec: &Value) -> Result<Self, QueryError> {
        let spec: Spec = read(operation, spec.as_object().unwrap_or(&Map::new()))?;
        let column = spec.column.as_deref().unwrap_or(name);
        let undefined = |_| problem(operation, format!("Column referenced by aggregate is undefined: {column}"));
        let series = frame.column(operation, column).map_err(undefined)?;
        let operator = spec.operator.as_deref();
        let operator =
            operator.ok_or_else(|| problem(operation, format!("Operator undefined for aggregator: {name}")))?;
        let function = function(operation, operator, &spec.options)?;
        let numbers = match function {
            Function::Count | Function::CountNonzero | Function::Min | Function::Max => Vec::new(),
            _ => series.as_numbers().ok_or_else(|| {
                let name = series.name.first().map(Cell::label).unwrap_or_default();
                problem(operation, format!("{operator} needs numbers, but {name:?} holds none"))
            })?,
        };
        Ok(Self { series, numbers, function })
    }

    /// What the result means to a chart.
    pub fn kind(&self) -> Kind {
        match self.function {
            Function::Min | Function::Max => self.series.kind,
            _ => Kind::Numeric,
        }
    }

    /// The one value of these rows.
    pub fn reduce(&self, rows: &[usize]) -> Cell {
        let cells = || rows.iter().map(|row| Cell::at(&self.series.values, *row));
        let known = || rows.iter().filter_map(|row| self.numbers[*row]);
        match &self.function {
            Function::Count => Cell::Int(rows.len() as i64),
            Function::CountNonzero => Cell::Int(cells().filter(|cell| self.is_nonzero(cell)).count() as i64),
            Function::Min => cells().filter(|cell| !cell.is_null()).min().unwrap_or(Cell::Null),
            Function::Max => cells().filter(|cell| !cell.is_null()).max().unwrap_or(Cell::Null),
            Function::Sum => self.whole(rows, i64::checked_add, 0).unwrap_or_else(|| number(Some(known().sum()))),
            Function::Product => {
                self.whole(rows, i64::checked_mul, 1).unwrap_or_else(|| number(Some(known().product())))
            }
            Function::ArgMin => self.position(rows, |new, old| new < old),
            Function::ArgMax => self.position(rows, |new, old| new > old),
            Function::Known(statistic) => number(statistic(known().collect())),
            Function::Complete(statistic) => {
                let known: Vec<f64> = known().collect();
                if known.len() == rows.len() { number(statistic(known)) } else { Cell::Null }
            }
        }
    }

    /// A missing number is not zero to numpy; a missing text is.
    fn is_nonzero(&self, cell: &Cell) -> bool {
        match cell {
            Cell::Int(number) => *number != 0,
            Cell::Float(number) => *number != 0.0,
            Cell::Bool(yes) => *yes,
            Cell::Text(text) => !text.is_empty(),
            Cell::Time(_) => true,
            Cell::Null => !matches!(self.series.values, Values::Text(_) | Values::Bool(_) | Values::Json(_)),
        }
    }

    /// Whole numbers without gaps stay whole while the result fits.
    fn whole(&self, rows: &[usize], step: fn(i64, i64) -> Option<i64>, first: i64) -> Option<Cell> {
        let Values::Int(values) = &self.series.values else { return None };
        rows.iter().try_fold(first, |total, row| step(total, values[*row]?)).map(Cell::Int)
    }

    fn position(&self, rows: &[usize], is_better: fn(f64, f64) -> bool) -> Cell {
        let mut best: Option<(usize, f64)> = None;
        for (position, row) in rows.iter().enumerate() {
            if let Some(value) = self.numbers[*row]
                && best.is_none_or(|(_, old)| is_better(value, old))
            {
                best = Some((position, value));
            }
        }
        best.map_or(Cell::Null, |(position, _)| Cell::Int(position as i64))
    }
}

fn function(operation: &str, operator: &str, options: &Map<String, Value>) -> Result<Function, QueryError> {
    let ddof = options.get("ddof").and_then(Value::as_u64).map_or(0, |ddof| ddof as usize);
    let at = |percent: f64, between: Between| -> Statistic {
        Box::new(move |values| percentile(&sorted(values), percent, between))
    };
    Ok(match operator {
        "count" => Function::Count,
        "count_nonzero" => Function::CountNonzero,
        "min" | "nanmin" => Function::Min,
        "max" | "nanmax" => Function::Max,
        "sum" | "nansum" => Function::Sum,
        "prod" | "product" => Function::Product,
        "argmin" => Function::ArgMin,
        "argmax" => Function::ArgMax,
        "mean" | "nanmean" => Function::Known(Box::new(mean)),
        // numpy's own mean and median stop at the first gap.
        "average" => Function::Complete(Box::new(mean)),
        "median" => Function::Complete(at(50.0, Between::Linear)),
        "nanmedian" => Function::Known(at(50.0, Between::Linear)),
        "percentile" => Function::Complete(at(percent(operation, options)?, between(operation, options)?)),
        "nanpercentile" => Function::Known(at(percent(operation, options)?, between(operation, options)?)),
        "var" => Function::Known(Box::new(move |values| variance(&values, ddof))),
        "std" => Function::Known(Box::new(move |values| variance(&values, ddof).map(f64::sqrt))),
        "cumsum" | "cumprod" => {
            let sentence = format!("{operator} gives a value for each row, not one for each group");
            return Err(problem(operation, sentence));
        }
        other => return Err(problem(operation, format!("Invalid numpy function: {other}"))),
    })
}

fn percent(operation: &str, options: &Map<String, Value>) -> Result<f64, QueryError> {
    let q = options.get("q").and_then(Value::as_f64).filter(|q| (0.0..=100.0).contains(q));
    q.ok_or_else(|| problem(operation, "a percentile needs the option `q`, a number from 0 to 100"))
}

fn between(operation: &str, options: &Map<String, Value>) -> Result<Between, QueryError> {
    let Some(name) = options.get("method").or_else(|| options.get("interpolation")) else {
        return Ok(Between::Linear);
    };
    let known = name.as_str().and_then(Between::parse);
    known.ok_or_else(|| problem(operation, format!("{name} is no way to find a percentile between two values")))
}

fn mean(values: Vec<f64>) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn number(number: Option<f64>) -> Cell {
    number.filter(|number| !number.is_nan()).map_or(Cell::Null, Cell::Float)
}
