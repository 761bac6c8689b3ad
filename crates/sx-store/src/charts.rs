//! Charts. `params` and `query_context` come back byte for byte.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, SelectStatement};
use serde_json::Value;
use sx_model::{Chart, ChartFields, ChartId, DashboardId, DatasetId, ListFilter, Page, UserId};
use uuid::Uuid;

use crate::asset::{AssetTable, Values, audit};
use crate::dashboards::{CHART_DASHBOARDS, DASHBOARD_CHARTS};
use crate::error::OnConstraint as _;
use crate::favorites::CHART_FAVORITES;
use crate::filter::{AssetFilter, Kind, ListColumn, any_text, contains, truth, visible};
use crate::links::Link;
use crate::row::Row;
use crate::{Result, Store};

const CHART_GRANTS: Link = Link::new("chart_grants", "role_id", "chart_id");
const CHART_OWNERS: Link = Link::new("chart_owners", "chart_id", "user_id");

pub(crate) const TABLE: AssetTable = AssetTable {
    noun: "Chart",
    name: "charts",
    title: "slice_name",
    owners: Some(CHART_OWNERS),
    grants: CHART_GRANTS,
    roles: None,
    inherited: visible::charts_of_datasets,
    published: None,
    parent: Some(("datasets", "dataset_id")),
    searched: &["slice_name"],
    list_columns: &[
        ListColumn::new("slice_name", "charts", "slice_name", Kind::Text),
        ListColumn::new("viz_type", "charts", "viz_type", Kind::Text),
        ListColumn::new("description", "charts", "description", Kind::Text),
        ListColumn::new("cache_timeout", "charts", "cache_timeout", Kind::Number),
        ListColumn::new("certified_by", "charts", "certified_by", Kind::Text),
        ListColumn::new("datasource", "charts", "dataset_id", Kind::Number),
        ListColumn::new("datasource_id", "charts", "dataset_id", Kind::Number),
        ListColumn::new("datasource_name", "datasets", "table_name", Kind::Text),
        ListColumn::new("last_saved_at", "charts", "changed_on", Kind::Time),
        ListColumn::new("last_saved_by", "charts", "changed_by_id", Kind::Number),
        ListColumn::new("last_saved_by.id", "charts", "changed_by_id", Kind::Number),
        ListColumn::new("last_saved_by.first_name", "changer", "first_name", Kind::Text),
        ListColumn::new("owners", "charts", "id", Kind::Link(&CHART_OWNERS)),
        ListColumn::new("dashboards", "charts", "id", Kind::Link(&CHART_DASHBOARDS)),
    ],
    special_filter,
};

