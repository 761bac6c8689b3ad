//! What a server holds: schemas (to MySQL: databases), tables, columns.

use std::{sync::Arc, time::Duration};

use mysql_common::Value;

use super::{Pool, answer::texts, types::Decode};
use crate::{ColumnInfo, ConnectError, ConnectErrorKind, IndexInfo, TableInfo, limits::Deadline};

/// A catalogue answers at once, unless somebody holds a lock on it.
const TIMEOUT: Duration = Duration::from_secs(60);

type TextRow = Vec<Option<String>>;

pub(super) async fn ping(pool: &Arc<Pool>) -> Result<(), ConnectError> {
    Deadline::after(pool.options.connect_timeout).bound(rows(pool, "SELECT 'pong'", &[])).await.map(|_| ())
}

pub(super) async fn schemas(pool: &Arc<Pool>) -> Result<Vec<String>, ConnectError> {
    let rows = rows(pool, SCHEMAS, &[]).await?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect())
}

pub(super) async fn tables(pool: &Arc<Pool>, schema: Option<&str>) -> Result<Vec<TableInfo>, ConnectError> {
    let rows = rows(pool, TABLES, &[schema]).await?;
    let table = |row: TextRow| {
        let [name, schema, kind] = <[Option<String>; 3]>::try_from(row).ok()?;
        let kind = if kind?.contains("VIEW") { "view" } else { "table" };
        Some(TableInfo { name: name?, schema, kind })
    };
    Ok(rows.into_iter().filter_map(table).collect())
}

pub(super) async fn columns(
    pool: &Arc<Pool>,
    schema: Option<&str>,
    table: &str,
) -> Result<Vec<ColumnInfo>, ConnectError> {
    let rows = rows(pool, COLUMNS, &[schema, Some(table)]).await?;
    if rows.is_empty() {
        let name = schema.map_or_else(|| table.to_owned(), |schema| format!("{schema}.{table}"));
        // The server's own sentence for a table that is asked and not there.
        let message = format!("Table '{name}' doesn't exist");
        return Err(ConnectError::new(ConnectErrorKind::TableDoesNotExistError, message));
    }
    Ok(rows.into_iter().filter_map(column).collect())
}

pub(super) async fn indexes(
    pool: &Arc<Pool>,
    schema: Option<&str>,
    table: &str,
) -> Result<Vec<IndexInfo>, ConnectError> {
    let rows = rows(pool, INDEXES, &[schema, Some(table)]).await?;
    let part = |row: TextRow| {
        let [name, column, non_unique] = <[Option<String>; 3]>::try_from(row).ok()?;
        let (name, is_unique) = (name?, non_unique? == "0");
        let is_primary = name == "PRIMARY";
        Some((name, column?, is_unique, is_primary))
    };
    Ok(IndexInfo::gather(rows.into_iter().filter_map(part)))
}

fn column(row: TextRow) -> Option<ColumnInfo> {
    let [name, data_type, column_type, nullable, comment] = <[Option<String>; 5]>::try_from(row).ok()?;
    let (data_type, column_type) = (data_type?.to_lowercase(), column_type?);
    // The same reading as that of an answer, so that a column's kind is the same before and after the query.
    let decode = Decode::of_name(&data_type, &column_type.to_lowercase());
    Some(ColumnInfo {
        name: name?,
        type_text: type_text(&data_type, &column_type),
        kind: decode.kind(),
        is_dttm: decode.is_time(),
        nullable: nullable? == "YES",
        comment: comment.filter(|text| !text.is_empty()),
    })
}

/// MySQL's name in upper case: without the choices of an enum, and without the widths of whole numbers, which older servers
/// show and which mean nothing, but for that of `tinyint(1)`, the boolean.
fn type_text(data_type: &str, column_type: &str) -> String {
    let name = data_type.to_uppercase();
    let rest = column_type.get(data_type.len()..).unwrap_or_default().to_uppercase();
    match data_type {
        "enum" | "set" => name,
        "tinyint" if rest == "(1)" => name + &rest,
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => {
            let after_width = rest.split_once(')').map_or(rest.as_str(), |(_, rest)| rest);
            name + after_width
        }
        _ => name + &rest.replace(',', ", "),
    }
}

async fn rows(pool: &Arc<Pool>, sql: &str, values: &[Option<&str>]) -> Result<Vec<TextRow>, ConnectError> {
    let values: Vec<Value> =
        values.iter().map(|value| value.map_or(Value::NULL, |text| Value::Bytes(text.as_bytes().to_vec()))).collect();
    Deadline::after(TIMEOUT).bound(texts(pool, sql, &values, TIMEOUT)).await
}

/// Without the server's own.
const SCHEMAS: &str = "
SELECT CAST(schema_name AS CHAR) FROM information_schema.schemata
WHERE schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
ORDER BY schema_name";

const TABLES: &str = "
SELECT CAST(table_name AS CHAR), CAST(table_schema AS CHAR), CAST(table_type AS CHAR) FROM information_schema.tables
WHERE table_schema = COALESCE(?, DATABASE()) AND table_type NOT IN ('SEQUENCE', 'TEMPORARY')
ORDER BY table_name";

const COLUMNS: &str = "
SELECT CAST(column_name AS CHAR), CAST(data_type AS CHAR), CAST(column_type AS CHAR), CAST(is_nullable AS CHAR),
       CAST(column_comment AS CHAR)
FROM information_schema.columns
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?
ORDER BY ordinal_position";

const INDEXES: &str = "
SELECT CAST(index_name AS CHAR), CAST(COALESCE(column_name, '') AS CHAR), CAST(non_unique AS CHAR)
FROM information_schema.statistics
WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?
ORDER BY index_name <> 'PRIMARY', index_name, seq_in_index";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_in_upper_case() {
        for (data_type, column_type, expected) in [
            ("bigint", "bigint(20) unsigned", "BIGINT UNSIGNED"),
            ("tinyint", "tinyint(1)", "TINYINT(1)"),
            ("tinyint", "tinyint(4)", "TINYINT"),
            ("int", "int", "INT"),
            ("decimal", "decimal(10,2)", "DECIMAL(10, 2)"),
            ("varchar", "varchar(20)", "VARCHAR(20)"),
            ("enum", "enum('a','b')", "ENUM"),
            ("datetime", "datetime(6)", "DATETIME(6)"),
        ] {
            assert_eq!(type_text(data_type, column_type), expected);
        }
    }
}
