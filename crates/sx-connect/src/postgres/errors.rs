//! Postgres' reasons in the reference's words.

use std::{error::Error as _, io};

use tokio_postgres::error::{DbError, Error, SqlState};

use crate::{ConnectError, ConnectErrorKind as Kind, network::io_connect_error, tls::refused_certificate};

/// Why a session could not be opened at `address`.
pub(super) fn connect_error(error: &Error, address: &str) -> ConnectError {
    if let Some(db_error) = error.as_db_error() {
        return db_connect_error(db_error);
    }
    match io_error(error) {
        Some(io_error) => io_connect_error(io_error, address),
        None if causes(error).contains("password missing") => ConnectError::new(
            Kind::ConnectionInvalidPasswordError,
            "The server asks for a password, and none is given.",
        ),
        None => ConnectError::new(Kind::GenericDbEngineError, tls_sentence(&causes(error))),
    }
}

fn tls_sentence(causes: &str) -> String {
    if causes.contains("does not support TLS") {
        "The server does not speak TLS. Set TLS to “Never” or “If the server can”, or turn TLS on there.".to_owned()
    } else {
        refused_certificate(causes).unwrap_or_else(|| causes.to_owned())
    }
}

/// Why an open session did not answer.
pub(super) fn query_error(error: &Error) -> ConnectError {
    match error.as_db_error() {
        Some(db_error) => ConnectError::new(query_kind(db_error), full_message(db_error)),
        None if error.is_closed() || io_error(error).is_some() => {
            ConnectError::new(Kind::ConnectionHostDownError, "The server closed the connection.")
        }
        None => ConnectError::new(Kind::GenericDbEngineError, causes(error)),
    }
}

/// Whether the connection is of no more use, whatever was asked on it.
pub(super) fn is_lost(error: &Error) -> bool {
    const LAST_WORDS: [&SqlState; 3] =
        [&SqlState::ADMIN_SHUTDOWN, &SqlState::CRASH_SHUTDOWN, &SqlState::IDLE_SESSION_TIMEOUT];
    error.is_closed() || io_error(error).is_some() || error.code().is_some_and(|code| LAST_WORDS.contains(&code))
}

fn query_kind(error: &DbError) -> Kind {
    match *error.code() {
        SqlState::UNDEFINED_COLUMN => Kind::ColumnDoesNotExistError,
        SqlState::UNDEFINED_TABLE => Kind::TableDoesNotExistError,
        SqlState::INVALID_SCHEMA_NAME => Kind::SchemaDoesNotExistError,
        SqlState::SYNTAX_ERROR => Kind::SyntaxError,
        SqlState::INSUFFICIENT_PRIVILEGE => Kind::ConnectionDatabasePermissionsError,
        SqlState::QUERY_CANCELED | SqlState::LOCK_NOT_AVAILABLE => Kind::BackendTimeoutError,
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Kind::ConnectionHostDownError
        }
        _ => Kind::GenericDbEngineError,
    }
}

fn db_connect_error(error: &DbError) -> ConnectError {
    let kind = match *error.code() {
        SqlState::INVALID_CATALOG_NAME => Kind::ConnectionUnknownDatabaseError,
        SqlState::INVALID_PASSWORD => Kind::ConnectionInvalidPasswordError,
        // `pg_hba.conf` refuses with the same code as an unknown role.
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION if error.message().contains("does not exist") => {
            Kind::ConnectionInvalidUsernameError
        }
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION => Kind::ConnectionAccessDeniedError,
        _ => query_kind(error),
    };
    ConnectError::new(kind, full_message(error))
}

/// The database's own sentence, with what it adds.
fn full_message(error: &DbError) -> String {
    let mut message = error.message().to_owned();
    for (label, text) in [("DETAIL", error.detail()), ("HINT", error.hint())] {
        if let Some(text) = text {
            message += &format!("\n{label}: {text}");
        }
    }
    message
}

fn io_error(error: &Error) -> Option<&io::Error> {
    error.source()?.downcast_ref()
}

/// `error connecting to server: …`.
fn causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(": {cause}");
        source = cause.source();
    }
    text
}
