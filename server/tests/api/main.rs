//! The HTTP surface, asked from outside: each test has a server of its own, on a fresh metadata database.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod batch;
mod cache;
mod captures_elsewhere;
mod chart_data;
mod connect;
mod dashboards;
mod databases;
mod datasets;
mod drafts;
mod explore;
mod explore_save;
mod export;
mod formats;
mod guard_reads;
mod hard_sources;
mod harness;
mod health;
mod import;
mod mariadb;
mod openapi;
mod people;
mod permalinks;
mod rights;
mod row_rules;
mod security;
#[path = "../../../crates/sx-connect/tests/connect/ssh_server.rs"]
#[expect(dead_code, reason = "the tests of sx-connect, whose file it is, use the rest")]
mod ssh_server;
mod ssh_tunnel;
mod stale;
mod stored_questions;
mod templates;
mod time_settings;
mod trash;
mod upload;
mod walk;
mod wide;
mod writes;
