//! Connections: listed, made, changed, looked into and removed.

mod api;
mod asked;
mod browse;
mod connect;
mod page;
mod remove;
mod rows;
mod tunnel;

pub use page::DatabasesPage;
