//! `/log`: who changed what, and when.

mod api;
mod asked;
mod page;
mod rows;

pub use page::LogPage;
