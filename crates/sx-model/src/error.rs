//! The one error that leaves the product, by HTTP and by server functions alike.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub type Result<T> = std::result::Result<T, AppError>;

/// What went wrong, for the person who asked. `message` is a sentence; internals are logged, never shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[error("{message}")]
pub struct AppError {
    pub kind: ErrorKind,
    pub message: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ErrorKind {
    /// The question itself is wrong: 400.
    Invalid,
    /// Nobody signed in, or the token is no longer good: 401.
    Unauthorized,
    /// Signed in, but not allowed: 403.
    Forbidden,
    /// No such thing, or none that the caller may know of: 404.
    NotFound,
    /// A name or key is taken, or somebody saved in between: 409.
    Conflict,
    /// Well formed, but not acceptable: 422.
    Unprocessable,
    /// A command that was refused (an import): 422; `extra` says what is wrong with which part.
    Command,
    TooLarge,
    TooManyRequests,
    /// A source database could not be reached or refused what was set up: 422. The text is the reference's `error_type`.
    Source(Box<str>),
    /// A source database failed on a question: 400, as in the reference. The text is its `error_type`.
    Query(Box<str>),
    /// The source did not answer in time: 504.
    Timeout,
    Internal,
}

impl AppError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), extra: Map::new() }
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorKind::NotFound, format!("{what} not found"))
    }

    pub fn forbidden() -> Self {
        Self::new(ErrorKind::Forbidden, "You do not have access to this.")
    }

    pub fn unauthorized() -> Self {
        Self::new(ErrorKind::Unauthorized, "Sign in first.")
    }

    /// Log the cause where it happens; this is all that the caller learns.
    pub fn internal() -> Self {
        Self::new(ErrorKind::Internal, "Something went wrong on the server. The log has the details.")
    }

    pub fn status_code(&self) -> u16 {
        match self.kind {
            ErrorKind::Invalid | ErrorKind::Query(_) => 400,
            ErrorKind::Unauthorized => 401,
            ErrorKind::Forbidden => 403,
            ErrorKind::NotFound => 404,
            ErrorKind::Conflict => 409,
            ErrorKind::Unprocessable | ErrorKind::Command => 422,
            ErrorKind::TooLarge => 413,
            ErrorKind::TooManyRequests => 429,
            ErrorKind::Source(_) => 422,
            ErrorKind::Timeout => 504,
            ErrorKind::Internal => 500,
        }
    }

    /// The reference's `error_type`.
    pub fn error_type(&self) -> &str {
        match &self.kind {
            ErrorKind::Invalid | ErrorKind::Unprocessable => "INVALID_PAYLOAD_SCHEMA_ERROR",
            ErrorKind::Unauthorized => "UNAUTHORIZED_ERROR",
            ErrorKind::Forbidden => "SECURITY_ACCESS_ERROR",
            ErrorKind::NotFound => "OBJECT_DOES_NOT_EXIST_ERROR",
            ErrorKind::Conflict => "OBJECT_CONFLICT_ERROR",
            ErrorKind::TooLarge => "PAYLOAD_TOO_LARGE_ERROR",
            ErrorKind::TooManyRequests => "TOO_MANY_REQUESTS_ERROR",
            ErrorKind::Command => "GENERIC_COMMAND_ERROR",
            ErrorKind::Source(error_type) | ErrorKind::Query(error_type) => error_type,
            ErrorKind::Timeout => "BACKEND_TIMEOUT_ERROR",
            ErrorKind::Internal => "GENERIC_BACKEND_ERROR",
        }
    }

    pub fn body(&self) -> ErrorBody {
        let level = if self.status_code() >= 500 { "error" } else { "warning" };
        ErrorBody {
            message: self.message.clone(),
            errors: vec![ErrorEntry {
                message: self.message.clone(),
                error_type: self.error_type().to_owned(),
                level: level.to_owned(),
                extra: self.extra.clone(),
            }],
        }
    }
}

/// The body of every error answer. The reference's own clients read either the message or the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorBody {
    /// A sentence for the person who asked.
    pub message: String,
    /// One.
    pub errors: Vec<ErrorEntry>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorEntry {
    pub message: String,
    /// For programs, as the reference spells it.
    pub error_type: String,
    /// `error` is the server's fault, `warning` the question's.
    pub level: String,
    pub extra: Map<String, Value>,
}
