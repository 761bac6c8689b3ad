//! The totals of a pivot: one more column for each metric, and one more row.

use super::grid::Metric;
use super::{NAME, NamedColumns};
use crate::QueryError;
use crate::post::cell::Cell;
use crate::post::frame::{Frame, problem};
use crate::post::grouping::Grouping;

/// What the totals are made of.
pub(super) struct Margins<'a> {
    /// What the row and the columns of totals are called.
    pub name: &'a str,
    pub filler: Option<Cell>,
    /// Whether rows with gaps count, too.
    pub keeps: bool,
    pub rows: &'a Grouping,
    pub columns: &'a Grouping,
    /// The columns that are in the pivot.
    pub kept_columns: &'a [usize],
}

/// Totals are reduced from the rows again, not from the cells: the mean of all is no mean of means.
///
/// # Errors
/// When the name is already the name of a row or column.
pub(super) fn add_margins(
    frame: &Frame,
    margins: &Margins,
    metrics: Vec<Metric>,
    row_keys: &mut Vec<Vec<Cell>>,
    column_keys: &[Vec<Cell>],
) -> Result<NamedColumns, QueryError> {
    let taken = |key: &Vec<Cell>| key.iter().any(|cell| cell.is_text(margins.name));
    if row_keys.iter().any(taken) || column_keys.iter().any(taken) {
        return Err(problem(NAME, format!("Conflicting name {:?} in margins", margins.name)));
    }
    let members = margins.members(&metrics, frame.row_count());
    let row_members = margins.split(&members, margins.rows);
    let column_members = margins.split(&members, margins.columns);
    let has_columns = column_keys.first().is_some_and(|key| !key.is_empty());
    let mut columns = Vec::new();
    for mut metric in metrics {
        let cells = std::mem::take(&mut metric.values);
        let grand = metric.reduction.reduce(&members);
        let of_rows: Vec<Cell> = row_keys
            .iter()
            .map(|key| margins.rows.keys.binary_search(key).ok())
            .map(|row| margins.reduce(&metric, row.map(|row| row_members[row].as_slice())))
            .collect();
        for ((column, key), mut values) in margins.kept_columns.iter().zip(column_keys).zip(cells) {
            values.push(if has_columns {
                margins.reduce(&metric, Some(&column_members[*column]))
            } else {
                grand.clone()
            });
            columns.push((metric.name.iter().chain(key).cloned().collect(), values, metric.is_float));
        }
        if let Some(key) = column_keys.first().filter(|_| has_columns) {
            let values = of_rows.into_iter().chain([grand]).collect();
            columns.push((metric.name.iter().cloned().chain(margins.key(key.len())).collect(), values, false));
        }
    }
    let depth = row_keys.first().map_or(1, Vec::len);
    row_keys.push(margins.key(depth));
    Ok(columns)
}

impl Margins<'_> {
    /// The name in the first level, nothing to be seen in the others.
    fn key(&self, depth: usize) -> Vec<Cell> {
        let mut key = vec![Cell::text(self.name)];
        key.resize(depth, Cell::text(""));
        key
    }

    /// The rows that count: as in pandas a row with any gap does not, unless missing columns are kept.
    fn members(&self, metrics: &[Metric], row_count: usize) -> Vec<usize> {
        let is_in = |row: &usize| self.rows.of_row[*row].is_some() && self.columns.of_row[*row].is_some();
        let is_complete =
            |row: &usize| metrics.iter().all(|metric| !Cell::at(&metric.reduction.series.values, *row).is_null());
        (0..row_count).filter(|row| is_in(row) && (self.keeps || is_complete(row))).collect()
    }

    fn split(&self, members: &[usize], grouping: &Grouping) -> Vec<Vec<usize>> {
        let mut split = vec![Vec::new(); grouping.keys.len()];
        for row in members {
            if let Some(group) = grouping.of_row[*row] {
                split[group].push(*row);
            }
        }
        split
    }

    fn reduce(&self, metric: &Metric, rows: Option<&[usize]>) -> Cell {
        let reduced = rows.filter(|rows| !rows.is_empty()).map_or(Cell::Null, |rows| metric.reduction.reduce(rows));
        match &self.filler {
            Some(filler) if reduced.is_null() => filler.clone(),
            _ => reduced,
        }
    }
}
