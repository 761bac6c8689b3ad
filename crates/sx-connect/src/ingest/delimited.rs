//! CSV, TSV and the like.

use std::{io::Read as _, path::Path};

use csv::{ReaderBuilder, StringRecord};

use super::{Flow, Sink, cell::Cell, decode::Utf8, error::IngestError, framing::Framing, options::FileOptions};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// What the delimiter is guessed from.
const SAMPLE_BYTES: u64 = 64 << 10;
const SAMPLE_ROWS: usize = 30;

pub(super) fn read(path: &Path, options: &FileOptions, sink: &mut dyn Sink) -> Result<(), IngestError> {
    let delimiter = match options.delimiter {
        Some(delimiter) => delimiter,
        None => guess_delimiter(path, options)?,
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter_byte(delimiter)?)
        .has_headers(false)
        .flexible(true)
        .from_reader(Utf8::open(path, options.encoding)?);
    let mut framing = Framing::new(options, sink);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(csv_error)? {
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<_> = record.iter().map(|text| Cell::Text(text.into())).collect();
        if framing.row(line, &cells)? == Flow::Stop {
            break;
        }
    }
    framing.end()
}

/// The one that cuts the first rows into the same number of cells most often, and into more than one.
pub(super) fn guess_delimiter(path: &Path, options: &FileOptions) -> Result<char, IngestError> {
    let mut head = Vec::new();
    Utf8::open(path, options.encoding)?.take(SAMPLE_BYTES).read_to_end(&mut head)?;
    let is_cut = head.len() as u64 == SAMPLE_BYTES;
    let score = |delimiter: char| {
        let widths = widths(&head, delimiter, is_cut);
        let usual =
            widths.iter().copied().max_by_key(|width| (widths.iter().filter(|it| *it == width).count(), *width));
        let usual = usual.unwrap_or(1);
        let agreeing = widths.iter().filter(|width| **width == usual).count();
        if usual < 2 { (0, 0) } else { (agreeing * 100 / widths.len().max(1), usual) }
    };
    let mut best = (DELIMITERS[0], (0, 0));
    for delimiter in DELIMITERS {
        let scored = score(delimiter);
        if scored > best.1 {
            best = (delimiter, scored);
        }
    }
    Ok(best.0)
}

/// The number of cells of each of the first rows; of a text that was cut off, without the last.
fn widths(head: &[u8], delimiter: char, is_cut: bool) -> Vec<usize> {
    let Ok(byte) = delimiter_byte(delimiter) else { return Vec::new() };
    let mut reader = ReaderBuilder::new().delimiter(byte).has_headers(false).flexible(true).from_reader(head);
    let records = reader.byte_records().take(SAMPLE_ROWS).map_while(Result::ok);
    let mut widths: Vec<_> = records.map(|record| record.len()).collect();
    if is_cut && widths.len() > 1 && widths.len() < SAMPLE_ROWS {
        widths.pop();
    }
    widths
}

fn delimiter_byte(delimiter: char) -> Result<u8, IngestError> {
    let byte = u8::try_from(delimiter).ok().filter(|byte| byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r'));
    byte.ok_or_else(|| IngestError::new(format!("“{delimiter}” cannot be a delimiter.")))
}

fn csv_error(error: csv::Error) -> IngestError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => IngestError::damaged("CSV", format!("{other:?}")),
    }
}
