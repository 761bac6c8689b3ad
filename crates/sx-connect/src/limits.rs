//! How much of an answer is wanted, and for how long it is waited for.

use std::time::Duration;

use arrow_array::RecordBatch;
use tokio::time::{Instant, timeout_at};

use crate::{ConnectError, ConnectErrorKind, Limits};

/// The moment at which a question is given up.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    at: Instant,
    timeout: Duration,
}

impl Deadline {
    pub fn after(timeout: Duration) -> Self {
        const LONG: Duration = Duration::from_secs(365 * 24 * 3600);
        Self { at: Instant::now() + timeout.min(LONG), timeout }
    }

    /// The work's result, unless the moment comes first; dropping the work must cancel it in the database.
    pub async fn bound<T>(self, work: impl Future<Output = Result<T, ConnectError>>) -> Result<T, ConnectError> {
        match timeout_at(self.at, work).await {
            Ok(result) => result,
            Err(_) => Err(ConnectError::new(
                ConnectErrorKind::BackendTimeoutError,
                format!("The query was stopped because it ran longer than {}.", seconds(self.timeout)),
            )),
        }
    }
}

/// `1 second`, `2.5 seconds`.
pub(crate) fn seconds(duration: Duration) -> String {
    match duration.as_secs_f64() {
        1.0 => "1 second".to_owned(),
        seconds => format!("{} seconds", (seconds * 10.0).round() / 10.0),
    }
}

/// Counts what passes. Rows beyond the limit are cut off, as a LIMIT would; too many bytes are an error, since an answer
/// that ends somewhere would be a wrong one.
pub(crate) struct Meter {
    rows_left: usize,
    bytes_left: usize,
    bytes: usize,
}

impl Meter {
    pub fn new(limits: &Limits) -> Self {
        Self { rows_left: limits.rows, bytes_left: limits.bytes, bytes: limits.bytes }
    }

    pub fn is_full(&self) -> bool {
        self.rows_left == 0
    }

    pub fn rows_left(&self) -> usize {
        self.rows_left
    }

    pub fn take(&mut self, batch: RecordBatch) -> Result<RecordBatch, ConnectError> {
        let batch = if batch.num_rows() > self.rows_left { batch.slice(0, self.rows_left) } else { batch };
        self.rows_left -= batch.num_rows();
        let size = if batch.num_rows() == 0 { 0 } else { batch.get_array_memory_size() };
        let left = self.bytes_left.checked_sub(size).ok_or_else(|| self.too_large())?;
        self.bytes_left = left;
        Ok(batch)
    }

    fn too_large(&self) -> ConnectError {
        let megabytes = (self.bytes as f64 / 1e6 * 10.0).round() / 10.0;
        let message = format!("The answer is larger than {megabytes} MB. Ask for fewer rows or columns.");
        ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
    }
}
