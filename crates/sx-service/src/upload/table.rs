//! From the uploaded file to the table and its dataset.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::json;
use sx_connect::ingest::{IngestError, Ingested, TableInFolder, find_table, ingest, inspect};
use sx_model::{AppError, BadCell, BadRows, DatabaseId, DatasetId, ErrorKind, Result, UploadedTable};
use sx_store::AssetKind;
use uuid::Uuid;

use super::{
    UploadForm,
    form::{AlreadyExists, TableWish},
    incoming::disk_error,
    place::UploadPlace,
    preview::{blocking, missing_file},
};
use crate::{
    Caller, NewDataset, Service, access::Action, audit::Deed, connect::connection_error, store_error, wrong::Wrong,
};

/// The schema of the embedded engine.
const SCHEMA: &str = "main";

/// A table that was written and is not in its place yet; removed again unless it is moved there.
struct Part {
    path: PathBuf,
    target: PathBuf,
    may_replace: bool,
    ingested: Ingested,
}

impl Service {
    /// Writes the file as a table and makes a dataset over it. Without an `id`, into the first database that takes files.
    /// Rows that do not fit are an error that lists them, unless the form says what to do with them.
    pub async fn upload(&self, caller: &Caller, id: Option<DatabaseId>, mut form: UploadForm) -> Result<UploadedTable> {
        caller.require(Action::UploadFile)?;
        let (options, wish) = (form.file_options()?, form.table_wish()?);
        if wish.schema.as_deref().is_some_and(|schema| schema != SCHEMA) {
            return Err(Wrong::one("schema", format!("Files become tables of the schema {SCHEMA}.")));
        }
        let mut file = form.file.take().ok_or_else(missing_file)?;
        let path = file.complete().await?.to_owned();
        let _turn = self.uploads.turn().await;
        let place = self.upload_place(caller, id).await?;
        let existing = self.check_target(&place, &wish).await?;
        let is_new = existing.is_none();
        // One that is there keeps its name, whatever the case of the one that was given.
        let name = existing.as_ref().map_or_else(|| wish.table_name.clone(), |table| table.name.clone());
        let (folder, choice) = (place.folder.clone(), wish.already_exists);
        let part = blocking(move || write_part(&path, &folder, &options, &wish, existing)).await?;
        if !part.ingested.is_written {
            return Err(refused(&part.ingested));
        }
        let bad_rows = told(&part.ingested);
        let rows = part.ingested.rows;
        let target = part.target.clone();
        self.place_part(caller, &place, &name, choice, part).await?;
        let dataset = self.uploaded_dataset(caller, place.database.id, &name).await;
        if dataset.is_err() && is_new {
            // A table that nobody can find is worse than none.
            let _gone = tokio::fs::remove_file(&target).await;
        }
        Ok(UploadedTable {
            database_id: place.database.id,
            schema: SCHEMA.to_owned(),
            table_name: name,
            dataset_id: dataset?,
            rows,
            bad_rows,
        })
    }

    /// The table's file, if there is one and it may be written.
    async fn check_target(&self, place: &UploadPlace, wish: &TableWish) -> Result<Option<TableInFolder>> {
        let (folder, name) = (place.folder.clone(), wish.table_name.clone());
        let found = tokio::task::spawn_blocking(move || find_table(&folder, &name)).await;
        let found = found.map_err(|_| AppError::internal())?.map_err(connection_error)?;
        let refuse = |sentence: &str| Err(Wrong::one("table_name", format!("{} {sentence}", wish.table_name)));
        match (&found, wish.already_exists) {
            (None, _) => Ok(None),
            (Some(_), AlreadyExists::Fail) => {
                refuse("exists already. Choose another name, or choose to replace it or to add to it.")
            }
            (Some(table), _) if !table.is_parquet => {
                refuse("is a file that Sextant did not make, and does not change. Choose another name.")
            }
            (Some(_), _) => Ok(found),
        }
    }

