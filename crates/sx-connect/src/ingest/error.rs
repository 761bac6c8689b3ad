//! Why a file cannot be read as a table.

use std::{fmt::Display, io};

/// A sentence for the person who chose the file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct IngestError(pub String);

impl IngestError {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The file is not what its kind says; `why` is the reader's own word for it.
    pub(super) fn damaged(kind: &str, why: impl Display) -> Self {
        Self(format!("The file cannot be read as {kind}: {why}."))
    }
}

impl From<io::Error> for IngestError {
    /// Our own readers put their sentence into the error that passes through `Read`.
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<IngestError>()) {
            Some(own) => own.clone(),
            None => Self(format!("The file cannot be read: {error}.")),
        }
    }
}

impl From<IngestError> for io::Error {
    fn from(error: IngestError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}
