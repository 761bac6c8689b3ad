//! What the columns of a file probably hold, told from its first rows.

use super::{
    Flow, Sink, SourceColumn,
    cell::Cell,
    convert::Spelling,
    error::IngestError,
    options::{ColumnType, FileOptions},
};

const SAMPLE_ROWS: usize = 1_000;
/// Of the first rows, so many are shown.
const SHOWN_ROWS: usize = 50;
const SHOWN_CHARACTERS: usize = 200;
/// So many per cent of the values decide, if there are enough: a few bad ones shall be told, not make a column of texts.
const ENOUGH_PER_CENT: usize = 80;
const ENOUGH_VALUES: usize = 5;

const TYPES: [ColumnType; 5] =
    [ColumnType::Boolean, ColumnType::Integer, ColumnType::Number, ColumnType::Date, ColumnType::Timestamp];

/// Collects the first rows.
#[derive(Default)]
pub(super) struct Sample {
    pub columns: Vec<SourceColumn>,
    pub shown: Vec<Vec<String>>,
    cells: Vec<Vec<Cell<'static>>>,
    pub is_whole: bool,
}

impl Sink for Sample {
    fn columns(&mut self, columns: Vec<SourceColumn>) -> Result<(), IngestError> {
        self.columns = columns;
        self.is_whole = true;
        Ok(())
    }

    fn row(&mut self, _: u64, cells: &[Cell<'_>]) -> Result<Flow, IngestError> {
        if self.cells.len() == SAMPLE_ROWS {
            self.is_whole = false;
            return Ok(Flow::Stop);
        }
        let cells: Vec<_> = cells.iter().take(self.columns.len()).map(owned).collect();
        if self.shown.len() < SHOWN_ROWS {
            let texts = (0..self.columns.len()).map(|at| cells.get(at).map_or(String::new(), shown));
            self.shown.push(texts.collect());
        }
        self.cells.push(cells);
        Ok(Flow::Continue)
    }
}

impl Sample {
    /// The options with the decimal character and the order of day and month that suit more of the values.
    pub fn spelling(&self, options: &FileOptions) -> FileOptions {
        let fits = |options: &FileOptions, types: &[ColumnType]| {
            let spelling = Spelling::of(options);
            let cells = self.cells.iter().flatten();
            let texts = cells.filter(|cell| matches!(cell, Cell::Text(_)) && !cell.is_blank());
            texts.filter(|cell| types.iter().any(|type_| spelling.convert(cell, *type_).is_ok())).count()
        };
        let mut options = options.clone();
        if options.decimal.is_none() {
            let with = |decimal| FileOptions { decimal: Some(decimal), ..options.clone() };
            let numbers = [ColumnType::Number];
            options.decimal = Some(if fits(&with(','), &numbers) > fits(&with('.'), &numbers) { ',' } else { '.' });
        }
        if options.day_first.is_none() {
            let with = |day_first| FileOptions { day_first: Some(day_first), ..options.clone() };
            let times = [ColumnType::Timestamp];
            options.day_first = Some(fits(&with(true), &times) > fits(&with(false), &times));
        }
        options
    }

    pub fn types(&self, options: &FileOptions) -> Vec<ColumnType> {
        let spelling = Spelling::of(options);
        let columns = self.columns.iter().enumerate();
        columns.map(|(at, column)| column.type_.unwrap_or_else(|| self.guess(at, &spelling))).collect()
    }

    fn guess(&self, column: usize, spelling: &Spelling) -> ColumnType {
        let values: Vec<_> =
            self.cells.iter().filter_map(|row| row.get(column)).filter(|cell| !is_null(cell, spelling)).collect();
        if values.is_empty() || values.iter().any(|cell| is_code(cell)) {
            return ColumnType::Text;
        }
        let mut best = (ColumnType::Text, 0);
        for type_ in TYPES {
            let fits = values.iter().filter(|cell| says(cell, type_) && spelling.convert(cell, type_).is_ok()).count();
            if fits > best.1 {
                best = (type_, fits);
            }
        }
        let (type_, fits) = best;
        let is_enough = values.len() >= ENOUGH_VALUES && fits * 100 >= values.len() * ENOUGH_PER_CENT;
        if fits == values.len() || is_enough { type_ } else { ColumnType::Text }
    }
}

fn is_null(cell: &Cell<'_>, spelling: &Spelling) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) => spelling.is_null(text, ColumnType::Number),
        _ => false,
    }
}

/// `007` is a name made of digits: as a number it would lose its zeros.
fn is_code(cell: &Cell<'_>) -> bool {
    let Cell::Text(text) = cell else { return false };
    let text = text.trim();
    text.len() > 1 && text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// A column of 0 and 1 is one of numbers, though it could be read as one of truths.
fn says(cell: &Cell<'_>, type_: ColumnType) -> bool {
    match (cell, type_) {
        (Cell::Text(text), ColumnType::Boolean) => text.trim().len() > 1,
        (Cell::Bool(_), type_) => type_ == ColumnType::Boolean,
        (_, ColumnType::Boolean) => false,
        _ => true,
    }
}

fn owned(cell: &Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Empty => Cell::Empty,
        Cell::Text(text) => Cell::Text(text.chars().take(4 * SHOWN_CHARACTERS).collect::<String>().into()),
        Cell::Int(value) => Cell::Int(*value),
        Cell::Float(value) => Cell::Float(*value),
        Cell::Bool(value) => Cell::Bool(*value),
        Cell::Date(value) => Cell::Date(*value),
        Cell::Time(value) => Cell::Time(*value),
    }
}

fn shown(cell: &Cell<'static>) -> String {
    cell.text().chars().take(SHOWN_CHARACTERS).collect()
}
