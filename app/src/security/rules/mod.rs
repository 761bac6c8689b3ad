//! `/rules`: which rows and columns of a dataset exist for whom.

mod api;
mod asked;
mod form;
mod page;
mod rows;

pub use page::RulesPage;
