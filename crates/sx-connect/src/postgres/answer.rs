//! A question and its rows, as Arrow batches.

use std::{pin::Pin, sync::Arc};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use futures::{TryStreamExt as _, stream};
use tokio_postgres::{
    Error, Row, RowStream,
    types::{FromSql, Type},
};

use super::{
    Lease, Pool,
    errors::{is_lost, query_error},
    params::TextParam,
    session::{Prepared, Session, is_stale},
    types::ColumnBuilder,
};
use crate::{
    BatchStream, ConnectError, ConnectErrorKind, SourceQuery,
    fair::Turn,
    limits::{Deadline, Meter},
    types::Decimals,
};

const BATCH_ROWS: usize = 8192;
/// Rows of long texts make smaller batches.
const BATCH_BYTES: usize = 4 << 20;

/// Returns when the server has accepted the statement; the first rows may take longer.
pub(super) async fn ask(pool: &Arc<Pool>, query: SourceQuery, decimals: Decimals) -> Result<BatchStream, ConnectError> {
    let turn = pool.queue.turn(&query.tag, query.limits.timeout).await?;
    let deadline = Deadline::after(query.limits.timeout);
    let meter = Meter::new(&query.limits);
    let sql = query.tagged_sql();
    let params: Vec<TextParam> = query.params.into_iter().map(TextParam).collect();
    let (lease, prepared, rows) = deadline.bound(start(pool, Some(turn), &sql, &params)).await?;

    let prepared = if decimals == Decimals::Texts { Arc::new(prepared.exact()) } else { prepared };
    let builders = prepared.decodes.iter().map(|decode| ColumnBuilder::new(*decode)).collect();
    let answer = Answer { rows: Box::pin(rows), lease, prepared, builders, meter, is_begun: false };
    Ok(Box::pin(stream::try_unfold(answer, move |answer| deadline.bound(answer.next()))))
}

/// Tries again where the failure says nothing about the query: reads may be repeated.
async fn start(
    pool: &Arc<Pool>,
    mut turn: Option<Turn>,
    sql: &str,
    params: &[TextParam],
) -> Result<(Lease, Arc<Prepared>, RowStream), ConnectError> {
    loop {
        let mut lease = pool.lend_in(&mut turn).await?;
        let Some(session) = lease.session() else { continue };
        match begin(session, sql, params).await {
            Ok((prepared, rows)) => return Ok((lease, prepared, rows)),
            Err(error) if is_lost(&error) => {
                lease.discard();
                // A kept connection may have been lost long ago; the next is tried.
                if lease.is_fresh() {
                    return Err(query_error(&error));
                }
            }
            Err(error) => {
                lease.give_back();
                return Err(query_error(&error));
            }
        }
    }
}

async fn begin(session: &mut Session, sql: &str, params: &[TextParam]) -> Result<(Arc<Prepared>, RowStream), Error> {
    let prepared = session.prepare(sql).await?;
    match session.client.query_raw(&prepared.statement, params).await {
        Err(error) if is_stale(&error) => {
            session.forget(sql);
            let prepared = session.prepare(sql).await?;
            let rows = session.client.query_raw(&prepared.statement, params).await?;
            Ok((prepared, rows))
        }
        rows => Ok((prepared, rows?)),
    }
}

struct Answer {
    rows: Pin<Box<RowStream>>,
    lease: Lease,
    prepared: Arc<Prepared>,
    builders: Vec<ColumnBuilder>,
    meter: Meter,
    is_begun: bool,
}

impl Answer {
    /// The next batch, and what is left.
    async fn next(mut self) -> Result<Option<(RecordBatch, Self)>, ConnectError> {
        // Full, or read to its end.
        if self.lease.session().is_none() {
            return Ok(None);
        }
        let (mut count, mut bytes, mut is_over) = (0, 0, false);
        while count < BATCH_ROWS && bytes < BATCH_BYTES && count < self.meter.rows_left() {
            let Some(row) = self.row().await? else {
                is_over = true;
                break;
            };
            self.push(&row)?;
            count += 1;
            bytes += row.raw_size_bytes();
        }
        if !is_over && self.meter.rows_left() == count {
            // Most often the query's own LIMIT ends it at the same row, and the connection can be kept.
            is_over = self.row().await?.is_none();
            if !is_over {
                return self.last(count).map(Some);
            }
        }
        if is_over {
            self.lease.give_back();
        }
        if count == 0 && self.is_begun {
            return Ok(None);
        }
        self.is_begun = true;
        let batch = self.batch(count)?;
        Ok(Some((batch, self)))
    }

    /// There are more rows than wanted: the query is cancelled.
    fn last(mut self, count: usize) -> Result<(RecordBatch, Self), ConnectError> {
        let batch = self.batch(count)?;
        self.lease.cancel();
        Ok((batch, self))
    }

    async fn row(&mut self) -> Result<Option<Row>, ConnectError> {
        self.rows.try_next().await.map_err(|error| {
            // The server is done with it; the connection is as good as before.
            self.lease.give_back();
            query_error(&error)
        })
    }

    fn push(&mut self, row: &Row) -> Result<(), ConnectError> {
        for (at, builder) in self.builders.iter_mut().enumerate() {
            let raw: Option<Raw<'_>> = row.try_get(at).map_err(|error| query_error(&error))?;
            builder.push(raw.map(|raw| raw.0)).ok_or_else(|| {
                let name = self.prepared.schema.field(at).name();
                let message = format!("The values of column \"{name}\" cannot be read. Cast it to text in the query.");
                ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
            })?;
        }
        Ok(())
    }

    fn batch(&mut self, count: usize) -> Result<RecordBatch, ConnectError> {
        let columns: Vec<ArrayRef> = self.builders.iter_mut().map(ColumnBuilder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        let batch = RecordBatch::try_new_with_options(self.prepared.schema.clone(), columns, &options)
            .map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))?;
        self.meter.take(batch)
    }
}

/// A value's bytes, whatever its type.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }
}
