//! What an answer depends on.
//!
//! Rules need no part of their own: they stand in the SQL, and so do what templates read and the moment, to the minute. Only
//! what a template names itself (`cache_key_wrapper`) is added. Time zone and first day of the week are in the bounds of the
//! time range, which are parameters. Who signs in at the database is part of the connection's revision. Limits that no question
//! can change are part of the key's version.

use sx_query::{Plan, PostProcessing};

use crate::{
    cache::{CacheKey, KeyWriter},
    datasets::LoadedDataset,
};

pub(super) fn cache_key(loaded: &LoadedDataset, plan: &Plan, operations: &[Option<PostProcessing>]) -> CacheKey {
    let mut key = KeyWriter::new();
    let (database, dataset) = (&loaded.connection, &loaded.dataset);
    key.part("database", &database.database.id.0.to_le_bytes());
    key.part("revision", &database.revision.to_le_bytes());
    key.part("dataset", &dataset.id.0.to_le_bytes());
    key.part("changed_on", &dataset.audit.changed_on.timestamp_micros().to_le_bytes());
    key.part("generation", &dataset.cache_generation.to_le_bytes());
    key.part("sql", plan.sql.as_bytes());
    key.part("params", format!("{:?}", plan.params).as_bytes());
    // The same SQL may be read in two ways: a column of numbers, or of times written as numbers.
    key.part("columns", format!("{:?}", plan.columns).as_bytes());
    if let Some(comparison) = &plan.comparison {
        key.part("comparison", format!("{comparison:?}").as_bytes());
    }
    for value in &loaded.read.cache_keys {
        key.part("template", value.as_bytes());
    }
    key.part("post_processing", &serde_json::to_vec(operations).unwrap_or_default());
    key.finish()
}
