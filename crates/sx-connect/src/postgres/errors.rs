//! Postgres' reasons in the reference's words.

use std::{error::Error as _, io};

use tokio_postgres::error::{DbError, Error, SqlState};

use crate::{ConnectError, ConnectErrorKind as Kind};

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

/// The reference has no type of error for TLS, so the sentence has to say it.
fn tls_sentence(causes: &str) -> String {
    if causes.contains("does not support TLS") {
        "The server does not speak TLS. Set TLS to “Never” or “If the server can”, or turn TLS on there.".to_owned()
    } else if causes.contains("certificate") {
        format!(
            "The server's certificate was refused ({causes}). Name its root certificate, or choose a TLS mode that takes \
             any certificate."
        )
    } else {
        causes.to_owned()
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

fn io_connect_error(error: &io::Error, address: &str) -> ConnectError {
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
