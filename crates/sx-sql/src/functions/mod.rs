//! Which functions a text may call: an allow-list per dialect.
//!
//! To add one: put it into the sorted list of its dialect, or into `common` when both have it. It must do nothing but
//! compute with its arguments: no files, no network, no settings, no catalog, no SQL given as text, no state, no waiting.

mod common;
mod duckdb;
mod mysql;
mod postgres;
mod sqlite;

pub(crate) struct Functions {
    common: &'static [&'static str],
    own: &'static [&'static str],
    rows: &'static [&'static str],
}

pub(crate) static POSTGRES: Functions =
    Functions { common: common::FUNCTIONS, own: postgres::FUNCTIONS, rows: postgres::ROW_FUNCTIONS };

pub(crate) static MYSQL: Functions = Functions { common: &[], own: mysql::FUNCTIONS, rows: &[] };

pub(crate) static DUCKDB: Functions =
    Functions { common: common::FUNCTIONS, own: duckdb::FUNCTIONS, rows: duckdb::ROW_FUNCTIONS };

pub(crate) static SQLITE: Functions = Functions { common: &[], own: sqlite::FUNCTIONS, rows: sqlite::ROW_FUNCTIONS };

impl Functions {
    /// Whether the function gives one value (or is an aggregate or window function) and is harmless.
    pub fn allows(&self, name: &str) -> bool {
        self.common.binary_search(&name).is_ok() || self.own.binary_search(&name).is_ok()
    }

    pub fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = [self.common, self.own, self.rows].concat();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether the function gives rows and is harmless.
    pub fn makes_rows(&self, name: &str) -> bool {
        self.rows.binary_search(&name).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{DUCKDB, Functions, MYSQL, POSTGRES, SQLITE};

    #[test]
    fn lists_are_sorted_and_in_lower_case() {
        for Functions { common, own, rows } in [&POSTGRES, &MYSQL, &DUCKDB, &SQLITE] {
            for list in [common, own, rows] {
                assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "not sorted: {list:?}");
                assert!(list.iter().all(|name| name.to_ascii_lowercase() == *name));
            }
            assert!(own.iter().all(|name| !common.contains(name)), "a name is in two lists");
        }
    }

    #[test]
    fn nothing_that_looks_dangerous_is_allowed() {
        let prefixes = ["pg_", "lo_", "dblink", "read_", "duckdb_", "pragma_", "txid_", "inet_client", "inet_server"];
        let parts = ["_to_xml", "setting", "config", "sleep", "file", "getenv", "nextval", "setval", "execute", "sql"];
        for Functions { common, own, rows } in [&POSTGRES, &MYSQL, &DUCKDB, &SQLITE] {
            for name in common.iter().chain(*own).chain(*rows) {
                // Takes a path apart as text; opens nothing.
                if *name == "parse_filename" {
                    continue;
                }
                assert!(!prefixes.iter().any(|prefix| name.starts_with(prefix)), "{name}");
                assert!(!parts.iter().any(|part| name.contains(part)), "{name}");
            }
        }
    }
}
