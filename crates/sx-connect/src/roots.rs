//! Which folders of this machine may be databases.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{ConnectError, ConnectErrorKind};

/// Folders below which the embedded engine and SQLite may read. Whoever may connect databases may read every file below them.
#[derive(Clone, Debug, Default)]
pub struct DataRoots(Arc<[PathBuf]>);

impl DataRoots {
    /// A root need not exist yet.
    pub fn new(roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(roots.into_iter().collect())
    }

    /// The folder's real path. Links and `..` are followed before it is compared with the roots' real paths.
    pub fn resolve(&self, folder: &Path) -> Result<PathBuf, ConnectError> {
        self.resolve_named("folder", folder)
    }

    /// As [`DataRoots::resolve`], for a file.
    pub fn resolve_file(&self, file: &Path) -> Result<PathBuf, ConnectError> {
        self.resolve_named("file", file)
    }

    fn resolve_named(&self, what: &str, path: &Path) -> Result<PathBuf, ConnectError> {
        let real = path.canonicalize().map_err(|error| missing(what, path, &error))?;
        // What a root leads to is asked each time: it may have been made since.
        let is_below = self.0.iter().filter_map(|root| root.canonicalize().ok()).any(|root| real.starts_with(root));
        if is_below { Ok(real) } else { Err(self.outside(what, path)) }
    }

    fn outside(&self, what: &str, path: &Path) -> ConnectError {
        let roots: Vec<_> = self.0.iter().map(|root| root.display().to_string()).collect();
        let message = format!(
            "The {what} \"{}\" is not among those that may be read ({}). Move the files there, or add their folder to \
             SEXTANT_DATA_ROOTS.",
            path.display(),
            roots.join(", ")
        );
        ConnectError::new(ConnectErrorKind::ConnectionAccessDeniedError, message)
    }
}

fn missing(what: &str, path: &Path, error: &io::Error) -> ConnectError {
    let message = format!("The {what} \"{}\" cannot be read: {error}.", path.display());
    ConnectError::new(ConnectErrorKind::ConnectionUnknownDatabaseError, message)
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    #[test]
    fn only_what_is_really_below_a_root_is_read() {
        let base = std::env::temp_dir().join(format!("sx-roots-{}", uuid::Uuid::new_v4()));
        let [root, inside, outside, twin] = ["root", "root/inside", "outside", "root-twin"].map(|name| base.join(name));
        for folder in [&inside, &outside, &twin] {
            fs::create_dir_all(folder).unwrap();
        }
        symlink(&outside, root.join("link")).unwrap();
        symlink(&inside, outside.join("back")).unwrap();
        let roots = DataRoots::new([root.clone(), base.join("not yet made")]);
        for allowed in [root.clone(), inside.clone(), inside.join("../inside"), outside.join("back")] {
            assert!(roots.resolve(&allowed).is_ok(), "{allowed:?}");
        }
        for refused in [outside.clone(), twin, root.join("link"), inside.join("../../outside"), base.clone()] {
            let error = roots.resolve(&refused).unwrap_err();
            assert_eq!(error.kind, ConnectErrorKind::ConnectionAccessDeniedError, "{refused:?}");
            assert!(error.message.contains("SEXTANT_DATA_ROOTS"), "{error}");
        }
        assert_eq!(
            roots.resolve(&root.join("gone")).unwrap_err().kind,
            ConnectErrorKind::ConnectionUnknownDatabaseError
        );
        fs::remove_dir_all(base).unwrap();
    }
}
