//! A question and its rows, as Arrow batches.

use std::{sync::Arc, time::Duration};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use bytes::Bytes;
use futures::stream;
use mysql_common::{Value, packets::Column};

use super::{
    Lease, Pool,
    errors::{Failure, query_error},
    params,
    session::Session,
    types::{ColumnBuilder, Decimals, Decode, Row},
};
use crate::{
    BatchStream, ConnectError, ConnectErrorKind, SourceQuery,
    fair::Turn,
    limits::{Deadline, Meter},
};

const BATCH_ROWS: usize = 8192;
/// Rows of long texts make smaller batches.
const BATCH_BYTES: usize = 4 << 20;

/// Returns when the server has begun to answer; the first rows may take longer.
pub(super) async fn ask(pool: &Arc<Pool>, query: SourceQuery, decimals: Decimals) -> Result<BatchStream, ConnectError> {
    let turn = pool.queue.turn(&query.tag, query.limits.timeout).await?;
    let deadline = Deadline::after(query.limits.timeout);
    let meter = Meter::new(&query.limits);
    let sql = query.tagged_sql();
    let values: Option<Vec<Value>> = query.params.iter().map(params::value).collect();
    let values = values.ok_or_else(|| wrong("A time in the question is out of range."))?;
    let (mut lease, columns) = deadline.bound(start(pool, Some(turn), &sql, &values, query.limits.timeout)).await?;
    if columns.is_empty() {
        lease.give_back();
        return Err(wrong("The statement returned no table."));
    }
    let names = columns.iter().map(|column| column.name_str().into_owned()).collect();
    let decodes = columns.iter().map(Decode::of);
    let decodes = decodes.map(|decode| if decimals == Decimals::Texts { decode.exact() } else { decode });
    let builders = decodes.map(ColumnBuilder::new).collect();
    let answer = Answer { lease, names, builders, schema: None, meter };
    Ok(Box::pin(stream::try_unfold(answer, move |answer| deadline.bound(answer.next()))))
}

/// Tries again where the failure says nothing about the query: reads may be repeated.
async fn start(
    pool: &Arc<Pool>,
    mut turn: Option<Turn>,
    sql: &str,
    values: &[Value],
    time_limit: Duration,
) -> Result<(Lease, Vec<Column>), ConnectError> {
    loop {
        let mut lease = pool.lend_in(&mut turn).await?;
        let Some(session) = lease.session() else { continue };
        match begin(session, sql, values, time_limit).await {
            Ok(begun) => return Ok((lease, begun)),
            Err(failure) if failure.is_lost() => {
                lease.discard();
                // A kept connection may have been lost long ago; the next is tried.
                if lease.is_fresh() {
                    return Err(query_error(&failure));
                }
            }
            Err(failure) => {
                lease.give_back();
                return Err(query_error(&failure));
            }
        }
    }
}

async fn begin(
    session: &mut Session,
    sql: &str,
    values: &[Value],
    time_limit: Duration,
) -> Result<Vec<Column>, Failure> {
    session.limit_time(time_limit).await?;
    session.execute(sql, values).await
}

struct Answer {
    lease: Lease,
    names: Vec<String>,
    builders: Vec<ColumnBuilder>,
    /// Known with the first batch.
    schema: Option<SchemaRef>,
    meter: Meter,
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
            let Some(row) = next_row(&mut self.lease).await? else {
                is_over = true;
                break;
            };
            self.push(&row)?;
            count += 1;
            bytes += row.len();
        }
        if !is_over && self.meter.rows_left() == count {
            // Most often the query's own LIMIT ends it at the same row, and the connection can be kept.
            is_over = next_row(&mut self.lease).await?.is_none();
            if !is_over {
                return self.last(count).map(Some);
            }
        }
        if is_over {
            self.lease.give_back();
        }
        if count == 0 && self.schema.is_some() {
            return Ok(None);
        }
        let batch = self.batch(count)?;
        Ok(Some((batch, self)))
    }

    /// There are more rows than wanted: the query is cancelled.
    fn last(mut self, count: usize) -> Result<(RecordBatch, Self), ConnectError> {
        let batch = self.batch(count)?;
        self.lease.cancel();
        Ok((batch, self))
    }

    fn push(&mut self, packet: &[u8]) -> Result<(), ConnectError> {
        let mut row = Row::new(packet, self.builders.len()).ok_or_else(|| query_error(&Failure::Protocol))?;
        for (builder, name) in self.builders.iter_mut().zip(&self.names) {
            builder.push(&mut row).ok_or_else(|| {
                wrong(format!("The values of column \"{name}\" cannot be read. Cast it to text in the query."))
            })?;
        }
        Ok(())
    }

    fn batch(&mut self, count: usize) -> Result<RecordBatch, ConnectError> {
        let schema = self.schema.get_or_insert_with(|| {
            let fields = self.builders.iter_mut().zip(&self.names).map(|(builder, name)| builder.settle(name));
            Arc::new(Schema::new(fields.collect::<Vec<_>>()))
        });
        let columns: Vec<ArrayRef> = self.builders.iter_mut().map(ColumnBuilder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        let batch = RecordBatch::try_new_with_options(schema.clone(), columns, &options)
            .map_err(|error| wrong(error.to_string()))?;
        self.meter.take(batch)
    }
}

/// All rows of a short answer of texts.
pub(super) async fn texts(
    pool: &Arc<Pool>,
    sql: &str,
    values: &[Value],
    time_limit: Duration,
) -> Result<Vec<Vec<Option<String>>>, ConnectError> {
    let (mut lease, columns) = start(pool, None, sql, values, time_limit).await?;
    let mut rows = Vec::new();
    while let Some(packet) = next_row(&mut lease).await? {
        let row = text_row(&packet, columns.len()).ok_or_else(|| query_error(&Failure::Protocol))?;
        rows.push(row);
    }
    lease.give_back();
    Ok(rows)
}

fn text_row(packet: &[u8], columns: usize) -> Option<Vec<Option<String>>> {
    let mut row = Row::new(packet, columns)?;
    (0..columns).map(|_| Some(row.text()?.map(|text| String::from_utf8_lossy(text).into_owned()))).collect()
}

/// `None` after the last row.
async fn next_row(lease: &mut Lease) -> Result<Option<Bytes>, ConnectError> {
    let Some(session) = lease.session() else { return Ok(None) };
    match session.row().await {
        Ok(row) => Ok(row),
        Err(failure) => {
            // The server is done with it; the connection is as good as before, or gone.
            match failure.is_lost() {
                true => lease.discard(),
                false => lease.give_back(),
            }
            Err(query_error(&failure))
        }
    }
}

fn wrong(message: impl Into<String>) -> ConnectError {
    ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
}
