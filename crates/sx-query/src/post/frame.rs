//! A table as pandas sees it: rows have names (an index), and a column's name may have several levels.

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
    /// The same from another number on, after the first rows were left out.
    From(usize),
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
        self.name.first().is_some_and(|cell| cell.is_text(name))
    }

    /// The values as numbers, texts that read as numbers too, as pandas' `to_numeric` has it.
    pub fn to_numbers(&self) -> Vec<Option<f64>> {
        match &self.values {
            Values::Text(texts) => {
                let number = |text: &str| text.trim().parse().ok().filter(|number: &f64| !number.is_nan());
                texts.iter().map(|text| number(text.as_deref()?)).collect()
            }
            Values::Bool(v) => v.iter().map(|yes| yes.map(|yes| f64::from(u8::from(yes)))).collect(),
            _ => self.as_numbers().unwrap_or_else(|| vec![None; self.values.len()]),
        }
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
            Index::Range | Index::From(_) => self.columns.first().map_or(0, |column| column.values.len()),
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
            Index::From(first) => Index::Numbers(rows.iter().map(|row| first + row).collect()),
            Index::Numbers(numbers) => Index::Numbers(rows.iter().map(|row| numbers[*row]).collect()),
            Index::Columns(mut columns) => {
                for column in &mut columns {
                    column.values = pick(&column.values, rows);
                }
                Index::Columns(columns)
            }
        };
    }

    /// Leaves out the first rows; numbered rows go on being numbered.
    pub fn skip(&mut self, count: usize) {
        let first = match self.index {
            Index::Range => Some(count),
            Index::From(first) => Some(first + count),
            Index::Numbers(_) | Index::Columns(_) => None,
        };
        let rows: Vec<usize> = (count..self.row_count()).collect();
        self.take(&rows);
        if let Some(first) = first {
            self.index = Index::From(first);
        }
    }

    /// The index becomes ordinary columns in front.
    pub fn reset_index(&mut self) {
        let depth = self.levels.len().max(1);
        let column = |name: &str, kind, values| {
            // The deeper levels of an index column's name are empty.
            let mut name = vec![Cell::text(name)];
            name.resize(depth, Cell::Null);
            Series { name, kind, values }
        };
        let index: Vec<Series> = match std::mem::replace(&mut self.index, Index::Range) {
            Index::Columns(columns) => {
                columns.into_iter().map(|index| column(&index.name, index.kind, index.values)).collect()
            }
            // Numbers that no longer follow each other are worth a column to pandas.
            Index::Numbers(numbers) => {
                let is_taken = self.columns.iter().any(|series| series.is_called("index"));
                let values = Values::Int(numbers.into_iter().map(|number| i64::try_from(number).ok()).collect());
                vec![column(if is_taken { "level_0" } else { "index" }, Kind::Numeric, values)]
            }
            kept @ (Index::Range | Index::From(_)) => {
                self.index = kept;
                Vec::new()
            }
        };
        self.columns.splice(0..0, index);
    }

    /// Back to a plain table. Names of several levels are joined, should nobody have flattened them.
    pub fn finish(self) -> Processed {
        let index = match &self.index {
            Index::Range => None,
            Index::From(first) => Some((0..self.row_count()).map(|row| (first + row).into()).collect()),
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

/// The values of these rows; where there is none, or it holds nothing, `filler`.
pub(super) fn pick_or(values: &Values, rows: &[Option<usize>], filler: Option<&Cell>) -> Values {
    let cell = |row: &Option<usize>| match row.map_or(Cell::Null, |row| Cell::at(values, row)) {
        Cell::Null => filler.cloned().unwrap_or(Cell::Null),
        cell => cell,
    };
    let picked = Cell::column(&rows.iter().map(cell).collect::<Vec<_>>());
    // Whole numbers with gaps, and floats that happen to be gone, are floats to pandas.
    match (&picked, values) {
        (Values::Int(numbers), Values::Float(_)) => {
            Values::Float(numbers.iter().map(|n| n.map(|n| n as f64)).collect())
        }
        (Values::Int(numbers), _) if numbers.contains(&None) => {
            Values::Float(numbers.iter().map(|n| n.map(|n| n as f64)).collect())
        }
        _ => picked,
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
