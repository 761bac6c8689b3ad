//! The small questions in which databases differ.
//!
//! A detail belongs here only when two databases need different text for the same meaning; everything else is written
//! once in `plan`. Each method has an answer that suits the SQL standard, so a dialect states only its differences.

mod duckdb;
mod literal;
mod mysql;
mod postgres;
mod sqlite;

pub use duckdb::DuckDb;
pub use mysql::MySql;
pub use postgres::Postgres;
pub use sqlite::Sqlite;

use crate::Param;

/// Every dialect; a new one is one file and one line here.
pub static DIALECTS: &[&dyn Dialect] = &[&Postgres, &MySql, &DuckDb, &Sqlite];

/// The dialect of that id.
pub fn dialect(id: &str) -> Option<&'static dyn Dialect> {
    DIALECTS.iter().copied().find(|dialect| dialect.id() == id)
}

/// One entry of the time grain menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TimeGrain {
    pub name: &'static str,
    /// SQL in which `{col}` stands for the column.
    pub function: &'static str,
    /// ISO 8601, as `timeGrain` and `time_grain_sqla` spell it.
    pub duration: &'static str,
}

pub trait Dialect: Sync {
    /// The name under which the database is known on the wire: `postgresql`.
    fn id(&self) -> &'static str;

    /// What the time grain menu offers, in its order.
    fn time_grains(&self) -> &'static [TimeGrain];

    /// Time grains that are understood, though the menu does not show them.
    fn hidden_time_grains(&self) -> &'static [TimeGrain] {
        &[]
    }

    /// `column` (SQL) cut to the grain, or `None` when the database cannot.
    fn time_grain(&self, duration: &str, column: &str) -> Option<String> {
        self.time_grains()
            .iter()
            .chain(self.hidden_time_grains())
            .find(|grain| grain.duration == duration)
            .map(|grain| grain.function.replace("{col}", column))
    }

    /// An identifier that keeps its case and may hold any character.
    fn quote(&self, identifier: &str) -> String {
        format!("\"{}\"", identifier.replace('"', "\"\"").replace('\0', ""))
    }

    /// Parameter number `n` (from 1) of the value's type; the cast keeps a server from guessing a narrower one.
    fn placeholder(&self, n: usize, param: &Param) -> String;

    /// THE literal writer: constants inside grouped expressions, and parameters in the text that is shown.
    fn literal(&self, value: &Param) -> String {
        literal::standard(value)
    }

    /// Whether there are no times but texts, of which a moment has several.
    fn times_are_texts(&self) -> bool {
        false
    }

    /// Whether ILIKE is an operator; where it is none, both sides are made lower-case.
    fn has_ilike(&self) -> bool {
        true
    }

    /// SQL that turns a number of seconds since 1970 into a timestamp.
    fn epoch_seconds_to_time(&self, column: &str) -> String;

    /// SQL that turns a number of milliseconds since 1970 into a timestamp.
    fn epoch_millis_to_time(&self, column: &str) -> String;

    /// SQL that makes text of anything, for LIKE on a column of another type.
    fn cast_to_text(&self, column: &str) -> String {
        format!("CAST({column} AS VARCHAR)")
    }

    /// What ends a sub-query so that no condition from outside runs before its own.
    fn fence(&self) -> &'static str {
        " OFFSET 0"
    }

    /// Bytes after which a label is cut.
    fn longest_label(&self) -> Option<usize> {
        None
    }

    /// A key to sort by: `key` as ORDER BY names it, perhaps by an alias, and `value`, the expression that it stands for.
    fn order(&self, key: &str, _value: &str, is_ascending: bool) -> String {
        format!("{key} {}", if is_ascending { self.ascending() } else { self.descending() })
    }

    /// The words after a sort key; NULLs come last.
    fn ascending(&self) -> &'static str {
        "ASC"
    }

    /// NULLs come first, as in the reference's own store.
    fn descending(&self) -> &'static str {
        "DESC"
    }
}
