//! How long an answer is kept, and when it is asked for anew behind people's backs.

use std::time::Duration;

/// An answer is fresh for this share of its lifetime; in the rest it is given at once and asked for anew behind.
///
/// What a person sets stays true: nobody gets an answer that is older than the timeout. Four fifths leave the last fifth for
/// the refresh: with the default of a day, who looks once every 4 hours never waits; with a minute there are still 12 seconds.
const FRESH_SHARE: (u32, u32) = (4, 5);

/// Caches refuse moments that are too far away.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// How long an answer may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lifetime {
    Bypass,
    For(Duration),
    Forever,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    Fresh,
    /// Past the soft end: still given, and asked for anew.
    Stale,
    /// Past the hard end: as good as absent.
    Ended,
}

impl Lifetime {
    /// Seconds as the API spells them: -1 bypasses, 0 never expires.
    pub fn from_secs(secs: i64) -> Self {
        match secs {
            ..0 => Self::Bypass,
            0 => Self::Forever,
            secs => Self::For(Duration::from_secs(secs.unsigned_abs()).min(LONGEST)),
        }
    }

    /// What an answer of this age is to someone who asks with this lifetime, whoever had it kept.
    pub fn freshness(self, age: Duration) -> Freshness {
        match self {
            Self::Bypass => Freshness::Ended,
            Self::Forever => Freshness::Fresh,
            Self::For(time) if age >= time => Freshness::Ended,
            Self::For(time) if age >= time / FRESH_SHARE.1 * FRESH_SHARE.0 => Freshness::Stale,
            Self::For(_) => Freshness::Fresh,
        }
    }

    /// Until the hard end; `None` is for ever.
    pub fn left(self, age: Duration) -> Option<Duration> {
        match self {
            Self::Bypass => Some(Duration::ZERO),
            Self::For(time) => Some(time.saturating_sub(age)),
            Self::Forever => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_as_the_api_spells_them() {
        assert_eq!(
            [-1, 0, 60].map(Lifetime::from_secs),
            [Lifetime::Bypass, Lifetime::Forever, Lifetime::For(Duration::from_secs(60)),]
        );
    }

    #[test]
    fn an_answer_is_fresh_then_stale_then_ended() {
        let at = |lifetime: i64, age| Lifetime::from_secs(lifetime).freshness(Duration::from_secs(age));
        assert_eq!([0, 47].map(|age| at(60, age)), [Freshness::Fresh; 2]);
        assert_eq!([48, 59].map(|age| at(60, age)), [Freshness::Stale; 2]);
        assert_eq!([60, 600].map(|age| at(60, age)), [Freshness::Ended; 2]);
        assert_eq!((at(0, 1 << 40), at(-1, 0)), (Freshness::Fresh, Freshness::Ended));
        // An extreme timeout is a long time, not an overflow.
        assert_eq!(Lifetime::from_secs(i64::MAX).freshness(Duration::from_secs(1)), Freshness::Fresh);
    }

    #[test]
    fn what_is_left_shrinks_with_age() {
        let left = |lifetime: i64, age| Lifetime::from_secs(lifetime).left(Duration::from_secs(age));
        assert_eq!(left(60, 45), Some(Duration::from_secs(15)));
        assert_eq!((left(60, 90), left(-1, 0), left(0, 90)), (Some(Duration::ZERO), Some(Duration::ZERO), None));
    }
}
