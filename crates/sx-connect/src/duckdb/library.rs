//! Where `libduckdb.so` is, and loading it once.

use std::{
    env,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use adbc_core::options::AdbcVersion;
use adbc_driver_manager::ManagedDriver;

use super::errors::engine_error;
use crate::{ConnectError, ConnectErrorKind};

const ENTRY_POINT: &[u8] = b"duckdb_adbc_init";
const FILE: &str = "libduckdb.so";
const HTTPFS: &str = "httpfs.duckdb_extension";
/// The npm package of the engine, for this machine's processor.
#[cfg(target_arch = "aarch64")]
const PACKAGE: &str = "node_modules/@duckdb/node-bindings-linux-arm64";
#[cfg(not(target_arch = "aarch64"))]
const PACKAGE: &str = "node_modules/@duckdb/node-bindings-linux-x64";

/// The engine's code; loaded at the first question of the first source, and kept.
pub(super) fn driver() -> Result<ManagedDriver, ConnectError> {
    static LOADED: Mutex<Option<ManagedDriver>> = Mutex::new(None);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(driver) = &*loaded {
        return Ok(driver.clone());
    }
    let path = find()?;
    // 1.1 is the first version that can cancel.
    let driver = ManagedDriver::load_dynamic_from_filename(&path, Some(ENTRY_POINT), AdbcVersion::V110)
        .map_err(|error| engine_error(&error))?;
    tracing::info!(path = %path.display(), "loaded the embedded engine");
    Ok(loaded.insert(driver).clone())
}

/// The engine's extension for buckets, of the engine's own version; it is loaded from this file and never fetched.
pub(super) fn httpfs() -> Result<PathBuf, ConnectError> {
    if let Some(path) = env::var_os("SEXTANT_DUCKDB_HTTPFS").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    let executable = env::current_exe().ok();
    let beside = executable.as_deref().and_then(Path::parent);
    let installed = beside.into_iter().flat_map(|folder| [folder.join(HTTPFS), folder.join("../lib").join(HTTPFS)]);
    // As developed: where `.ci/setup` puts what it has fetched.
    let cache = env::var_os("SEXTANT_CACHE").map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache/sextant")));
    let developed = cache.map(|cache| cache.join("duckdb").join(HTTPFS));
    installed.chain(developed).find(|path| path.is_file()).ok_or_else(|| {
        let message = format!(
            "The embedded engine's extension for S3 is not installed: {HTTPFS} is not beside the program. \
             Run `.ci/setup`, or set SEXTANT_DUCKDB_HTTPFS to its path."
        );
        ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
    })
}

fn find() -> Result<PathBuf, ConnectError> {
    if let Some(path) = env::var_os("SEXTANT_DUCKDB_LIBRARY").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    let executable = env::current_exe().ok();
    let beside = executable.as_deref().and_then(Path::parent);
    candidates(beside, env::current_dir().ok().as_deref()).into_iter().find(|path| path.is_file()).ok_or_else(|| {
        let message = format!(
            "The embedded engine is not installed: {FILE} is neither beside the program nor in {PACKAGE}. \
             Run `npm install`, or set SEXTANT_DUCKDB_LIBRARY to its path."
        );
        ConnectError::new(ConnectErrorKind::GenericDbEngineError, message)
    })
}

/// As installed, then as developed.
fn candidates(beside: Option<&Path>, current: Option<&Path>) -> Vec<PathBuf> {
    let installed = beside.into_iter().flat_map(|folder| [folder.join(FILE), folder.join("../lib").join(FILE)]);
    let developed = [current, beside].into_iter().flatten().flat_map(Path::ancestors);
    installed.chain(developed.map(|folder| folder.join(PACKAGE).join(FILE))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_in_order() {
        let places = candidates(Some(Path::new("/opt/bin")), Some(Path::new("/src/crates")));
        let text: Vec<String> = places.iter().map(|path| path.display().to_string().replace(PACKAGE, "npm")).collect();
        insta::assert_snapshot!(text.join(" "), @"/opt/bin/libduckdb.so /opt/bin/../lib/libduckdb.so /src/crates/npm/libduckdb.so /src/npm/libduckdb.so /npm/libduckdb.so /opt/bin/npm/libduckdb.so /opt/npm/libduckdb.so /npm/libduckdb.so");
    }
}
