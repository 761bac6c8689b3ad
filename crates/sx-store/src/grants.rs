//! What a role may read. The store keeps the grants; what they mean is decided by the use cases.

use sea_query::{Expr, ExprTrait as _, OnConflict, Query, SelectStatement, UnionType};
use sx_model::{ChartId, DashboardId, DatabaseId, DatasetId, Granted, RoleId};

use crate::asset::AssetTable;
use crate::error::OnConstraint as _;
use crate::filter::visible::is_visible;
use crate::links::Link;
use crate::row::Row;
use crate::{Result, Store, Viewer, charts, dashboards, databases, datasets};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssetKind {
    Database,
    Dataset,
    Chart,
    Dashboard,
}

/// An asset of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssetRef {
    Database(DatabaseId),
    Dataset(DatasetId),
    Chart(ChartId),
    Dashboard(DashboardId),
}

/// That a role may read something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    pub role_id: RoleId,
    pub on: Granted,
}

impl AssetKind {
    pub const ALL: [Self; 4] = [Self::Database, Self::Dataset, Self::Chart, Self::Dashboard];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Dataset => "dataset",
            Self::Chart => "chart",
            Self::Dashboard => "dashboard",
        }
    }

    fn grants(self) -> &'static Link {
        &self.table().grants
    }

    /// As a sentence begins with it: `Dashboard`.
    pub fn noun(self) -> &'static str {
        self.table().noun
    }

    pub(crate) fn table(self) -> &'static AssetTable {
        match self {
            Self::Database => &databases::TABLE,
            Self::Dataset => &datasets::TABLE,
            Self::Chart => &charts::TABLE,
            Self::Dashboard => &dashboards::TABLE,
        }
    }

    pub fn asset(self, id: i64) -> AssetRef {
        match self {
            Self::Database => AssetRef::Database(DatabaseId(id)),
            Self::Dataset => AssetRef::Dataset(DatasetId(id)),
            Self::Chart => AssetRef::Chart(ChartId(id)),
            Self::Dashboard => AssetRef::Dashboard(DashboardId(id)),
        }
    }
}

impl AssetRef {
    pub fn kind(self) -> AssetKind {
        match self {
            Self::Database(_) => AssetKind::Database,
            Self::Dataset(_) => AssetKind::Dataset,
            Self::Chart(_) => AssetKind::Chart,
            Self::Dashboard(_) => AssetKind::Dashboard,
        }
    }

    pub fn id(self) -> i64 {
        match self {
            Self::Database(id) => id.0,
            Self::Dataset(id) => id.0,
            Self::Chart(id) => id.0,
            Self::Dashboard(id) => id.0,
        }
    }
}

/// The number of a schema's grants among those of [`AssetKind`].
const SCHEMA: i64 = AssetKind::ALL.len() as i64;

impl From<AssetRef> for Granted {
    fn from(asset: AssetRef) -> Self {
        match asset {
            AssetRef::Database(id) => Self::Database { id },
            AssetRef::Dataset(id) => Self::Dataset { id },
            AssetRef::Chart(id) => Self::Chart { id },
            AssetRef::Dashboard(id) => Self::Dashboard { id },
        }
    }
}

/// The asset, or the schema's database and its name.
fn target(granted: &Granted) -> std::result::Result<AssetRef, (DatabaseId, &str)> {
    match granted {
        Granted::Database { id } => Ok(AssetRef::Database(*id)),
        Granted::Schema { id, schema } => Err((*id, schema)),
        Granted::Dataset { id } => Ok(AssetRef::Dataset(*id)),
        Granted::Chart { id } => Ok(AssetRef::Chart(*id)),
        Granted::Dashboard { id } => Ok(AssetRef::Dashboard(*id)),
    }
}

impl Store {
    /// Nothing happens when it is there already; `Conflict` when there is no such role, asset or database. Whether the
    /// database has such a schema is not asked: a grant may come before its schema.
    pub async fn add_grant(&self, grant: &Grant) -> Result<()> {
        let (database, schema) = match target(&grant.on) {
            Ok(asset) => {
                let link = asset.kind().grants();
                return self.add_links("grant.add", link, grant.role_id.0, &[asset.id()]).await;
            }
            Err(schema) => schema,
        };
        let insert = Query::insert()
            .into_table("schema_grants")
            .columns(["role_id", "database_id", "schema"])
            .values_panic([grant.role_id.0.into(), database.0.into(), schema.into()])
            .on_conflict(OnConflict::columns(["role_id", "database_id", "schema"]).do_nothing().to_owned())
            .to_owned();
        let written = self.db.write("grant.add_schema", &insert).await;
        written.map(drop).on_broken_link(|| "No such role, or no such database.".to_owned())
    }

