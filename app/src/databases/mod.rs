//! Connections: listed, made, changed, looked into and removed.

mod api;
mod asked;
mod browse;
mod connect;
mod page;
mod remove;
mod rows;

pub use page::DatabasesPage;
