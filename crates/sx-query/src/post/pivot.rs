//! Rows by some columns, columns by the values of others.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Index, Series, cells, is_all_null, problem};
use super::options::read;
use super::reduce::Reduction;
use crate::{Column, Kind, QueryError, Values};

pub(super) struct Pivot;

const NAME: &str = "pivot";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    index: Vec<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    aggregates: BTreeMap<String, Reduction>,
    metric_fill_value: Option<f64>,
    #[serde(default = "null_text")]
    column_fill_value: String,
    #[serde(default = "yes")]
    drop_missing_columns: bool,
    #[serde(default)]
    combine_value_with_metric: bool,
    #[serde(default)]
    marginal_distributions: bool,
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
        if given.marginal_distributions {
            return Err(QueryError::Unsupported("pivot with marginal_distributions".into()));
        }
        pivot(frame, &given)
    }
}

/// The values of one metric by row and column key.
type Grid = BTreeMap<(Vec<Cell>, Vec<Cell>), Cell>;

fn pivot(mut frame: Frame, options: &Options) -> Result<Frame, QueryError> {
    fill_columns(&mut frame, options)?;
    let names: Vec<String> = options.index.iter().chain(&options.columns).cloned().collect();
    let groups = frame.groups(NAME, &names, !options.drop_missing_columns)?;
    let depth = options.index.len();
    let mut grids: Vec<(&String, Grid)> = options.aggregates.keys().map(|name| (name, Grid::new())).collect();
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for (key, members) in &groups {
        let reduce = |(name, reduction): (&String, &Reduction)| {
            reduction.column(&frame, NAME, name).and_then(|series| reduction.apply(NAME, series, members))
        };
        let reduced: Vec<Cell> = options.aggregates.iter().map(reduce).collect::<Result<_, _>>()?;
        // A group without any value leaves no row and no column.
        if options.drop_missing_columns && reduced.iter().all(Cell::is_null) {
            continue;
        }
        let (row, column) = (key[..depth].to_vec(), key[depth..].to_vec());
        rows.insert(row.clone());
        columns.insert(column.clone());
        for ((_, grid), value) in grids.iter_mut().zip(reduced) {
            grid.insert((row.clone(), column.clone()), value);
        }
    }
    let rows = if options.drop_missing_columns { rows.into_iter().collect() } else { all_combinations(&rows, depth) };
    let mut series = Vec::new();
    for (name, grid) in &grids {
        series.extend(columns.iter().map(|column| column_of(name, column, grid, &rows, options)));
    }
    if options.drop_missing_columns {
        series.retain(|series| !is_all_null(&series.values));
    }
    let mut levels = vec![None];
    levels.extend(options.columns.iter().cloned().map(Some));
    let index = index_of(&frame, &options.index, &rows)?;
    let mut pivoted = Frame { index: Index::Columns(index), levels, columns: series };
    if options.combine_value_with_metric {
        metric_last(&mut pivoted);
    }
    Ok(pivoted)
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

fn column_of(name: &str, column: &[Cell], grid: &Grid, rows: &[Vec<Cell>], options: &Options) -> Series {
    let filler = options.metric_fill_value.map_or(Cell::Null, Cell::Float);
    let at = |row: &Vec<Cell>| {
        let value = grid.get(&(row.clone(), column.to_vec())).unwrap_or(&Cell::Null);
        if value.is_null() { filler.clone() } else { value.clone() }
    };
    let values = Cell::column(&rows.iter().map(at).collect::<Vec<_>>());
    let name = [Cell::text(name)].into_iter().chain(column.iter().cloned()).collect();
    Series { name, kind: kind_of(&values), values }
}

fn kind_of(values: &Values) -> Kind {
    match values {
        Values::Int(_) | Values::Float(_) => Kind::Numeric,
        Values::Time(_) => Kind::Temporal,
        Values::Bool(_) => Kind::Boolean,
        Values::Text(_) | Values::Json(_) => Kind::String,
    }
}

fn index_of(frame: &Frame, names: &[String], rows: &[Vec<Cell>]) -> Result<Vec<Column>, QueryError> {
    let column = |(level, name): (usize, &String)| {
        let kind = frame.column(NAME, name)?.kind;
        let cells: Vec<Cell> = rows.iter().map(|row| row[level].clone()).collect();
        Ok(Column { name: name.clone(), kind, values: Cell::column(&cells) })
    };
    names.iter().enumerate().map(column).collect()
}

/// An index of several columns holds every combination of their values, unless missing ones are dropped.
fn all_combinations(rows: &BTreeSet<Vec<Cell>>, depth: usize) -> Vec<Vec<Cell>> {
    let mut all = vec![Vec::new()];
    for level in 0..depth {
        let values: BTreeSet<&Cell> = rows.iter().map(|row| &row[level]).collect();
        let extended = |row: &Vec<Cell>| {
            let row = row.clone();
            values.iter().map(move |value| [row.clone(), vec![(*value).clone()]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(extended).collect();
    }
    all
}

/// Metrics side by side within each column.
fn metric_last(frame: &mut Frame) {
    frame.levels.rotate_left(1);
    for series in &mut frame.columns {
        series.name.rotate_left(1);
    }
    frame.columns.sort_by(|a, b| a.name.cmp(&b.name));
}

fn null_text() -> String {
    "<NULL>".into()
}

fn yes() -> bool {
    true
}
