//! A question on a thread of its own: ADBC blocks, and the runtime must not.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use adbc_core::{CancelHandle, Connection as _, Statement as _};
use adbc_driver_manager::ManagedConnection;
use arrow_array::{RecordBatch, RecordBatchReader as _, cast::AsArray as _};
use futures::stream;
use sx_query::Param;
use tokio::{runtime::Handle, sync::mpsc};

use super::{
    engine::Engine,
    errors::{engine_error, stream_error},
    lockdown::{FENCE, fenced_part},
    params::param_row,
    shared::SharedEngine,
};
use crate::{
    BatchStream, ConnectError, ConnectErrorKind, SourceQuery,
    fair::Turn,
    limits::{Deadline, Meter},
    types::{Decimals, exact, exact_schema, normal_schema, normalise},
};

type Answer = Result<RecordBatch, ConnectError>;

/// Batches that wait for a slow reader; the engine pauses behind them.
const WAITING: usize = 2;

/// Returns with the first batch, so that errors in the SQL are errors of this call.
pub(super) async fn ask(
    engine: &Arc<SharedEngine>,
    query: SourceQuery,
    decimals: Decimals,
) -> Result<BatchStream, ConnectError> {
    let turn = engine.queue.turn(&query.tag, query.limits.timeout).await?;
    let deadline = Deadline::after(query.limits.timeout);
    let mut running = start(engine, query, decimals, turn);
    let first = deadline.bound(running.next()).await?;
    let rest = stream::try_unfold((first, running), move |(first, mut running)| async move {
        match first {
            Some(batch) => Ok(Some((batch, (None, running)))),
            None => Ok(deadline.bound(running.next()).await?.map(|batch| (batch, (None, running)))),
        }
    });
    Ok(Box::pin(rest))
}

fn start(engine: &Arc<SharedEngine>, query: SourceQuery, decimals: Decimals, turn: Turn) -> Running {
    let runtime = Handle::current();
    let (sender, batches) = mpsc::channel(WAITING);
    let stop = Arc::new(Stop::default());
    let running = Running { batches, stop: stop.clone(), runtime: runtime.clone() };
    let shared = engine.clone();
    tokio::task::spawn_blocking(move || {
        let answered = shared.current(&runtime).and_then(|engine| answer(&engine, (&query, decimals), &stop, &sender));
        if let Err(error) = answered {
            // Nobody listens any more when the question was dropped.
            let _ = sender.blocking_send(Err(error));
        }
        stop.is_done.store(true, Ordering::Release);
        drop(turn);
    });
    running
}

fn answer(
    engine: &Engine,
    (query, decimals): (&SourceQuery, Decimals),
    stop: &Stop,
    sender: &mpsc::Sender<Answer>,
) -> Result<(), ConnectError> {
    let mut connection = engine.connect()?;
    refuse_writes(&mut connection, &query.sql)?;
    let mut statement = connection.new_statement().map_err(|error| engine_error(&error))?;
    statement.set_sql_query(query.tagged_sql()).map_err(|error| engine_error(&error))?;
    if let Some(row) = param_row(&query.params)? {
        statement.bind(row).map_err(|error| engine_error(&error))?;
    }
    if !stop.arm(statement.get_cancel_handle()) {
        return Ok(());
    }
    let batches = statement.execute().map_err(|error| engine_error(&error))?;

    let mut meter = Meter::new(&query.limits);
    let mut is_begun = false;
    let schema = match decimals {
        Decimals::Floats => normal_schema(&batches.schema()),
        Decimals::Texts => normal_schema(&exact_schema(&batches.schema())),
    };
    for batch in batches {
        let batch = batch.map_err(|error| stream_error(&error))?;
        if batch.num_rows() == 0 {
            continue;
        }
        is_begun = true;
        let batch = if decimals == Decimals::Texts { exact(batch)? } else { batch };
        if sender.blocking_send(Ok(meter.take(normalise(batch)?)?)).is_err() || stop.is_stopped() || meter.is_full() {
            return Ok(());
        }
    }
    if !is_begun {
        // Nobody listens any more when this fails.
        let _ = sender.blocking_send(Ok(RecordBatch::new_empty(schema)));
    }
    Ok(())
}

/// A syntax error passes: the statement itself fails with a better sentence.
fn refuse_writes(connection: &mut ManagedConnection, sql: &str) -> Result<(), ConnectError> {
    let mut statement = connection.new_statement().map_err(|error| engine_error(&error))?;
    statement.set_sql_query(FENCE).map_err(|error| engine_error(&error))?;
    let sql = Param::Text(fenced_part(sql).to_owned());
    if let Some(row) = param_row(&[sql])? {
        statement.bind(row).map_err(|error| engine_error(&error))?;
    }
    for batch in statement.execute().map_err(|error| engine_error(&error))? {
        let batch = batch.map_err(|error| stream_error(&error))?;
        let verdicts = batch.column(0).as_string_opt::<i32>();
        if verdicts.is_none_or(|verdicts| verdicts.iter().any(|verdict| verdict.is_some_and(|text| text != "parser"))) {
            let message = "Only SELECT statements can be run on files.";
            return Err(ConnectError::new(ConnectErrorKind::ConnectionDatabasePermissionsError, message));
        }
    }
    Ok(())
}

/// The reader's end of a question; dropping it stops the engine's work.
struct Running {
    batches: mpsc::Receiver<Answer>,
    stop: Arc<Stop>,
    runtime: Handle,
}

impl Running {
    async fn next(&mut self) -> Result<Option<RecordBatch>, ConnectError> {
        self.batches.recv().await.transpose()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let stop = self.stop.clone();
        if stop.is_done.load(Ordering::Acquire) {
            return;
        }
        stop.is_stopped.store(true, Ordering::Release);
        stop.interrupt();
        // An interrupt that comes before the statement begins is forgotten by the engine: ask until it has ended.
        self.runtime.spawn(async move {
            while !stop.is_done.load(Ordering::Acquire) {
                tokio::time::sleep(Duration::from_millis(20)).await;
                stop.interrupt();
            }
        });
    }
}

/// What the reader and the thread know of each other.
#[derive(Default)]
struct Stop {
    is_stopped: AtomicBool,
    is_done: AtomicBool,
    handle: Mutex<Option<Box<dyn CancelHandle>>>,
}

impl Stop {
    /// Leaves the handle for the reader; `false` when the question was dropped already.
    fn arm(&self, handle: Box<dyn CancelHandle>) -> bool {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(handle);
        !self.is_stopped()
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Acquire)
    }

    fn interrupt(&self) {
        if let Some(handle) = &*self.handle.lock().unwrap_or_else(PoisonError::into_inner)
            && let Err(error) = handle.try_cancel()
        {
            tracing::debug!(%error, "the engine could not be interrupted");
        }
    }
}
