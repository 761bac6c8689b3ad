//! The trash. What lies in it keeps its row, owners, grants and links; `AssetTable::select` hides it everywhere else.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, JoinType, Order, Query, SelectStatement, UnionType};
use sx_model::{ChartId, DashboardId, Page, UserId, UserSummary};
use uuid::Uuid;

use crate::asset::{AssetTable, found};
use crate::dashboards::DASHBOARD_CHARTS;
use crate::error::OnConstraint as _;
use crate::filter::contains;
use crate::row::Row;
use crate::store::{micros, row_number};
use crate::{AssetKind, AssetRef, Result, Store, StoreError, charts};

/// An asset in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trashed {
    pub asset: AssetRef,
    pub uuid: Uuid,
    pub name: String,
    pub deleted_on: DateTime<Utc>,
    /// `None` for the command line, and when the user is gone.
    pub deleted_by: Option<UserSummary>,
}

/// A chart in the trash that a dashboard still has a place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrashedChart {
    pub id: ChartId,
    pub uuid: Uuid,
    pub slice_name: String,
}

/// What to list of the trash.
#[derive(Clone, Debug, Default)]
pub struct TrashFilter {
    /// Each kind, and whose assets of it: `None` for everybody's.
    pub kinds: Vec<(AssetKind, Option<UserId>)>,
    /// Only this one.
    pub asset: Option<AssetRef>,
    /// Part of a name; empty asks for all.
    pub search: String,
    pub offset: u64,
    pub limit: u64,
}

impl Store {
    /// `NotFound` when it is in the trash already, `Conflict` for a database that datasets use.
    pub async fn trash(&self, asset: AssetRef, by: Option<UserId>, now: DateTime<Utc>) -> Result<()> {
        let table = asset.kind().table();
        let mut update = Query::update();
        update
            .table(table.name)
            .values([("deleted_on", micros(now).into()), ("deleted_by_id", by.map(|user| user.0).into())])
            .and_where(Expr::col("id").eq(asset.id()))
            .and_where(Expr::col("deleted_on").is_null());
        if let AssetRef::Database(id) = asset {
            // In the same statement, so that a dataset that was made a moment ago counts.
            let mut datasets = AssetKind::Dataset.table().select();
            datasets.expr(Expr::val(1)).and_where(Expr::col(("datasets", "database_id")).eq(id.0));
            update.and_where(Expr::exists(datasets).not());
        }
        let written = self.db.write("asset.trash", &update).await?;
        if let (0, AssetRef::Database(id)) = (written, asset)
            && self.lookup_database(id).await?.is_some()
        {
            let message = "Datasets still use this database. Delete them first.".to_owned();
            return Err(StoreError::Conflict { message });
        }
        found(table.noun, written)
    }

    /// `NotFound` when it is not in the trash, `Conflict` when its name or slug was taken meanwhile.
    pub async fn restore(&self, asset: AssetRef) -> Result<()> {
        let table = asset.kind().table();
        let update = Query::update()
            .table(table.name)
            .values([("deleted_on", Expr::val(None::<DateTime<Utc>>)), ("deleted_by_id", Expr::val(None::<i64>))])
            .and_where(Expr::col("id").eq(asset.id()))
            .and_where(Expr::col("deleted_on").is_not_null())
            .to_owned();
        let written = self.db.write("asset.restore", &update).await;
        let taken = |what: &str| format!("Its {what} was taken meanwhile. Change the other {what} first.");
        let written = written.on_taken("dashboards", &["slug"], || taken("slug")).on_taken(
            "databases",
            &["database_name"],
            || taken("name"),
        )?;
        found(table.noun, written)
    }

    /// The last deleted first.
    pub async fn list_trash(&self, filter: &TrashFilter) -> Result<Page<Trashed>> {
        let Some(select) = union(filter) else { return Ok(Page { count: 0, items: Vec::new() }) };
        let mut count = Query::select();
        count.expr_as(Expr::col(("trash", "id")).count(), "count").from_subquery(select.clone(), "trash");
        let mut select = select;
        select
            .order_by("deleted_on", Order::Desc)
            .order_by("id", Order::Desc)
            .limit(row_number(filter.limit))
            .offset(row_number(filter.offset));
        let rows = self.db.fetch_all("trash.list", &select).await?;
        let items = rows.iter().filter_map(|row| trashed(row).transpose()).collect::<Result<_>>()?;
        Ok(Page { count: self.db.count("trash.count", &count).await?, items })
    }

