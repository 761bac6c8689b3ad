//! Workbooks of Excel (`.xlsx`), cell by cell: a sheet with one cell in its last corner takes no more memory than another.

use std::{
    fs::File,
    io::{self, BufReader, Read as _},
    path::Path,
};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use chrono::NaiveDate;
use zip::ZipArchive;

use super::{
    Flow, MOST_COLUMNS, Sink, cell::Cell, dates::parse_timestamp, error::IngestError, framing::Framing,
    options::FileOptions,
};

/// A workbook is a ZIP: what it unpacks to counts, not what it weighs.
const MOST_UNPACKED: u64 = 400 << 20;
const MOST_PARTS: usize = 10_000;

pub(super) fn sheet_names(path: &Path) -> Result<Vec<String>, IngestError> {
    check_size(path, MOST_UNPACKED)?;
    let workbook = open(path)?;
    let names = workbook.sheet_names();
    if names.is_empty() { Err(IngestError::new("The workbook has no sheet.")) } else { Ok(names) }
}

/// Without a name, the first sheet.
pub(super) fn read(
    path: &Path,
    options: &FileOptions,
    sheet: Option<&str>,
    sink: &mut dyn Sink,
) -> Result<(), IngestError> {
    check_size(path, MOST_UNPACKED)?;
    let mut workbook = open(path)?;
    let names = workbook.sheet_names();
    let wanted = sheet.or(options.sheet.as_deref());
    let name = match wanted {
        Some(name) => names.iter().find(|it| *it == name),
        None => names.first(),
    };
    let name = name.ok_or_else(|| IngestError::new(format!("There is no sheet “{}”.", wanted.unwrap_or_default())))?;
    let mut cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut framing = Framing::new(options, sink);
    let mut row = Row::default();
    while let Some(found) = cells.next_cell().map_err(damaged)? {
        let (number, column) = found.get_position();
        if number != row.number {
            if row.take(&mut framing)? == Flow::Stop {
                return framing.end();
            }
            row.number = number;
        }
        row.put(column as usize, cell_of(found.get_value()))?;
    }
    row.take(&mut framing)?;
    framing.end()
}

#[derive(Default)]
struct Row {
    /// From 0.
    number: u32,
    cells: Vec<Cell<'static>>,
}

impl Row {
    fn put(&mut self, column: usize, cell: Cell<'static>) -> Result<(), IngestError> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            let message =
                format!("The sheet has a value in column {}; a table may have {MOST_COLUMNS} columns.", column + 1);
            return Err(IngestError::new(message));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        self.cells[column] = cell;
        Ok(())
    }

    fn take(&mut self, framing: &mut Framing<'_>) -> Result<Flow, IngestError> {
        let cells = std::mem::take(&mut self.cells);
        framing.row(u64::from(self.number) + 1, &cells)
    }
}

fn cell_of(data: &DataRef<'_>) -> Cell<'static> {
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(value) => Cell::Int(*value),
        // Excel has no integers of its own; whole numbers read as such.
        DataRef::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => Cell::Int(*value as i64),
        DataRef::Float(value) => Cell::Float(*value),
        DataRef::String(text) => Cell::Text(text.clone().into()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned().into()),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(time) => moment(time).map_or(Cell::Float(time.as_f64()), Cell::Time),
        DataRef::DateTimeIso(text) => parse_timestamp(text, false).map_or(Cell::Text(text.clone().into()), Cell::Time),
        DataRef::DurationIso(text) => Cell::Text(text.clone().into()),
        DataRef::Error(error) => Cell::Text(error.to_string().into()),
    }
}

/// A duration, or a day that does not exist, is none.
fn moment(time: &ExcelDateTime) -> Option<i64> {
    if !time.is_datetime() {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?;
    let moment = date.and_hms_milli_opt(u32::from(hour), u32::from(minute), u32::from(second), u32::from(milli))?;
    Some(moment.and_utc().timestamp_micros())
}

fn open(path: &Path) -> Result<Xlsx<BufReader<File>>, IngestError> {
    Xlsx::new(BufReader::new(File::open(path)?)).map_err(damaged)
}

/// What the archive says of itself may be a lie, so it is unpacked once to nowhere.
fn check_size(path: &Path, most: u64) -> Result<(), IngestError> {
    let archive = ZipArchive::new(BufReader::new(File::open(path)?));
    let mut archive = archive.map_err(|_| {
        IngestError::new("The file is no .xlsx workbook. Older workbooks (.xls) have to be saved as .xlsx first.")
    })?;
    if archive.len() > MOST_PARTS {
        return Err(too_large(most));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| IngestError::damaged("Excel", error))?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink());
        let size = size.map_err(|error| IngestError::damaged("Excel", error))?;
        left = left.checked_sub(size).ok_or_else(|| too_large(most))?;
    }
    Ok(())
}

fn too_large(most: u64) -> IngestError {
    IngestError::new(format!("The workbook unpacks to more than {} MB. Save the sheet as CSV.", most >> 20))
}

fn damaged(error: XlsxError) -> IngestError {
    match error {
        XlsxError::Password => IngestError::new("The workbook is protected by a password. Save it without one."),
        XlsxError::NotAWorksheet(_) => IngestError::new("This sheet is a chart, not a table."),
        other => IngestError::damaged("Excel", other),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn an_archive_counts_by_what_it_unpacks_to() {
        let path = std::env::temp_dir().join(format!("sx-excel-{}", uuid::Uuid::new_v4()));
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        for name in ["a", "b"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        assert!(zip.finish().unwrap().metadata().unwrap().len() < 1 << 14);
        assert_eq!(check_size(&path, 2 << 20), Ok(()));
        let refused = check_size(&path, (2 << 20) - 1).unwrap_err();
        insta::assert_snapshot!(refused.0, @"The workbook unpacks to more than 1 MB. Save the sheet as CSV.");
        std::fs::remove_file(path).unwrap();
    }
}
