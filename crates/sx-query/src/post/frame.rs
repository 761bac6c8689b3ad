//! A table as pandas sees it: rows have names (an index), and a column's name may have several levels.

use std::collections::BTreeMap;

use super::Processed;
use super::cell::Cell;
use crate::{Column, Kind, QueryError, Table, Values};

/// What stands between the levels of a name that is flat.
const SEPARATOR: &str = ", ";

#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub index: Index,
    /// What the levels of a column's name are called; none after the names were flattened.
    pub levels: Vec<Option<String>>,
    pub columns: Vec<Series>,
}

#[derive(Clone, Debug)]
pub(super) enum Index {
    /// 0, 1, 2, …
    Range,
    /// Rows that were reordered or left out keep their first number.
    Numbers(Vec<usize>),
    /// Columns that became the rows' names.
    Columns(Vec<Column>),
}

#[derive(Clone, Debug)]
pub(super) struct Series {
    /// One cell for each level.
    pub name: Vec<Cell>,
    pub kind: Kind,
    pub values: Values,
}

impl Series {
    pub fn new(name: &str, kind: Kind, values: Values) -> Self {
        Self { name: vec![Cell::text(name)], kind, values }
    }

    pub fn numbers(name: Vec<Cell>, values: Vec<Option<f64>>) -> Self {
        Self { name, kind: Kind::Numeric, values: Values::Float(values) }
    }

    /// Whether the name's first level is `name`.
    pub fn is_called(&self, name: &str) -> bool {
        matches!(self.name.first(), Some(Cell::Text(text)) if text.as_ref() == name)
    }

    /// The values as numbers, or `None` for a column of something else; booleans are no numbers to pandas here.
    pub fn as_numbers(&self) -> Option<Vec<Option<f64>>> {
        match &self.values {
            Values::Int(_) | Values::Float(_) => Some(self.read_numbers()),
            other => is_all_null(other).then(|| vec![None; other.len()]),
        }
    }

    fn read_numbers(&self) -> Vec<Option<f64>> {
        (0..self.values.len()).map(|row| self.values.number(row).filter(|number| !number.is_nan())).collect()
    }
}

impl Frame {
    pub fn row_count(&self) -> usize {
        match &self.index {
            Index::Columns(columns) => columns.first().map_or(0, |column| column.values.len()),
            Index::Numbers(numbers) => numbers.len(),
            Index::Range => self.columns.first().map_or(0, |column| column.values.len()),
        }
    }

