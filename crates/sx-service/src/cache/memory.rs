//! The nearest cache: this process' memory, bounded by bytes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use moka::{Expiry, future::Cache};
use sx_query::{Table, Values};

use super::{Answer, CacheKey, Lifetime};

/// Milliseconds before a refresh that failed is tried again: a source that is down is not asked with every question.
const RETRY_MS: i64 = 10_000;
/// Somebody is at it.
const UNDER_WAY: i64 = i64::MAX;

pub struct MemoryCache(Cache<CacheKey, Arc<Kept>>);

pub struct Kept {
    pub answer: Arc<Answer>,
    /// Until the hard end, from the moment it was put here; `None` is for ever.
    left: Option<Duration>,
    /// Not before this moment, in milliseconds since 1970, is a refresh begun.
    next_refresh: AtomicI64,
}

impl Kept {
    /// Whether the caller of this function is the one who asks anew; they say how it went by [`Kept::refresh_failed`], or keep
    /// a new answer in this one's place.
    pub fn claim_refresh(&self, now: DateTime<Utc>) -> bool {
        let next = self.next_refresh.load(Ordering::Relaxed);
        next <= now.timestamp_millis()
            && self.next_refresh.compare_exchange(next, UNDER_WAY, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    pub fn refresh_failed(&self, now: DateTime<Utc>) {
        self.next_refresh.store(now.timestamp_millis().saturating_add(RETRY_MS), Ordering::Release);
    }
}

struct ByLifetime;

impl Expiry<CacheKey, Arc<Kept>> for ByLifetime {
    fn expire_after_create(&self, _key: &CacheKey, kept: &Arc<Kept>, _now: Instant) -> Option<Duration> {
        kept.left
    }

    /// An answer that was asked for again starts a new life; without this it would keep the old one's end.
    fn expire_after_update(
        &self,
        key: &CacheKey,
        kept: &Arc<Kept>,
        now: Instant,
        _left: Option<Duration>,
    ) -> Option<Duration> {
        self.expire_after_create(key, kept, now)
    }
}

impl MemoryCache {
    pub fn new(bytes: u64) -> Self {
        let weigh = |_: &CacheKey, kept: &Arc<Kept>| u32::try_from(size(&kept.answer)).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).expire_after(ByLifetime).build())
    }

    pub async fn get(&self, key: &CacheKey) -> Option<Arc<Kept>> {
        self.0.get(key).await
    }

    /// `age` is how old the answer is already: another server may have asked.
    pub async fn insert(&self, key: CacheKey, lifetime: Lifetime, age: Duration, answer: &Arc<Answer>) {
        let left = lifetime.left(age);
        if left == Some(Duration::ZERO) {
            return;
        }
        let kept = Kept { answer: Arc::clone(answer), left, next_refresh: AtomicI64::new(0) };
        self.0.insert(key, Arc::new(kept)).await;
    }
}

/// Bytes that an answer holds, about.
fn size(answer: &Answer) -> usize {
    let parts = answer.processed.parts.iter().flatten().map(|part| part.len() + 24).sum::<usize>();
    let index = answer.processed.index.as_ref().map_or(0, |index| index.len() * 48);
    1024 + parts + index + size_of_table(&answer.processed.table)
}

fn size_of_table(table: &Table) -> usize {
    let of_column = |values: &Values| match values {
        Values::Int(v) | Values::Time(v) => v.len() * 16,
        Values::Float(v) => v.len() * 16,
        Values::Bool(v) => v.len(),
        Values::Text(v) => v.iter().flatten().map(|text| text.len() + 32).sum::<usize>() + v.len() * 16,
        Values::Json(v) => v.len() * 128,
    };
    table.columns.iter().map(|column| of_column(&column.values) + column.name.len() + 64).sum()
}
