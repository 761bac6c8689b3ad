//! A first look at a file: its columns, what they probably hold, and the first rows.

use std::path::Path;

use serde::Serialize;

use super::{
    FileKind, FileOptions, decode::encoding_of, delimited::guess_delimiter, error::IngestError, excel::sheet_names,
    guess::Sample, options::ColumnType, read,
};

const MOST_SHEETS: usize = 50;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inspection {
    /// One, but for workbooks.
    pub sheets: Vec<SheetPreview>,
    /// The options, with everything found out that a person had left open.
    #[serde(skip)]
    pub options: FileOptions,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetPreview {
    pub sheet_name: Option<String>,
    pub columns: Vec<ColumnGuess>,
    /// The first 50 rows, as texts.
    pub rows: Vec<Vec<String>>,
    /// Whether the guesses were made from all rows; else from the first 1,000.
    pub is_whole: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnGuess {
    pub name: String,
    #[serde(rename = "type")]
    pub type_: ColumnType,
}

/// Blocks. A workbook's sheets that are no tables (empty, charts) are left out; if no sheet is one, that is the error.
pub fn inspect(path: &Path, options: &FileOptions) -> Result<Inspection, IngestError> {
    let mut options = options.clone();
    if matches!(options.kind, FileKind::Delimited | FileKind::Json) {
        options.encoding = Some(encoding_of(path, options.encoding)?);
    }
    if options.kind == FileKind::Delimited && options.delimiter.is_none() {
        options.delimiter = Some(guess_delimiter(path, &options)?);
    }
    // These say their values themselves.
    if matches!(options.kind, FileKind::Columnar | FileKind::Json) {
        options.decimal = Some('.');
    }
    let names: Vec<Option<String>> = match (&options.sheet, options.kind) {
        (None, FileKind::Excel) => sheet_names(path)?.into_iter().map(Some).take(MOST_SHEETS).collect(),
        (sheet, _) => vec![sheet.clone()],
    };
    let mut sheets = Vec::new();
    let mut refusal = None;
    for name in names {
        match preview(path, &options, name) {
            Ok((sheet, found)) => {
                if sheets.is_empty() {
                    options = found;
                }
                sheets.push(sheet);
            }
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    match refusal {
        Some(error) if sheets.is_empty() => Err(error),
        _ => Ok(Inspection { sheets, options }),
    }
}

fn preview(
    path: &Path,
    options: &FileOptions,
    name: Option<String>,
) -> Result<(SheetPreview, FileOptions), IngestError> {
    let mut sample = Sample::default();
    read(path, options, name.as_deref(), &mut sample)?;
    let options = sample.spelling(options);
    let types = sample.types(&options);
    let names = sample.columns.into_iter().map(|column| column.name);
    let columns = names.zip(types).map(|(name, type_)| ColumnGuess { name, type_ }).collect();
    Ok((SheetPreview { sheet_name: name, columns, rows: sample.shown, is_whole: sample.is_whole }, options))
}
