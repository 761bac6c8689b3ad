//! The HTTP surface, asked from outside: each test has a server of its own, on a fresh metadata database.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod chart_data;
mod dashboards;
mod databases;
mod export;
mod harness;
mod health;
mod import;
mod people;
mod rights;
mod security;
mod writes;
