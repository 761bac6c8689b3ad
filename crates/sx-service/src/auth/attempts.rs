//! Guessing passwords gets slower with each failure, for a name at an address. Kept in memory: a restart forgives.

use std::{net::IpAddr, time::Duration};

use chrono::{DateTime, Utc};
use moka::future::Cache;
use sx_model::{AppError, ErrorKind, Result};

/// So many failures cost nothing: people mistype.
const FREE: u32 = 5;
const LONGEST_WAIT_SECS: i64 = 15 * 60;
/// Whoever tries more names at once than this has to find other ways to be slow: the hashing is capped, too.
const MOST: u64 = 100_000;

/// The name as it was typed, whatever its case, and where from; `None` where the address is not known.
type Key = (String, Option<IpAddr>);

pub struct Attempts(Cache<Key, Failures>);

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

impl Default for Attempts {
    fn default() -> Self {
        let lifetime = Duration::from_secs(2 * LONGEST_WAIT_SECS as u64);
        Self(Cache::builder().max_capacity(MOST).time_to_live(lifetime).build())
    }
}

impl Attempts {
    /// Refuses while the wait after the last failure lasts, whether or not there is such a user, and whatever the password.
    pub async fn check(&self, username: &str, address: Option<IpAddr>, now: DateTime<Utc>) -> Result<()> {
        let Some(failures) = self.0.get(&key(username, address)).await else { return Ok(()) };
        let wait = wait_secs(failures.count) - (now - failures.last).num_seconds();
        if wait <= 0 {
            return Ok(());
        }
        let message = format!("Too many failed attempts to sign in. Try again in {}.", in_words(wait));
        Err(AppError::new(ErrorKind::TooManyRequests, message))
    }

    pub async fn failed(&self, username: &str, address: Option<IpAddr>, now: DateTime<Utc>) {
        // In one step: attempts at the same moment must all count.
        let counted = self.0.entry(key(username, address)).and_upsert_with(async |before| {
            let count = before.map_or(0, |entry| entry.into_value().count).saturating_add(1);
            Failures { count, last: now }
        });
        counted.await;
    }

    pub async fn succeeded(&self, username: &str, address: Option<IpAddr>) {
        self.0.invalidate(&key(username, address)).await;
    }
}

fn key(username: &str, address: Option<IpAddr>) -> Key {
    (username.trim().to_lowercase().chars().take(100).collect(), address)
}

/// 1, 2, 4 … seconds from the fifth failure on.
fn wait_secs(failures: u32) -> i64 {
    match failures.checked_sub(FREE) {
        Some(beyond) => (1_i64 << beyond.min(20)).min(LONGEST_WAIT_SECS),
        None => 0,
    }
}

fn in_words(secs: i64) -> String {
    match secs {
        1 => "a second".to_owned(),
        2..120 => format!("{secs} seconds"),
        _ => format!("{} minutes", secs.div_euclid(60) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_grow_after_five_failures_for_that_name_and_address_alone() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let at = |secs| start + chrono::Duration::seconds(secs);
        let (attempts, here, there) = (Attempts::default(), "10.0.0.1".parse().ok(), "10.0.0.2".parse().ok());
        let told = async |secs| attempts.check("Anna", here, at(secs)).await.err().map(|error| error.message);
        for _ in 0..4 {
            attempts.failed("anna", here, start).await;
        }
        assert_eq!(told(0).await, None);
        attempts.failed("anna", here, start).await;
        assert_eq!(told(0).await.unwrap(), "Too many failed attempts to sign in. Try again in a second.");
        assert_eq!(told(1).await, None);
        for _ in 0..3 {
            attempts.failed("anna", here, at(1)).await;
        }
        assert_eq!(told(1).await.unwrap(), "Too many failed attempts to sign in. Try again in 8 seconds.");
        assert!(attempts.check("anna", there, at(1)).await.is_ok());
        assert!(attempts.check("bob", here, at(1)).await.is_ok());
        for _ in 0..50 {
            attempts.failed("anna", here, at(2)).await;
        }
        assert_eq!(told(2).await.unwrap(), "Too many failed attempts to sign in. Try again in 16 minutes.");
        attempts.succeeded("ANNA ", here).await;
        assert_eq!(told(2).await, None);
    }
}
