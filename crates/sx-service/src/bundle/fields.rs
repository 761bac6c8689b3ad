//! One YAML file as fields that are taken out one by one; what nobody takes is kept as it is.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{BundleError, VERSION};

pub struct Fields {
    pub file: String,
    map: Map<String, Value>,
}

impl Fields {
    /// Every asset carries its `version`.
    pub fn read(file: &str, mut map: Map<String, Value>) -> Result<Self, BundleError> {
        match map.remove("version").as_ref().and_then(Value::as_str) {
            Some(VERSION) => Ok(Self { file: file.to_owned(), map }),
            _ => Err(BundleError::new(file, format!("version: only {VERSION} is known"))),
        }
    }

    /// A part of an asset: it has no version of its own.
    pub fn part(file: &str, value: Value) -> Result<Self, BundleError> {
        match value {
            Value::Object(map) => Ok(Self { file: file.to_owned(), map }),
            _ => Err(BundleError::new(file, "a mapping is expected in its list")),
        }
    }

    /// Null and absent are the same.
    pub fn value(&mut self, key: &str) -> Option<Value> {
        self.map.shift_remove(key).filter(|value| !value.is_null())
    }

    /// For what is never absent here: a null counts as the default, but is kept with the rest, and so comes out again.
    fn value_but_null(&mut self, key: &str) -> Option<Value> {
        if self.map.get(key).is_some_and(Value::is_null) { None } else { self.value(key) }
    }

    pub fn text(&mut self, key: &str) -> Result<Option<String>, BundleError> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            // A name that looks like a number is a name all the same.
            Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(Some(value.to_string())),
            Some(_) => Err(self.wrong(key, "a text")),
        }
    }

    pub fn required_text(&mut self, key: &str) -> Result<String, BundleError> {
        match self.text(key)? {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(self.wrong(key, "a text")),
        }
    }

    pub fn uuid(&mut self, key: &str) -> Result<Uuid, BundleError> {
        let text = self.required_text(key)?;
        text.parse().map_err(|_| self.wrong(key, "a UUID"))
    }

    pub fn optional_uuid(&mut self, key: &str) -> Result<Option<Uuid>, BundleError> {
        let text = self.text(key)?;
        text.map(|text| text.parse().map_err(|_| self.wrong(key, "a UUID"))).transpose()
    }

    /// With what it is when nobody says.
    pub fn flag(&mut self, key: &str) -> Result<bool, BundleError> {
        self.flag_or(key, default_flag(key))
    }

    pub fn flag_or(&mut self, key: &str, default: bool) -> Result<bool, BundleError> {
        match self.value_but_null(key) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(self.wrong(key, "true or false")),
        }
    }

    pub fn number(&mut self, key: &str) -> Result<Option<i64>, BundleError> {
        match self.value(key) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| self.wrong(key, "a whole number")),
        }
    }

    pub fn map(&mut self, key: &str) -> Result<Map<String, Value>, BundleError> {
        match self.value_but_null(key) {
            None => Ok(Map::new()),
            Some(Value::Object(map)) => Ok(map),
            Some(_) => Err(self.wrong(key, "a mapping")),
        }
    }

    pub fn parts(&mut self, key: &str) -> Result<Vec<Self>, BundleError> {
        match self.value(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => list.into_iter().map(|value| Self::part(&self.file, value)).collect(),
            Some(_) => Err(self.wrong(key, "a list")),
        }
    }

    /// What nobody took.
    pub fn rest(self) -> Map<String, Value> {
        self.map
    }

    fn wrong(&self, key: &str, expected: &str) -> BundleError {
        BundleError::new(&self.file, format!("{key}: {expected} is expected"))
    }
}

/// What a flag is that nobody set.
pub fn default_flag(key: &str) -> bool {
    matches!(key, "expose_in_sqllab" | "filter_select_enabled" | "filterable" | "groupby" | "is_active")
}
