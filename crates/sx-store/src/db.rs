//! The one place that knows two backends: it runs a sea-query statement on whichever there is, in the open transaction
//! if there is one.

use std::sync::Arc;

use sea_query::{PostgresQueryBuilder, SelectStatement, SqliteQueryBuilder};
use sea_query_sqlx::{SqlxBinder, SqlxValues};
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tracing::Instrument as _;

use crate::row::Row;
use crate::{Result, StoreError};

#[derive(Clone)]
pub(crate) struct Db {
    pub pools: Pools,
    /// `None`: each statement is its own transaction.
    pub transaction: Option<SharedTransaction>,
}

#[derive(Clone)]
pub(crate) enum Pools {
    Postgres(PgPool),
    /// SQLite has one writer at a time; a second connection would only wait for its lock.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
}

/// Empty once it was committed or rolled back.
pub(crate) type SharedTransaction = Arc<Mutex<Option<OpenTransaction>>>;

pub(crate) enum OpenTransaction {
    Postgres(Transaction<'static, Postgres>),
    Sqlite(Transaction<'static, Sqlite>),
}

impl OpenTransaction {
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Postgres(transaction) => transaction.commit().await?,
            Self::Sqlite(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<()> {
        match self {
            Self::Postgres(transaction) => transaction.rollback().await?,
            Self::Sqlite(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }
}

/// `tag` names who asks, `noun.verb`: it goes into the trace, and as a comment into the SQL that the database logs.
impl Db {
    pub async fn fetch_all(&self, tag: &'static str, select: &SelectStatement) -> Result<Vec<Row>> {
        self.run(Access::Read, tag, self.build(tag, select)).await
    }

    pub async fn fetch_optional(&self, tag: &'static str, select: &SelectStatement) -> Result<Option<Row>> {
        Ok(self.fetch_all(tag, select).await?.into_iter().next())
    }

    pub async fn count(&self, tag: &'static str, select: &SelectStatement) -> Result<u64> {
        let row = self.fetch_optional(tag, select).await?.ok_or(sqlx::Error::RowNotFound)?;
        Ok(row.get::<i64>("count")?.unsigned_abs())
    }

    /// A write that answers rows: it has a RETURNING clause.
    pub async fn write_returning(&self, tag: &'static str, statement: &impl SqlxBinder) -> Result<Vec<Row>> {
        self.run(Access::Write, tag, self.build(tag, statement)).await
    }

    /// How many rows were written.
    pub async fn write(&self, tag: &'static str, statement: &impl SqlxBinder) -> Result<u64> {
        let (sql, values) = self.build(tag, statement);
        let work = async {
            let mut lease = self.lease(Access::Write).await?;
            let written = match lease.connection()? {
                Connection::Postgres(connection) => {
                    sqlx::query_with(AssertSqlSafe(sql), values).execute(connection).await?.rows_affected()
                }
                Connection::Sqlite(connection) => {
                    sqlx::query_with(AssertSqlSafe(sql), values).execute(connection).await?.rows_affected()
                }
            };
            Ok(written)
        };
        work.instrument(tracing::debug_span!("store", tag)).await
    }

    pub async fn begin(&self) -> Result<OpenTransaction> {
        Ok(match &self.pools {
            Pools::Postgres(pool) => OpenTransaction::Postgres(pool.begin().await?),
            // A deferred transaction that starts by reading could not become a writer later (SQLITE_BUSY_SNAPSHOT).
            Pools::Sqlite { writer, .. } => OpenTransaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
        })
    }

    async fn run(&self, access: Access, tag: &'static str, built: (String, SqlxValues)) -> Result<Vec<Row>> {
        let (sql, values) = built;
        let work = async {
            let mut lease = self.lease(access).await?;
            let rows = match lease.connection()? {
                Connection::Postgres(connection) => {
                    let rows = sqlx::query_with(AssertSqlSafe(sql), values).fetch_all(connection).await?;
                    rows.into_iter().map(Row::Postgres).collect()
                }
                Connection::Sqlite(connection) => {
                    let rows = sqlx::query_with(AssertSqlSafe(sql), values).fetch_all(connection).await?;
                    rows.into_iter().map(Row::Sqlite).collect()
                }
            };
            Ok(rows)
        };
        work.instrument(tracing::debug_span!("store", tag)).await
    }

    fn build(&self, tag: &'static str, statement: &impl SqlxBinder) -> (String, SqlxValues) {
        let (mut sql, values) = match self.pools {
            Pools::Postgres(_) => statement.build_sqlx(PostgresQueryBuilder),
            Pools::Sqlite { .. } => statement.build_sqlx(SqliteQueryBuilder),
        };
        sql.push_str(" /* ");
        sql.push_str(tag);
        sql.push_str(" */");
        (sql, values)
    }

    async fn lease(&self, access: Access) -> Result<Lease> {
        if let Some(transaction) = &self.transaction {
            return Ok(Lease::Transaction(Arc::clone(transaction).lock_owned().await));
        }
        Ok(match (&self.pools, access) {
            (Pools::Postgres(pool), _) => Lease::Postgres(pool.acquire().await?),
            (Pools::Sqlite { readers, .. }, Access::Read) => Lease::Sqlite(readers.acquire().await?),
            (Pools::Sqlite { writer, .. }, Access::Write) => Lease::Sqlite(writer.acquire().await?),
        })
    }
}

#[derive(Clone, Copy)]
enum Access {
    Read,
    Write,
}

/// A connection for one statement.
enum Lease {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
    Transaction(OwnedMutexGuard<Option<OpenTransaction>>),
}

enum Connection<'a> {
    Postgres(&'a mut PgConnection),
    Sqlite(&'a mut SqliteConnection),
}

impl Lease {
    fn connection(&mut self) -> Result<Connection<'_>> {
        match self {
            Self::Postgres(connection) => Ok(Connection::Postgres(connection)),
            Self::Sqlite(connection) => Ok(Connection::Sqlite(connection)),
            Self::Transaction(transaction) => match transaction.as_mut() {
                Some(OpenTransaction::Postgres(transaction)) => Ok(Connection::Postgres(transaction)),
                Some(OpenTransaction::Sqlite(transaction)) => Ok(Connection::Sqlite(transaction)),
                None => Err(StoreError::Other(sqlx::Error::Protocol("The transaction is over.".to_owned()))),
            },
        }
    }
}
