//! The store on both backends; one binary, one file per noun.

#![expect(clippy::unwrap_used, reason = "clippy sees no test in the functions that `on_both!` runs")]

mod assets;
mod charts;
mod dashboards;
mod databases;
mod datasets;
mod drafts;
mod favorites;
mod filters;
mod grants;
mod harness;
mod key_values;
mod log;
mod roles;
mod row_rules;
mod schema;
mod sessions;
mod transactions;
mod trash;
mod users;
mod visible;
