//! The list of dashboards. Search and page live in the URL, so a link is a view and the form works without WASM.

mod api;
mod asked;
mod page;
mod rows;

pub use api::{Row, list_dashboards};
pub use asked::Asked;
pub use page::DashboardsPage;
pub use rows::StatusBadge;