    /// The columns whose first level has that name.
    ///
    /// # Errors
    /// When there is none.
    pub fn called<'a>(&'a self, operation: &str, name: &str) -> Result<Vec<&'a Series>, QueryError> {
        let found: Vec<_> = self.columns.iter().filter(|series| series.is_called(name)).collect();
        if found.is_empty() { Err(missing(operation, name)) } else { Ok(found) }
    }

    /// The one column of that name.
    pub fn column<'a>(&'a self, operation: &str, name: &str) -> Result<&'a Series, QueryError> {
        self.columns.iter().find(|series| series.is_called(name)).ok_or_else(|| missing(operation, name))
    }

    /// Replaces the column of that whole name, or adds one at the end.
    pub fn put(&mut self, series: Series) {
        match self.columns.iter_mut().find(|old| old.name == series.name) {
            Some(old) => *old = series,
            None => self.columns.push(series),
        }
    }

    /// The rows in another order, or some of them.
    pub fn take(&mut self, rows: &[usize]) {
        for series in &mut self.columns {
            series.values = pick(&series.values, rows);
        }
        self.index = match std::mem::replace(&mut self.index, Index::Range) {
            Index::Range => Index::Numbers(rows.to_vec()),
            Index::Numbers(numbers) => Index::Numbers(rows.iter().map(|row| numbers[*row]).collect()),
            Index::Columns(mut columns) => {
                for column in &mut columns {
                    column.values = pick(&column.values, rows);
                }
                Index::Columns(columns)
            }
        };
    }

    /// The index becomes ordinary columns in front.
    pub fn reset_index(&mut self) {
        if let Index::Columns(columns) = std::mem::replace(&mut self.index, Index::Range) {
            let depth = self.levels.len().max(1);
            let index = columns.into_iter().map(|column| {
                let mut name = vec![Cell::text(&column.name)];
                // The deeper levels of an index column's name are empty.
                name.resize(depth, Cell::Null);
                Series { name, kind: column.kind, values: column.values }
            });
            self.columns.splice(0..0, index);
        }
    }

    /// Rows by the values of some columns, in the order of those values.
    pub fn groups(&self, operation: &str, names: &[String], keep_nulls: bool) -> Result<Groups, QueryError> {
        let keys: Vec<Vec<Cell>> = names
            .iter()
            .map(|name| self.column(operation, name).map(|series| cells(&series.values)))
            .collect::<Result<_, _>>()?;
        let mut groups = Groups::new();
        for row in 0..self.row_count() {
            let key: Vec<Cell> = keys.iter().map(|cells| cells[row].clone()).collect();
            if keep_nulls || !key.iter().any(Cell::is_null) {
                groups.entry(key).or_default().push(row);
            }
        }
        Ok(groups)
    }

    /// Back to a plain table. Names of several levels are joined, should nobody have flattened them.
    pub fn finish(self) -> Processed {
        let index = match &self.index {
            Index::Range => None,
            Index::Numbers(numbers) => Some(numbers.iter().map(|number| (*number).into()).collect()),
            Index::Columns(columns) => {
                columns.first().map(|column| cells(&column.values).iter().map(Cell::json).collect())
            }
        };
        let is_plain = self.levels.len() == 1;
        let parts: Vec<Vec<String>> = self.columns.iter().map(|series| parts(&series.name, is_plain)).collect();
        let columns = self.columns.into_iter().zip(&parts);
        let columns = columns.map(|(series, parts)| Column {
            name: parts.join(SEPARATOR),
            kind: series.kind,
            values: series.values,
        });
        Processed { table: Table { columns: columns.collect() }, parts, index }
    }
}

impl From<Table> for Frame {
    fn from(table: Table) -> Self {
        let columns = table.columns.into_iter().map(|column| Series::new(&column.name, column.kind, column.values));
        Self { index: Index::Range, levels: vec![None], columns: columns.collect() }
    }
}

pub(super) type Groups = BTreeMap<Vec<Cell>, Vec<usize>>;

/// Whole numbers with gaps are floats to pandas, which shows in names made of them.
pub(super) fn cells(values: &Values) -> Vec<Cell> {
    let has_gaps = matches!(values, Values::Int(v) if v.contains(&None));
    let cell = |row| match Cell::at(values, row) {
        Cell::Int(number) if has_gaps => Cell::Float(number as f64),
        cell => cell,
    };
    (0..values.len()).map(cell).collect()
}

pub(super) fn pick(values: &Values, rows: &[usize]) -> Values {
    match values {
        Values::Int(v) => Values::Int(rows.iter().map(|row| v[*row]).collect()),
        Values::Float(v) => Values::Float(rows.iter().map(|row| v[*row]).collect()),
        Values::Text(v) => Values::Text(rows.iter().map(|row| v[*row].clone()).collect()),
        Values::Bool(v) => Values::Bool(rows.iter().map(|row| v[*row]).collect()),
        Values::Time(v) => Values::Time(rows.iter().map(|row| v[*row]).collect()),
        Values::Json(v) => Values::Json(rows.iter().map(|row| v[*row].clone()).collect()),
    }
}

pub(super) fn is_all_null(values: &Values) -> bool {
    (0..values.len()).all(|row| Cell::at(values, row).is_null())
}

/// Levels that are empty leave no trace in the joined name. A plain name looks joined where it holds the separator,
/// and the reference takes it for that.
fn parts(name: &[Cell], is_plain: bool) -> Vec<String> {
    match name {
        [only] if is_plain => only.label().split(SEPARATOR).map(String::from).collect(),
        [only] => vec![only.label()],
        levels => levels.iter().filter(|cell| !cell.is_null()).map(Cell::label).collect(),
    }
}

pub(super) fn missing(operation: &str, name: &str) -> QueryError {
    problem(operation, format!("the answer has no column {name:?}"))
}

pub(super) fn problem(operation: &str, problem: impl Into<String>) -> QueryError {
    QueryError::Operation { operation: operation.into(), problem: problem.into() }
}
