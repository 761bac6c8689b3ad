//! What a folder holds: one schema, a table per file.

use std::{sync::Arc, time::Duration};

use sx_query::{Kind, Param, Table, Values};
use tokio::runtime::Handle;

use super::{question, shared::SharedEngine};
use crate::{
    ColumnInfo, ConnectError, ConnectErrorKind, Limits, SourceQuery, TableInfo, collect_table, types::Decimals,
};

pub(super) const SCHEMA: &str = "main";

const LIMITS: Limits = Limits { rows: 100_000, bytes: 64 << 20, timeout: Duration::from_secs(60) };

pub(super) async fn ping(engine: &Arc<SharedEngine>) -> Result<(), ConnectError> {
    table(engine, "SELECT 1", vec![]).await.map(|_| ())
}

pub(super) async fn tables(engine: &Arc<SharedEngine>, schema: Option<&str>) -> Result<Vec<TableInfo>, ConnectError> {
    if schema.is_some_and(|schema| schema != SCHEMA) {
        return Ok(Vec::new());
    }
    let (engine, runtime) = (engine.clone(), Handle::current());
    let opened = tokio::task::spawn_blocking(move || engine.current(&runtime)).await;
    let engine =
        opened.map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))??;
    let mut names = engine.tables.clone();
    names.sort();
    Ok(names.into_iter().map(|name| TableInfo { name, schema: Some(SCHEMA.to_owned()), kind: "table" }).collect())
}

pub(super) async fn columns(
    engine: &Arc<SharedEngine>,
    schema: Option<&str>,
    name: &str,
) -> Result<Vec<ColumnInfo>, ConnectError> {
    let params = [schema.unwrap_or(SCHEMA), name].map(|text| Param::Text(text.to_owned()));
    let answer = table(engine, COLUMNS, params.into()).await?;
    if answer.row_count() == 0 {
        let message = format!("Table with name {name} does not exist!");
        return Err(ConnectError::new(ConnectErrorKind::TableDoesNotExistError, message));
    }
    Ok((0..answer.row_count()).map(|row| column(&answer, row)).collect())
}

fn column(answer: &Table, row: usize) -> ColumnInfo {
    let text = |at: usize| match &answer.columns[at].values {
        Values::Text(values) => values[row].as_deref().map(str::to_owned),
        _ => None,
    };
    let type_text = text(1).unwrap_or_default();
    let kind = kind_of_name(&type_text);
    ColumnInfo {
        name: text(0).unwrap_or_default(),
        kind,
        is_dttm: kind == Kind::Temporal,
        type_text,
        nullable: !matches!(&answer.columns[2].values, Values::Bool(values) if values[row] == Some(false)),
        comment: text(3),
    }
}

/// As `table::kind_of` says it of the answer's type.
fn kind_of_name(type_text: &str) -> Kind {
    let is_list = type_text.ends_with(']');
    let name = type_text.split('(').next().unwrap_or_default();
    match name {
        _ if is_list => Kind::String,
        "BOOLEAN" => Kind::Boolean,
        "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" | "HUGEINT" | "UTINYINT" | "USMALLINT" | "UINTEGER"
        | "UBIGINT" | "UHUGEINT" | "FLOAT" | "DOUBLE" | "DECIMAL" => Kind::Numeric,
        name if name == "DATE" || name.starts_with("TIMESTAMP") => Kind::Temporal,
        _ => Kind::String,
    }
}

async fn table(engine: &Arc<SharedEngine>, sql: &str, params: Vec<Param>) -> Result<Table, ConnectError> {
    let query = SourceQuery { sql: sql.to_owned(), params, limits: LIMITS, tag: String::new() };
    collect_table(question::ask(engine, query, Decimals::Floats).await?).await
}

const COLUMNS: &str = "
SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns()
WHERE NOT internal AND schema_name = $1 AND lower(table_name) = lower($2) ORDER BY column_index";
