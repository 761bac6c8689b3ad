//! One mechanism for the lists of dashboards, charts and datasets: search, filters, order and page live in the URL, so a link is
//! a view and reading works without WASM; rows are marked, duplicated, exported, deleted and brought back in place.

mod act;
mod api;
mod asked;
mod bulk;
mod filters;
mod head;
mod import;
mod kind;
mod line;
mod page;
mod pages;
mod star;
mod table;
mod trashing;

pub use api::{Item, Row, list_assets, restore_assets};
pub use asked::Asked;
pub use kind::ListKind;
pub use line::StatusBadge;
pub use pages::{ChartsPage, DashboardsPage, DatasetsPage};
pub use star::Star;
pub use trashing::trash;
