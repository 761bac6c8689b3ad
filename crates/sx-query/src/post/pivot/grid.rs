//! What stands in the cells of a pivot.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{NAME, check_size};
use crate::QueryError;
use crate::post::cell::Cell;
use crate::post::frame::Frame;
use crate::post::grouping::Grouping;
use crate::post::reduce::Reduction;

/// What one metric is in each cell.
pub(super) struct Metric<'a> {
    pub name: Vec<Cell>,
    pub reduction: Reduction<'a>,
    /// For each column, the values of all rows.
    pub values: Vec<Vec<Cell>>,
    /// Whether pandas keeps its values as floats: one cell without a value is enough for that.
    pub is_float: bool,
}

/// In the order of their names. A metric is called what its column is called, whatever the aggregate's own name says.
pub(super) fn metrics<'a>(frame: &'a Frame, aggregates: &Map<String, Value>) -> Result<Vec<Metric<'a>>, QueryError> {
    let mut metrics: Vec<Metric> = Vec::new();
    for (name, spec) in aggregates {
        let reduction = Reduction::new(NAME, frame, name, spec)?;
        let metric = Metric { name: reduction.series.name.clone(), reduction, values: Vec::new(), is_float: false };
        // The last word on a column counts.
        match metrics.iter_mut().find(|old| old.name == metric.name) {
            Some(old) => *old = metric,
            None => metrics.push(metric),
        }
    }
    metrics.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(metrics)
}

/// The groups of rows and of columns that hold something: a group without any value leaves no row and no column.
pub(super) struct Kept {
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
}

/// Reduces the rows of each cell; the metrics get the values of what is kept.
pub(super) fn fill(metrics: &mut [Metric], rows: &Grouping, columns: &Grouping, keeps: bool) -> Kept {
    let place =
        |(row, in_row, in_column): (usize, &Option<usize>, &Option<usize>)| Some(((*in_column)?, (*in_row)?, row));
    let pairs = rows.of_row.iter().zip(&columns.of_row).enumerate();
    let mut places: Vec<_> = pairs.filter_map(|(row, (in_row, in_column))| place((row, in_row, in_column))).collect();
    places.sort_unstable();
    let mut kept = Kept { rows: Vec::new(), columns: Vec::new() };
    let mut members = Vec::new();
    for metric in metrics.iter_mut() {
        metric.values = vec![vec![Cell::Null; rows.keys.len()]; columns.keys.len()];
    }
    for group in places.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (column, row, _) = group[0];
        members.clear();
        members.extend(group.iter().map(|(_, _, member)| *member));
        let mut is_empty = true;
        for metric in metrics.iter_mut() {
            let cell = metric.reduction.reduce(&members);
            is_empty &= cell.is_null();
            metric.values[column][row] = cell;
        }
        if keeps || !is_empty {
            kept.rows.push(row);
            kept.columns.push(column);
        }
    }
    for groups in [&mut kept.rows, &mut kept.columns] {
        groups.sort_unstable();
        groups.dedup();
    }
    metrics.iter_mut().for_each(|metric| keep(metric, &kept));
    kept
}

fn keep(metric: &mut Metric, kept: &Kept) {
    let mut all = std::mem::take(&mut metric.values);
    let of_rows = |values: Vec<Cell>| kept.rows.iter().map(|row| values[*row].clone()).collect();
    metric.values = kept.columns.iter().map(|column| of_rows(std::mem::take(&mut all[*column]))).collect();
    metric.is_float = metric.values.iter().flatten().any(|cell| cell.is_null() || matches!(cell, Cell::Float(_)));
}

/// An index of several columns holds every combination of their values, unless missing ones are dropped.
///
/// # Errors
/// When there are too many.
pub(super) fn spread(row_keys: &mut Vec<Vec<Cell>>, metrics: &mut [Metric]) -> Result<(), QueryError> {
    let depth = row_keys.first().map_or(0, Vec::len);
    let levels = (0..depth).map(|level| row_keys.iter().map(|key| key[level].clone()).collect());
    let levels: Vec<BTreeSet<Cell>> = levels.collect();
    let count = levels.iter().fold(1, |count: usize, level| count.saturating_mul(level.len()));
    check_size(count, metrics.iter().map(|metric| metric.values.len()).sum())?;
    let mut all = vec![Vec::new()];
    for level in &levels {
        let longer = |key: &Vec<Cell>| {
            let key = key.clone();
            level.iter().map(move |cell| key.iter().chain([cell]).cloned().collect()).collect::<Vec<Vec<Cell>>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    let places: Vec<Option<usize>> = all.iter().map(|key| row_keys.binary_search(key).ok()).collect();
    for metric in metrics {
        metric.is_float |= places.contains(&None);
        for values in &mut metric.values {
            let at = |place: &Option<usize>| place.map_or(Cell::Null, |place| values[place].clone());
            *values = places.iter().map(at).collect();
        }
    }
    *row_keys = all;
    Ok(())
}

/// A whole number fills gaps without making floats of the others.
pub(super) fn fill_gaps(metric: &mut Metric, filler: &Cell) {
    let cells = || metric.values.iter().flatten();
    let was_whole = cells().all(|cell| matches!(cell, Cell::Int(_) | Cell::Null)) && matches!(filler, Cell::Int(_));
    metric.is_float = metric.is_float && !was_whole;
    for cell in metric.values.iter_mut().flatten().filter(|cell| cell.is_null()) {
        *cell = filler.clone();
    }
}
