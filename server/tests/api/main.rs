//! The HTTP surface, asked from outside: each test has a server of its own, on a fresh metadata database.

mod chart_data;
mod dashboards;
mod databases;
mod harness;
mod health;
mod import;
mod security;
