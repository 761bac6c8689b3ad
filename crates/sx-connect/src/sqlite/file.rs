//! Which file a URI names.

use std::{
    fs::Metadata,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use crate::{ConnectError, ConnectErrorKind, ConnectionUri, DataRoots};

/// `sqlite:////absolute/file.db`, `sqlite:///relative/file.db`; options such as `check_same_thread` are the reference's
/// driver's business.
pub(super) fn named(uri: &ConnectionUri) -> Result<PathBuf, ConnectError> {
    let path = uri.database().filter(|path| !path.is_empty() && path != ":memory:");
    path.map(PathBuf::from).ok_or_else(|| {
        let message = "Name a file: \"sqlite:///relative/file.db\" or \"sqlite:////absolute/file.db\".";
        ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
    })
}

/// A file as it lies on the disk; another file of the same name has another identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// Without links, so that opening it may refuse to follow any.
    pub path: PathBuf,
    device: u64,
    inode: u64,
}

/// Looks the file up. Each time, because what a link in the path leads to may have changed.
pub(super) fn find(path: &Path, roots: &DataRoots) -> Result<File, ConnectError> {
    let path = roots.resolve_file(path)?;
    let about: Metadata = path.metadata().map_err(|error| {
        let message = format!("The file \"{}\" cannot be read: {error}.", path.display());
        ConnectError::new(ConnectErrorKind::ConnectionUnknownDatabaseError, message)
    })?;
    if !about.is_file() {
        let message = format!("\"{}\" is no file.", path.display());
        return Err(ConnectError::new(ConnectErrorKind::ConnectionUnknownDatabaseError, message));
    }
    Ok(File { device: about.dev(), inode: about.ino(), path })
}
