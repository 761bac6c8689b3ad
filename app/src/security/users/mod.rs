//! `/users`: who may sign in, with which roles.

mod api;
mod asked;
mod form;
mod page;
mod rows;

pub use page::UsersPage;
