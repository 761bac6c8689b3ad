//! The trash: what was deleted, to bring back or to remove for good.

mod api;
mod page;
mod row;

pub use page::TrashPage;

#[cfg(feature = "ssr")]
pub use api::assets;