    /// Nothing happens when it is gone already.
    pub async fn remove_grant(&self, grant: &Grant) -> Result<()> {
        let mut delete = Query::delete();
        match target(&grant.on) {
            Ok(asset) => {
                let link = asset.kind().grants();
                delete.from_table(link.table).and_where(Expr::col(link.to).eq(asset.id()));
            }
            Err((database, schema)) => {
                delete
                    .from_table("schema_grants")
                    .and_where(Expr::col("database_id").eq(database.0))
                    .and_where(Expr::col("schema").eq(schema));
            }
        }
        delete.and_where(Expr::col("role_id").eq(grant.role_id.0));
        self.db.write("grant.remove", &delete).await.map(drop)
    }

    /// All grants of these roles, in one query; sorted.
    pub async fn grants_of_roles(&self, role_ids: &[RoleId]) -> Result<Vec<Grant>> {
        let mut select = schema_grants(role_ids);
        let assets = AssetKind::ALL.into_iter().map(|kind| (UnionType::All, asset_grants(kind, role_ids)));
        select.unions(assets);
        let rows = self.db.fetch_all("grant.of_roles", &select).await?;
        let mut grants = rows.iter().map(grant).collect::<Result<Vec<_>>>()?;
        grants.sort();
        Ok(grants)
    }

    /// Which of these assets the viewer may read, as lists show them.
    pub async fn visible_among(&self, kind: AssetKind, viewer: &Viewer, ids: &[i64]) -> Result<Vec<i64>> {
        let table = kind.table();
        let select = Query::select()
            .column((table.name, "id"))
            .from(table.name)
            .and_where(table.is_live())
            .and_where(table.col("id").is_in(ids.iter().copied()))
            .and_where(is_visible(table, viewer, false))
            .to_owned();
        self.db.fetch_all("grant.visible_among", &select).await?.iter().map(|row| row.get("id")).collect()
    }

    /// Whether the role opens anything to those who have it: it was granted something, or a published dashboard names it.
    pub async fn opens_anything(&self, role: &str) -> Result<bool> {
        let is_it = || {
            Expr::col("role_id").in_subquery(
                Query::select().column("id").from("roles").and_where(Expr::col("name").eq(role)).to_owned(),
            )
        };
        let published =
            Query::select().column("id").from("dashboards").and_where(Expr::col("published").eq(true)).to_owned();
        let mut named = Query::select().column("role_id").from("dashboard_roles").and_where(is_it()).to_owned();
        named.and_where(Expr::col("dashboard_id").in_subquery(published));
        let tables = AssetKind::ALL.into_iter().map(|kind| kind.grants().table).chain(["schema_grants"]);
        named.unions(tables.map(|table| {
            (UnionType::All, Query::select().column("role_id").from(table).and_where(is_it()).to_owned())
        }));
        Ok(self.db.fetch_optional("grant.opens_anything", &named).await?.is_some())
    }
}

fn asset_grants(kind: AssetKind, role_ids: &[RoleId]) -> SelectStatement {
    let (table, link) = (kind.table(), kind.grants());
    // Grants on what is in the trash are kept for when it is restored; until then they are nobody's business.
    Query::select()
        .expr_as(Expr::val(kind as i64), "kind")
        .column((link.table, "role_id"))
        .expr_as(Expr::col((link.table, link.to)), "asset_id")
        .expr_as(Expr::val(""), "schema")
        .from(link.table)
        .inner_join(table.name, table.col("id").equals((link.table, link.to)))
        .and_where(Expr::col((link.table, "role_id")).is_in(role_ids.iter().map(|role| role.0)))
        .and_where(table.is_live())
        .to_owned()
}

fn schema_grants(role_ids: &[RoleId]) -> SelectStatement {
    let table = AssetKind::Database.table();
    Query::select()
        .expr_as(Expr::val(SCHEMA), "kind")
        .column(("schema_grants", "role_id"))
        .expr_as(Expr::col(("schema_grants", "database_id")), "asset_id")
        .expr_as(Expr::col(("schema_grants", "schema")), "schema")
        .from("schema_grants")
        .inner_join(table.name, table.col("id").equals(("schema_grants", "database_id")))
        .and_where(Expr::col(("schema_grants", "role_id")).is_in(role_ids.iter().map(|role| role.0)))
        .and_where(table.is_live())
        .to_owned()
}

fn grant(row: &Row) -> Result<Grant> {
    let (number, id) = (row.get::<i64>("kind")?, row.get::<i64>("asset_id")?);
    let kind = AssetKind::ALL.into_iter().find(|kind| *kind as i64 == number);
    let on = match kind {
        Some(kind) => kind.asset(id).into(),
        None => Granted::Schema { id: DatabaseId(id), schema: row.get("schema")? },
    };
    Ok(Grant { role_id: RoleId(row.get("role_id")?), on })
}
