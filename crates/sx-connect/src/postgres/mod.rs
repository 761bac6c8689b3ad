//! PostgreSQL, over the extended protocol.
//!
//! ```text
//! uri ─▶ options (host, TLS, timeouts) ─▶ pool ─▶ session (statement cache) ─▶ answer (rows → Arrow batches)
//!                                          │          └── dropped in the middle: cancelled on the server, closed
//!                                          └── reach: straight, or through an SSH tunnel
//! ```

mod answer;
mod catalog;
mod errors;
mod numeric;
mod options;
mod params;
mod reach;
mod session;
mod tls;
mod types;

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::{
    BatchStream, ColumnInfo, ConnectError, ConnectionUri, Connector, DataRoots, IndexInfo, Setting, SettingKind,
    Source, SourceQuery, SshTunnel, TableInfo, pool, types::Decimals,
};
use options::Options;
use session::Session;

type Pool = pool::Pool<Session>;
type Lease = pool::Lease<Session>;

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

    fn drivers(&self) -> &'static [&'static str] {
        &["psycopg2", "asyncpg", "psycopg", "pg8000"]
    }

    fn placeholder(&self) -> &'static str {
        "postgresql://user:password@host:port/database"
    }

    fn settings(&self) -> &'static [Setting] {
        SETTINGS
    }

    fn dialect(&self) -> &'static dyn sx_query::Dialect {
        &sx_query::Postgres
    }

    fn open(&self, uri: &ConnectionUri, _: &DataRoots) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(PostgresSource { pool: Pool::new(Options::read(uri)?) }))
    }

    fn open_through(
        &self,
        tunnel: SshTunnel,
        uri: &ConnectionUri,
        _: &DataRoots,
    ) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(PostgresSource { pool: Pool::new(Options::read(uri)?.through(tunnel)) }))
    }

    fn takes_tunnels(&self) -> bool {
        true
    }
}

struct PostgresSource {
    pool: Arc<Pool>,
}

impl Source for PostgresSource {
    fn ping(&self) -> BoxFuture<'_, Result<(), ConnectError>> {
        Box::pin(catalog::ping(&self.pool))
    }

    fn limit_statements(&self, most: usize) {
        self.pool.queue.limit(most);
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

    fn indexes<'a>(
        &'a self,
        schema: Option<&'a str>,
        table: &'a str,
    ) -> BoxFuture<'a, Result<Vec<IndexInfo>, ConnectError>> {
        Box::pin(catalog::indexes(&self.pool, schema, table))
    }

    fn query(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>> {
        Box::pin(answer::ask(&self.pool, query, Decimals::Floats))
    }

    fn query_exact(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>> {
        Box::pin(answer::ask(&self.pool, query, Decimals::Texts))
    }

    fn ssh_host_key(&self) -> Option<String> {
        self.pool.options.route.as_ref()?.host_key()
    }
}

static SETTINGS: &[Setting] = &[
    Setting::text("host", "Host", "Name or address of the server.").required(),
    Setting::text("port", "Port", "").kind(SettingKind::Number { min: 1, max: 65_535 }).default("5432").required(),
    Setting::text("database", "Database name", "").required(),
    Setting::text("username", "User name", "A role that may only read is enough.").required(),
    Setting::text("password", "Password", "").kind(SettingKind::Secret),
    Setting::text("sslmode", "TLS", "Only the last two check who is on the other side.")
        .kind(SettingKind::Select(TLS_MODES))
        .default("prefer"),
    Setting::text(
        "sslrootcert",
        "Root certificate",
        "A PEM file on Sextant's own machine; without one, the system's roots.",
    )
    .kind(SettingKind::Path),
    Setting::text("connect_timeout", "Connect timeout", "In seconds.")
        .kind(SettingKind::Number { min: 1, max: 600 })
        .default("10"),
];

static TLS_MODES: &[(&str, &str)] = &[
    ("disable", "Never"),
    ("allow", "If the server wants it"),
    ("prefer", "If the server can"),
    ("require", "Always, any certificate"),
    ("verify-ca", "Always, a trusted certificate"),
    ("verify-full", "Always, a trusted certificate of this host"),
];
