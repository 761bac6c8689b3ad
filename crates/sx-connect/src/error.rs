//! Why a database did not answer.

use serde::Serialize;

/// `message` is the database's own sentence, or ours where it had none; it never holds a password.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
#[error("{message}")]
pub struct ConnectError {
    pub kind: ConnectErrorKind,
    pub message: String,
}

/// The reference's `error_type`s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConnectErrorKind {
    GenericDbEngineError,
    ColumnDoesNotExistError,
    TableDoesNotExistError,
    SchemaDoesNotExistError,
    SyntaxError,
    ConnectionUnknownDatabaseError,
    ConnectionInvalidUsernameError,
    ConnectionInvalidPasswordError,
    ConnectionInvalidHostnameError,
    ConnectionPortClosedError,
    ConnectionHostDownError,
    ConnectionAccessDeniedError,
    ConnectionDatabasePermissionsError,
    ConnectionMissingParametersError,
    BackendTimeoutError,
}

impl ConnectError {
    pub fn new(kind: ConnectErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
