//! `/profile`: one's own names and password.

mod api;
mod page;

pub use page::ProfilePage;
