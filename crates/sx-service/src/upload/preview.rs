//! A first look at a file that was uploaded; nothing is kept.

use sx_connect::ingest::{FileKind, Inspection, SheetPreview, inspect, suggested_table_name};
use sx_model::{AppError, ErrorKind, Result, UploadColumn, UploadPreview, UploadSheet};

use super::UploadForm;
use crate::{Caller, Service, access::Action, wrong::Wrong};

impl Service {
    /// Columns, guesses and the first rows of each sheet.
    pub async fn preview_upload(&self, caller: &Caller, mut form: UploadForm) -> Result<UploadPreview> {
        caller.require(Action::UploadFile)?;
        let options = form.file_options()?;
        let mut file = form.file.take().ok_or_else(missing_file)?;
        let path = file.complete().await?.to_owned();
        let found = blocking(move || inspect(&path, &options)).await?;
        Ok(preview(found, &form.file_name))
    }
}

fn preview(found: Inspection, file_name: &str) -> UploadPreview {
    let options = found.options;
    let is_text = matches!(options.kind, FileKind::Delimited | FileKind::Json);
    UploadPreview {
        items: found.sheets.into_iter().map(sheet).collect(),
        kind: wire_name(&options.kind),
        delimiter: (options.kind == FileKind::Delimited).then_some(options.delimiter).flatten().map(String::from),
        encoding: is_text.then(|| options.encoding.as_ref().map(wire_name)).flatten(),
        decimal_character: options.decimal.unwrap_or('.').to_string(),
        day_first: options.day_first.unwrap_or(false),
        table_name: suggested_table_name(file_name),
    }
}

fn sheet(sheet: SheetPreview) -> UploadSheet {
    UploadSheet {
        sheet_name: sheet.sheet_name,
        column_names: sheet.columns.iter().map(|column| column.name.clone()).collect(),
        columns: sheet
            .columns
            .into_iter()
            .map(|column| UploadColumn { type_: wire_name(&column.type_), name: column.name })
            .collect(),
        rows: sheet.rows,
        is_whole: sheet.is_whole,
    }
}

/// The word that the wire has for one of several.
fn wire_name(choice: &impl serde::Serialize) -> String {
    serde_json::to_value(choice).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) fn missing_file() -> AppError {
    Wrong::one("file", "The file is missing.")
}

/// Reading a file takes its time and, if it was made to, could make a reader panic: neither is the server's end.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, sx_connect::ingest::IngestError> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome.map_err(|error| AppError::new(ErrorKind::Unprocessable, error.0)),
        Err(_) => Err(AppError::new(ErrorKind::Unprocessable, "The file is damaged: it cannot be read.")),
    }
}
