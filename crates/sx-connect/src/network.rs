//! The way to a server, and why there is none.

use std::io;

use crate::{ConnectError, ConnectErrorKind as Kind};

/// Why nothing could be reached at `address` (`db.example:5432`).
pub(crate) fn io_connect_error(error: &io::Error, address: &str) -> ConnectError {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    let (kind, message) = match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            (Kind::ConnectionPortClosedError, format!("Nothing listens at {address}: the connection was refused."))
        }
        // The look-up's failure has no kind of its own.
        _ if error.to_string().contains("failed to lookup address") => {
            (Kind::ConnectionInvalidHostnameError, format!("The host name \"{host}\" is unknown."))
        }
        _ => (Kind::ConnectionHostDownError, format!("The server at {address} cannot be reached: {error}.")),
    };
    ConnectError::new(kind, message)
}
