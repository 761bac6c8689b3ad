//! What a role may read. The store keeps the grants; what they mean is decided by the use cases.

use sea_query::{Expr, ExprTrait as _, Query, UnionType};
use sx_model::{ChartId, DashboardId, DatabaseId, DatasetId, RoleId};

use crate::charts::CHART_GRANTS;
use crate::dashboards::DASHBOARD_GRANTS;
use crate::databases::DATABASE_GRANTS;
use crate::datasets::DATASET_GRANTS;
use crate::links::Link;
use crate::{Result, Store};

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

/// That a role may read an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    pub role_id: RoleId,
    pub asset: AssetRef,
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
        match self {
            Self::Database => &DATABASE_GRANTS,
            Self::Dataset => &DATASET_GRANTS,
            Self::Chart => &CHART_GRANTS,
            Self::Dashboard => &DASHBOARD_GRANTS,
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

impl Store {
    /// Nothing happens when it is there already; `Conflict` when there is no such role or asset.
    pub async fn add_grant(&self, grant: Grant) -> Result<()> {
        self.add_links("grant.add", grant.asset.kind().grants(), grant.role_id.0, &[grant.asset.id()]).await
    }

    /// Nothing happens when it is gone already.
    pub async fn remove_grant(&self, grant: Grant) -> Result<()> {
        let link = grant.asset.kind().grants();
        let delete = Query::delete()
            .from_table(link.table)
            .and_where(Expr::col(link.from).eq(grant.role_id.0))
            .and_where(Expr::col(link.to).eq(grant.asset.id()))
            .to_owned();
        self.db.write("grant.remove", &delete).await.map(drop)
    }

    /// All grants of these roles, in one query; sorted.
    pub async fn grants_of_roles(&self, role_ids: &[RoleId]) -> Result<Vec<Grant>> {
        let mut selects = AssetKind::ALL.into_iter().map(|kind| {
            let link = kind.grants();
            Query::select()
                .expr_as(Expr::val(kind as i64), "kind")
                .column("role_id")
                .expr_as(Expr::col(link.to), "asset_id")
                .from(link.table)
                .and_where(Expr::col("role_id").is_in(role_ids.iter().map(|role| role.0)))
                .to_owned()
        });
        let Some(mut select) = selects.next() else { return Ok(Vec::new()) };
        select.unions(selects.map(|select| (UnionType::All, select)));
        let rows = self.db.fetch_all("grant.of_roles", &select).await?;
        let mut grants = Vec::with_capacity(rows.len());
        for row in rows {
            let number = row.get::<i64>("kind")?;
            let kind = AssetKind::ALL.into_iter().find(|kind| *kind as i64 == number);
            let role_id = RoleId(row.get("role_id")?);
            let asset_id = row.get("asset_id")?;
            grants.extend(kind.map(|kind| Grant { role_id, asset: kind.asset(asset_id) }));
        }
        grants.sort();
        Ok(grants)
    }
}
