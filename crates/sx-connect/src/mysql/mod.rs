//! MySQL and MariaDB, by prepared statements of the binary protocol.
//!
//! ```text
//! uri ─▶ options (host, TLS, timeouts) ─▶ pool ─▶ session (settings, statement cache) ─▶ answer (rows → Arrow batches)
//!                                          │          └── dropped in the middle: killed on the server by another connection
//!                                          └── reach: straight, or through an SSH tunnel ─▶ handshake: TLS, password
//! ```
//!
//! `mysql_common` knows the packets and the ways to prove a password; the conversation is here, because the drivers that are
//! made of it open their own sockets, where a tunnel is a stream.

mod answer;
mod catalog;
mod errors;
mod handshake;
mod options;
mod params;
mod reach;
mod session;
mod statements;
mod types;
mod wire;

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::{
    BatchStream, ColumnInfo, ConnectError, ConnectionUri, Connector, DataRoots, IndexInfo, Setting, SettingKind,
    Source, SourceQuery, SshTunnel, TableInfo, pool, tunnel::Route,
};
use options::Options;
use session::Session;
use types::Decimals;

type Pool = pool::Pool<Session>;
type Lease = pool::Lease<Session>;

pub(crate) struct MySql;

impl Connector for MySql {
    fn id(&self) -> &'static str {
        "mysql"
    }

    fn name(&self) -> &'static str {
        "MySQL and MariaDB"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["mysql", "mariadb"]
    }

    fn drivers(&self) -> &'static [&'static str] {
        &["mysqldb", "pymysql", "mysqlconnector", "mariadbconnector", "asyncmy", "aiomysql"]
    }

    fn placeholder(&self) -> &'static str {
        "mysql://user:password@host:port/database"
    }

    fn settings(&self) -> &'static [Setting] {
        SETTINGS
    }

    fn dialect(&self) -> &'static dyn sx_query::Dialect {
        &sx_query::MySql
    }

    fn open(&self, uri: &ConnectionUri, _: &DataRoots) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(MySqlSource { pool: Pool::new(Options::read(uri)?) }))
    }

    fn open_through(
        &self,
        tunnel: SshTunnel,
        uri: &ConnectionUri,
        _: &DataRoots,
    ) -> Result<Arc<dyn Source>, ConnectError> {
        Ok(Arc::new(MySqlSource { pool: Pool::new(Options::read(uri)?.through(tunnel)) }))
    }

    fn takes_tunnels(&self) -> bool {
        true
    }
}

struct MySqlSource {
    pool: Arc<Pool>,
}

impl Source for MySqlSource {
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
        self.pool.options.route.as_ref().and_then(Route::host_key)
    }
}

static SETTINGS: &[Setting] = &[
    Setting::text("host", "Host", "Name or address of the server.").required(),
    Setting::text("port", "Port", "").kind(SettingKind::Number { min: 1, max: 65_535 }).default("3306").required(),
    Setting::text("database", "Database name", "").required(),
    Setting::text("username", "User name", "A user that may only read is enough.").required(),
    Setting::text("password", "Password", "").kind(SettingKind::Secret),
    Setting::text("ssl_mode", "TLS", "Only the last two check who is on the other side.")
        .kind(SettingKind::Select(TLS_MODES))
        .default("PREFERRED"),
    Setting::text(
        "ssl_ca",
        "Root certificate",
        "A PEM file on Sextant's own machine; without one, the system's roots.",
    )
    .kind(SettingKind::Path),
    Setting::text("ssl_cert", "Client certificate", "A PEM file, where the server wants one.").kind(SettingKind::Path),
    Setting::text("ssl_key", "Client key", "The key of that certificate.").kind(SettingKind::Path),
    Setting::text("connect_timeout", "Connect timeout", "In seconds.")
        .kind(SettingKind::Number { min: 1, max: 600 })
        .default("10"),
];

static TLS_MODES: &[(&str, &str)] = &[
    ("DISABLED", "Never"),
    ("PREFERRED", "If the server can"),
    ("REQUIRED", "Always, any certificate"),
    ("VERIFY_CA", "Always, a trusted certificate"),
    ("VERIFY_IDENTITY", "Always, a trusted certificate of this host"),
];
