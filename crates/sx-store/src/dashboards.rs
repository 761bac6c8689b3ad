//! Dashboards, and which charts are on them. `position_json` and `json_metadata` come back byte for byte.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement};
use serde_json::Value;
use sx_model::{ChartId, Dashboard, DashboardFields, DashboardId, ListFilter, Page, RoleId, UserId};
use uuid::Uuid;

use crate::asset::{AssetTable, Values, audit};
use crate::error::OnConstraint as _;
use crate::favorites::DASHBOARD_FAVORITES;
use crate::filter::{AssetFilter, Kind, ListColumn, any_text, contains, truth, visible};
use crate::links::{CHUNK, Link};
use crate::row::Row;
use crate::{Result, Store};

pub(crate) const DASHBOARD_CHARTS: Link = Link::new("dashboard_charts", "dashboard_id", "chart_id");
/// The same table, seen from the chart.
pub(crate) const CHART_DASHBOARDS: Link = Link::new("dashboard_charts", "chart_id", "dashboard_id");
const DASHBOARD_GRANTS: Link = Link::new("dashboard_grants", "role_id", "dashboard_id");
const DASHBOARD_OWNERS: Link = Link::new("dashboard_owners", "dashboard_id", "user_id");
const DASHBOARD_ROLES: Link = Link::new("dashboard_roles", "dashboard_id", "role_id");

pub(crate) const TABLE: AssetTable = AssetTable {
    noun: "Dashboard",
    name: "dashboards",
    title: "dashboard_title",
    owners: Some(DASHBOARD_OWNERS),
    grants: DASHBOARD_GRANTS,
    roles: Some(DASHBOARD_ROLES),
    inherited: visible::dashboards_of_datasets,
    published: Some("published"),
    parent: None,
    searched: &["dashboard_title", "slug"],
    list_columns: &[
        ListColumn::new("dashboard_title", "dashboards", "dashboard_title", Kind::Text),
        ListColumn::new("slug", "dashboards", "slug", Kind::Text),
        ListColumn::new("published", "dashboards", "published", Kind::Boolean),
        ListColumn::new("certified_by", "dashboards", "certified_by", Kind::Text),
        ListColumn::new("owners", "dashboards", "id", Kind::Link(&DASHBOARD_OWNERS)),
        ListColumn::new("roles", "dashboards", "id", Kind::Link(&DASHBOARD_ROLES)),
        ListColumn::new("charts", "dashboards", "id", Kind::Link(&DASHBOARD_CHARTS)),
    ],
    special_filter,
};

/// That a chart is on a dashboard; for the list of charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DashboardLink {
    pub chart_id: ChartId,
    pub dashboard_id: DashboardId,
    pub dashboard_title: String,
}

