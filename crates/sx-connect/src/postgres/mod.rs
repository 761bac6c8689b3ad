//! PostgreSQL, over the extended protocol.
//!
//! ```text
//! uri ─▶ options (host, TLS, timeouts) ─▶ pool ─▶ session (statement cache) ─▶ answer (rows → Arrow batches)
//!                                                     └── dropped in the middle: cancelled on the server, closed
//! ```

mod answer;
mod catalog;
mod errors;
mod numeric;
mod options;
mod params;
mod pool;
mod session;
mod tls;
mod types;

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::{BatchStream, ColumnInfo, ConnectError, ConnectionUri, Connector, Setting, Source, SourceQuery, TableInfo};
use options::Options;
use pool::Pool;

pub(crate) struct Postgres;

impl Connector for Postgres {
    fn id(&self) -> &'static str {
        "postgresql"
    }

    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["postgresql", "postgres"]
    }

    fn settings(&self) -> &'static [Setting] {
        SETTINGS
    }

    fn dialect(&self) -> &'static dyn sx_query::Dialect {
        &sx_query::Postgres
    }

    fn open(&self, uri: &ConnectionUri) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(PostgresSource { pool: Pool::new(Options::read(uri)?) }))
    }
}

struct PostgresSource {
    pool: Arc<Pool>,
}

impl Source for PostgresSource {
    fn ping(&self) -> BoxFuture<'_, Result<(), ConnectError>> {
        Box::pin(catalog::ping(&self.pool))
    }

    fn schemas(&self) -> BoxFuture<'_, Result<Vec<String>, ConnectError>> {
        Box::pin(catalog::schemas(&self.pool))
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

const fn setting(key: &'static str, label: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { key, label, required: false, secret: false, default, help }
}

static SETTINGS: &[Setting] = &[
    Setting { required: true, ..setting("host", "Host", "", "Name or address of the server.") },
    Setting { required: true, ..setting("port", "Port", "5432", "") },
    Setting { required: true, ..setting("database", "Database name", "", "") },
    Setting { required: true, ..setting("username", "User name", "", "A role that may only read is enough.") },
    Setting { secret: true, ..setting("password", "Password", "", "") },
    setting(
        "sslmode",
        "TLS",
        "prefer",
        "disable, prefer, require, verify-ca or verify-full; the last two check the certificate.",
    ),
    setting("sslrootcert", "Root certificate", "", "Path of a PEM file on Sextant's own machine."),
    setting("connect_timeout", "Connect timeout", "10", "In seconds."),
];
