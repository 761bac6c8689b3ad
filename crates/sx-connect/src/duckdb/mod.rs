//! DuckDB, the embedded engine: a folder, or a bucket, whose files are tables.
//!
//! ```text
//! folder ─▶ files (scan, checked) ─▶ engine (locked down, one view per file) ─▶ question (own thread, own connection)
//! bucket ─▶ listed by the engine ──────┘ └── other files: a new engine            └── dropped: interrupted
//! ```

mod bucket;
mod catalog;
mod engine;
mod errors;
pub(crate) mod files;
mod library;
mod lockdown;
mod params;
mod place;
mod question;
mod shared;

use std::{path::PathBuf, sync::Arc};

use futures::future::BoxFuture;

use crate::{
    BatchStream, ColumnInfo, ConnectError, ConnectionUri, Connector, DataRoots, Setting, SettingKind, Source,
    SourceQuery, TableInfo, types::Decimals,
};
use place::Place;
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
        Ok(Arc::new(DuckDbSource { engine: SharedEngine::new(Place::named(uri)?, roots.clone()) }))
    }

    fn folder(&self, uri: &ConnectionUri, roots: &DataRoots) -> Option<Result<PathBuf, ConnectError>> {
        match Place::named(uri) {
            Ok(Place::Folder(folder)) => Some(roots.resolve(&folder)),
            Ok(Place::Bucket(_)) => None,
            Err(error) => Some(Err(error)),
        }
    }

    fn takes_files(&self) -> bool {
        true
    }
}

struct DuckDbSource {
    engine: Arc<SharedEngine>,
}

impl Source for DuckDbSource {
    fn ping(&self) -> BoxFuture<'_, Result<(), ConnectError>> {
        Box::pin(catalog::ping(&self.engine))
    }

    fn limit_statements(&self, most: usize) {
        self.engine.queue.limit(most);
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
        Box::pin(question::ask(&self.engine, query, Decimals::Floats))
    }

    fn query_exact(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>> {
        Box::pin(question::ask(&self.engine, query, Decimals::Texts))
    }
}

static SETTINGS: &[Setting] = &{
    let [key, secret, region, host, port, style, tls] = bucket::SETTINGS;
    let place = Setting::text(
        "database",
        "Folder or bucket",
        "A folder on Sextant's own machine, or s3://bucket/prefix; its Parquet, CSV and JSON files are the tables.",
    );
    [place.kind(SettingKind::Path).required(), key, secret, region, host, port, style, tls]
};