impl Store {
    pub async fn add_dashboard(
        &self,
        uuid: Uuid,
        fields: &DashboardFields,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<DashboardId> {
        let added = self.add_asset("dashboard.add", &TABLE, uuid, values(fields), by, now).await;
        Ok(DashboardId(added.on_taken("dashboards", &["slug"], || slug_taken(fields))?))
    }

    pub async fn update_dashboard(
        &self,
        id: DashboardId,
        fields: &DashboardFields,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let updated = self.update_asset("dashboard.update", &TABLE, id.0, values(fields), by, now).await;
        updated.on_taken("dashboards", &["slug"], || slug_taken(fields))
    }

    pub async fn lookup_dashboard(&self, id: DashboardId) -> Result<Option<Dashboard>> {
        Ok(self.find_dashboards("dashboard.lookup", TABLE.col("id").eq(id.0)).await?.pop())
    }

    pub async fn find_dashboard_by_uuid(&self, uuid: Uuid) -> Result<Option<Dashboard>> {
        Ok(self.find_dashboards("dashboard.find_by_uuid", TABLE.col("uuid").eq(uuid)).await?.pop())
    }

    pub async fn find_dashboard_by_slug(&self, slug: &str) -> Result<Option<Dashboard>> {
        Ok(self.find_dashboards("dashboard.find_by_slug", TABLE.col("slug").eq(slug)).await?.pop())
    }

    /// By id.
    pub async fn dashboards_of_chart(&self, id: ChartId) -> Result<Vec<Dashboard>> {
        let has_it = TABLE.col("id").in_subquery(DASHBOARD_CHARTS.pointing_at([id.0]));
        self.find_dashboards("dashboard.of_chart", has_it).await
    }

    /// Which dashboards each of these charts is on, in one query; by title.
    pub async fn dashboard_links(&self, chart_ids: &[ChartId]) -> Result<Vec<DashboardLink>> {
        let mut links = Vec::new();
        for chunk in chart_ids.chunks(CHUNK) {
            let select = Query::select()
                .column(("dashboard_charts", "chart_id"))
                .column(("dashboard_charts", "dashboard_id"))
                .column(("dashboards", "dashboard_title"))
                .from("dashboard_charts")
                .inner_join("dashboards", TABLE.col("id").equals(("dashboard_charts", "dashboard_id")))
                .and_where(Expr::col(("dashboard_charts", "chart_id")).is_in(chunk.iter().map(|chart| chart.0)))
                .and_where(TABLE.is_live())
                .order_by(("dashboards", "dashboard_title"), Order::Asc)
                .order_by(("dashboards", "id"), Order::Asc)
                .to_owned();
            for row in self.db.fetch_all("dashboard.links", &select).await? {
                links.push(DashboardLink {
                    chart_id: ChartId(row.get("chart_id")?),
                    dashboard_id: DashboardId(row.get("dashboard_id")?),
                    dashboard_title: row.get("dashboard_title")?,
                });
            }
        }
        Ok(links)
    }

    pub async fn list_dashboards(&self, filter: &AssetFilter) -> Result<Page<Dashboard>> {
        let count = self.count_assets("dashboard.count", &TABLE, filter).await?;
        let mut select = TABLE.select();
        filter.restrict(&TABLE, &mut select)?;
        filter.paginate(&TABLE, &mut select)?;
        Ok(Page { count, items: self.load_dashboards("dashboard.list", select).await? })
    }

    pub async fn count_dashboards(&self, filter: &AssetFilter) -> Result<u64> {
        self.count_assets("dashboard.count", &TABLE, filter).await
    }

    /// Replaces the charts; `Conflict` when one of them does not exist.
    pub async fn set_dashboard_charts(&self, id: DashboardId, chart_ids: &[ChartId]) -> Result<()> {
        let chart_ids = chart_ids.iter().map(|chart| chart.0);
        self.set_links("dashboard.set_charts", &DASHBOARD_CHARTS, id.0, chart_ids).await
    }

    /// The other way round: replaces the dashboards that the chart is on, but for those in the trash.
    pub async fn set_chart_dashboards(&self, id: ChartId, dashboard_ids: &[DashboardId]) -> Result<()> {
        let tx = self.begin().await?;
        let mut ids: Vec<_> = dashboard_ids.iter().map(|dashboard| dashboard.0).collect();
        // Whoever says where the chart stands does not see the trash; a dashboard that is restored has its charts again.
        let is_on_it = TABLE.col("id").in_subquery(CHART_DASHBOARDS.pointed_at_by(id.0));
        ids.extend(tx.trashed_ids("chart.trashed_dashboards", &TABLE, is_on_it).await?);
        tx.set_links("chart.set_dashboards", &CHART_DASHBOARDS, id.0, ids).await?;
        tx.commit().await
    }

    pub async fn set_dashboard_owners(&self, id: DashboardId, owners: &[UserId]) -> Result<()> {
        self.set_links("dashboard.set_owners", &DASHBOARD_OWNERS, id.0, owners.iter().map(|user| user.0)).await
    }

    pub async fn set_dashboard_roles(&self, id: DashboardId, role_ids: &[RoleId]) -> Result<()> {
        self.set_links("dashboard.set_roles", &DASHBOARD_ROLES, id.0, role_ids.iter().map(|role| role.0)).await
    }

    pub async fn remove_dashboard(&self, id: DashboardId) -> Result<()> {
        self.remove_asset("dashboard.remove", &TABLE, id.0).await
    }

    async fn find_dashboards(&self, tag: &'static str, are_they: Expr) -> Result<Vec<Dashboard>> {
        let mut select = TABLE.select();
        select.and_where(are_they).order_by(("dashboards", "id"), Order::Asc);
        self.load_dashboards(tag, select).await
    }

    /// Three queries, however many rows.
    async fn load_dashboards(&self, tag: &'static str, mut select: SelectStatement) -> Result<Vec<Dashboard>> {
        let columns = values(&DashboardFields::default()).into_iter().map(|(column, _)| column);
        TABLE.add_columns(&mut select, columns);
        let rows = self.db.fetch_all(tag, &select).await?;
        let mut dashboards = rows.iter().map(dashboard).collect::<Result<Vec<_>>>()?;
        let ids: Vec<_> = dashboards.iter().map(|dashboard| dashboard.id.0).collect();
        let mut owners = self.linked_users("dashboard.owners", &DASHBOARD_OWNERS, &ids).await?;
        let mut roles = self.linked_roles("dashboard.roles", &DASHBOARD_ROLES, &ids).await?;
        for dashboard in &mut dashboards {
            dashboard.owners = owners.remove(&dashboard.id.0).unwrap_or_default();
            dashboard.roles = roles.remove(&dashboard.id.0).unwrap_or_default();
        }
        Ok(dashboards)
    }
}

fn slug_taken(fields: &DashboardFields) -> String {
    format!("A dashboard with the slug “{}” exists already.", fields.slug.as_deref().unwrap_or_default())
}

fn values(fields: &DashboardFields) -> Values {
    vec![
        ("dashboard_title", fields.dashboard_title.as_str().into()),
        ("slug", fields.slug.clone().into()),
        ("description", fields.description.clone().into()),
        ("css", fields.css.clone().into()),
        ("position_json", fields.position_json.as_str().into()),
        ("json_metadata", fields.json_metadata.as_str().into()),
        ("published", fields.published.into()),
        ("certified_by", fields.certified_by.clone().into()),
        ("certification_details", fields.certification_details.clone().into()),
        ("is_managed_externally", fields.is_managed_externally.into()),
        ("external_url", fields.external_url.clone().into()),
        ("rest", Value::Object(fields.rest.clone()).to_string().into()),
    ]
}

/// Without owners and roles.
fn dashboard(row: &Row) -> Result<Dashboard> {
    Ok(Dashboard {
        id: DashboardId(row.get("id")?),
        uuid: row.get("uuid")?,
        fields: DashboardFields {
            dashboard_title: row.get("dashboard_title")?,
            slug: row.get("slug")?,
            description: row.get("description")?,
            css: row.get("css")?,
            position_json: row.get("position_json")?,
            json_metadata: row.get("json_metadata")?,
            published: row.get("published")?,
            certified_by: row.get("certified_by")?,
            certification_details: row.get("certification_details")?,
            is_managed_externally: row.get("is_managed_externally")?,
            external_url: row.get("external_url")?,
            rest: row.json_map("rest")?,
        },
        owners: Vec::new(),
        roles: Vec::new(),
        audit: audit(row)?,
    })
}

fn special_filter(filter: &ListFilter, list: &AssetFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        "title_or_slug" => {
            let text = any_text(filter)?;
            Some(contains(TABLE.col("dashboard_title"), &text).or(contains(TABLE.col("slug"), &text)))
        }
        "dashboard_is_certified" => Some(TABLE.is_filled("certified_by", truth(filter)?)),
        "dashboard_is_favorite" => {
            let is_marked = TABLE.col("id").in_subquery(DASHBOARD_FAVORITES.pointed_at_by(list.me(filter)?.0));
            Some(if truth(filter)? { is_marked } else { is_marked.not() })
        }
        "dashboard_created_by_me" => Some(TABLE.col("created_by_id").eq(list.me(filter)?.0)),
        _ => None,
    })
}
