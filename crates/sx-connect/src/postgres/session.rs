//! One connection and the statements that it has prepared.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use arrow_schema::{Schema, SchemaRef};
use tokio::{
    task::{AbortHandle, JoinHandle},
    time::timeout,
};
use tokio_postgres::{CancelToken, Client, Error, Statement, error::SqlState};

use super::{
    options::Options,
    reach::{Reached, reach, send_cancel},
    types::Decode,
};
use crate::{
    ConnectError,
    pool::{self, PROOF_TIMEOUT},
    tunnel::SshSession,
};

/// How long the server may take to hear of a cancellation.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(3);
/// Between one time and the next, doubled each time.
const CANCEL_PAUSE: Duration = Duration::from_millis(100);
/// All of it. A server that cannot even be told must not keep its place in the pool for longer than others wait for one.
const CANCEL_LONGEST: Duration = Duration::from_secs(5);

pub(super) struct Session {
    pub client: Client,
    driver: JoinHandle<()>,
    /// The SSH session that carries this connection, if one does; it ends with it.
    tunnel: Option<SshSession>,
    statements: Statements,
}

/// A statement whose columns can all be read.
pub(super) struct Prepared {
    pub statement: Statement,
    pub schema: SchemaRef,
    pub decodes: Vec<Decode>,
}

impl Prepared {
    /// The same statement, read with every digit of its decimals.
    pub fn exact(&self) -> Self {
        let decodes: Vec<_> = self.decodes.iter().map(|decode| decode.exact()).collect();
        let fields = self.schema.fields().iter().zip(&decodes).map(|(field, decode)| decode.field(field.name()));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Self { statement: self.statement.clone(), schema, decodes }
    }
}

impl Session {
    pub async fn prepare(&mut self, sql: &str) -> Result<Arc<Prepared>, Error> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known);
        }
        let prepared = Arc::new(prepare(&self.client, sql).await?);
        self.statements.add(sql, prepared.clone());
        Ok(prepared)
    }

    pub fn forget(&mut self, sql: &str) {
        self.statements.remove(sql);
    }
}

impl pool::Session for Session {
    type Options = Options;

    fn connect_timeout(options: &Options) -> Duration {
        options.connect_timeout
    }

    async fn open(options: &Options) -> Result<Self, ConnectError> {
        let Reached { client, driver, tunnel } = reach(options).await?;
        Ok(Self { client, driver, tunnel, statements: Statements::default() })
    }

    fn is_closed(&mut self) -> bool {
        self.client.is_closed() || self.driver.is_finished()
    }

    async fn is_alive(&mut self) -> bool {
        let mut owed = Owed(Some(self.driver.abort_handle()));
        let is_alive = matches!(timeout(PROOF_TIMEOUT, self.client.check_connection()).await, Ok(Ok(())));
        if is_alive {
            owed.0 = None;
        }
        is_alive
    }

    async fn cancel(self, options: &Options) {
        let token = self.client.cancel_token();
        let mut driver = self.driver;
        // Without a client the connection ends as soon as nothing is owed.
        drop(self.client);
        let ending = end(&token, options, self.tunnel.as_ref(), &mut driver);
        if timeout(CANCEL_LONGEST, ending).await.is_err() {
            tracing::warn!("a cancelled query did not end; its connection is closed");
            driver.abort();
        }
    }
}

/// An answer that nobody waits for any longer: without this, the connection would stay open for it.
struct Owed(Option<AbortHandle>);

impl Drop for Owed {
    fn drop(&mut self) {
        if let Some(driver) = &self.0 {
            driver.abort();
        }
    }
}

/// Closing alone would not do: a server looks at its connection only when it has something to send. Nor would one cancellation:
/// it travels on another connection, and forgets itself when it overtakes the query. So it is repeated until the server has said
/// its last word.
async fn end(token: &CancelToken, options: &Options, tunnel: Option<&SshSession>, driver: &mut JoinHandle<()>) {
    for attempt in 0.. {
        match timeout(CANCEL_TIMEOUT, send_cancel(token, options, tunnel)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a query could not be cancelled"),
            Err(_) => tracing::warn!("a query could not be cancelled: the server did not answer"),
        }
        if timeout(CANCEL_PAUSE * 2u32.pow(attempt), &mut *driver).await.is_ok() {
            return;
        }
    }
}

/// The table was altered since the statement was prepared; preparing it again helps.
pub(super) fn is_stale(error: &Error) -> bool {
    error.as_db_error().is_some_and(|error| {
        *error.code() == SqlState::FEATURE_NOT_SUPPORTED && error.message().contains("cached plan")
    })
}

async fn prepare(client: &Client, sql: &str) -> Result<Prepared, Error> {
    let asked = client.prepare(sql).await?;
    let columns = asked.columns();
    let decodes: Vec<Decode> = columns.iter().map(|column| Decode::of(column.type_())).collect();
    let fields: Vec<_> = columns.iter().zip(&decodes).map(|(column, decode)| decode.field(column.name())).collect();
    let statement = match decodes.iter().any(|decode| decode.is_written_by_server()) {
        true => client.prepare(&written_by_server(sql, &decodes)).await?,
        false => asked,
    };
    Ok(Prepared { statement, schema: Arc::new(Schema::new(fields)), decodes })
}

/// Rows come in binary, and a type that we cannot read would be noise; the server itself casts those to text. The columns are
/// numbered, since names may repeat. A query in FROM keeps its order where nothing is done to it, as here.
fn written_by_server(sql: &str, decodes: &[Decode]) -> String {
    let names: Vec<String> = (1..=decodes.len()).map(|n| format!("c{n}")).collect();
    let columns: Vec<String> = names
        .iter()
        .zip(decodes)
        .map(|(name, decode)| match decode {
            Decode::ServerJson => format!("to_json({name})::text"),
            Decode::ServerText => format!("{name}::text"),
            _ => name.clone(),
        })
        .collect();
    let sql = sql.trim_end().trim_end_matches(';');
    // The line break ends a comment that the statement may end with.
    format!("SELECT {} FROM (\n{sql}\n) AS answer({})", columns.join(", "), names.join(", "))
}

/// The statements used last; preparing costs one round trip and the server's planning.
#[derive(Default)]
struct Statements {
    known: HashMap<String, Arc<Prepared>>,
    order: VecDeque<String>,
}

impl Statements {
    const MOST: usize = 64;

    fn get(&mut self, sql: &str) -> Option<Arc<Prepared>> {
        let known = self.known.get(sql)?.clone();
        self.order.retain(|text| text != sql);
        self.order.push_back(sql.to_owned());
        Some(known)
    }

    fn add(&mut self, sql: &str, prepared: Arc<Prepared>) {
        while self.order.len() >= Self::MOST {
            if let Some(oldest) = self.order.pop_front() {
                self.known.remove(&oldest);
            }
        }
        self.order.push_back(sql.to_owned());
        self.known.insert(sql.to_owned(), prepared);
    }

    fn remove(&mut self, sql: &str) {
        self.order.retain(|text| text != sql);
        self.known.remove(sql);
    }
}
