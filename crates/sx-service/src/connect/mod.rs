//! Connecting a database: its form, trying it out, looking into it.

mod catalog;
mod draft;
mod errors;
mod forms;
mod probe;
mod rows;
mod secrets;
mod tunnel;

pub use draft::ConnectionDraft;
pub use forms::Engine;
pub use probe::Tested;
pub use rows::ConnectionDetails;
pub use tunnel::{SshTunnelJson, TunnelDraft};

pub(crate) use errors::connection_error;
pub(crate) use secrets::{TunnelSecrets, take_secrets};
pub(crate) use tunnel::{Tunnel, Way, keep_password};
