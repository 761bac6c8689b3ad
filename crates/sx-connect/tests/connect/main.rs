//! One suite that runs on every connector, and what is special to each.

mod conformance;
mod duckdb_files;
mod duckdb_lockdown;
mod harness;
mod postgres_catalog;
mod postgres_errors;
mod postgres_sessions;
mod postgres_types;
