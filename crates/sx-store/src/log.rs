//! The audit log. Rows are added in the transaction of what they tell of, and never changed.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, JoinType, Query};
use serde_json::{Map, Value};
use sx_model::{ListQuery, LogEntry, Page, UserId, UserSummary};

use crate::filter::{Kind, ListColumn, PlainList};
use crate::row::Row;
use crate::store::micros;
use crate::{Result, Store};

/// Columns as the reference names them where it has them.
const LOG: PlainList = PlainList {
    noun: "log entries",
    table: "audit_log",
    columns: &[
        ListColumn::new("id", "audit_log", "id", Kind::Number),
        ListColumn::new("dttm", "audit_log", "created_on", Kind::Time),
        ListColumn::new("user", "audit_log", "user_id", Kind::Number),
        ListColumn::new("user_id", "audit_log", "user_id", Kind::Number),
        ListColumn::new("username", "audit_log", "username", Kind::Text),
        ListColumn::new("action", "audit_log", "action", Kind::Text),
        ListColumn::new("asset_kind", "audit_log", "asset_kind", Kind::Text),
        ListColumn::new("asset_id", "audit_log", "asset_id", Kind::Number),
    ],
    order: "dttm",
    is_descending: true,
};

/// What happened; [`LogEntry`] tells what the fields hold.
#[derive(Clone, Debug)]
pub struct NewLogEntry<'a> {
    pub user_id: Option<UserId>,
    pub username: &'a str,
    pub action: &'a str,
    pub asset_kind: &'a str,
    pub asset_id: Option<i64>,
    pub changes: Map<String, Value>,
}

impl Store {
    /// Call it on the [`Tx`](crate::Tx) that makes the change: then neither is there without the other.
    pub async fn add_log_entry(&self, entry: &NewLogEntry<'_>, now: DateTime<Utc>) -> Result<()> {
        let insert = Query::insert()
            .into_table("audit_log")
            .columns(["created_on", "user_id", "username", "action", "asset_kind", "asset_id", "changes"])
            .values_panic([
                micros(now).into(),
                entry.user_id.map(|user| user.0).into(),
                entry.username.into(),
                entry.action.into(),
                entry.asset_kind.into(),
                entry.asset_id.into(),
                Value::Object(entry.changes.clone()).to_string().into(),
            ])
            .to_owned();
        self.db.write("log.add", &insert).await.map(drop)
    }

    /// The last first, unless the question says otherwise.
    pub async fn list_log(&self, query: &ListQuery) -> Result<Page<LogEntry>> {
        let mut count = Query::select().expr_as(Expr::col("id").count(), "count").from("audit_log").to_owned();
        LOG.restrict(&query.filters, &mut count)?;
        let mut select = Query::select();
        for column in ["id", "created_on", "user_id", "username", "action", "asset_kind", "asset_id", "changes"] {
            select.column(("audit_log", column));
        }
        select.column(("users", "first_name")).column(("users", "last_name")).from("audit_log").join(
            JoinType::LeftJoin,
            "users",
            Expr::col(("users", "id")).equals(("audit_log", "user_id")),
        );
        LOG.restrict(&query.filters, &mut select)?;
        LOG.paginate(query, &mut select)?;
        let rows = self.db.fetch_all("log.list", &select).await?;
        Ok(Page {
            count: self.db.count("log.count", &count).await?,
            items: rows.iter().map(entry).collect::<Result<_>>()?,
        })
    }
}

fn entry(row: &Row) -> Result<LogEntry> {
    let user = match row.get::<Option<i64>>("user_id")? {
        Some(id) => {
            Some(UserSummary { id: UserId(id), first_name: row.get("first_name")?, last_name: row.get("last_name")? })
        }
        None => None,
    };
    Ok(LogEntry {
        id: row.get("id")?,
        created_on: row.get("created_on")?,
        user,
        username: row.get("username")?,
        action: row.get("action")?,
        asset_kind: row.get("asset_kind")?,
        asset_id: row.get("asset_id")?,
        changes: row.json_map("changes")?,
    })
}
