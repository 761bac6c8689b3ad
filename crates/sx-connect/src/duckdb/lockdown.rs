//! What an engine may touch: the listed files, to read them, and its own spill folder. Nothing else, for ever.
//!
//! The list is of FILES, not of the folder: a link or a file that was not checked is out of reach, and `glob`, `ATTACH` and
//! `COPY … TO` a new file fail inside the folder too. The lists do not tell reading from writing: `COPY … TO` a listed file
//! without a temporary one, or into the spill folder, would work. Therefore the engine is asked before each statement whether
//! it is a SELECT; that it was parsed and checked by `sx-sql` besides is not relied upon.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::files::TableFile;

pub(super) const MEMORY: &str = "512MB";
const SPILL: &str = "2GB";
const THREADS: u8 = 2;

/// The settings, in the order that the engine asks for: the lists can only be written while access is open, and nothing can
/// be written after the lock. Parquet, JSON and ICU are built into the library; the one extension that there is, for buckets,
/// has been loaded before, and none is fetched or loaded afterwards.
pub(super) fn statements(files: &[TableFile], spill: &Path) -> Vec<String> {
    let paths: Vec<String> = files.iter().map(|file| quoted(&file.path)).collect();
    let spill = quoted(&spill.to_string_lossy());
    vec![
        format!("SET memory_limit = '{MEMORY}'"),
        format!("SET threads = {THREADS}"),
        format!("SET temp_directory = {spill}"),
        format!("SET max_temp_directory_size = '{SPILL}'"),
        "SET GLOBAL TimeZone = 'UTC'".to_owned(),
        format!("SET allowed_paths = [{}]", paths.join(", ")),
        "SET allow_community_extensions = false".to_owned(),
        "SET autoinstall_known_extensions = false".to_owned(),
        "SET autoload_known_extensions = false".to_owned(),
        "SET enable_external_access = false".to_owned(),
        "SET lock_configuration = true".to_owned(),
    ]
}

pub(super) fn view(file: &TableFile) -> String {
    let name = file.table.replace('"', "\"\"");
    format!("CREATE VIEW \"{name}\" AS SELECT * FROM {}({})", file.reader, quoted(&file.path))
}

/// Refuses all but SELECT (and EXPLAIN of one), by the engine's own parser: it serialises no other statement.
pub(super) const FENCE: &str = "SELECT json_extract_string(json_serialize_sql($1::VARCHAR), '$.error_type')";

/// The part of a statement that must be a SELECT. EXPLAIN ANALYZE runs what it explains, but that is a SELECT too.
pub(super) fn fenced_part(sql: &str) -> &str {
    let mut rest = sql.trim_start();
    for word in ["explain", "analyze"] {
        match rest.get(..word.len()) {
            Some(start) if start.eq_ignore_ascii_case(word) && rest[word.len()..].starts_with(char::is_whitespace) => {
                rest = rest[word.len()..].trim_start();
            }
            _ => break,
        }
    }
    rest
}

/// A text in an engine's statement.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A private folder for what does not fit in memory; gone with its engine.
pub(super) struct SpillFolder(PathBuf);

impl SpillFolder {
    pub fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("sextant-duckdb-{}", uuid::Uuid::new_v4()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for SpillFolder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a spill folder could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explain_is_looked_behind() {
        for (sql, part) in [
            ("SELECT 1", "SELECT 1"),
            ("  Explain\nANALYZE COPY x", "COPY x"),
            ("EXPLAIN SELECT 1", "SELECT 1"),
            ("explained", "explained"),
            ("ä", "ä"),
        ] {
            assert_eq!(fenced_part(sql), part);
        }
    }
}
