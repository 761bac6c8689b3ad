//! The engine's reasons in the reference's words.

use adbc_core::error::{Error, Status};
use arrow_schema::ArrowError;

use crate::{ConnectError, ConnectErrorKind as Kind};

pub(super) fn engine_error(error: &Error) -> ConnectError {
    ConnectError::new(kind(&error.message), error.message.clone())
}

/// Why the stream of an answer broke off.
pub(super) fn stream_error(error: &ArrowError) -> ConnectError {
    let message = match error {
        ArrowError::CDataInterface(message) => message.clone(),
        other => other.to_string(),
    };
    engine_error(&Error::with_message_and_status(message, Status::Unknown))
}

/// Why a bucket could not be listed.
pub(super) fn bucket_error(error: ConnectError, url: &str) -> ConnectError {
    let has = |parts: &[&str]| parts.iter().any(|part| error.message.contains(part));
    let (kind, told): (Kind, &'static [&'static str]) = if has(&["HTTP 403", "HTTP 401", "Forbidden"]) {
        (Kind::ConnectionAccessDeniedError, &["username", "password", "region"])
    } else if has(&["HTTP 404", "NoSuchBucket"]) {
        (Kind::ConnectionUnknownDatabaseError, &["database"])
    } else if has(&["Could not establish connection", "Could not connect", "Couldn't connect", "Could not resolve"]) {
        (Kind::ConnectionHostDownError, &["host", "port", "use_ssl"])
    } else {
        (error.kind, &["database"])
    };
    let reason = error.message.lines().next().unwrap_or_default();
    ConnectError { kind, message: format!("{url} cannot be listed: {reason}"), told: Some(told) }
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
