//! One suite that runs on every connector, and what is special to each.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod cases;
mod conformance;
mod duckdb_files;
mod duckdb_lockdown;
mod duckdb_s3;
mod harness;
mod ingest;
mod mysql_catalog;
mod mysql_errors;
mod mysql_server;
mod mysql_sessions;
mod mysql_types;
mod postgres_catalog;
mod postgres_errors;
mod postgres_sessions;
mod postgres_types;
mod s3_server;
mod sqlite_catalog;
mod sqlite_lockdown;
mod sqlite_types;
mod ssh_server;
mod tunnel;
