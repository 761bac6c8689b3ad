//! Where the time of a request went.

use std::time::Duration;

/// Of a request with several queries, each phase is that of the slowest one: they run side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// From the question to SQL.
    pub plan: Duration,
    /// Looking the answer up, and waiting for somebody else who asks the same.
    pub cache: Duration,
    /// Asking the database; zero when the answer was there.
    pub source: Duration,
    pub post: Duration,
    /// Writing and compressing the body.
    pub write: Duration,
}

impl Phases {
    pub fn slowest(self, other: Self) -> Self {
        Self {
            plan: self.plan.max(other.plan),
            cache: self.cache.max(other.cache),
            source: self.source.max(other.source),
            post: self.post.max(other.post),
            write: self.write.max(other.write),
        }
    }
}
