//! The key of an answer: SHA-256 over everything that changes it.

use sha2::{Digest as _, Sha256};

/// Raised when the meaning of a kept answer changes.
const VERSION: &[u8] = b"sx-answer-2";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey([u8; 32]);

impl CacheKey {
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn hex(&self) -> String {
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cannot_run_into_each_other() {
        let key = |parts: &[(&str, &str)]| {
            let mut key = KeyWriter::new();
            parts.iter().for_each(|(name, value)| key.part(name, value.as_bytes()));
            key.finish()
        };
        let keys = [
            key(&[("sql", "ab"), ("params", "c")]),
            key(&[("sql", "a"), ("params", "bc")]),
            key(&[("sqla", "b"), ("params", "c")]),
            key(&[("sql", "ab")]),
        ];
        for (number, one) in keys.iter().enumerate() {
            assert!(keys.iter().skip(number + 1).all(|other| other != one), "{number}");
        }
        assert_eq!(CacheKey([0xa5; 32]).hex(), "a5".repeat(32));
    }
}
