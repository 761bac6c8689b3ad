//! What one rendering has read: its surroundings on one side, the log of what was used on the other.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::{Error, Value};

use super::budget::Budget;
use super::error::refused;
use super::text::escaped;
use super::{Surroundings, Wish};

/// Metrics that are templates may name metrics that are templates.
const DEEPEST: usize = 5;

#[derive(Debug)]
pub(super) struct Reads {
    pub surroundings: Arc<Surroundings>,
    pub budget: Budget,
    log: Mutex<Log>,
    depth: AtomicUsize,
}

#[derive(Debug, Default)]
pub(super) struct Log {
    /// Texts of the person who asks, as the template was given them.
    pub values: Vec<String>,
    pub applied: Vec<String>,
    pub removed: Vec<String>,
    pub cache_keys: Vec<String>,
    pub wish: Option<Wish>,
}

impl Reads {
    pub fn new(surroundings: Arc<Surroundings>) -> Self {
        Self { surroundings, budget: Budget::new(), log: Mutex::default(), depth: AtomicUsize::new(0) }
    }

    pub fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn take_log(&self) -> Log {
        std::mem::take(&mut self.log())
    }

    /// Runs what renders another template inside of this one.
    pub fn deeper<T>(&self, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        if self.depth.fetch_add(1, Ordering::Relaxed) >= DEEPEST {
            return Err(refused("templates that call templates are nested too deeply"));
        }
        let result = work();
        self.depth.fetch_sub(1, Ordering::Relaxed);
        result
    }

    /// A text of the person who asks, safe between single quotes. It is marked, so that `where_in` takes the escapes out
    /// before it writes its own quotes.
    pub fn value(&self, text: &str) -> Value {
        let escaped = escaped(text, self.surroundings.dialect);
        self.note(&escaped);
        Value::from_safe_string(escaped)
    }

    /// The same for JSON: texts in it are values.
    pub fn json(&self, value: &serde_json::Value) -> Value {
        json(value, &|text| self.value(text))
    }

    /// Remembers a text that must not become SQL.
    pub fn note(&self, text: &str) {
        let mut log = self.log();
        if !log.values.iter().any(|known| known == text) {
            log.values.push(text.to_owned());
        }
    }

    pub fn wish(&self, wish: Wish) -> Error {
        self.log().wish.get_or_insert(wish);
        refused("something is not at hand")
    }
}

/// JSON as a template's value.
pub(super) fn json(value: &serde_json::Value, text: &impl Fn(&str) -> Value) -> Value {
    match value {
        serde_json::Value::String(string) => text(string),
        serde_json::Value::Array(items) => items.iter().map(|item| json(item, text)).collect(),
        serde_json::Value::Object(object) => {
            Value::from_pairs(object.iter().map(|(key, value)| (key.clone(), json(value, text))))
        }
        other => Value::from(minijinja::value::Serde(other)),
    }
}
