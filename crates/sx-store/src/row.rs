//! A row of either backend, read by column name.

use serde_json::{Map, Value};
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};

use crate::{Result, StoreError};

pub(crate) enum Row {
    Postgres(PgRow),
    Sqlite(SqliteRow),
}

/// What both backends can read: texts, booleans, 64-bit integers, UUIDs, times, bytes, and options of them.
pub(crate) trait Readable:
    for<'r> Decode<'r, Postgres> + Type<Postgres> + for<'r> Decode<'r, Sqlite> + Type<Sqlite>
{
}

impl<T> Readable for T where T: for<'r> Decode<'r, Postgres> + Type<Postgres> + for<'r> Decode<'r, Sqlite> + Type<Sqlite>
{}

impl Row {
    pub fn get<T: Readable>(&self, column: &str) -> Result<T> {
        let value = match self {
            Self::Postgres(row) => row.try_get(column),
            Self::Sqlite(row) => row.try_get(column),
        };
        Ok(value?)
    }

    pub fn json(&self, column: &str) -> Result<Option<Value>> {
        self.get::<Option<String>>(column)?.map(|text| parsed(column, &text)).transpose()
    }

    /// A column that always holds a JSON object.
    pub fn json_map(&self, column: &str) -> Result<Map<String, Value>> {
        match parsed(column, &self.get::<String>(column)?)? {
            Value::Object(map) => Ok(map),
            _ => Err(StoreError::Damaged { message: format!("`{column}` is not a JSON object") }),
        }
    }
}

fn parsed(column: &str, text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged { message: format!("`{column}`: {error}") })
}
