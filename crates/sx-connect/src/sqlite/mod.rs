//! SQLite: one file on Sextant's own machine, opened to be read only.
//!
//! ```text
//! uri ─▶ file (below the data folders) ─▶ pool ─▶ session (authorizer, limits) ─▶ answer (own thread)
//!                                                                                   │
//!                            rows ─▶ cells ─▶ column (declared type, what is found) ─▶ Arrow batches
//! ```

mod answer;
mod authorizer;
mod catalog;
mod cell;
mod column;
mod errors;
mod file;
mod params;
mod pool;
mod session;
mod time;

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::{
    BatchStream, ColumnInfo, ConnectError, ConnectionUri, Connector, DataRoots, Setting, SettingKind, Source,
    SourceQuery, TableInfo,
};
use pool::Pool;

pub(crate) struct Sqlite;

impl Connector for Sqlite {
    fn id(&self) -> &'static str {
        "sqlite"
    }

    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["sqlite"]
    }

    fn placeholder(&self) -> &'static str {
        "sqlite:////folder/file.db"
    }

    fn settings(&self) -> &'static [Setting] {
        SETTINGS
    }

    fn dialect(&self) -> &'static dyn sx_query::Dialect {
        &sx_query::Sqlite
    }

    fn open(&self, uri: &ConnectionUri, roots: &DataRoots) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(SqliteSource { pool: Pool::new(file::named(uri)?, roots.clone()) }))
    }

    fn check_place(&self, uri: &ConnectionUri, roots: &DataRoots) -> Result<(), ConnectError> {
        file::find(&file::named(uri)?, roots).map(drop)
    }
}

struct SqliteSource {
    pool: Arc<Pool>,
}

impl Source for SqliteSource {
    fn ping(&self) -> BoxFuture<'_, Result<(), ConnectError>> {
        Box::pin(catalog::ping(&self.pool))
    }

    fn limit_statements(&self, most: usize) {
        self.pool.queue.limit(most);
    }

    fn schemas(&self) -> BoxFuture<'_, Result<Vec<String>, ConnectError>> {
        Box::pin(async { Ok(vec![catalog::SCHEMA.to_owned()]) })
    }

    fn tables<'a>(&'a self, schema: Option<&'a str>) -> BoxFuture<'a, Result<Vec<TableInfo>, ConnectError>> {
        Box::pin(catalog::tables(&self.pool, schema))
    }

    fn columns<'a>(
        &'a self,
        schema: Option<&'a str>,
        table: &'a str,
    ) -> BoxFuture<'a, Result<Vec<ColumnInfo>, ConnectError>> {
        Box::pin(catalog::columns(&self.pool, schema, table))
    }

    fn query(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>> {
        Box::pin(answer::ask(&self.pool, query))
    }
}

static SETTINGS: &[Setting] = &[Setting::text(
    "database",
    "File",
    "A SQLite file on Sextant's own machine, below one of its data folders. It is opened to be read only.",
)
.kind(SettingKind::Path)
.required()];
