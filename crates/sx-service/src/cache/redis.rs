//! The cache that several servers share. A Redis that is down or slow means slower, never an error.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use redis::{AsyncCommands as _, Client, RedisResult, aio::ConnectionManager, aio::ConnectionManagerConfig};
use tokio::sync::OnceCell;

use super::{Answer, CacheKey, Lifetime};

/// After a failure it is left alone for so long.
const PAUSE: Duration = Duration::from_secs(1);
/// Compressed bytes; moving more than this takes longer than the patience.
const LARGEST: usize = 16 << 20;

/// Cheap to clone.
#[derive(Clone)]
pub struct RedisCache(Arc<Parts>);

struct Parts {
    client: Client,
    connection: OnceCell<ConnectionManager>,
    /// A cache that takes longer than this to answer is no help.
    patience: Duration,
    /// When it failed last, while it is down. Logged when it goes and when it is back, not with every question.
    failed_at: Mutex<Option<Instant>>,
}

impl RedisCache {
    /// Contacts nothing yet; the error is a sentence about the URL.
    pub fn new(url: &str, patience: Duration) -> Result<Self, String> {
        let client = Client::open(url).map_err(|error| format!("REDIS_URL: {error}"))?;
        Ok(Self(Arc::new(Parts { client, connection: OnceCell::new(), patience, failed_at: Mutex::new(None) })))
    }

    pub async fn ping(&self) -> Result<(), String> {
        let ping =
            |mut redis: ConnectionManager| async move { redis::cmd("PING").query_async::<String>(&mut redis).await };
        self.within_patience(ping).await.map(drop).ok_or_else(|| "Redis does not answer.".to_owned())
    }

    pub async fn get(&self, key: &CacheKey) -> Option<Answer> {
        let name = answer_name(key);
        let bytes: Option<Vec<u8>> = self.run(|mut redis| async move { redis.get(name).await }).await.flatten();
        decode(bytes?).await
    }

    /// Writes behind the caller's back: nobody waits for a cache to be filled.
    pub fn insert(&self, key: CacheKey, lifetime: Lifetime, answer: Arc<Answer>) {
        if self.is_paused() {
            return;
        }
        let redis = self.clone();
        tokio::spawn(async move {
            let (Some(bytes), name) = (encode(answer).await, answer_name(&key)) else { return };
            let set = |mut connection: ConnectionManager| async move {
                match ttl_ms(lifetime) {
                    Some(ms) => connection.pset_ex::<_, _, ()>(name, bytes, ms).await,
                    None => connection.set::<_, _, ()>(name, bytes).await,
                }
            };
            if redis.run(set).await.is_none() {
                tracing::debug!("an answer was not kept in Redis");
            }
        });
    }

    /// `None` when Redis fails, is too slow, or was a moment ago.
    pub(super) async fn run<T, W>(&self, work: impl FnOnce(ConnectionManager) -> W) -> Option<T>
    where
        W: Future<Output = RedisResult<T>>,
    {
        if self.is_paused() { None } else { self.within_patience(work).await }
    }

    async fn within_patience<T, W>(&self, work: impl FnOnce(ConnectionManager) -> W) -> Option<T>
    where
        W: Future<Output = RedisResult<T>>,
    {
        let work = async { work(self.connect().await?).await };
        let outcome = match tokio::time::timeout(self.0.patience, work).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("it did not answer in time".to_owned()),
        };
        let was_down = self.note(outcome.is_err());
        match outcome {
            Ok(value) => {
                if was_down {
                    tracing::info!("Redis is back");
                }
                Some(value)
            }
            Err(error) => {
                if !was_down {
                    tracing::warn!(%error, "Redis is out of reach; answers are kept in memory only");
                }
                None
            }
        }
    }

    fn is_paused(&self) -> bool {
        let failed_at = self.0.failed_at.lock().unwrap_or_else(PoisonError::into_inner);
        failed_at.is_some_and(|at| at.elapsed() < PAUSE)
    }

    /// Remembers the outcome; answers whether the one before was a failure.
    fn note(&self, has_failed: bool) -> bool {
        let now = has_failed.then(Instant::now);
        std::mem::replace(&mut *self.0.failed_at.lock().unwrap_or_else(PoisonError::into_inner), now).is_some()
    }

    async fn connect(&self) -> RedisResult<ConnectionManager> {
        let patience = self.0.patience;
        let config = || {
            ConnectionManagerConfig::new()
                .set_connection_timeout(Some(patience))
                .set_response_timeout(Some(patience))
                .set_number_of_retries(1)
        };
        let client = &self.0.client;
        self.0.connection.get_or_try_init(|| client.get_connection_manager_with_config(config())).await.cloned()
    }
}

/// JSON, compressed by lz4; `None` for what is too large to be shared. Large answers would hold up the runtime.
pub(super) async fn encode(answer: Arc<Answer>) -> Option<Vec<u8>> {
    let work = move || {
        let json = serde_json::to_vec(&*answer).ok()?;
        Some(lz4_flex::compress_prepend_size(&json)).filter(|bytes| bytes.len() <= LARGEST)
    };
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// What does not decode was written by another version: as good as absent.
pub(super) async fn decode(bytes: Vec<u8>) -> Option<Answer> {
    let work = move || serde_json::from_slice(&lz4_flex::decompress_size_prepended(&bytes).ok()?).ok();
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// Milliseconds that Redis keeps it; `None` is for ever.
pub(super) fn ttl_ms(lifetime: Lifetime) -> Option<u64> {
    let left = lifetime.left(Duration::ZERO)?;
    Some(u64::try_from(left.as_millis()).unwrap_or(u64::MAX).max(1))
}

/// The braces keep an answer and its lock on one node of a Redis cluster.
pub(super) fn answer_name(key: &CacheKey) -> String {
    format!("sextant:{{{}}}:answer", key.hex())
}
