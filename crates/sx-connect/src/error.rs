//! Why a database did not answer.

use serde::Serialize;

/// `message` is the database's own sentence, or ours where it had none; it never holds a password.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
#[error("{message}")]
pub struct ConnectError {
    pub kind: ConnectErrorKind,
    pub message: String,
    /// Keys of the settings to look at, where the message is about others than the kind is, and says itself what to do.
    pub told: Option<&'static [&'static str]>,
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

impl ConnectErrorKind {
    /// What to look at when a connection cannot be made; the message alone says what happened.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::ConnectionUnknownDatabaseError => Some("Check the name of the database, or make it there first."),
            Self::ConnectionInvalidUsernameError => Some("Check the user name."),
            Self::ConnectionInvalidPasswordError => Some("Enter the password again."),
            Self::ConnectionInvalidHostnameError => {
                Some("Check its spelling, and that Sextant's own machine can look it up.")
            }
            Self::ConnectionPortClosedError => {
                Some("Check the port, that the database runs, and that it listens on more than its own machine.")
            }
            Self::ConnectionHostDownError => {
                Some("Check that the database runs, and that no firewall stands between it and Sextant.")
            }
            Self::ConnectionDatabasePermissionsError => Some("Ask its administrator for the right to read."),
            _ => None,
        }
    }

    /// Keys of the settings that are probably wrong.
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::ConnectionUnknownDatabaseError => &["database"],
            Self::ConnectionInvalidUsernameError => &["username"],
            Self::ConnectionInvalidPasswordError => &["password"],
            Self::ConnectionAccessDeniedError => &["username", "password", "database"],
            Self::ConnectionInvalidHostnameError | Self::ConnectionHostDownError => &["host"],
            Self::ConnectionPortClosedError => &["host", "port"],
            _ => &[],
        }
    }
}

impl ConnectError {
    /// The message, and what a person may do about it.
    pub fn with_advice(&self) -> String {
        match self.kind.advice().filter(|_| self.told.is_none()) {
            Some(advice) => format!("{} {advice}", self.message),
            None => self.message.clone(),
        }
    }

    pub fn new(kind: ConnectErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), told: None }
    }

    /// Keys of the settings that are probably wrong.
    pub fn settings(&self) -> &'static [&'static str] {
        self.told.unwrap_or_else(|| self.kind.settings())
    }
}
