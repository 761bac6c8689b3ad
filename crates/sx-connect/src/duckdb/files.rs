//! Which files of a folder are tables, and under what names.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{ConnectError, ConnectErrorKind};

/// What a folder holds at one moment; equal scans need no new engine.
#[derive(Debug, PartialEq)]
pub(crate) struct Scan {
    pub files: Vec<TableFile>,
    /// Why a file that looks like a table is none; sentences for the log.
    pub refused: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct TableFile {
    pub table: String,
    /// Absolute and without links, or the URL of an object.
    pub path: String,
    pub reader: &'static str,
    changed: Option<SystemTime>,
    size: u64,
}

/// Reads the folder's own entries, not those of its sub-folders.
pub(crate) fn scan(folder: &Path) -> Result<Scan, ConnectError> {
    let unreadable = |error: io::Error| {
        let message = format!("The folder \"{}\" cannot be read: {error}.", folder.display());
        ConnectError::new(ConnectErrorKind::ConnectionUnknownDatabaseError, message)
    };
    let folder = folder.canonicalize().map_err(unreadable)?;
    let mut names = fs::read_dir(&folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    names.sort();

    let mut scan = Scan { files: Vec::new(), refused: Vec::new() };
    for name in names {
        let Some((stem, reader)) = name.to_str().and_then(table_file) else { continue };
        match checked(&folder, &folder.join(&name), stem, reader) {
            Ok(file) => scan.files.push(file),
            Err(reason) => scan.refused.push(format!("{}: {reason}", name.display())),
        }
    }
    tell_apart(&mut scan);
    Ok(scan)
}

/// The objects of a bucket, all of them right below `prefix`. What is in an object may change; the engine asks each time.
pub(crate) fn of_objects(urls: Vec<String>, prefix: &str) -> Scan {
    let mut scan = Scan { files: Vec::new(), refused: Vec::new() };
    for url in urls {
        let Some((stem, reader)) = url.strip_prefix(prefix).and_then(table_file) else { continue };
        // Patterns, and what the engine would take for settings of the request.
        if url.contains(['*', '?', '[', ']', '{', '}', '#', '\\']) {
            scan.refused.push(format!("{url}: its name holds one of * ? [ ] {{ }} # \\"));
            continue;
        }
        scan.files.push(TableFile { table: table_name(stem), path: url.clone(), reader, changed: None, size: 0 });
    }
    tell_apart(&mut scan);
    scan
}

/// `sales.csv.gz` → `sales`, `read_csv`; hidden and other files are none of ours.
fn table_file(name: &str) -> Option<(&str, &'static str)> {
    let plain = name.strip_suffix(".gz").filter(|plain| !plain.ends_with(".parquet")).unwrap_or(name);
    let (stem, extension) = plain.rsplit_once('.')?;
    let reader = match extension.to_ascii_lowercase().as_str() {
        "parquet" => "read_parquet",
        "csv" | "tsv" => "read_csv",
        "json" | "jsonl" | "ndjson" => "read_json",
        _ => return None,
    };
    (!stem.is_empty() && !stem.starts_with('.')).then_some((stem, reader))
}

fn checked(folder: &Path, path: &Path, stem: &str, reader: &'static str) -> Result<TableFile, String> {
    let real: PathBuf = path.canonicalize().map_err(|error| error.to_string())?;
    if !real.starts_with(folder) {
        return Err("it is a link that leaves the folder".to_owned());
    }
    let about = fs::metadata(&real).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is no file".to_owned());
    }
    let text = real.to_str().ok_or("its path is not UTF-8")?;
    // The engine would take these for a pattern, and there is no way to escape them.
    if text.contains(['*', '?', '[', ']', '{', '}']) {
        return Err("its path holds one of * ? [ ] { }".to_owned());
    }
    let changed = about.modified().ok();
    Ok(TableFile { table: table_name(stem), path: text.to_owned(), reader, changed, size: about.len() })
}

/// Letters, digits and `_`; a table name that never needs quoting.
pub(crate) fn table_name(stem: &str) -> String {
    let name: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_numeric()) { format!("_{name}") } else { name }
}

/// Files of equal names (`sales.csv`, `sales.parquet`) are ALL called by their endings (`sales_csv`): if one kept the
/// plain name, adding a file could change what a table reads without a word.
fn tell_apart(scan: &mut Scan) {
    let counts = count_names(&scan.files);
    for file in &mut scan.files {
        if counts[&file.table.to_lowercase()] > 1 {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            file.table = table_name(name);
        }
    }
    let counts = count_names(&scan.files);
    let refused = &mut scan.refused;
    scan.files.retain(|file| {
        let is_alone = counts[&file.table.to_lowercase()] == 1;
        if !is_alone {
            refused.push(format!("{}: another file is called \"{}\" too", file.path, file.table));
        }
        is_alone
    });
}

/// Names are compared without regard to case, as the engine does.
fn count_names(files: &[TableFile]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for file in files {
        *counts.entry(file.table.to_lowercase()).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(table: &str, path: &str) -> TableFile {
        TableFile { table: table.into(), path: path.into(), reader: "read_csv", changed: None, size: 0 }
    }

    #[test]
    fn endings_choose_the_reader() {
        assert_eq!(table_file("a.b.parquet"), Some(("a.b", "read_parquet")));
        assert_eq!(table_file("a.CSV"), Some(("a", "read_csv")));
        assert_eq!(table_file("a.ndjson.gz"), Some(("a", "read_json")));
        for name in [".csv", ".hidden.csv", "a.parquet.gz", "a.db", "a", "README.md"] {
            assert_eq!(table_file(name), None, "{name}");
        }
    }

    #[test]
    fn names_need_no_quotes() {
        assert_eq!(table_name("Umsätze 2024-01"), "Umsätze_2024_01");
        assert_eq!(table_name("2024"), "_2024");
    }

    #[test]
    fn equal_names_are_told_apart_or_refused() {
        let files = vec![
            file("sales", "/d/sales.csv"),
            file("Sales", "/d/Sales.json"),
            file("other", "/d/other.csv"),
            file("a_b", "/d/a b.csv"),
            file("a_b", "/d/a-b.csv"),
        ];
        let mut scan = Scan { files, refused: vec![] };
        tell_apart(&mut scan);
        let names: Vec<&str> = scan.files.iter().map(|file| file.table.as_str()).collect();
        assert_eq!(names, ["sales_csv", "Sales_json", "other"]);
        assert_eq!(scan.refused.len(), 2);
    }
}
