//! Connecting a database: its form, trying it out, looking into it.

mod catalog;
mod draft;
mod errors;
mod forms;
mod probe;
mod rows;
mod secrets;

pub use draft::ConnectionDraft;
pub use forms::Engine;
pub use rows::ConnectionDetails;

pub(crate) use errors::connection_error;
pub(crate) use secrets::take_secrets;
