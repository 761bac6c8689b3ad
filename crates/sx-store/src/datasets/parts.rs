//! Columns and metrics are kept alike: rows of a dataset, in an order, each with a name of its own.

use std::collections::{HashMap, HashSet};

use sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query};
use sx_model::DatasetId;

use crate::asset::Values;
use crate::links::CHUNK;
use crate::row::Row;
use crate::{Result, Store, StoreError};

/// Rows in one INSERT; each has about 17 parameters.
const ROWS: usize = 500;

pub(super) struct PartTable {
    pub name: &'static str,
    /// The column that names a part within its dataset.
    pub key: &'static str,
    /// For sentences, and for the tag: `columns`.
    pub plural: &'static str,
    pub read_tag: &'static str,
    pub write_tag: &'static str,
}

impl Store {
    /// Replaces the parts; `names` and `rows` belong together. Who keeps the name keeps the id.
    pub(super) async fn set_parts(
        &self,
        table: &PartTable,
        id: DatasetId,
        names: Vec<&str>,
        rows: Vec<Values>,
    ) -> Result<()> {
        refuse_duplicates(table, &names)?;
        let delete = Query::delete()
            .from_table(table.name)
            .and_where(Expr::col("dataset_id").eq(id.0))
            .and_where(Expr::col(table.key).is_not_in(names))
            .to_owned();
        self.db.write(table.write_tag, &delete).await?;
        let mut position = 0_i64;
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut insert = Query::insert();
            insert.into_table(table.name);
            for mut row in rows.by_ref().take(ROWS) {
                row.extend([("dataset_id", id.0.into()), ("position", position.into())]);
                position += 1;
                let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
                let changed = columns.iter().copied().filter(|column| !["dataset_id", table.key].contains(column));
                let on_conflict = OnConflict::columns(["dataset_id", table.key]).update_columns(changed).to_owned();
                insert.columns(columns).values_panic(values).on_conflict(on_conflict);
            }
            self.db.write(table.write_tag, &insert).await?;
        }
        Ok(())
    }

    /// The parts of each dataset, in the order that people gave them.
    pub(super) async fn parts_of<T>(
        &self,
        table: &PartTable,
        columns: Values,
        read: impl Fn(&Row) -> Result<T>,
        dataset_ids: &[i64],
    ) -> Result<HashMap<i64, Vec<T>>> {
        let mut parts: HashMap<i64, Vec<T>> = HashMap::new();
        for chunk in dataset_ids.chunks(CHUNK) {
            let select = Query::select()
                .columns(["id", "dataset_id"])
                .columns(columns.iter().map(|(column, _)| *column))
                .from(table.name)
                .and_where(Expr::col("dataset_id").is_in(chunk.iter().copied()))
                .order_by("position", Order::Asc)
                .order_by("id", Order::Asc)
                .to_owned();
            for row in self.db.fetch_all(table.read_tag, &select).await? {
                parts.entry(row.get("dataset_id")?).or_default().push(read(&row)?);
            }
        }
        Ok(parts)
    }
}

/// Postgres refuses to upsert a row twice in one statement, and its text would say nothing to the user.
fn refuse_duplicates(table: &PartTable, names: &[&str]) -> Result<()> {
    let mut seen = HashSet::new();
    match names.iter().find(|name| !seen.insert(**name)) {
        Some(name) => {
            let message = format!("The dataset has two {} named “{name}”.", table.plural);
            Err(StoreError::Conflict { message })
        }
        None => Ok(()),
    }
}
