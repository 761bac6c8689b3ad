//! The store: opening it, and its transactions. What it holds is in the other files, one per noun.

use std::ops::Deref;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SubsecRound as _, Utc};
use sea_query::{Expr, Query};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::Mutex;

use crate::db::{Db, Pools};
use crate::{Result, SealKey, StoreError, migrations};

/// How long a statement waits for a free connection; the pool's own default is half a minute, which no page survives.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
const POSTGRES_CONNECTIONS: u32 = 16;
const SQLITE_READERS: u32 = 4;

/// Our own data. Cheap to clone; all methods take `&self`, also within a transaction (see [`Store::begin`]).
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) key: SealKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Postgres,
    Sqlite,
}

impl Backend {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
        }
    }
}

impl Store {
    /// `postgres://…`, or `sqlite://path` (made if missing, folder included), or `sqlite::memory:` for tests. Does not
    /// migrate.
    pub async fn connect(url: &str, key: SealKey) -> Result<Self> {
        let pools = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            connect_postgres(url).await?
        } else if url.starts_with("sqlite:") {
            connect_sqlite(url).await?
        } else {
            let message = "The metadata database's address must begin with postgres:// or sqlite://.".to_owned();
            return Err(StoreError::BadUrl { message });
        };
        Ok(Self { db: Db { pools, transaction: None }, key })
    }

    /// Brings the tables up to date. Several servers may start at once: one works, the others wait for it.
    pub async fn migrate(&self) -> Result<()> {
        migrations::run(&self.db.pools).await
    }

    /// Is the database there?
    pub async fn ping(&self) -> Result<()> {
        let select = Query::select().expr(Expr::val(1)).to_owned();
        self.db.fetch_all("store.ping", &select).await.map(drop)
    }

    pub fn backend(&self) -> Backend {
        match self.db.pools {
            Pools::Postgres(_) => Backend::Postgres,
            Pools::Sqlite { .. } => Backend::Sqlite,
        }
    }

    /// Closes the connections; what is still running ends first.
    pub async fn close(&self) {
        match &self.db.pools {
            Pools::Postgres(pool) => pool.close().await,
            Pools::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }

    /// All or nothing: what is written through the answer counts from [`Tx::commit`] on; dropping it undoes all.
    ///
    /// A [`Tx`] is a [`Store`], so whatever takes `&Store` works in it too. Called within a transaction, this joins it:
    /// the inner commit does nothing, the outer one decides. SQLite has one writer: writing through the outer store while
    /// a transaction is open waits for it.
    pub async fn begin(&self) -> Result<Tx> {
        if self.db.transaction.is_some() {
            return Ok(Tx { store: self.clone(), is_joined: true });
        }
        let transaction = Arc::new(Mutex::new(Some(self.db.begin().await?)));
        let db = Db { pools: self.db.pools.clone(), transaction: Some(transaction) };
        Ok(Tx { store: Self { db, key: self.key.clone() }, is_joined: false })
    }
}

/// An open transaction.
#[must_use = "without `commit` nothing is written"]
pub struct Tx {
    store: Store,
    is_joined: bool,
}

impl Deref for Tx {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        if self.is_joined {
            return Ok(());
        }
        let Some(transaction) = &self.store.db.transaction else { return Ok(()) };
        match transaction.lock().await.take() {
            Some(open) => open.commit().await,
            None => Ok(()),
        }
    }

    /// Like dropping it, but the caller learns when it is done, or that it failed.
    pub async fn rollback(self) -> Result<()> {
        let Some(transaction) = &self.store.db.transaction else { return Ok(()) };
        match transaction.lock().await.take() {
            Some(open) => open.rollback().await,
            None => Ok(()),
        }
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // A clone of the inner store must not keep the transaction, and with it SQLite's only writer.
        if let (false, Some(transaction)) = (self.is_joined, &self.store.db.transaction)
            && let Ok(mut open) = transaction.try_lock()
        {
            open.take();
        }
    }
}

/// Both backends keep microseconds; what was written must equal what is read.
pub(crate) fn micros(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}

/// sea-query panics on a LIMIT or an OFFSET that does not fit into an i64.
pub(crate) fn row_number(number: u64) -> u64 {
    number.min(i64::MAX.unsigned_abs())
}

async fn connect_postgres(url: &str) -> Result<Pools> {
    let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::BadUrl {
        message: "The metadata database's address is not a valid postgres:// address.".to_owned(),
    })?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options.application_name("sextant"))
        .await?;
    Ok(Pools::Postgres(pool))
}

async fn connect_sqlite(url: &str) -> Result<Pools> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| StoreError::BadUrl {
            message: "The metadata database's address is not a valid sqlite:// address.".to_owned(),
        })?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5));
    // Each connection to `:memory:` has its own database, so there is only one, for reading too, and it never ends.
    if url.contains(":memory:") {
        let only = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        return Ok(Pools::Sqlite { readers: only.clone(), writer: only });
    }
    if let Some(folder) = options.get_filename().parent() {
        std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
    }
    // WAL: readers and the writer do not wait for each other; NORMAL loses nothing but the last moments of a power cut.
    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Normal);
    let pool = |connections| SqlitePoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE_TIMEOUT);
    let writer = pool(1).connect_with(options.clone()).await?;
    let readers = pool(SQLITE_READERS).connect_with(options.pragma("query_only", "ON")).await?;
    Ok(Pools::Sqlite { readers, writer })
}
