//! `/roles`: what each role may do and read, and who has it.

mod api;
mod grants;
mod list;
mod name;
mod page;
mod people;
mod rights;
mod sources;

pub use list::RolesPage;
pub use page::RolePage;
