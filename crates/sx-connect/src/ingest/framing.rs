//! From the raw rows of a text or a sheet to columns and rows: what is skipped, which row is the header, where it ends.

use super::{
    Flow, MOST_COLUMNS, MOST_ROWS, Sink, SourceColumn, cell::Cell, error::IngestError, names::column_names,
    options::FileOptions,
};

pub(super) struct Framing<'a> {
    sink: &'a mut dyn Sink,
    to_skip: u64,
    has_header: bool,
    rows_left: u64,
    rows: u64,
    is_begun: bool,
}

impl<'a> Framing<'a> {
    pub fn new(options: &FileOptions, sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            to_skip: options.skip_rows.saturating_add(options.header_row.unwrap_or(0)),
            has_header: options.header_row.is_some(),
            rows_left: options.rows_to_read.unwrap_or(u64::MAX),
            rows: 0,
            is_begun: false,
        }
    }

    /// Rows without any value count for nothing.
    pub fn row(&mut self, number: u64, cells: &[Cell<'_>]) -> Result<Flow, IngestError> {
        if cells.iter().all(Cell::is_blank) {
            return Ok(Flow::Continue);
        }
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return Ok(Flow::Continue);
        }
        if !self.is_begun {
            self.is_begun = true;
            self.sink.columns(columns(cells, self.has_header)?)?;
            if self.has_header {
                return Ok(Flow::Continue);
            }
        }
        if self.rows_left == 0 {
            return Ok(Flow::Stop);
        }
        self.rows_left -= 1;
        self.rows += 1;
        if self.rows > MOST_ROWS {
            return Err(IngestError::new(format!("The file has more than {MOST_ROWS} rows.")));
        }
        self.sink.row(number, cells)
    }

    /// After the last row: a file without even a header is no table.
    pub fn end(self) -> Result<(), IngestError> {
        if self.is_begun {
            Ok(())
        } else {
            Err(IngestError::new("The file is empty: it has no row with column names."))
        }
    }
}

fn columns(cells: &[Cell<'_>], is_header: bool) -> Result<Vec<SourceColumn>, IngestError> {
    let width = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
    let width = if is_header { width } else { cells.len() };
    too_many_columns(width)?;
    let header = cells[..width].iter().map(|cell| if is_header { cell.text() } else { "".into() });
    Ok(column_names(header).into_iter().map(|name| SourceColumn { name, type_: None }).collect())
}

pub(super) fn too_many_columns(width: usize) -> Result<(), IngestError> {
    if width <= MOST_COLUMNS {
        return Ok(());
    }
    Err(IngestError::new(format!(
        "The file has {width} columns; a table may have {MOST_COLUMNS}. Is the delimiter right?"
    )))
}
