//! The cache that several servers share. A Redis that is down or slow means slower, never an error.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use redis::{AsyncCommands as _, Client, aio::ConnectionManager, aio::ConnectionManagerConfig};
use tokio::sync::OnceCell;

use super::{Answer, CacheKey, Lifetime};

/// A cache that takes longer than this to answer is no help.
const PATIENCE: Duration = Duration::from_millis(250);
/// After a failure it is left alone for so long.
const PAUSE: Duration = Duration::from_secs(1);

pub struct RedisCache {
    client: Client,
    connection: Arc<OnceCell<ConnectionManager>>,
    /// When it failed last, while it is down. Logged when it goes and when it is back, not with every question.
    failed_at: Mutex<Option<Instant>>,
}

impl RedisCache {
    /// Contacts nothing yet; the error is a sentence about the URL.
    pub fn new(url: &str) -> Result<Self, String> {
        let client = Client::open(url).map_err(|error| format!("REDIS_URL: {error}"))?;
        Ok(Self { client, connection: Arc::default(), failed_at: Mutex::new(None) })
    }

    pub async fn ping(&self) -> Result<(), String> {
        self.within_patience(async {
            let mut connection = self.connect().await?;
            redis::cmd("PING").query_async::<String>(&mut connection).await
        })
        .await
        .map(|_| ())
        .ok_or_else(|| "Redis does not answer.".to_owned())
    }

    pub async fn get(&self, key: &CacheKey) -> Option<Answer> {
        if self.is_paused() {
            return None;
        }
        let bytes: Option<Vec<u8>> =
            self.within_patience(async { self.connect().await?.get(name(key)).await }).await.flatten();
        // What does not decode was written by another version: as good as absent.
        serde_json::from_slice(&lz4_flex::decompress_size_prepended(&bytes?).ok()?).ok()
    }

    /// Writes behind the caller's back: nobody waits for a cache to be filled.
    pub fn insert(&self, key: CacheKey, lifetime: Lifetime, answer: Arc<Answer>) {
        if self.is_paused() {
            return;
        }
        let (client, cell) = (self.client.clone(), Arc::clone(&self.connection));
        tokio::spawn(async move {
            let Ok(json) = serde_json::to_vec(&*answer) else { return };
            let bytes = lz4_flex::compress_prepend_size(&json);
            let write = async {
                let mut connection = connect(&client, &cell).await?;
                match lifetime {
                    Lifetime::For(time) => {
                        connection.set_ex::<_, _, ()>(name(&key), bytes, time.as_secs().max(1)).await
                    }
                    Lifetime::Forever => connection.set::<_, _, ()>(name(&key), bytes).await,
                    Lifetime::Bypass => Ok(()),
                }
            };
            if !matches!(tokio::time::timeout(PATIENCE, write).await, Ok(Ok(()))) {
                tracing::debug!("an answer was not kept in Redis");
            }
        });
    }

    async fn connect(&self) -> redis::RedisResult<ConnectionManager> {
        connect(&self.client, &self.connection).await
    }

    async fn within_patience<T>(&self, work: impl Future<Output = redis::RedisResult<T>>) -> Option<T> {
        let outcome = match tokio::time::timeout(PATIENCE, work).await {
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
}

impl RedisCache {
    fn is_paused(&self) -> bool {
        let failed_at = self.failed_at.lock().unwrap_or_else(PoisonError::into_inner);
        failed_at.is_some_and(|at| at.elapsed() < PAUSE)
    }

    /// Remembers the outcome; answers whether the one before was a failure.
    fn note(&self, has_failed: bool) -> bool {
        let now = has_failed.then(Instant::now);
        std::mem::replace(&mut *self.failed_at.lock().unwrap_or_else(PoisonError::into_inner), now).is_some()
    }
}

async fn connect(client: &Client, cell: &OnceCell<ConnectionManager>) -> redis::RedisResult<ConnectionManager> {
    let config = || {
        ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(1)
    };
    cell.get_or_try_init(|| client.get_connection_manager_with_config(config())).await.cloned()
}

fn name(key: &CacheKey) -> String {
    format!("sextant:answer:{}", key.hex())
}
