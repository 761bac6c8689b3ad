//! The key of an answer: SHA-256 over everything that changes it.

use sha2::{Digest as _, Sha256};

/// Raised when the meaning of a kept answer changes.
const VERSION: &[u8] = b"sx-answer-1";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey([u8; 32]);

impl CacheKey {
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Parts are length-prefixed and named, so that no two lists of parts can look alike.
pub struct KeyWriter(Sha256);

impl KeyWriter {
    pub fn new() -> Self {
        let mut hash = Sha256::new();
        hash.update(VERSION);
        Self(hash)
    }

    pub fn part(&mut self, name: &str, bytes: &[u8]) {
        for text in [name.as_bytes(), bytes] {
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text);
        }
    }

    pub fn finish(self) -> CacheKey {
        CacheKey(self.0.finalize().into())
    }
}

impl Default for KeyWriter {
    fn default() -> Self {
        Self::new()
    }
}
