//! The drawer in which a connection is made or changed.

mod drawer;
mod editing;
mod form;
mod setting;
mod tunnel;

pub use drawer::ConnectDrawer;
pub use editing::Editing;