    /// Whoever it belongs to.
    pub async fn lookup_trashed(&self, asset: AssetRef) -> Result<Option<Trashed>> {
        let kinds = vec![(asset.kind(), None)];
        let filter = TrashFilter { kinds, asset: Some(asset), limit: 1, ..TrashFilter::default() };
        Ok(self.list_trash(&filter).await?.items.pop())
    }

    pub async fn find_trashed_by_uuid(&self, kind: AssetKind, uuid: Uuid) -> Result<Option<AssetRef>> {
        let ids = self.trashed_ids("trash.find_by_uuid", kind.table(), kind.table().col("uuid").eq(uuid)).await?;
        Ok(ids.first().map(|id| kind.asset(*id)))
    }

    /// Those that stood on the dashboard when they were deleted; by id.
    pub async fn trashed_charts_of_dashboard(&self, id: DashboardId) -> Result<Vec<TrashedChart>> {
        let table = &charts::TABLE;
        let select = Query::select()
            .column((table.name, "id"))
            .column((table.name, "uuid"))
            .column((table.name, "slice_name"))
            .from(table.name)
            .and_where(table.col("id").in_subquery(DASHBOARD_CHARTS.pointed_at_by(id.0)))
            .and_where(table.is_live().not())
            .order_by((table.name, "id"), Order::Asc)
            .to_owned();
        let rows = self.db.fetch_all("trash.charts_of_dashboard", &select).await?;
        let chart = |row: &Row| {
            let (id, uuid, slice_name) = (ChartId(row.get("id")?), row.get("uuid")?, row.get("slice_name")?);
            Ok(TrashedChart { id, uuid, slice_name })
        };
        rows.iter().map(chart).collect()
    }

    pub(crate) async fn trashed_ids(&self, tag: &'static str, table: &AssetTable, are_they: Expr) -> Result<Vec<i64>> {
        let select = Query::select()
            .column((table.name, "id"))
            .from(table.name)
            .and_where(are_they)
            .and_where(table.is_live().not())
            .to_owned();
        self.db.fetch_all(tag, &select).await?.iter().map(|row| row.get("id")).collect()
    }
}

/// `None` when no kind is asked for.
fn union(filter: &TrashFilter) -> Option<SelectStatement> {
    let mut selects = filter.kinds.iter().map(|(kind, owner)| of_kind(*kind, *owner, filter));
    let mut select = selects.next()?;
    select.unions(selects.map(|select| (UnionType::All, select)));
    Some(select)
}

fn of_kind(kind: AssetKind, owner: Option<UserId>, filter: &TrashFilter) -> SelectStatement {
    let table = kind.table();
    let mut select = Query::select();
    select
        .expr_as(Expr::val(kind as i64), "kind")
        // Named, for what is ordered is the union.
        .expr_as(table.col("id"), "id")
        .expr_as(table.col("uuid"), "uuid")
        .expr_as(table.col(table.title), "name")
        .expr_as(table.col("deleted_on"), "deleted_on")
        .expr_as(table.col("deleted_by_id"), "deleted_by_id")
        .expr_as(Expr::col(("deleter", "first_name")), "first_name")
        .expr_as(Expr::col(("deleter", "last_name")), "last_name")
        .from(table.name)
        .join_as(
            JoinType::LeftJoin,
            "users",
            "deleter",
            Expr::col(("deleter", "id")).equals((table.name, "deleted_by_id")),
        )
        .and_where(table.is_live().not());
    if let Some(owner) = owner {
        // What nobody owns is nobody's own.
        let owned = match &table.owners {
            Some(owners) => table.col("id").in_subquery(owners.pointing_at([owner.0])),
            None => Expr::val(1).eq(0),
        };
        select.and_where(owned);
    }
    if let Some(asset) = filter.asset {
        select.and_where(table.col("id").eq(asset.id()));
    }
    if !filter.search.is_empty() {
        select.and_where(contains(table.col(table.title), &filter.search));
    }
    select
}

fn trashed(row: &Row) -> Result<Option<Trashed>> {
    let number = row.get::<i64>("kind")?;
    let Some(kind) = AssetKind::ALL.into_iter().find(|kind| *kind as i64 == number) else { return Ok(None) };
    let deleted_by = match row.get::<Option<i64>>("deleted_by_id")? {
        Some(id) => {
            Some(UserSummary { id: UserId(id), first_name: row.get("first_name")?, last_name: row.get("last_name")? })
        }
        None => None,
    };
    Ok(Some(Trashed {
        asset: kind.asset(row.get("id")?),
        uuid: row.get("uuid")?,
        name: row.get("name")?,
        deleted_on: row.get("deleted_on")?,
        deleted_by,
    }))
}
