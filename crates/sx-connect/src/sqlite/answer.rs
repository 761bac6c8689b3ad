//! A question on a thread of its own: SQLite blocks, and the runtime must not.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use futures::stream;
use rusqlite::{Connection, Row, Rows, Statement};
use tokio::sync::mpsc;

use super::{
    cell::Cell,
    column::{Declared, Reading},
    errors::sqlite_error,
    params,
    pool::Pool,
};
use crate::{
    BatchStream, ConnectError, ConnectErrorKind, SourceQuery,
    fair::Turn,
    limits::{Deadline, Meter},
};

type Answer = Result<RecordBatch, ConnectError>;

/// Batches that wait for a slow reader; the question pauses behind them.
const WAITING: usize = 2;
const BATCH_ROWS: usize = 8192;
/// Rows of long texts make smaller batches.
const BATCH_BYTES: usize = 4 << 20;
/// What is looked at before the columns' types are settled: all of nearly every answer.
const LOOK_ROWS: usize = 65_536;
const LOOK_BYTES: usize = 16 << 20;
/// Steps of SQLite's machine between two looks at whether somebody still waits, well below a millisecond.
const STEPS: i32 = 1_000;

/// Returns with the first batch, so that errors in the SQL are errors of this call.
pub(super) async fn ask(pool: &Arc<Pool>, query: SourceQuery) -> Result<BatchStream, ConnectError> {
    let turn = pool.queue.turn(&query.tag, query.limits.timeout).await?;
    let deadline = Deadline::after(query.limits.timeout);
    let mut running = start(pool, query, turn);
    let first = deadline.bound(running.next()).await?;
    let rest = stream::try_unfold((first, running), move |(first, mut running)| async move {
        match first {
            Some(batch) => Ok(Some((batch, (None, running)))),
            None => Ok(deadline.bound(running.next()).await?.map(|batch| (batch, (None, running)))),
        }
    });
    Ok(Box::pin(rest))
}

fn start(pool: &Arc<Pool>, query: SourceQuery, turn: Turn) -> Running {
    let (sender, batches) = mpsc::channel(WAITING);
    let is_stopped = Arc::new(AtomicBool::new(false));
    let running = Running { batches, is_stopped: is_stopped.clone() };
    let pool = pool.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(error) = answer_on(&pool, &query, is_stopped, &sender) {
            // Nobody listens any more when the question was dropped.
            let _ = sender.blocking_send(Err(error));
        }
        drop(turn);
    });
    running
}

/// The reader's end of a question; dropping it stops the work within a moment.
struct Running {
    batches: mpsc::Receiver<Answer>,
    is_stopped: Arc<AtomicBool>,
}

impl Running {
    async fn next(&mut self) -> Result<Option<RecordBatch>, ConnectError> {
        self.batches.recv().await.transpose()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Release);
    }
}

fn answer_on(
    pool: &Pool,
    query: &SourceQuery,
    is_stopped: Arc<AtomicBool>,
    sender: &mpsc::Sender<Answer>,
) -> Result<(), ConnectError> {
    let session = pool.lend()?;
    let handler = move || is_stopped.load(Ordering::Acquire);
    session.connection.progress_handler(STEPS, Some(handler)).map_err(|error| sqlite_error(&error))?;
    let answered = answer(&session.connection, query, sender);
    // An error says something about the question, not about the session.
    pool.give_back(session);
    answered
}

fn answer(connection: &Connection, query: &SourceQuery, sender: &mpsc::Sender<Answer>) -> Result<(), ConnectError> {
    let mut statement = connection.prepare(&query.tagged_sql()).map_err(|error| sqlite_error(&error))?;
    if !statement.readonly() || statement.column_count() == 0 {
        let message = "Only SELECT statements can be run on this database.";
        return Err(ConnectError::new(ConnectErrorKind::ConnectionDatabasePermissionsError, message));
    }
    for (at, param) in query.params.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, params::value(param)).map_err(|error| sqlite_error(&error))?;
    }
    let mut columns = Columns::of(&statement);
    let mut rows = statement.raw_query();
    let mut meter = Meter::new(&query.limits);

    let mut is_over = columns.fill(&mut rows, LOOK_ROWS.min(meter.rows_left()), LOOK_BYTES)?;
    columns.settle();
    loop {
        // The first batch always comes, empty or not; the last may be shorter.
        while columns.has_batch(is_over) {
            let batch = meter.take(columns.batch()?)?;
            if sender.blocking_send(Ok(batch)).is_err() {
                return Ok(());
            }
        }
        if is_over {
            return Ok(());
        }
        let wanted = meter.rows_left().saturating_sub(columns.count());
        is_over = columns.fill(&mut rows, wanted.min(BATCH_ROWS), BATCH_BYTES)? || wanted == 0;
    }
}

