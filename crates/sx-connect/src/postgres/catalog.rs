//! What a server holds: schemas, tables, columns.

use std::{sync::Arc, time::Duration};

use tokio_postgres::{
    Row,
    types::{ToSql, Type},
};

use super::{
    Pool,
    errors::{is_lost, query_error},
    types::Decode,
};
use crate::{ColumnInfo, ConnectError, ConnectErrorKind, IndexInfo, TableInfo, limits::Deadline};

/// A catalogue answers at once, unless somebody holds a lock on it.
const TIMEOUT: Duration = Duration::from_secs(60);

pub(super) async fn ping(pool: &Arc<Pool>) -> Result<(), ConnectError> {
    Deadline::after(pool.options.connect_timeout).bound(rows(pool, "SELECT 1", &[])).await.map(|_| ())
}

pub(super) async fn schemas(pool: &Arc<Pool>) -> Result<Vec<String>, ConnectError> {
    let sql = r"SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' ORDER BY nspname";
    rows(pool, sql, &[]).await?.iter().map(|row| get(row, 0)).collect()
}

pub(super) async fn tables(pool: &Arc<Pool>, schema: Option<&str>) -> Result<Vec<TableInfo>, ConnectError> {
    let table = |row: &Row| {
        let is_view: bool = get(row, 2)?;
        Ok(TableInfo { name: get(row, 0)?, schema: get(row, 1)?, kind: if is_view { "view" } else { "table" } })
    };
    rows(pool, TABLES, &[&schema]).await?.iter().map(table).collect()
}

pub(super) async fn columns(
    pool: &Arc<Pool>,
    schema: Option<&str>,
    table: &str,
) -> Result<Vec<ColumnInfo>, ConnectError> {
    let rows = rows(pool, COLUMNS, &[&schema, &table]).await?;
    if rows.is_empty() {
        let name = schema.map_or_else(|| table.to_owned(), |schema| format!("{schema}.{table}"));
        let message = format!("relation \"{name}\" does not exist");
        return Err(ConnectError::new(ConnectErrorKind::TableDoesNotExistError, message));
    }
    rows.iter().map(column).collect()
}

pub(super) async fn indexes(
    pool: &Arc<Pool>,
    schema: Option<&str>,
    table: &str,
) -> Result<Vec<IndexInfo>, ConnectError> {
    let rows = rows(pool, INDEXES, &[&schema, &table]).await?;
    let parts: Result<Vec<_>, _> =
        rows.iter().map(|row| Ok((get(row, 0)?, get(row, 1)?, get(row, 2)?, get(row, 3)?))).collect();
    Ok(IndexInfo::gather(parts?))
}

fn column(row: &Row) -> Result<ColumnInfo, ConnectError> {
    let is_enum: bool = get(row, 5)?;
    // The same reading as that of an answer, so that a column's kind is the same before and after the query.
    let decode = match is_enum {
        true => Decode::Text,
        false => Type::from_oid(get(row, 2)?).map_or(Decode::ServerText, |ty| Decode::of(&ty)),
    };
    Ok(ColumnInfo {
        name: get(row, 0)?,
        type_text: type_text(get(row, 1)?),
        kind: decode.kind(),
        is_dttm: matches!(decode, Decode::Date | Decode::Timestamp | Decode::TimestampTz),
        nullable: get(row, 3)?,
        comment: get(row, 4)?,
    })
}

/// Postgres' name in upper case, with SQLAlchemy's short names for the character types.
fn type_text(name: &str) -> String {
    let name = name.replace("character varying", "varchar");
    // `character(3)`, `character(3)[]`; not a type of somebody's own whose name begins like it.
    let name = match name.strip_prefix("character") {
        Some(rest) if rest.is_empty() || rest.starts_with(['(', '[']) => format!("char{rest}"),
        _ => name,
    };
    name.to_uppercase().replace(',', ", ")
}

async fn rows(pool: &Arc<Pool>, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, ConnectError> {
    let work = async {
        loop {
            let mut lease = pool.lend().await?;
            let Some(session) = lease.session() else { continue };
            let answer = session.client.query(sql, params).await;
            match answer {
                Err(error) if is_lost(&error) && !lease.is_fresh() => lease.discard(),
                answer => {
                    lease.give_back();
                    return answer.map_err(|error| query_error(&error));
                }
            }
        }
    };
    Deadline::after(TIMEOUT).bound(work).await
}

fn get<'a, T: tokio_postgres::types::FromSql<'a>>(row: &'a Row, at: usize) -> Result<T, ConnectError> {
    row.try_get(at).map_err(|error| query_error(&error))
}

/// Tables, partitioned and foreign ones, views and materialized views.
const TABLES: &str = "
SELECT c.relname::text, n.nspname::text, c.relkind IN ('v', 'm')
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname = COALESCE($1::text, current_schema())
ORDER BY c.relname";

/// A domain is described by its own name and read as its base type.
const COLUMNS: &str = "
SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), COALESCE(NULLIF(t.typbasetype, 0), t.oid),
       NOT a.attnotnull, col_description(c.oid, a.attnum), t.typtype = 'e'
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE n.nspname = COALESCE($1::text, current_schema()) AND c.relname = $2::text
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum";

/// Without the columns that an index only carries along.
const INDEXES: &str = "
SELECT i.relname::text, COALESCE(a.attname::text, pg_get_indexdef(x.indexrelid, k.n, true)), x.indisunique, x.indisprimary
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_class AS c ON c.oid = x.indrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL generate_series(1, x.indnkeyatts::int) AS k(n)
LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = x.indkey[k.n - 1] AND a.attnum > 0
WHERE n.nspname = COALESCE($1::text, current_schema()) AND c.relname = $2::text
ORDER BY NOT x.indisprimary, i.relname, k.n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_as_the_reference_names_them() {
        for (name, expected) in [
            ("bigint", "BIGINT"),
            ("double precision", "DOUBLE PRECISION"),
            ("timestamp without time zone", "TIMESTAMP WITHOUT TIME ZONE"),
            ("character varying(20)", "VARCHAR(20)"),
            ("character(3)", "CHAR(3)"),
            ("numeric(10,2)", "NUMERIC(10, 2)"),
            ("text[]", "TEXT[]"),
            ("characters", "CHARACTERS"),
        ] {
            assert_eq!(type_text(name), expected);
        }
    }
}
