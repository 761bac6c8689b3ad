//! One flight among several servers: who holds the lease asks the source, the others wait for the answer in Redis.
//!
//! The lease is a key with a random token that nobody else knows. It ends by itself when its holder dies, and its holder
//! prolongs it while the source is at work. An answer is written only by the holder whose token still stands in the key, in
//! one step with giving the lease back: who was held up, and lost it, writes nothing over the answer of who took over.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use redis::{AsyncCommands as _, Script, ScriptInvocation, aio::ConnectionManager};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{
    Answer, CacheKey, Lifetime, RedisCache,
    redis::{answer_name, decode, encode, ttl_ms},
};

/// What others wait at most for a holder that died.
const LEASE: Duration = Duration::from_secs(3);
/// Three chances to prolong it.
const BEAT: Duration = Duration::from_secs(1);
/// Between two looks: answers mostly come within milliseconds, and slow ones need not be looked for so often.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(100);
/// After this a server asks for itself, whatever the holder does.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

const PROLONG: &str =
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0";
const GIVE_BACK: &str = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0";
const PUBLISH: &str = "if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[3] == '' then redis.call('set', KEYS[2], ARGV[2]) else redis.call('set', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return redis.call('del', KEYS[1])";

static PROLONG_SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(PROLONG));
static GIVE_BACK_SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(GIVE_BACK));
static PUBLISH_SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(PUBLISH));

/// Who asks the source.
pub enum Turn {
    /// This server; what it brings is to be [published](Lease::publish).
    Ours(Lease),
    /// Another server is at it.
    Theirs,
    /// Redis is no help: every server for itself.
    Alone,
}

/// What came of waiting for another server.
pub enum Waited {
    Answer(Box<Answer>),
    /// It failed, gave up, or died: the next turn is free.
    TheirTurnEnded,
    /// It takes too long, or Redis went away.
    InVain,
}

/// Dropping it gives it back, so that a question that failed or that nobody waits for any more holds up no one.
pub struct Lease {
    redis: RedisCache,
    key: CacheKey,
    token: String,
    beat: JoinHandle<()>,
    is_given_back: bool,
}

impl RedisCache {
    pub async fn take_turn(&self, key: CacheKey) -> Turn {
        let (name, token) = (lock_name(&key), Uuid::new_v4().simple().to_string());
        let mut set = redis::cmd("SET");
        set.arg(&name).arg(&token).arg("NX").arg("PX").arg(millis(LEASE));
        let set = |mut redis: ConnectionManager| async move { set.query_async::<Option<String>>(&mut redis).await };
        match self.run(set).await {
            Some(Some(_)) => Turn::Ours(Lease::new(self.clone(), key, token)),
            Some(None) => Turn::Theirs,
            None => Turn::Alone,
        }
    }

    /// Waits for the answer of the server whose turn it is.
    pub async fn wait_for(&self, key: CacheKey, is_good: impl Fn(&Answer) -> bool) -> Waited {
        let began = tokio::time::Instant::now();
        let mut pause = FIRST_PAUSE;
        while began.elapsed() < LONGEST_WAIT {
            tokio::time::sleep(pause).await;
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
            let names = [lock_name(&key), answer_name(&key)];
            let look = |mut redis: ConnectionManager| async move { redis.mget(&names).await };
            let Some((lock, bytes)) = self.run::<(Option<String>, Option<Vec<u8>>), _>(look).await else { break };
            // An older answer may stand there while the new one is being asked for.
            let answer = match bytes {
                Some(bytes) => decode(bytes).await.filter(|answer| is_good(answer)),
                None => None,
            };
            match answer {
                Some(answer) => return Waited::Answer(Box::new(answer)),
                None if lock.is_none() => return Waited::TheirTurnEnded,
                None => {}
            }
        }
        Waited::InVain
    }
}

impl Lease {
    fn new(redis: RedisCache, key: CacheKey, token: String) -> Self {
        let beat = tokio::spawn(prolong(redis.clone(), lock_name(&key), token.clone()));
        Self { redis, key, token, beat, is_given_back: false }
    }

    /// Puts the answer where the others wait for it and gives the lease back, behind the caller's back.
    pub fn publish(self, lifetime: Lifetime, answer: Arc<Answer>) {
        tokio::spawn(async move {
            let mut lease = self;
            // What is too large to be shared is not written: the others have to ask, so they should not wait.
            let Some(bytes) = encode(answer).await else { return };
            lease.is_given_back = true;
            let ttl = ttl_ms(lifetime).map(|ms| ms.to_string()).unwrap_or_default();
            let mut script = PUBLISH_SCRIPT.key(lock_name(&lease.key));
            script.key(answer_name(&lease.key)).arg(&lease.token).arg(bytes).arg(ttl);
            if call(&lease.redis, script).await != Some(1) {
                tracing::debug!("an answer was not kept in Redis");
            }
        });
    }
}

#[cfg(test)]
impl Lease {
    /// As if the process had ended.
    pub fn forget(mut self) {
        self.is_given_back = true;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.beat.abort();
        if self.is_given_back {
            return;
        }
        let (redis, name, token) = (self.redis.clone(), lock_name(&self.key), self.token.clone());
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let mut script = GIVE_BACK_SCRIPT.key(name);
                script.arg(token);
                call(&redis, script).await
            });
        }
    }
}

/// Until it is aborted, or the lease is lost.
async fn prolong(redis: RedisCache, name: String, token: String) {
    loop {
        tokio::time::sleep(BEAT).await;
        let mut script = PROLONG_SCRIPT.key(&name);
        script.arg(&token).arg(millis(LEASE));
        if call(&redis, script).await == Some(0) {
            return;
        }
    }
}

/// How many keys it changed.
async fn call(redis: &RedisCache, script: ScriptInvocation<'static>) -> Option<i64> {
    redis.run(|mut connection| async move { script.invoke_async(&mut connection).await }).await
}

fn lock_name(key: &CacheKey) -> String {
    format!("sextant:{{{}}}:lock", key.hex())
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
