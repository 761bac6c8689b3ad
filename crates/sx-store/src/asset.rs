//! What databases, datasets, charts and dashboards have in common: who made them, how they are added, changed, removed
//! and listed. Each kind describes itself once, as an [`AssetTable`].

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, Func, JoinType, Query, SelectStatement};
use sx_model::{Audit, ListFilter, UserId, UserSummary};
use uuid::Uuid;

use crate::error::OnConstraint as _;
use crate::filter::{AssetFilter, ListColumn, Viewer};
use crate::links::{CHUNK, Link};
use crate::row::Row;
use crate::store::micros;
use crate::{AssetKind, Result, Store, StoreError};

/// A column and what is written into it.
pub(crate) type Values = Vec<(&'static str, Expr)>;

pub(crate) struct AssetTable {
    /// As a sentence names it: `Chart`.
    pub noun: &'static str,
    pub name: &'static str,
    /// The column that people know an asset by.
    pub title: &'static str,
    pub owners: Option<Link>,
    pub grants: Link,
    pub roles: Option<Link>,
    /// The ids that are seen because of what is seen of another kind; see [`crate::filter::visible`].
    pub inherited: fn(&Viewer) -> Option<SelectStatement>,
    /// The column that says that it is no draft.
    pub published: Option<&'static str>,
    /// A second table whose columns the list shows, and the foreign key that leads there.
    pub parent: Option<(&'static str, &'static str)>,
    /// What `search` looks into.
    pub searched: &'static [&'static str],
    pub list_columns: &'static [ListColumn],
    /// Filters of this list alone, by operator; `None`: not one of them.
    pub special_filter: fn(&ListFilter, &AssetFilter) -> Result<Option<Expr>>,
}

impl AssetTable {
    /// `FROM` and the joins, without columns. What is in the trash is nowhere else: this is the one place that says so.
    pub fn select(&self) -> SelectStatement {
        let mut select = Query::select();
        select.from(self.name).and_where(self.is_live());
        for (alias, column) in [("creator", "created_by_id"), ("changer", "changed_by_id")] {
            let is_same = Expr::col((alias, "id")).equals((self.name, column));
            select.join_as(JoinType::LeftJoin, "users", alias, is_same);
        }
        if let Some((parent, column)) = self.parent {
            select.left_join(parent, Expr::col((parent, "id")).equals((self.name, column)));
        }
        select
    }

    /// Named one by one, never `*`: a migration that adds a column must not break the statements of a running server.
    pub fn add_columns(&self, select: &mut SelectStatement, columns: impl IntoIterator<Item = &'static str>) {
        for column in ["id", "uuid", "created_on", "changed_on", "created_by_id", "changed_by_id"] {
            select.column((self.name, column));
        }
        for column in columns {
            select.column((self.name, column));
        }
        select
            .expr_as(Expr::col(("creator", "first_name")), "creator_first_name")
            .expr_as(Expr::col(("creator", "last_name")), "creator_last_name")
            .expr_as(Expr::col(("changer", "first_name")), "changer_first_name")
            .expr_as(Expr::col(("changer", "last_name")), "changer_last_name");
    }

    pub fn is_live(&self) -> Expr {
        self.col("deleted_on").is_null()
    }

    pub fn col(&self, column: &'static str) -> Expr {
        Expr::col((self.name, column))
    }

    /// Has this text something in it, or (`is_filled` is false) has it nothing?
    pub fn is_filled(&self, column: &'static str, is_filled: bool) -> Expr {
        let text = Func::coalesce([self.col(column), Expr::val("")]);
        if is_filled { Expr::from(text).ne("") } else { Expr::from(text).eq("") }
    }
}

pub(crate) fn audit(row: &Row) -> Result<Audit> {
    Ok(Audit {
        created_on: row.get("created_on")?,
        changed_on: row.get("changed_on")?,
        created_by: person(row, "created_by_id", "creator_first_name", "creator_last_name")?,
        changed_by: person(row, "changed_by_id", "changer_first_name", "changer_last_name")?,
    })
}

fn person(row: &Row, id: &str, first_name: &str, last_name: &str) -> Result<Option<UserSummary>> {
    let Some(id) = row.get::<Option<i64>>(id)? else { return Ok(None) };
    Ok(Some(UserSummary { id: UserId(id), first_name: row.get(first_name)?, last_name: row.get(last_name)? }))
}

impl Store {
    pub(crate) async fn add_asset(
        &self,
        tag: &'static str,
        table: &AssetTable,
        uuid: Uuid,
        mut values: Values,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<i64> {
        let (now, by) = (micros(now), by.map(|user| user.0));
        values.extend([
            ("uuid", uuid.into()),
            ("created_on", now.into()),
            ("changed_on", now.into()),
            ("created_by_id", by.into()),
            ("changed_by_id", by.into()),
        ]);
        let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
        let insert =
            Query::insert().into_table(table.name).columns(columns).values_panic(values).returning_col("id").to_owned();
        let rows = self
            .db
            .write_returning(tag, &insert)
            .await
            .on_taken(table.name, &["uuid"], || format!("{} {uuid} exists already.", table.noun))?;
        rows.first().ok_or(sqlx::Error::RowNotFound)?.get("id")
    }

    pub(crate) async fn update_asset(
        &self,
        tag: &'static str,
        table: &AssetTable,
        id: i64,
        mut values: Values,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        values.extend([("changed_on", micros(now).into()), ("changed_by_id", by.map(|user| user.0).into())]);
        let update = Query::update().table(table.name).values(values).and_where(Expr::col("id").eq(id)).to_owned();
        found(table.noun, self.db.write(tag, &update).await?)
    }

    pub(crate) async fn remove_asset(&self, tag: &'static str, table: &AssetTable, id: i64) -> Result<()> {
        let delete = Query::delete().from_table(table.name).and_where(Expr::col("id").eq(id)).to_owned();
        found(table.noun, self.db.write(tag, &delete).await?)
    }

    /// Of those that exist.
    pub async fn asset_names(&self, kind: AssetKind, ids: &[i64]) -> Result<HashMap<i64, String>> {
        let table = kind.table();
        let mut names = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let select = Query::select()
                .column((table.name, "id"))
                .expr_as(table.col(table.title), "name")
                .from(table.name)
                .and_where(table.col("id").is_in(chunk.iter().copied()))
                .and_where(table.is_live())
                .to_owned();
            for row in self.db.fetch_all("asset.names", &select).await? {
                names.insert(row.get("id")?, row.get("name")?);
            }
        }
        Ok(names)
    }

    /// How many match, whatever page is asked for.
    pub(crate) async fn count_assets(
        &self,
        tag: &'static str,
        table: &AssetTable,
        filter: &AssetFilter,
    ) -> Result<u64> {
        let mut select = table.select();
        filter.restrict(table, &mut select)?;
        select.expr_as(table.col("id").count(), "count");
        self.db.count(tag, &select).await
    }
}

pub(crate) fn found(what: &'static str, written: u64) -> Result<()> {
    if written == 0 { Err(StoreError::NotFound { what }) } else { Ok(()) }
}