impl Store {
    /// `Conflict` when there is no such dataset.
    pub async fn add_chart(
        &self,
        uuid: Uuid,
        dataset_id: Option<DatasetId>,
        fields: &ChartFields,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<ChartId> {
        let added = self.add_asset("chart.add", &TABLE, uuid, values(dataset_id, fields), by, now).await;
        Ok(ChartId(added.on_broken_link(|| "No such dataset.".to_owned())?))
    }

    pub async fn update_chart(
        &self,
        id: ChartId,
        dataset_id: Option<DatasetId>,
        fields: &ChartFields,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let updated = self.update_asset("chart.update", &TABLE, id.0, values(dataset_id, fields), by, now).await;
        updated.on_broken_link(|| "No such dataset.".to_owned())
    }

    pub async fn lookup_chart(&self, id: ChartId) -> Result<Option<Chart>> {
        Ok(self.find_charts("chart.lookup", TABLE.col("id").eq(id.0)).await?.pop())
    }

    pub async fn find_chart_by_uuid(&self, uuid: Uuid) -> Result<Option<Chart>> {
        Ok(self.find_charts("chart.find_by_uuid", TABLE.col("uuid").eq(uuid)).await?.pop())
    }

    /// By id.
    pub async fn charts_of_dashboard(&self, id: DashboardId) -> Result<Vec<Chart>> {
        let is_on_it = TABLE.col("id").in_subquery(DASHBOARD_CHARTS.pointed_at_by(id.0));
        self.find_charts("chart.of_dashboard", is_on_it).await
    }

    /// By id; broken when the dataset goes.
    pub async fn charts_of_dataset(&self, id: DatasetId) -> Result<Vec<Chart>> {
        self.find_charts("chart.of_dataset", TABLE.col("dataset_id").eq(id.0)).await
    }

    pub async fn list_charts(&self, filter: &AssetFilter) -> Result<Page<Chart>> {
        let count = self.count_assets("chart.count", &TABLE, filter).await?;
        let mut select = TABLE.select();
        filter.restrict(&TABLE, &mut select)?;
        filter.paginate(&TABLE, &mut select)?;
        Ok(Page { count, items: self.load_charts("chart.list", select).await? })
    }

    pub async fn count_charts(&self, filter: &AssetFilter) -> Result<u64> {
        self.count_assets("chart.count", &TABLE, filter).await
    }

    pub async fn set_chart_owners(&self, id: ChartId, owners: &[UserId]) -> Result<()> {
        self.set_links("chart.set_owners", &CHART_OWNERS, id.0, owners.iter().map(|user| user.0)).await
    }

    pub async fn remove_chart(&self, id: ChartId) -> Result<()> {
        self.remove_asset("chart.remove", &TABLE, id.0).await
    }

    async fn find_charts(&self, tag: &'static str, are_they: Expr) -> Result<Vec<Chart>> {
        let mut select = TABLE.select();
        select.and_where(are_they).order_by(("charts", "id"), sea_query::Order::Asc);
        self.load_charts(tag, select).await
    }

    /// Two queries, however many rows.
    async fn load_charts(&self, tag: &'static str, mut select: SelectStatement) -> Result<Vec<Chart>> {
        let columns = values(None, &ChartFields::default()).into_iter().map(|(column, _)| column);
        TABLE.add_columns(&mut select, columns);
        let rows = self.db.fetch_all(tag, &select).await?;
        let mut charts = rows.iter().map(chart).collect::<Result<Vec<_>>>()?;
        let ids: Vec<_> = charts.iter().map(|chart| chart.id.0).collect();
        let mut owners = self.linked_users("chart.owners", &CHART_OWNERS, &ids).await?;
        for chart in &mut charts {
            chart.owners = owners.remove(&chart.id.0).unwrap_or_default();
        }
        Ok(charts)
    }
}

fn values(dataset_id: Option<DatasetId>, fields: &ChartFields) -> Values {
    vec![
        ("dataset_id", dataset_id.map(|dataset| dataset.0).into()),
        ("slice_name", fields.slice_name.as_str().into()),
        ("viz_type", fields.viz_type.as_str().into()),
        ("params", fields.params.as_str().into()),
        ("query_context", fields.query_context.clone().into()),
        ("description", fields.description.clone().into()),
        ("cache_timeout", fields.cache_timeout.into()),
        ("certified_by", fields.certified_by.clone().into()),
        ("certification_details", fields.certification_details.clone().into()),
        ("is_managed_externally", fields.is_managed_externally.into()),
        ("external_url", fields.external_url.clone().into()),
        ("rest", Value::Object(fields.rest.clone()).to_string().into()),
    ]
}

/// Without owners.
fn chart(row: &Row) -> Result<Chart> {
    Ok(Chart {
        id: ChartId(row.get("id")?),
        uuid: row.get("uuid")?,
        dataset_id: row.get::<Option<i64>>("dataset_id")?.map(DatasetId),
        fields: ChartFields {
            slice_name: row.get("slice_name")?,
            viz_type: row.get("viz_type")?,
            params: row.get("params")?,
            query_context: row.get("query_context")?,
            description: row.get("description")?,
            cache_timeout: row.get("cache_timeout")?,
            certified_by: row.get("certified_by")?,
            certification_details: row.get("certification_details")?,
            is_managed_externally: row.get("is_managed_externally")?,
            external_url: row.get("external_url")?,
            rest: row.json_map("rest")?,
        },
        owners: Vec::new(),
        audit: audit(row)?,
    })
}

fn special_filter(filter: &ListFilter, list: &AssetFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        "chart_all_text" => {
            let text = any_text(filter)?;
            let places = [
                TABLE.col("slice_name"),
                TABLE.col("description"),
                TABLE.col("viz_type"),
                Expr::col(("datasets", "table_name")),
            ];
            places.into_iter().map(|place| contains(place, &text)).reduce(|any, one| any.or(one))
        }
        "chart_is_certified" => Some(TABLE.is_filled("certified_by", truth(filter)?)),
        "chart_is_favorite" => {
            let is_marked = TABLE.col("id").in_subquery(CHART_FAVORITES.pointed_at_by(list.me(filter)?.0));
            Some(if truth(filter)? { is_marked } else { is_marked.not() })
        }
        "chart_created_by_me" => Some(TABLE.col("created_by_id").eq(list.me(filter)?.0)),
        "chart_owned_created_favored_by_me" => {
            let me = list.me(filter)?.0;
            let is_mine = TABLE.col("id").in_subquery(CHART_OWNERS.pointing_at([me]));
            let is_marked = TABLE.col("id").in_subquery(CHART_FAVORITES.pointed_at_by(me));
            Some(is_mine.or(TABLE.col("created_by_id").eq(me)).or(is_marked))
        }
        _ => None,
    })
}