/// Rows that were read and not yet sent, column by column.
struct Columns {
    names: Vec<String>,
    declared: Vec<Declared>,
    /// Known after [`Columns::settle`].
    readings: Vec<Reading>,
    schema: SchemaRef,
    cells: Vec<Vec<Cell>>,
    /// Of the cells.
    bytes: usize,
    is_begun: bool,
}

impl Columns {
    fn of(statement: &Statement<'_>) -> Self {
        let columns = statement.columns();
        let names: Vec<String> = columns.iter().map(|column| column.name().to_owned()).collect();
        let declared: Vec<Declared> = columns.iter().map(|column| Declared::of(column.decl_type())).collect();
        let readings = declared.iter().map(|declared| declared.promise()).collect();
        let cells = names.iter().map(|_| Vec::new()).collect();
        Self { names, declared, readings, schema: Arc::new(Schema::empty()), cells, bytes: 0, is_begun: false }
    }

    fn count(&self) -> usize {
        self.cells.first().map_or(0, Vec::len)
    }

    /// Reads so many more rows, fewer when they are large; whether there are no more.
    fn fill(&mut self, rows: &mut Rows<'_>, count: usize, bytes: usize) -> Result<bool, ConnectError> {
        for _ in 0..count {
            if self.bytes >= bytes {
                return Ok(false);
            }
            match rows.next().map_err(|error| sqlite_error(&error))? {
                Some(row) => self.push(row)?,
                None => return Ok(true),
            }
        }
        Ok(count == 0)
    }

    fn push(&mut self, row: &Row<'_>) -> Result<(), ConnectError> {
        for (at, cells) in self.cells.iter_mut().enumerate() {
            let cell = Cell::from(row.get_ref(at).map_err(|error| sqlite_error(&error))?);
            self.bytes += cell.bytes();
            cells.push(cell);
        }
        Ok(())
    }

    /// From here on each column keeps its type, whatever comes.
    fn settle(&mut self) {
        self.readings =
            self.declared.iter().zip(&self.cells).map(|(declared, cells)| declared.reading(cells.iter())).collect();
        let fields = self.names.iter().zip(&self.readings).map(|(name, reading)| reading.field(name));
        self.schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    }

    /// Whether there is something to send: a whole batch, or what is left at the end.
    fn has_batch(&self, is_over: bool) -> bool {
        let is_whole = self.count() >= BATCH_ROWS || self.bytes >= BATCH_BYTES;
        is_whole || is_over && (self.count() > 0 || !self.is_begun)
    }

    fn batch(&mut self) -> Result<RecordBatch, ConnectError> {
        self.is_begun = true;
        let count = self.next_count();
        let mut arrays = Vec::with_capacity(self.cells.len());
        for (at, cells) in self.cells.iter_mut().enumerate() {
            let next: Vec<Cell> = cells.drain(..count).collect();
            self.bytes -= next.iter().map(Cell::bytes).sum::<usize>();
            arrays.push(self.readings[at].array(&next).ok_or_else(|| late(&self.names[at]))?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        RecordBatch::try_new_with_options(self.schema.clone(), arrays, &options)
            .map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))
    }

    /// Rows of the next batch: as many as are there, within a batch's rows and about its bytes.
    fn next_count(&self) -> usize {
        let count = self.count();
        let fitting = match self.bytes {
            0..BATCH_BYTES => count,
            bytes => count * BATCH_BYTES / bytes,
        };
        fitting.clamp(1, BATCH_ROWS).min(count)
    }
}

/// A value of another kind came after the column's type had been told: better no answer than a changed one.
fn late(name: &str) -> ConnectError {
    let message = format!(
        "Column \"{name}\" holds values of different kinds, and the first {LOOK_ROWS} rows did not show it. Cast it to \
         text in the query."
    );
    ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
}
