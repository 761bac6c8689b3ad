//! The error of server functions and tiles: `AppError` without its `extra`, which no screen reads. Leaving it out keeps JSON
//! values of any shape out of the WASM.

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};
use sx_model::{AppError, ErrorKind};

/// `message` is a sentence for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub kind: ErrorKind,
    pub message: String,
}

impl Failure {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The server could not be reached, or its answer broke off.
    pub fn unreachable() -> Self {
        Self::new(ErrorKind::Internal, "The server could not be reached. Check the connection and try again.")
    }

    /// Signing in again would help; trying again would not.
    pub fn is_signed_out(&self) -> bool {
        self.kind == ErrorKind::Unauthorized
    }

    /// What an answer without a readable body means.
    pub fn of_status(status: u16) -> Self {
        match status {
            401 => AppError::unauthorized().into(),
            403 => AppError::forbidden().into(),
            404 => AppError::not_found("Page").into(),
            429 => Self::new(ErrorKind::TooManyRequests, "Too many requests at once. Wait a moment and try again."),
            _ => Self::new(ErrorKind::Internal, "The server failed to answer. Try again."),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self { kind: error.kind, message: error.message }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    /// What the library says about itself (a lost connection, a body that does not parse) is nothing for a person.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::unreachable(),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::new(ErrorKind::Invalid, "The request was incomplete.")
            }
            _ => Self::of_status(500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_error_of_the_wire_and_drops_what_no_screen_shows() {
        let mut error = AppError::new(ErrorKind::Source("SYNTAX_ERROR".into()), "The database refused the query.");
        error.extra.insert("engine_name".into(), "DuckDB".into());
        let wire = serde_json::to_string(&error).unwrap();
        let failure: Failure = serde_json::from_str(&wire).unwrap();
        assert_eq!(failure, Failure::from(error));
        assert_eq!(failure.to_string(), "The database refused the query.");
    }

    #[test]
    fn only_a_lost_session_asks_to_sign_in() {
        assert!(Failure::of_status(401).is_signed_out());
        assert!(!Failure::of_status(403).is_signed_out());
        assert!(!Failure::unreachable().is_signed_out());
    }
}
