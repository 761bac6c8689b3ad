//! What differs between the databases whose SQL is checked. A detail belongs here only when two databases read the
//! same text differently.

mod duckdb;
mod fuel;
mod postgres;

use sqlparser::dialect::Dialect;

use crate::functions::{self, Functions};
use duckdb::DuckDb;
use fuel::Fuel;
use postgres::Postgres;

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
    DuckDb,
}

impl Flavour {
    /// The flavour of a dialect id of `sx_query::DIALECTS`.
    pub fn of(dialect: &str) -> Option<Self> {
        match dialect {
            "postgresql" => Some(Self::Postgres),
            "duckdb" => Some(Self::DuckDb),
            _ => None,
        }
    }

    /// What the parser asks, for one text of so many tokens.
    pub fn parser_dialect(self, tokens: usize) -> Box<dyn Dialect> {
        let fuel = Fuel::for_tokens(tokens);
        match self {
            Self::Postgres => Box::new(Postgres(fuel)),
            Self::DuckDb => Box::new(DuckDb(fuel)),
        }
    }

    pub fn functions(self) -> &'static Functions {
        match self {
            Self::Postgres => &functions::POSTGRES,
            Self::DuckDb => &functions::DUCKDB,
        }
    }

    /// The spelling under which the database compares names.
    pub fn fold(self, name: &str, quoted: bool) -> String {
        match self {
            Self::Postgres if quoted => name.to_owned(),
            Self::Postgres | Self::DuckDb => name.to_ascii_lowercase(),
        }
    }

    /// Postgres reads `(value).name` and `row.name` as `name(value)` when there is no such column.
    pub fn dot_calls_functions(self) -> bool {
        self == Self::Postgres
    }

    /// DuckDB reads a file where a table's name looks like a path.
    pub fn tables_may_be_files(self) -> bool {
        self == Self::DuckDb
    }
}
