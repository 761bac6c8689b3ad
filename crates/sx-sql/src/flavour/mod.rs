//! What differs between the databases whose SQL is checked. A detail belongs here only when two databases read the
//! same text differently.

mod duckdb;
mod fuel;
mod mysql;
mod postgres;
mod sqlite;

use sqlparser::dialect::Dialect;

use crate::functions::{self, Functions};
use crate::rules::without_case;
use duckdb::DuckDb;
use fuel::Fuel;
use mysql::MySql;
use postgres::Postgres;
use sqlite::Sqlite;

/// The features of a dialect that it simply has.
macro_rules! says_yes {
    ($($feature:ident)*) => {
        $(fn $feature(&self) -> bool {
            true
        })*
    };
}
use says_yes;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    Postgres,
    MySql,
    DuckDb,
    Sqlite,
}

impl Flavour {
    /// The flavour of a dialect id of `sx_query::DIALECTS`.
    pub fn of(dialect: &str) -> Option<Self> {
        match dialect {
            "postgresql" => Some(Self::Postgres),
            "mysql" => Some(Self::MySql),
            "duckdb" => Some(Self::DuckDb),
            "sqlite" => Some(Self::Sqlite),
            _ => None,
        }
    }

    /// What the parser asks, for one text of so many tokens.
    pub fn parser_dialect(self, tokens: usize) -> Box<dyn Dialect> {
        let fuel = Fuel::for_tokens(tokens);
        match self {
            Self::Postgres => Box::new(Postgres(fuel)),
            Self::MySql => Box::new(MySql(fuel)),
            Self::DuckDb => Box::new(DuckDb(fuel)),
            Self::Sqlite => Box::new(Sqlite(fuel)),
        }
    }

    pub fn functions(self) -> &'static Functions {
        match self {
            Self::Postgres => &functions::POSTGRES,
            Self::MySql => &functions::MYSQL,
            Self::DuckDb => &functions::DUCKDB,
            Self::Sqlite => &functions::SQLITE,
        }
    }

    /// The spelling under which the database compares names.
    pub fn fold(self, name: &str, quoted: bool) -> String {
        match self {
            Self::Postgres if quoted => name.to_owned(),
            // Not only ASCII letters are compared without their case.
            Self::MySql => without_case(name),
            Self::Postgres | Self::DuckDb | Self::Sqlite => name.to_ascii_lowercase(),
        }
    }

    /// Postgres reads `(value).name` and `row.name` as `name(value)` when there is no such column.
    pub fn dot_calls_functions(self) -> bool {
        self == Self::Postgres
    }

    /// What stands around a name that may hold any character.
    pub fn name_quote(self) -> char {
        if self == Self::MySql { '`' } else { '"' }
    }

    /// MySQL has texts in double quotes.
    pub fn double_quotes_are_texts(self) -> bool {
        self == Self::MySql
    }

    /// Schemas that tell of the server and its users, or of other people's questions.
    pub fn system_schemas(self) -> &'static [&'static str] {
        match self {
            Self::MySql => &["information_schema", "mysql", "performance_schema", "sys"],
            _ => &[],
        }
    }

    /// DuckDB reads a file where a table's name looks like a path.
    pub fn tables_may_be_files(self) -> bool {
        self == Self::DuckDb
    }
}
