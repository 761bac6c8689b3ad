//! Answers, kept by what changes them: memory, then Redis beside it, one flight for each key, here and among servers.

mod bodies;
mod flight;
mod invalidate;
mod key;
mod lease;
mod lifetime;
mod memory;
mod redis;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use sx_model::Result;
use sx_query::Processed;

pub use bodies::{Bodies, Body, Encoding, off_the_runtime};
pub use flight::Flights;
pub use invalidate::{CacheInvalidation, NamedDatasource};
pub use key::{CacheKey, KeyWriter};
pub use lifetime::{Freshness, Lifetime};
pub use memory::{Kept, MemoryCache};
pub use redis::RedisCache;

use lease::{Turn, Waited};

/// A source's answer after post-processing.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    pub processed: Processed,
    /// Rows that the database sent, before post-processing.
    pub sql_rowcount: usize,
    pub queried_dttm: DateTime<Utc>,
    /// How long it took here, when it was asked here.
    #[serde(skip)]
    pub took: Took,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    pub source: Duration,
    pub post: Duration,
}

impl Answer {
    /// Servers' clocks differ a little: an answer from the future is new.
    fn age(&self, now: DateTime<Utc>) -> Duration {
        (now - self.queried_dttm).to_std().unwrap_or_default()
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Question {
    pub key: CacheKey,
    pub lifetime: Lifetime,
    /// Asks again, whatever is kept.
    pub force: bool,
    pub now: DateTime<Utc>,
}

impl Question {
    fn may_read(&self) -> bool {
        !self.force && self.lifetime != Lifetime::Bypass
    }

    /// Questions of one flight want the same: who forces gets nothing that was kept, and nobody what is too old for them.
    fn flight(&self) -> (CacheKey, Lifetime, bool) {
        (self.key, self.lifetime, self.force)
    }

    fn freshness(&self, answer: &Answer) -> Freshness {
        self.lifetime.freshness(answer.age(self.now))
    }
}

/// An answer and whether it was there already.
#[derive(Clone)]
pub struct Found {
    pub answer: Arc<Answer>,
    pub is_cached: bool,
}

/// Asks the source.
pub type Asking = BoxFuture<'static, Result<Answer>>;

pub struct AnswerCache {
    memory: MemoryCache,
    pub bodies: Bodies,
    redis: Option<RedisCache>,
    flights: Flights<(CacheKey, Lifetime, bool), Result<Found>>,
}

impl AnswerCache {
    /// Three quarters of the memory are for answers, the rest is for bodies that are ready to be sent.
    pub fn new(memory_bytes: u64, redis: Option<RedisCache>) -> Self {
        let bodies = memory_bytes / 4;
        Self {
            memory: MemoryCache::new(memory_bytes - bodies),
            bodies: Bodies::new(bodies),
            redis,
            flights: Flights::default(),
        }
    }

    pub fn redis(&self) -> Option<&RedisCache> {
        self.redis.as_ref()
    }

    /// The kept answer, or the one that `ask` brings: asked once, however many wait for it, and cancelled when nobody does any
    /// more. A stale one is given at once and asked for anew behind. Failures are not kept.
    ///
    /// `force` asks again, but two forced questions at once on one server are still one.
    pub async fn get_or_ask(self: &Arc<Self>, question: Question, ask: impl FnOnce() -> Asking) -> Result<Found> {
        if question.may_read()
            && let Some(kept) = self.memory.get(&question.key).await
        {
            let freshness = question.freshness(&kept.answer);
            if freshness == Freshness::Stale && kept.claim_refresh(question.now) {
                tokio::spawn(Arc::clone(self).refresh(question, Arc::clone(&kept), ask()));
                return Ok(Found { answer: Arc::clone(&kept.answer), is_cached: true });
            }
            if freshness != Freshness::Ended {
                return Ok(Found { answer: Arc::clone(&kept.answer), is_cached: true });
            }
        }
        let (cache, asking) = (Arc::clone(self), ask());
        self.flights.join(question.flight(), async move { cache.fly(question, asking).await }).await
    }

    async fn fly(&self, question: Question, asking: Asking) -> Result<Found> {
        if question.may_read()
            && let Some(answer) = self.look(&question).await
        {
            return Ok(Found { answer, is_cached: true });
        }
        // Who forces wants what is true now, not what another server asked a moment ago.
        match &self.redis {
            Some(redis) if question.may_read() => self.ask_in_turn(redis, &question, asking).await,
            _ => {
                let answer = Arc::new(asking.await?);
                self.keep(&question, &answer).await;
                if let Some(redis) = self.redis.as_ref().filter(|_| question.lifetime != Lifetime::Bypass) {
                    redis.insert(question.key, question.lifetime, Arc::clone(&answer));
                }
                Ok(Found { answer, is_cached: false })
            }
        }
    }

    /// Between the look before boarding and this one, an equal flight may have landed and left: its answer is there now.
    async fn look(&self, question: &Question) -> Option<Arc<Answer>> {
        let is_good = |answer: &Answer| question.freshness(answer) != Freshness::Ended;
        if let Some(kept) = self.memory.get(&question.key).await.filter(|kept| is_good(&kept.answer)) {
            return Some(Arc::clone(&kept.answer));
        }
        let answer = self.redis.as_ref()?.get(&question.key).await.filter(is_good)?;
        let answer = Arc::new(answer);
        self.keep(question, &answer).await;
        Some(answer)
    }

    /// One server asks, the others wait for its answer.
    async fn ask_in_turn(&self, redis: &RedisCache, question: &Question, asking: Asking) -> Result<Found> {
        let is_good = |answer: &Answer| question.freshness(answer) != Freshness::Ended;
        let lease = loop {
            match redis.take_turn(question.key).await {
                Turn::Ours(lease) => break Some(lease),
                Turn::Alone => break None,
                Turn::Theirs => {}
            }
            match redis.wait_for(question.key, is_good).await {
                Waited::Answer(answer) => {
                    let answer: Arc<Answer> = Arc::from(answer);
                    self.keep(question, &answer).await;
                    return Ok(Found { answer, is_cached: false });
                }
                Waited::TheirTurnEnded => {}
                Waited::InVain => break None,
            }
        };
        let answer = Arc::new(asking.await?);
        self.keep(question, &answer).await;
        if let Some(lease) = lease {
            lease.publish(question.lifetime, Arc::clone(&answer));
        }
        Ok(Found { answer, is_cached: false })
    }

    /// Behind those who got the stale answer. When it fails, that answer stays until its hard end.
    async fn refresh(self: Arc<Self>, question: Question, kept: Arc<Kept>, asking: Asking) {
        match self.renew(&question, &kept.answer, asking).await {
            Ok(true) => {}
            Ok(false) => kept.refresh_failed(question.now),
            Err(error) => {
                tracing::warn!(error = %error.message, "a stale answer could not be asked for anew");
                kept.refresh_failed(question.now);
            }
        }
    }

    /// Whether a newer answer is kept now. Where another server is at it already, its answer is found by the next try.
    async fn renew(&self, question: &Question, old: &Answer, asking: Asking) -> Result<bool> {
        let mut lease = None;
        if let Some(redis) = &self.redis {
            let newer = redis.get(&question.key).await.filter(|answer| answer.queried_dttm > old.queried_dttm);
            if let Some(newer) = newer {
                self.keep(question, &Arc::new(newer)).await;
                return Ok(true);
            }
            match redis.take_turn(question.key).await {
                Turn::Ours(taken) => lease = Some(taken),
                Turn::Theirs => return Ok(false),
                Turn::Alone => {}
            }
        }
        let answer = Arc::new(asking.await?);
        self.keep(question, &answer).await;
        if let Some(lease) = lease {
            lease.publish(question.lifetime, answer);
        }
        Ok(true)
    }

    /// Not in place of a newer one: who asked first may be answered last.
    async fn keep(&self, question: &Question, answer: &Arc<Answer>) {
        let kept = self.memory.get(&question.key).await;
        let is_newest = kept.is_none_or(|kept| kept.answer.queried_dttm <= answer.queried_dttm);
        if question.lifetime != Lifetime::Bypass && is_newest {
            self.memory.insert(question.key, question.lifetime, answer.age(question.now), answer).await;
        }
    }
}
