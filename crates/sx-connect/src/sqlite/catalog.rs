//! What a file holds: one schema, its tables, views and columns.

use std::{sync::Arc, time::Duration};

use rusqlite::{Connection, OptionalExtension as _, Row};
use sx_query::Dialect as _;

use super::{
    cell::Cell,
    column::{Declared, Reading},
    errors::sqlite_error,
    pool::Pool,
    session,
};
use crate::{ColumnInfo, ConnectError, ConnectErrorKind, TableInfo, limits::Deadline, table::kind_of};

pub(super) const SCHEMA: &str = "main";

/// A catalogue answers at once, unless the disk does not.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Rows that tell the kind of a column without a declared type.
const SAMPLE: usize = 100;

pub(super) async fn ping(pool: &Arc<Pool>) -> Result<(), ConnectError> {
    // The file's head is read with the first table, not when it is opened.
    on_thread(pool, |connection| connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))).await
}

pub(super) async fn tables(pool: &Arc<Pool>, schema: Option<&str>) -> Result<Vec<TableInfo>, ConnectError> {
    if !is_main(schema) {
        return Ok(Vec::new());
    }
    on_thread(pool, |connection| connection.prepare(TABLES)?.query_map([], table)?.collect()).await
}

pub(super) async fn columns(
    pool: &Arc<Pool>,
    schema: Option<&str>,
    table: &str,
) -> Result<Vec<ColumnInfo>, ConnectError> {
    let (name, is_known) = (table.to_owned(), is_main(schema));
    let found = on_thread(pool, move |connection| if is_known { described(connection, &name) } else { Ok(Vec::new()) });
    match found.await? {
        columns if columns.is_empty() => {
            let message = format!("no such table: {table}");
            Err(ConnectError::new(ConnectErrorKind::TableDoesNotExistError, message))
        }
        columns => Ok(columns),
    }
}

fn is_main(schema: Option<&str>) -> bool {
    schema.is_none_or(|schema| schema.eq_ignore_ascii_case(SCHEMA))
}

fn table(row: &Row<'_>) -> rusqlite::Result<TableInfo> {
    let kind = if row.get::<_, String>(1)? == "view" { "view" } else { "table" };
    Ok(TableInfo { name: row.get(0)?, schema: Some(SCHEMA.to_owned()), kind })
}

fn described(connection: &Connection, table: &str) -> rusqlite::Result<Vec<ColumnInfo>> {
    let known: Option<String> = connection.query_row(REAL_NAME, [table], |row| row.get(0)).optional()?;
    let Some(table) = known else { return Ok(Vec::new()) };
    let mut columns: Vec<ColumnInfo> =
        connection.prepare(COLUMNS)?.query_map([&table], column)?.collect::<Result<_, _>>()?;
    if columns.iter().any(|column| column.type_text == UNTYPED) {
        sample(connection, &table, &mut columns)?;
    }
    Ok(columns)
}

/// SQLite's own name for a column that promises nothing.
const UNTYPED: &str = "ANY";

fn column(row: &Row<'_>) -> rusqlite::Result<ColumnInfo> {
    let type_text: String = row.get(1)?;
    let reading = Declared::of(Some(&type_text)).promise();
    Ok(ColumnInfo {
        name: row.get(0)?,
        kind: kind_of(&reading.data_type()),
        is_dttm: matches!(reading, Reading::Day | Reading::Time),
        type_text: if type_text.is_empty() { UNTYPED.to_owned() } else { type_text.to_uppercase() },
        nullable: row.get(2)?,
        comment: None,
    })
}

/// Columns of views are often expressions: what the first rows hold says what they are.
fn sample(connection: &Connection, table: &str, columns: &mut [ColumnInfo]) -> rusqlite::Result<()> {
    let sql = format!("SELECT * FROM {} LIMIT {SAMPLE}", sx_query::Sqlite.quote(table));
    let mut statement = connection.prepare(&sql)?;
    let mut cells: Vec<Vec<Cell>> = columns.iter().map(|_| Vec::new()).collect();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for (at, cells) in cells.iter_mut().enumerate() {
            cells.push(Cell::from(row.get_ref(at)?));
        }
    }
    for (column, cells) in columns.iter_mut().zip(&cells).filter(|(column, _)| column.type_text == UNTYPED) {
        column.kind = kind_of(&Declared::Nothing.reading(cells.iter()).data_type());
    }
    Ok(())
}

/// On a connection of its own, which may ask what those for questions may not.
async fn on_thread<T: Send + 'static>(
    pool: &Arc<Pool>,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, ConnectError> {
    let pool = pool.clone();
    let thread = tokio::task::spawn_blocking(move || {
        let connection = session::open_for_catalog(&pool.file()?.path)?;
        work(&connection).map_err(|error| sqlite_error(&error))
    });
    let answer = async {
        thread.await.map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))?
    };
    Deadline::after(TIMEOUT).bound(answer).await
}

/// `shadow` are the tables in which full-text indexes keep themselves.
const TABLES: &str = r"
SELECT name, type FROM pragma_table_list
WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name";

const REAL_NAME: &str = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND lower(name) = lower(?1)";

/// Generated columns (2 and 3) are columns like any other; 1 are the hidden ones of virtual tables.
const COLUMNS: &str = r#"
SELECT name, type, "notnull" = 0 FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid"#;
