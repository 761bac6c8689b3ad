//! Databases to ask, and short ways to ask them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sx_connect::{ConnectError, ConnectionUri, Limits, Source, SourceQuery, connector_for};
use sx_query::{Param, Table};
use tokio_postgres::NoTls;
use uuid::Uuid;

pub const LIMITS: Limits = Limits { rows: 100_000, bytes: 100_000_000, timeout: Duration::from_secs(30) };

pub fn open(uri: &str) -> Arc<dyn Source> {
    let uri = ConnectionUri::parse(uri).unwrap();
    connector_for(&uri).unwrap().open(&uri, &sx_connect::DataRoots::new([env::temp_dir()])).unwrap()
}

pub fn query(sql: &str) -> SourceQuery {
    SourceQuery { sql: sql.to_owned(), params: vec![], limits: LIMITS, tag: "test".to_owned() }
}

pub async fn ask(source: &dyn Source, sql: &str) -> Result<Table, ConnectError> {
    source.collect(query(sql)).await
}

pub async fn ask_with(source: &dyn Source, sql: &str, params: Vec<Param>) -> Result<Table, ConnectError> {
    source.collect(SourceQuery { params, ..query(sql) }).await
}

/// The one value of a one-row, one-column answer, as JSON text.
pub async fn value(source: &dyn Source, sql: &str) -> String {
    ask(source, sql).await.unwrap().columns[0].values.json(0).to_string()
}

/// A line per row, the values as JSON.
pub fn rows(table: &Table) -> String {
    let row =
        |row| table.columns.iter().map(|column| column.values.json(row).to_string()).collect::<Vec<_>>().join(" | ");
    (0..table.row_count()).map(row).collect::<Vec<_>>().join("\n")
}

pub fn server_uri() -> String {
    env::var("SEXTANT_TEST_POSTGRES").expect(
        "SEXTANT_TEST_POSTGRES is not set: the tests of sx-connect need a Postgres server. `make test` starts one; \
         by hand, set it to the URI of a superuser on a scratch cluster",
    )
}

/// A schema of its own on the test server, first in the source's search path.
pub struct Scratch {
    pub schema: String,
    pub admin: tokio_postgres::Client,
}

impl Scratch {
    pub async fn new(ddl: &str) -> Self {
        let (admin, connection) = tokio_postgres::connect(&server_uri(), NoTls).await.unwrap();
        tokio::spawn(connection);
        let schema = format!("sx_{}", Uuid::new_v4().simple());
        admin.batch_execute(&format!("CREATE SCHEMA {schema}; SET search_path = {schema}; {ddl}")).await.unwrap();
        Self { schema, admin }
    }

    /// The source's connections are called as the schema is, so that a test sees its own.
    pub fn uri(&self) -> String {
        let server = server_uri();
        let mark = if server.contains('?') { '&' } else { '?' };
        format!("{server}{mark}options=-c%20search_path%3D{0}&application_name={0}", self.schema)
    }

    pub fn source(&self) -> Arc<dyn Source> {
        open(&self.uri())
    }

    /// How many of the source's connections are in that state (`active`, `idle`, or `%`).
    pub async fn connections(&self, state: &str) -> i64 {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state LIKE $2";
        self.admin.query_one(sql, &[&self.schema, &state]).await.unwrap().get(0)
    }

    /// Waits until the source has that many connections in that state; a cancellation takes a moment to arrive.
    pub async fn wait_for_connections(&self, state: &str, expected: i64) {
        let mut count = -1;
        for _ in 0..100 {
            count = self.connections(state).await;
            if count == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} connections are {state}, not {expected}");
    }

    pub async fn drop_schema(self) {
        self.admin.batch_execute(&format!("DROP SCHEMA {} CASCADE", self.schema)).await.unwrap();
    }
}

/// A folder that goes with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = env::temp_dir().join(format!("sx-connect-{}", Uuid::new_v4()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    pub fn copy(&self, name: &str, from: &str) {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        fs::copy(data.join(from), self.0.join(name)).unwrap();
    }

    pub fn source(&self) -> Arc<dyn Source> {
        open(&format!("duckdb:///{}", self.0.display()))
    }

    /// A SQLite file of that name, made by the statements; once more, it goes on with the file that is there.
    pub fn sqlite(&self, name: &str, ddl: &str) -> Arc<dyn Source> {
        let path = self.0.join(name);
        rusqlite::Connection::open(&path).unwrap().execute_batch(ddl).unwrap();
        open(&format!("sqlite:///{}", path.display()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
