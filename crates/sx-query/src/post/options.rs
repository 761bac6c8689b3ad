//! An operation's options, read into a struct of its own.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::frame::problem;
use crate::QueryError;

/// Absent and null are the same; options that nobody reads are no error, for old charts hold some.
pub(super) fn read<T: DeserializeOwned>(operation: &str, options: &Map<String, Value>) -> Result<T, QueryError> {
    let given = options.iter().filter(|(_, value)| !value.is_null());
    let given: Map<String, Value> = given.map(|(name, value)| (name.clone(), value.clone())).collect();
    serde_json::from_value(Value::Object(given)).map_err(|error| problem(operation, error.to_string()))
}
