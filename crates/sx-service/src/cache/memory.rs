//! The nearest cache: this process' memory, bounded by bytes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use moka::{Expiry, future::Cache};
use sx_query::{Table, Values};

use super::{Answer, CacheKey, Lifetime};

pub struct MemoryCache(Cache<CacheKey, Kept>);

#[derive(Clone)]
struct Kept {
    answer: Arc<Answer>,
    lifetime: Lifetime,
}

struct ByLifetime;

impl Expiry<CacheKey, Kept> for ByLifetime {
    fn expire_after_create(&self, _key: &CacheKey, kept: &Kept, _now: Instant) -> Option<Duration> {
        match kept.lifetime {
            Lifetime::For(time) => Some(time),
            Lifetime::Forever => None,
            Lifetime::Bypass => Some(Duration::ZERO),
        }
    }

    /// An answer that was asked for again starts a new life; without this it would keep the old one's end.
    fn expire_after_update(
        &self,
        key: &CacheKey,
        kept: &Kept,
        now: Instant,
        _left: Option<Duration>,
    ) -> Option<Duration> {
        self.expire_after_create(key, kept, now)
    }
}

impl MemoryCache {
    pub fn new(bytes: u64) -> Self {
        let weigh = |_: &CacheKey, kept: &Kept| u32::try_from(size(&kept.answer.processed.table)).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).expire_after(ByLifetime).build())
    }

    pub async fn get(&self, key: &CacheKey) -> Option<Arc<Answer>> {
        self.0.get(key).await.map(|kept| kept.answer)
    }

    pub async fn insert(&self, key: CacheKey, lifetime: Lifetime, answer: &Arc<Answer>) {
        self.0.insert(key, Kept { answer: Arc::clone(answer), lifetime }).await;
    }
}

/// Bytes that an answer holds, its written records (about as much again) included.
fn size(table: &Table) -> usize {
    let of_column = |values: &Values| match values {
        Values::Int(v) | Values::Time(v) => v.len() * 16,
        Values::Float(v) => v.len() * 16,
        Values::Bool(v) => v.len() * 2,
        Values::Text(v) => v.iter().flatten().map(|text| text.len() + 32).sum::<usize>() + v.len() * 16,
        Values::Json(v) => v.len() * 128,
    };
    1024 + 2 * table.columns.iter().map(|column| of_column(&column.values) + column.name.len()).sum::<usize>()
}
