//! Ids inside one picture: the engine's come from a counter that never starts again, ours count from zero.

use std::{collections::HashMap, fmt::Write as _};

pub(super) struct Ids {
    prefix: String,
    /// The engine's ids, in the order in which they were met.
    numbers: HashMap<String, usize>,
}

impl Ids {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), numbers: HashMap::new() }
    }

    pub(super) fn write(&mut self, out: &mut String, id: &str) {
        let next = self.numbers.len();
        let number = self.numbers.entry(id.to_owned()).or_insert(next);
        _ = write!(out, "{}-{number}", self.prefix);
    }
}
