//! Link tables: owners, grants, the roles of a dashboard and the charts on it, the roles of a user. All are alike: two ids,
//! both foreign keys.

use std::collections::HashMap;

use sea_query::{Expr, ExprTrait as _, OnConflict, Query, SelectStatement};
use sx_model::{UserId, UserSummary};

use crate::error::OnConstraint as _;
use crate::row::Row;
use crate::{Result, Store};

/// How many ids go into one statement; SQLite allows 32,766 parameters, Postgres twice as many.
pub(crate) const CHUNK: usize = 1000;

pub(crate) struct Link {
    pub table: &'static str,
    pub from: &'static str,
    pub to: &'static str,
}

impl Link {
    pub const fn new(table: &'static str, from: &'static str, to: &'static str) -> Self {
        Self { table, from, to }
    }

    /// The ids on the `from` side that point at one of `to_ids`.
    pub fn pointing_at(&self, to_ids: impl IntoIterator<Item = i64>) -> SelectStatement {
        Query::select().column(self.from).from(self.table).and_where(Expr::col(self.to).is_in(to_ids)).to_owned()
    }

    pub fn pointed_at_by(&self, from_id: i64) -> SelectStatement {
        Query::select().column(self.to).from(self.table).and_where(Expr::col(self.from).eq(from_id)).to_owned()
    }
}

impl Store {
    /// Replaces what `from_id` points at. `to_ids` may repeat themselves.
    pub(crate) async fn set_links(
        &self,
        tag: &'static str,
        link: &Link,
        from_id: i64,
        to_ids: impl IntoIterator<Item = i64>,
    ) -> Result<()> {
        let to_ids: Vec<i64> = to_ids.into_iter().collect();
        let tx = self.begin().await?;
        let delete = Query::delete()
            .from_table(link.table)
            .and_where(Expr::col(link.from).eq(from_id))
            .and_where(Expr::col(link.to).is_not_in(to_ids.iter().copied()))
            .to_owned();
        tx.db.write(tag, &delete).await?;
        for chunk in to_ids.chunks(CHUNK) {
            tx.add_links(tag, link, from_id, chunk).await?;
        }
        tx.commit().await
    }

    pub(crate) async fn add_links(&self, tag: &'static str, link: &Link, from_id: i64, to_ids: &[i64]) -> Result<()> {
        let mut insert = Query::insert();
        insert.into_table(link.table).columns([link.from, link.to]);
        for to_id in to_ids {
            insert.values_panic([from_id.into(), (*to_id).into()]);
        }
        insert.on_conflict(OnConflict::columns([link.from, link.to]).do_nothing().to_owned());
        let written = self.db.write(tag, &insert).await;
        written.map(drop).on_broken_link(|| {
            let noun = |column: &str| column.trim_end_matches("_id").to_owned();
            format!("No such {}, or no such {}.", noun(link.from), noun(link.to))
        })
    }

    /// Who is linked to each of `from_ids`, by name.
    pub(crate) async fn linked_users(
        &self,
        tag: &'static str,
        link: &Link,
        from_ids: &[i64],
    ) -> Result<HashMap<i64, Vec<UserSummary>>> {
        let mut users: HashMap<i64, Vec<UserSummary>> = HashMap::new();
        for chunk in from_ids.chunks(CHUNK) {
            let select = Query::select()
                .expr_as(Expr::col((link.table, link.from)), "from_id")
                .column(("users", "id"))
                .column(("users", "first_name"))
                .column(("users", "last_name"))
                .from(link.table)
                .inner_join("users", Expr::col(("users", "id")).equals((link.table, link.to)))
                .and_where(Expr::col((link.table, link.from)).is_in(chunk.iter().copied()))
                .order_by((link.table, link.to), sea_query::Order::Asc)
                .to_owned();
            for row in self.db.fetch_all(tag, &select).await? {
                users.entry(row.get("from_id")?).or_default().push(user_summary(&row)?);
            }
        }
        Ok(users)
    }
}

fn user_summary(row: &Row) -> Result<UserSummary> {
    Ok(UserSummary { id: UserId(row.get("id")?), first_name: row.get("first_name")?, last_name: row.get("last_name")? })
}
