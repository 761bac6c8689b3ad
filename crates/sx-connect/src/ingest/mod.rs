//! Uploaded files become tables: a file in, a Parquet file out, and what did not fit, cell by cell.
//!
//! ```text
//! file ─▶ reader (delimited, json, excel, columnar) ─▶ cells ─▶ convert ─▶ builders ─▶ Parquet
//!                         │                                        └── bad cells
//!                         └── inspect: names, guesses, first rows
//! ```
//!
//! Readers push one row at a time, so that the size of a file does not decide how much memory it takes. All of this blocks:
//! call it on a thread of its own.

mod bad;
mod builders;
mod cell;
mod columnar;
mod convert;
mod dates;
mod decode;
mod delimited;
mod error;
mod excel;
mod existing;
mod framing;
mod guess;
mod inspect;
mod json;
mod names;
mod options;
mod write;

use std::path::Path;

pub use bad::{BadCell, BadCells};
pub use error::IngestError;
pub use existing::{TableInFolder, find_table};
pub use inspect::{ColumnGuess, Inspection, SheetPreview, inspect};
pub use names::{suggested_table_name, table_name_fault};
pub use options::{BadRows, ColumnPlan, ColumnType, Encoding, FileKind, FileOptions};
pub use write::{Ingested, ingest};

use cell::Cell;

/// More columns are no table that a person can use, and each costs memory while it is written.
pub const MOST_COLUMNS: usize = 2_000;
const MOST_ROWS: u64 = 50_000_000;

/// What a reader tells of a file, in this order: the columns once, then each row.
trait Sink {
    fn columns(&mut self, columns: Vec<SourceColumn>) -> Result<(), IngestError>;
    /// `number` is the row's place in the file, as a person would look it up there. Cells may be fewer than the columns.
    fn row(&mut self, number: u64, cells: &[Cell<'_>]) -> Result<Flow, IngestError>;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    Continue,
    Stop,
}

/// A column of the file; `type_` where the file itself says it.
#[derive(Clone, Debug, PartialEq)]
struct SourceColumn {
    name: String,
    type_: Option<ColumnType>,
}

fn read(path: &Path, options: &FileOptions, sheet: Option<&str>, sink: &mut dyn Sink) -> Result<(), IngestError> {
    match options.kind {
        FileKind::Delimited => delimited::read(path, options, sink),
        FileKind::Json => json::read(path, options, sink),
        FileKind::Excel => excel::read(path, options, sheet, sink),
        FileKind::Columnar => columnar::read(path, options, sink),
    }
}
