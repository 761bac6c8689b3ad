//! `/api-docs`: the REST API, to be browsed. One operation is open at a time; it stands in the address, so it can be linked to.

mod api;
mod list;
mod model;
mod operation;
mod page;
mod schema;

#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod example;
#[cfg(feature = "ssr")]
mod shape;

#[cfg(feature = "ssr")]
pub use document::ApiDocument;
pub use page::ApiDocsPage;