    /// The row in the log, the file in its place, and cached answers that are old from now on.
    async fn place_part(
        &self,
        caller: &Caller,
        place: &UploadPlace,
        table: &str,
        choice: AlreadyExists,
        part: Part,
    ) -> Result<()> {
        let id = place.database.id;
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.raise_database_revision(id, caller.user_id(), self.clock.now()).await.map_err(store_error)?;
        let changes = json!({
            "table": table,
            "rows": part.ingested.rows,
            "bad_rows": part.ingested.bad.count,
            "already_exists": match choice {
                AlreadyExists::Fail => "fail",
                AlreadyExists::Replace => "replace",
                AlreadyExists::Append => "append",
            },
        });
        let deed = Deed::on("upload", AssetKind::Database, id.0);
        self.log(&tx, caller, deed, changes.as_object().cloned().unwrap_or_default()).await?;
        let placed = tokio::task::spawn_blocking(move || part.place()).await.map_err(|_| AppError::internal())?;
        placed.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Wrong::one("table_name", "It exists already."),
            _ => disk_error(&error),
        })?;
        tx.commit().await.map_err(store_error)?;
        self.sources.forget(id);
        self.meta.forget_assets();
        Ok(())
    }

    /// The dataset of the table that there is, brought up to date as far as the caller may; or a new one, the caller's own.
    async fn uploaded_dataset(&self, caller: &Caller, database: DatabaseId, table: &str) -> Result<DatasetId> {
        let existing =
            self.store.find_dataset_by_table(database, None, Some(SCHEMA), table).await.map_err(store_error)?;
        if let Some(dataset) = existing {
            if self.may(caller, Action::UpdateDataset, &dataset).await? {
                self.refresh_dataset(caller, dataset.id).await?;
            }
            return Ok(dataset.id);
        }
        let new = json!({ "database": database, "schema": SCHEMA, "table_name": table });
        let new: NewDataset = serde_json::from_value(new).map_err(|_| AppError::internal())?;
        Ok(self.create_dataset(caller, new).await?.id)
    }
}

fn write_part(
    from: &Path,
    folder: &Path,
    options: &sx_connect::ingest::FileOptions,
    wish: &TableWish,
    existing: Option<TableInFolder>,
) -> std::result::Result<Part, IngestError> {
    let found = inspect(from, options)?;
    let plans = found.sheets.first().map(|sheet| wish.plans(&sheet.columns)).unwrap_or_default();
    let append_to = existing.as_ref().filter(|_| wish.already_exists == AlreadyExists::Append);
    let append_to = append_to.map(|table| table.path.clone());
    let target = existing.map_or_else(|| folder.join(format!("{}.parquet", wish.table_name)), |table| table.path);
    let may_replace = wish.already_exists != AlreadyExists::Fail;
    // Hidden, so that no engine takes it for a table.
    let path = folder.join(format!(".{}.part", Uuid::new_v4().simple()));
    let mut part = Part { path, target, may_replace, ingested: Ingested::default() };
    part.ingested = ingest(from, &found.options, &plans, wish.bad_rows, append_to.as_deref(), &part.path)?;
    Ok(part)
}

impl Part {
    /// In one step: readers see the old table or the new one. A link, unlike a move, fails where a file is.
    fn place(self) -> io::Result<()> {
        if self.may_replace { fs::rename(&self.path, &self.target) } else { fs::hard_link(&self.path, &self.target) }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // It was moved, most of the time.
        let _gone = fs::remove_file(&self.path);
    }
}

fn refused(ingested: &Ingested) -> AppError {
    let count = ingested.bad.count;
    let (rows, do_not) = if count == 1 { ("row", "does not") } else { ("rows", "do not") };
    let message = format!(
        "{count} {rows} {do_not} fit. Nothing was written. Correct the file, change the types, leave those rows out, or \
         empty their cells."
    );
    let mut error = AppError::new(ErrorKind::Unprocessable, message);
    error.extra.insert("bad_rows".to_owned(), json!(told(ingested)));
    error
}

fn told(ingested: &Ingested) -> BadRows {
    let cells = ingested.bad.cells.iter().map(|cell| BadCell {
        row: cell.row,
        column: cell.column.clone(),
        value: cell.value.clone(),
        reason: cell.reason.clone(),
    });
    BadRows { count: ingested.bad.count, rows: cells.collect() }
}
