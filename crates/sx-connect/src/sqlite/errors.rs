//! SQLite's reasons in the reference's words.

use std::path::Path;

use rusqlite::{Error, ffi::ErrorCode};

use crate::{ConnectError, ConnectErrorKind as Kind};

/// Why the file could not be opened.
pub(super) fn open_error(error: &Error, path: &Path) -> ConnectError {
    let found = sqlite_error(error);
    match code(error) {
        Some(ErrorCode::CannotOpen | ErrorCode::NotADatabase) => {
            let message = format!("The file \"{}\" cannot be opened: {}.", path.display(), found.message);
            ConnectError::new(Kind::ConnectionUnknownDatabaseError, message)
        }
        _ => found,
    }
}

pub(super) fn sqlite_error(error: &Error) -> ConnectError {
    let message = message(error);
    ConnectError::new(kind(error, &message), message)
}

/// SQLite has one code for all that is wrong with a statement; its messages begin with what it is.
fn kind(error: &Error, message: &str) -> Kind {
    match code(error) {
        Some(ErrorCode::OperationInterrupted | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            return Kind::BackendTimeoutError;
        }
        Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            return Kind::ConnectionDatabasePermissionsError;
        }
        Some(ErrorCode::CannotOpen | ErrorCode::NotADatabase) => return Kind::ConnectionUnknownDatabaseError,
        _ => {}
    }
    if message.starts_with("no such column") {
        Kind::ColumnDoesNotExistError
    } else if message.starts_with("no such table") {
        Kind::TableDoesNotExistError
    } else if message.starts_with("unknown database") {
        Kind::SchemaDoesNotExistError
    } else if ["syntax error", "incomplete input", "unrecognized token"].iter().any(|part| message.contains(part)) {
        Kind::SyntaxError
    } else {
        Kind::GenericDbEngineError
    }
}

fn code(error: &Error) -> Option<ErrorCode> {
    match error {
        Error::SqliteFailure(error, _) | Error::SqlInputError { error, .. } => Some(error.code),
        _ => None,
    }
}

/// SQLite's own sentence, without the statement that the library would repeat.
fn message(error: &Error) -> String {
    match error {
        Error::SqliteFailure(_, Some(message)) => message.clone(),
        Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}
