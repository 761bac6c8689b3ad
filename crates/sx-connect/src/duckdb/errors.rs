//! The engine's reasons in the reference's words.

use adbc_core::error::Error;

use crate::{ConnectError, ConnectErrorKind as Kind};

pub(super) fn engine_error(error: &Error) -> ConnectError {
    ConnectError::new(kind(&error.message), error.message.clone())
}

/// ADBC carries no SQLSTATE of DuckDB's; its messages begin with their class.
fn kind(message: &str) -> Kind {
    let missing = |what: &str| message.contains(what) && message.contains("does not exist");
    if message.contains("Parser Error") {
        Kind::SyntaxError
    } else if message.contains("INTERRUPT") {
        Kind::BackendTimeoutError
    } else if message.contains("Permission Error") {
        Kind::ConnectionDatabasePermissionsError
    } else if missing("Catalog Error: Table") {
        Kind::TableDoesNotExistError
    } else if missing("Schema") {
        Kind::SchemaDoesNotExistError
    } else if message.contains("Binder Error")
        && (message.contains("Referenced column") || message.contains("does not have a column named"))
    {
        Kind::ColumnDoesNotExistError
    } else {
        Kind::GenericDbEngineError
    }
}
