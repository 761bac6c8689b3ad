//! ZIP → files, within limits. Headers are not believed: what is inflated is counted.

use std::{
    collections::{BTreeMap, HashSet},
    io::{Cursor, Read as _},
};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::BundleError;

const MOST_ENTRIES: usize = 5_000;
const LARGEST_FILE: u64 = 20 << 20;
const LARGEST_WHOLE: u64 = 100 << 20;
/// What file managers leave behind.
const LITTER: [&str; 3] = ["__MACOSX", ".DS_Store", "Thumbs.db"];

/// The files below the bundle's root folder, whatever that is called; what lies beside it is ignored.
pub fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let refused = |message: String| BundleError::new("archive", message);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| refused(format!("it is no ZIP file: {error}")))?;
    if archive.len() > MOST_ENTRIES {
        return Err(refused(format!("it has more than {MOST_ENTRIES} entries")));
    }
    // The reader keeps the last of the entries with one name; another reader keeps the first.
    if archive.has_duplicate_names() {
        return Err(refused("two files in it have the same name".to_owned()));
    }
    let names = checked_names(&mut archive)?;
    let root = root(&names)?;
    let (mut files, mut left) = (BTreeMap::new(), LARGEST_WHOLE);
    for (n, name) in names.iter().enumerate() {
        let Some(below) = name.strip_prefix(&root).filter(|below| !below.is_empty() && !below.ends_with('/')) else {
            continue;
        };
        if is_litter(name) {
            continue;
        }
        let mut entry = archive.by_index(n).map_err(|error| unreadable(name, error))?;
        let content = read(&mut entry, name, left)?;
        left -= content.len() as u64;
        files.insert(below.to_owned(), content);
    }
    Ok(files)
}

/// The names of all entries: one bad entry, even one that nobody would read, refuses the archive.
fn checked_names(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<String>, BundleError> {
    // Without inflating, an encrypted entry can still be looked at.
    let entries = 0..archive.len();
    let names = entries.map(|n| checked_name(&archive.by_index_raw(n).map_err(|error| unreadable("archive", error))?));
    let names = names.collect::<Result<Vec<String>, BundleError>>()?;
    // Where upper and lower case are one, one file would hide the other.
    let mut seen = HashSet::new();
    match names.iter().find(|name| !seen.insert(name.trim_end_matches('/').to_lowercase())) {
        Some(twin) => Err(BundleError::new(twin, "the archive has two files of this name")),
        None => Ok(names),
    }
}

/// The folder that `metadata.yaml` lies in, with its slash; empty when that is the top.
fn root(names: &[String]) -> Result<String, BundleError> {
    let at_root = |root: &&str| root.is_empty() || root.find('/') == Some(root.len() - 1);
    let named = names.iter().filter(|name| !is_litter(name));
    let roots: Vec<&str> = named.filter_map(|name| name.strip_suffix("metadata.yaml")).filter(at_root).collect();
    match roots[..] {
        [root] => Ok(root.to_owned()),
        [] => Err(BundleError::new("metadata.yaml", "it is missing: this is no export bundle")),
        _ => Err(BundleError::new("metadata.yaml", "there are several: send one bundle at a time")),
    }
}

fn is_litter(name: &str) -> bool {
    name.split('/').any(|part| LITTER.contains(&part))
}

fn checked_name<R: std::io::Read + ?Sized>(entry: &ZipFile<'_, R>) -> Result<String, BundleError> {
    let name =
        entry.name().map_err(|error| BundleError::new("archive", format!("a name in it cannot be read: {error}")))?;
    let name = name.into_owned();
    let refused = |message: &str| Err(BundleError::new(&name, message));
    let escapes = name.starts_with('/')
        || name.contains(['\\', ':'])
        || name.chars().any(char::is_control)
        || name.split('/').any(|part| part == "..");
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

fn unreadable(name: &str, error: ZipError) -> BundleError {
    BundleError::new(name, format!("it cannot be unpacked: {error}"))
}
