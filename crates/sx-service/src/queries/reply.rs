//! From answers to what is sent: nothing at all when the client has it already, a kept body when all came from the cache.

use tokio::time::Instant;

use sx_model::{AppError, Result};

use super::{Asked, ChartData, Phases};
use crate::{
    Service,
    cache::{Body, CacheKey, Encoding, KeyWriter, off_the_runtime},
};

/// Writing more rows than this takes milliseconds, which nobody else should have to wait for.
const MANY_ROWS: usize = 2_000;

/// What the client has already and what it can read.
#[derive(Clone, Debug, Default)]
pub struct Wants {
    /// The entity tags of `If-None-Match`, without `W/`, in their quotes.
    pub known: Vec<String>,
    pub encoding: Encoding,
}

/// What is to be sent.
#[derive(Debug)]
pub struct Reply {
    /// Weak, for the same data is told to come from the database once and from the cache later; `None` where there is nothing
    /// to compare.
    pub etag: Option<String>,
    /// `None`: what the client has is still true.
    pub body: Option<Body>,
    pub phases: Phases,
}

impl Service {
    /// `request` is the body of the request: together with the answers' keys and times it says what the reply says.
    pub(super) async fn reply(&self, request: &[u8], wants: &Wants, data: ChartData) -> Result<Reply> {
        let mut phases = data.answered().map(|(asked, _)| asked.phases).fold(Phases::default(), Phases::slowest);
        let says = says(request, &data);
        let tag = says.map(|says| format!("\"{}\"", &says.hex()[..32]));
        let etag = tag.as_ref().map(|tag| format!("W/{tag}"));
        if tag.is_some_and(|tag| wants.known.contains(&tag)) {
            return Ok(Reply { etag, body: None, phases });
        }
        let begun = Instant::now();
        let takes_long =
            data.answered().map(|(asked, _)| asked.answer.processed.table.row_count()).sum::<usize>() > MANY_ROWS;
        let are_all_cached = data.answered().all(|(asked, _)| asked.is_cached);
        let write = move || serde_json::to_vec(&data).map_err(|_| AppError::internal());
        let body = match says.filter(|_| are_all_cached) {
            Some(says) => self.answers.bodies.get_or_write(says, wants.encoding, takes_long, write).await?,
            None if takes_long => Body::plain(off_the_runtime(write).await?),
            None => Body::plain(write()?),
        };
        phases.write = begun.elapsed();
        Ok(Reply { etag, body: Some(body), phases })
    }
}

/// `None` where something else than rows is answered, which is quickly made anew.
fn says(request: &[u8], data: &ChartData) -> Option<CacheKey> {
    if data.answered().count() < data.len() {
        return None;
    }
    let mut key = KeyWriter::new();
    key.part("request", request);
    for (asked, timeout_secs) in data.answered() {
        say(&mut key, asked);
        key.part("timeout", &timeout_secs.to_le_bytes());
    }
    Some(key.finish())
}

/// What is told of an answer beside its rows may differ where the SQL does not: a filter that was left out, a range of time
/// that no column is filtered by. Whatever else comes to be told beside the rows must be said here, too.
fn say(key: &mut KeyWriter, asked: &Asked) {
    let plan = &asked.plan;
    key.part("answer", asked.key.bytes());
    key.part("queried", &asked.answer.queried_dttm.timestamp_micros().to_le_bytes());
    key.part("range", format!("{:?} {:?}", plan.from_dttm, plan.to_dttm).as_bytes());
    key.part("currency", format!("{:?}", asked.currency).as_bytes());
    for column in &asked.loaded.read.applied {
        key.part("template", column.as_bytes());
    }
    for filters in [&plan.applied_filters, &plan.rejected_filters] {
        key.part("filters", &serde_json::to_vec(filters).unwrap_or_default());
    }
}
