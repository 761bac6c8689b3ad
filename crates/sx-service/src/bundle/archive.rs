//! ZIP → files, within limits. Headers are not believed: what is inflated is counted.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use zip::{ZipArchive, read::ZipFile};

use super::BundleError;

const MOST_ENTRIES: usize = 5_000;
const LARGEST_FILE: u64 = 20 << 20;
const LARGEST_WHOLE: u64 = 100 << 20;
/// What file managers leave behind.
const LITTER: [&str; 3] = ["__MACOSX", ".DS_Store", "Thumbs.db"];

/// The files below the bundle's root folder, whatever that is called.
pub fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let refused = |message: String| BundleError::new("archive", message);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| refused(format!("it is no ZIP file: {error}")))?;
    if archive.len() > MOST_ENTRIES {
        return Err(refused(format!("it has more than {MOST_ENTRIES} entries")));
    }
    let (mut files, mut left) = (BTreeMap::new(), LARGEST_WHOLE);
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).map_err(|error| refused(format!("entry {n} cannot be read: {error}")))?;
        let name = checked_name(&entry)?;
        if entry.is_dir() || name.split('/').any(|part| LITTER.contains(&part)) {
            continue;
        }
        let content = read(&mut entry, &name, left)?;
        left -= content.len() as u64;
        if files.insert(below_root(&name).to_owned(), content).is_some() {
            return Err(BundleError::new(&name, "the archive has two files of this name"));
        }
    }
    Ok(files)
}

fn checked_name<R: std::io::Read + ?Sized>(entry: &ZipFile<'_, R>) -> Result<String, BundleError> {
    let name =
        entry.name().map_err(|error| BundleError::new("archive", format!("a name in it cannot be read: {error}")))?;
    let name = name.into_owned();
    let refused = |message: &str| Err(BundleError::new(&name, message));
    let escapes = name.starts_with('/') || name.contains(['\\', '\0', ':']) || name.split('/').any(|part| part == "..");
    if escapes {
        return refused("its path leads out of the archive");
    }
    if entry.is_symlink() {
        return refused("it is a symbolic link");
    }
    if entry.encrypted() {
        return refused("it is encrypted");
    }
    Ok(name)
}

fn read(entry: &mut impl std::io::Read, name: &str, left: u64) -> Result<Vec<u8>, BundleError> {
    let limit = LARGEST_FILE.min(left);
    let mut content = Vec::new();
    let read = entry.take(limit + 1).read_to_end(&mut content);
    read.map_err(|error| BundleError::new(name, format!("it cannot be unpacked: {error}")))?;
    if content.len() as u64 > limit {
        return Err(BundleError::new(name, "the archive unpacks to more than is allowed"));
    }
    Ok(content)
}

/// `dashboard_export_20261120T061614/charts/a.yaml` → `charts/a.yaml`.
fn below_root(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, below)| below)
}
