//! Rows by some columns, columns by the values of others.

mod combine;
mod grid;
mod margins;

use serde::Deserialize;
use serde_json::{Map, Value};

use self::combine::metric_last;
use self::grid::{Metric, fill, fill_gaps, metrics, spread};
use self::margins::{Margins, add_margins};
use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Index, Series, cells, is_all_null, problem};
use super::grouping::Grouping;
use super::options::read;
use crate::{Column, Kind, QueryError, Values};

pub(super) struct Pivot;

const NAME: &str = "pivot";
/// Each takes some dozen bytes.
const MOST_CELLS: usize = 5_000_000;

/// Names, values, and whether the values are floats.
type NamedColumns = Vec<(Vec<Cell>, Vec<Cell>, bool)>;

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    index: Vec<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    aggregates: Map<String, Value>,
    metric_fill_value: Option<Value>,
    #[serde(default = "null_text")]
    column_fill_value: String,
    #[serde(default = "yes")]
    drop_missing_columns: bool,
    #[serde(default)]
    combine_value_with_metric: bool,
    #[serde(default)]
    marginal_distributions: bool,
    #[serde(default = "all")]
    marginal_distribution_name: String,
}

impl PostOperation for Pivot {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let mut given: Options = read(NAME, options)?;
        if options.get("column_fill_value").is_some_and(Value::is_null) {
            given.column_fill_value.clear();
        }
        if given.index.is_empty() {
            return Err(problem(NAME, "Pivot operation requires at least one index"));
        }
        if given.aggregates.is_empty() {
            return Err(problem(NAME, "Pivot operation must include at least one aggregate"));
        }
        pivot(frame, &given)
    }
}

fn pivot(mut frame: Frame, options: &Options) -> Result<Frame, QueryError> {
    fill_columns(&mut frame, options)?;
    let keeps = !options.drop_missing_columns;
    let rows = Grouping::new(&frame, NAME, &options.index, keeps)?;
    let columns = Grouping::new(&frame, NAME, &options.columns, keeps)?;
    let mut metrics = metrics(&frame, &options.aggregates)?;
    check_size(rows.keys.len(), columns.keys.len() * metrics.len())?;
    let kept = fill(&mut metrics, &rows, &columns, keeps);
    let mut row_keys: Vec<Vec<Cell>> = kept.rows.iter().map(|row| rows.keys[*row].clone()).collect();
    let column_keys: Vec<Vec<Cell>> = kept.columns.iter().map(|column| columns.keys[*column].clone()).collect();
    if keeps && options.index.len() > 1 {
        spread(&mut row_keys, &mut metrics)?;
    }
    let filler = options.metric_fill_value.as_ref().map(Cell::from_json);
    if let Some(filler) = &filler {
        metrics.iter_mut().for_each(|metric| fill_gaps(metric, filler));
    }
    let named = if options.marginal_distributions {
        let name = &options.marginal_distribution_name;
        let margins = Margins { name, filler, keeps, rows: &rows, columns: &columns, kept_columns: &kept.columns };
        add_margins(&frame, &margins, metrics, &mut row_keys, &column_keys)?
    } else {
        metrics.into_iter().flat_map(|metric| named(metric, &column_keys)).collect()
    };
    let index = index_of(&frame, &options.index, &row_keys)?;
    let mut levels = vec![None];
    levels.extend(options.columns.iter().cloned().map(Some));
    let columns = named.into_iter().map(|(name, values, is_float)| series_of(name, &values, is_float));
    let columns = columns.filter(|series| keeps || !is_all_null(&series.values)).collect();
    let mut pivoted = Frame { index: Index::Columns(index), levels, columns };
    if options.combine_value_with_metric {
        metric_last(&mut pivoted);
    }
    Ok(pivoted)
}

/// Every row meets every column, so a few thousand of each fill the memory.
fn check_size(rows: usize, columns: usize) -> Result<(), QueryError> {
    match rows.saturating_mul(columns) {
        cells if cells > MOST_CELLS => {
            Err(problem(NAME, format!("the pivot would have {cells} cells, and there may be {MOST_CELLS} at most")))
        }
        _ => Ok(()),
    }
}

/// A metric's columns: names, values, and whether the values are floats.
fn named(metric: Metric, column_keys: &[Vec<Cell>]) -> NamedColumns {
    let name = |column: &Vec<Cell>| metric.name.iter().chain(column).cloned().collect();
    column_keys.iter().zip(metric.values).map(|(column, values)| (name(column), values, metric.is_float)).collect()
}

/// Nothing becomes a name of its own, or its rows would be lost.
fn fill_columns(frame: &mut Frame, options: &Options) -> Result<(), QueryError> {
    if options.column_fill_value.is_empty() {
        return Ok(());
    }
    for name in &options.columns {
        frame.column(NAME, name)?;
        let filler = Cell::text(&options.column_fill_value);
        for series in frame.columns.iter_mut().filter(|series| series.is_called(name)) {
            let cells = cells(&series.values);
            if cells.iter().any(Cell::is_null) {
                let filled = cells.into_iter().map(|cell| if cell.is_null() { filler.clone() } else { cell });
                series.values = Cell::column(&filled.collect::<Vec<_>>());
            }
        }
    }
    Ok(())
}

fn index_of(frame: &Frame, names: &[String], rows: &[Vec<Cell>]) -> Result<Vec<Column>, QueryError> {
    let column = |(level, name): (usize, &String)| {
        let cells: Vec<Cell> = rows.iter().map(|row| row[level].clone()).collect();
        let values = Cell::column(&cells);
        let own = frame.column(NAME, name)?.kind;
        let kind = if matches!(values, Values::Text(_)) { Kind::String } else { own };
        Ok(Column { name: name.clone(), kind, values })
    };
    names.iter().enumerate().map(column).collect()
}

fn series_of(name: Vec<Cell>, cells: &[Cell], is_float: bool) -> Series {
    let mut values = Cell::column(cells);
    if is_float && matches!(values, Values::Int(_)) {
        values = Values::Float((0..cells.len()).map(|row| values.number(row)).collect());
    }
    let kind = match values {
        Values::Int(_) | Values::Float(_) => Kind::Numeric,
        Values::Time(_) => Kind::Temporal,
        Values::Bool(_) => Kind::Boolean,
        Values::Text(_) | Values::Json(_) => Kind::String,
    };
    Series { name, kind, values }
}

fn null_text() -> String {
    "<NULL>".into()
}

fn all() -> String {
    "All".into()
}

fn yes() -> bool {
    true
}
