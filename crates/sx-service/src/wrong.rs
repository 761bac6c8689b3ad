//! What a request gives and what is wrong with it, field by field.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use sx_model::{AppError, ErrorKind, Result};

/// The faults of a request that is well formed but not acceptable: 422, all of them at once, in the reference's words.
/// `extra` of the error is `{"slug": ["Must be unique"]}`.
#[derive(Default)]
pub(crate) struct Wrong(Map<String, Value>);

impl Wrong {
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        let list = self.0.entry(field).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(Value::String(message.into()));
        }
    }

    pub fn check(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }

    /// One fault alone.
    pub fn one(field: &str, message: impl Into<String>) -> AppError {
        let mut wrong = Self::default();
        wrong.add(field, message);
        wrong.into_error()
    }

    fn into_error(self) -> AppError {
        let texts = |list: &Value| {
            let texts = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            texts.collect::<Vec<_>>().join(" ")
        };
        let lines: Vec<_> = self.0.iter().map(|(field, list)| format!("{field}: {}", texts(list))).collect();
        AppError { extra: self.0, ..AppError::new(ErrorKind::Unprocessable, lines.join("; ")) }
    }
}

/// `#[serde(default, deserialize_with = "given")]`: absent is `None`, null is `Some(None)`.
pub(crate) fn given<'de, D, T>(from: D) -> std::result::Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(from).map(Some)
}

/// Texts that hold JSON on the wire (`params`, `position_json`) must hold it: 400, as in the reference.
pub(crate) fn require_json(field: &str, text: Option<&str>) -> Result<()> {
    match text.filter(|text| !text.is_empty()).map(serde_json::from_str::<serde::de::IgnoredAny>) {
        Some(Err(error)) => Err(AppError::invalid(format!("{field}: JSON not valid ({error})."))),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// A name that may not be empty: 400.
pub(crate) fn require_text(field: &str, text: &str) -> Result<()> {
    if text.trim().is_empty() { Err(AppError::invalid(format!("{field}: it may not be empty."))) } else { Ok(()) }
}

/// Rejects what would be stored and could then never be shown: 400.
pub(crate) fn require_length(field: &str, text: &str, most: usize) -> Result<()> {
    let message = || AppError::invalid(format!("{field}: at most {most} characters are allowed."));
    if text.chars().count() > most { Err(message()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once() {
        let mut wrong = Wrong::default();
        wrong.add("slug", "Must be unique");
        wrong.add("owners", "Owners are invalid");
        let error = wrong.check().unwrap_err();
        assert_eq!(error.status_code(), 422);
        assert_eq!(error.message, "slug: Must be unique; owners: Owners are invalid");
        assert_eq!(Value::Object(error.extra), json!({ "slug": ["Must be unique"], "owners": ["Owners are invalid"] }));
        assert!(Wrong::default().check().is_ok());
    }

    #[test]
    fn texts_of_json_hold_json() {
        assert!(require_json("params", Some("{}")).is_ok() && require_json("params", None).is_ok());
        let error = require_json("params", Some("{")).unwrap_err();
        assert_eq!(error.status_code(), 400);
        insta::assert_snapshot!(error.message, @"params: JSON not valid (EOF while parsing an object at line 1 column 1).");
    }
}
