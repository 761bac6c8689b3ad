//! One suite that runs on every connector, and what is special to each.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod conformance;
mod duckdb_files;
mod duckdb_lockdown;
mod harness;
mod ingest;
mod postgres_catalog;
mod postgres_errors;
mod postgres_sessions;
mod postgres_types;
mod ssh_server;
mod tunnel;
