//! Answers, kept by what changes them: memory, then Redis beside it, one flight for each key.

mod flight;
mod key;
mod memory;
mod redis;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sx_model::Result;
use sx_query::Processed;

pub use flight::Flights;
pub use key::{CacheKey, KeyWriter};
pub use memory::MemoryCache;
pub use redis::RedisCache;

/// A source's answer after post-processing.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    pub processed: Processed,
    /// Rows that the database sent, before post-processing.
    pub sql_rowcount: usize,
    pub queried_dttm: DateTime<Utc>,
    /// `data` of the API's answer, written when it is first asked for.
    #[serde(skip)]
    pub records: std::sync::OnceLock<Box<serde_json::value::RawValue>>,
}

/// How long an answer may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    Bypass,
    For(Duration),
    Forever,
}

impl Lifetime {
    /// Seconds as the API spells them: -1 bypasses, 0 never expires.
    pub fn from_secs(secs: i64) -> Self {
        match secs {
            ..0 => Self::Bypass,
            0 => Self::Forever,
            secs => Self::For(Duration::from_secs(secs as u64)),
        }
    }
}

pub struct AnswerCache {
    memory: MemoryCache,
    redis: Option<RedisCache>,
    flights: Flights<CacheKey, Result<Arc<Answer>>>,
}

/// An answer and whether it was there already.
pub struct Found {
    pub answer: Arc<Answer>,
    pub is_cached: bool,
}

impl AnswerCache {
    pub fn new(memory_bytes: u64, redis: Option<RedisCache>) -> Self {
        Self { memory: MemoryCache::new(memory_bytes), redis, flights: Flights::default() }
    }

    pub fn redis(&self) -> Option<&RedisCache> {
        self.redis.as_ref()
    }

    /// The kept answer, or the one that `ask` brings: asked once, however many wait for it, and cancelled when nobody does any
    /// more. `force` asks again, but two forced questions at once are still one. Failures are not kept.
    pub async fn get_or_ask<F>(
        self: &Arc<Self>,
        key: CacheKey,
        lifetime: Lifetime,
        force: bool,
        ask: F,
    ) -> Result<Found>
    where
        F: Future<Output = Result<Answer>> + Send + 'static,
    {
        let may_read = !force && lifetime != Lifetime::Bypass;
        if may_read && let Some(answer) = self.memory.get(&key).await {
            return Ok(Found { answer, is_cached: true });
        }
        if may_read && let Some(answer) = self.find_in_redis(&key, lifetime).await {
            return Ok(Found { answer, is_cached: true });
        }
        let cache = Arc::clone(self);
        let answer = self
            .flights
            .join(key, async move {
                // Between the look above and boarding, an equal flight may have landed and left: its answer is there now.
                if may_read && let Some(answer) = cache.memory.get(&key).await {
                    return Ok(answer);
                }
                let answer = Arc::new(ask.await?);
                cache.keep(key, lifetime, &answer).await;
                Ok(answer)
            })
            .await?;
        Ok(Found { answer, is_cached: false })
    }

    async fn find_in_redis(&self, key: &CacheKey, lifetime: Lifetime) -> Option<Arc<Answer>> {
        let answer = Arc::new(self.redis.as_ref()?.get(key).await?);
        self.memory.insert(*key, lifetime, &answer).await;
        Some(answer)
    }

    async fn keep(&self, key: CacheKey, lifetime: Lifetime, answer: &Arc<Answer>) {
        if lifetime == Lifetime::Bypass {
            return;
        }
        self.memory.insert(key, lifetime, answer).await;
        if let Some(redis) = &self.redis {
            redis.insert(key, lifetime, Arc::clone(answer));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn answer() -> Answer {
        Answer {
            processed: Processed::default(),
            sql_rowcount: 0,
            queried_dttm: DateTime::UNIX_EPOCH,
            records: std::sync::OnceLock::new(),
        }
    }

    fn key(text: &str) -> CacheKey {
        let mut key = KeyWriter::new();
        key.part("test", text.as_bytes());
        key.finish()
    }

    #[tokio::test]
    async fn fifty_at_once_ask_once_and_a_failure_is_not_kept() {
        let (cache, asked) = (Arc::new(AnswerCache::new(1 << 20, None)), Arc::new(AtomicUsize::new(0)));
        let ask = |fails: bool| {
            let asked = Arc::clone(&asked);
            async move {
                asked.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
                if fails { Err(sx_model::AppError::internal()) } else { Ok(answer()) }
            }
        };
        let key = key("q");
        assert!(cache.get_or_ask(key, Lifetime::Forever, false, ask(true)).await.is_err());
        let all = (0..50).map(|_| cache.get_or_ask(key, Lifetime::Forever, false, ask(false)));
        assert!(futures::future::join_all(all).await.iter().all(|found| found.is_ok()));
        assert_eq!(asked.load(Ordering::SeqCst), 2);
        assert!(cache.get_or_ask(key, Lifetime::Forever, false, ask(true)).await.unwrap().is_cached);
        assert!(!cache.get_or_ask(key, Lifetime::Forever, true, ask(false)).await.unwrap().is_cached);
    }

    #[tokio::test]
    async fn the_last_one_to_leave_cancels() {
        let cache = Arc::new(AnswerCache::new(1 << 20, None));
        let (ended, dropped) = tokio::sync::oneshot::channel::<()>();
        let ask = async move {
            let _ended = ended;
            std::future::pending::<()>().await;
            Ok(answer())
        };
        let waiting = cache.get_or_ask(key("slow"), Lifetime::Forever, false, ask);
        assert!(tokio::time::timeout(Duration::from_millis(20), waiting).await.is_err());
        let cancelled = tokio::time::timeout(Duration::from_secs(5), dropped).await;
        assert!(cancelled.expect("the flight was cancelled").is_err());
    }
}
