//! An operation's options, read into a struct of its own.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::frame::problem;
use crate::QueryError;

/// Absent and null are the same; options that nobody reads are no error, for old charts hold some.
pub(super) fn read<T: DeserializeOwned>(operation: &str, options: &Map<String, Value>) -> Result<T, QueryError> {
    let given = options.iter().filter(|(_, value)| !value.is_null());
    let given: Map<String, Value> = given.map(|(name, value)| (name.clone(), value.clone())).collect();
    serde_json::from_value(Value::Object(given)).map_err(|error| problem(operation, error.to_string()))
}

/// `{"source": "target"}` in the order that it was written in: new columns are added in that order.
pub(super) fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    let given = Map::<String, Value>::deserialize(deserializer)?;
    let pair = |(source, target): (String, Value)| match target {
        Value::String(target) => Ok((source, target)),
        other => Err(D::Error::custom(format!("the new name of {source:?} is {other}, which is no text"))),
    };
    given.into_iter().map(pair).collect()
}
