//! DuckDB, the embedded engine: a folder whose files are tables.
//!
//! ```text
//! folder ─▶ files (scan, checked) ─▶ engine (locked down, one view per file) ─▶ question (own thread, own connection)
//!                 └── changed: a new engine                                        └── dropped: interrupted
//! ```

mod catalog;
mod engine;
mod errors;
pub(crate) mod files;
mod library;
mod lockdown;
mod params;
mod question;
mod shared;

use std::{path::PathBuf, sync::Arc};

use futures::future::BoxFuture;

use crate::{
    BatchStream, ColumnInfo, ConnectError, ConnectErrorKind, ConnectionUri, Connector, DataRoots, Setting, SettingKind,
    Source, SourceQuery, TableInfo,
};
use shared::SharedEngine;

pub(crate) struct DuckDb;

impl Connector for DuckDb {
    fn id(&self) -> &'static str {
        "duckdb"
    }

    fn name(&self) -> &'static str {
        "Files (DuckDB)"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["duckdb"]
    }

    fn placeholder(&self) -> &'static str {
        "duckdb:////folder/of/files"
    }

    fn settings(&self) -> &'static [Setting] {
        SETTINGS
    }

    fn dialect(&self) -> &'static dyn sx_query::Dialect {
        &sx_query::DuckDb
    }

    fn open(&self, uri: &ConnectionUri, roots: &DataRoots) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(DuckDbSource { engine: SharedEngine::new(named_folder(uri)?, roots.clone()) }))
    }

    fn folder(&self, uri: &ConnectionUri, roots: &DataRoots) -> Option<Result<PathBuf, ConnectError>> {
        Some(named_folder(uri).and_then(|folder| roots.resolve(&folder)))
    }

    fn takes_files(&self) -> bool {
        true
    }
}

fn named_folder(uri: &ConnectionUri) -> Result<PathBuf, ConnectError> {
    let folder = uri.database().filter(|path| !path.is_empty() && path != ":memory:");
    folder.map(PathBuf::from).ok_or_else(|| {
        let message = "Name a folder: \"duckdb:///relative/folder\" or \"duckdb:////absolute/folder\".";
        ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
    })
}

struct DuckDbSource {
    engine: Arc<SharedEngine>,
}

impl Source for DuckDbSource {
    fn ping(&self) -> BoxFuture<'_, Result<(), ConnectError>> {
        Box::pin(catalog::ping(&self.engine))
    }

    fn schemas(&self) -> BoxFuture<'_, Result<Vec<String>, ConnectError>> {
        Box::pin(async { Ok(vec![catalog::SCHEMA.to_owned()]) })
    }

    fn tables<'a>(&'a self, schema: Option<&'a str>) -> BoxFuture<'a, Result<Vec<TableInfo>, ConnectError>> {
        Box::pin(catalog::tables(&self.engine, schema))
    }

    fn columns<'a>(
        &'a self,
        schema: Option<&'a str>,
        table: &'a str,
    ) -> BoxFuture<'a, Result<Vec<ColumnInfo>, ConnectError>> {
        Box::pin(catalog::columns(&self.engine, schema, table))
    }

    fn query(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>> {
        Box::pin(question::ask(&self.engine, query))
    }
}

static SETTINGS: &[Setting] = &[Setting::text(
    "database",
    "Folder",
    "A folder on Sextant's own machine; its Parquet, CSV and JSON files are the tables.",
)
.kind(SettingKind::Path)
.required()];
