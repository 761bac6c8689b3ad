//! Why an answer cannot be written as a file.

use std::io;

/// A sentence for the person who asked for the file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct EgressError(pub String);

impl From<io::Error> for EgressError {
    fn from(error: io::Error) -> Self {
        Self(format!("The file cannot be written: {error}."))
    }
}

impl From<arrow_schema::ArrowError> for EgressError {
    fn from(error: arrow_schema::ArrowError) -> Self {
        Self(format!("The file cannot be written as Arrow: {error}."))
    }
}

impl From<parquet::errors::ParquetError> for EgressError {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Self(format!("The file cannot be written as Parquet: {error}."))
    }
}

impl From<zip::result::ZipError> for EgressError {
    fn from(error: zip::result::ZipError) -> Self {
        Self(format!("The file cannot be packed: {error}."))
    }
}
