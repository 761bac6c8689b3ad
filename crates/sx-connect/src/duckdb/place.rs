//! Where the files of a source are: in a folder of this machine, or in a bucket.

use std::path::PathBuf;

use super::bucket::Bucket;
use crate::{ConnectError, ConnectErrorKind, ConnectionUri};

#[derive(Debug)]
pub(super) enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
}

impl Place {
    pub fn named(uri: &ConnectionUri) -> Result<Self, ConnectError> {
        match Bucket::named(uri) {
            Some(bucket) => bucket.map(Self::Bucket),
            None => folder(uri).map(Self::Folder),
        }
    }
}

fn folder(uri: &ConnectionUri) -> Result<PathBuf, ConnectError> {
    let folder = uri.database().filter(|path| !path.is_empty() && path != ":memory:");
    folder.map(PathBuf::from).ok_or_else(|| {
        let message = "Name a folder or a bucket: \"duckdb:///relative/folder\", \"duckdb:////absolute/folder\" or \
                       \"duckdb:///s3://bucket/prefix\".";
        ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
    })
}
