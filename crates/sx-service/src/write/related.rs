//! What uses an asset: asked before it is deleted.

use serde_json::Value;
use sx_model::{Chart, ChartId, Dashboard, DatabaseId, DatasetId, ListFilter, Result};
use sx_store::AssetFilter;

use crate::{Caller, Service, access::Action, store_error};

/// What breaks when an asset goes: what the caller may see of it, and how much there is in all.
#[derive(Clone, Debug, Default)]
pub struct RelatedObjects {
    pub charts: Usage<Chart>,
    pub dashboards: Usage<Dashboard>,
}

#[derive(Clone, Debug)]
pub struct Usage<T> {
    pub count: usize,
    pub items: Vec<T>,
}

impl<T> Default for Usage<T> {
    fn default() -> Self {
        Self { count: 0, items: Vec::new() }
    }
}

impl Service {
    pub async fn related_to_database(&self, caller: &Caller, id: DatabaseId) -> Result<RelatedObjects> {
        self.find_database(caller, id).await?;
        let datasets = self.datasets_of_database(id).await?;
        self.related_to_datasets(caller, datasets.into_iter().map(|(id, _)| id)).await
    }

    pub async fn related_to_dataset(&self, caller: &Caller, id: DatasetId) -> Result<RelatedObjects> {
        self.find_dataset(caller, id).await?;
        self.related_to_datasets(caller, [id.0]).await
    }

    pub async fn related_to_chart(&self, caller: &Caller, id: ChartId) -> Result<RelatedObjects> {
        self.find_chart(caller, id).await?;
        let dashboards = self.dashboards_with(caller, &[id]).await?;
        Ok(RelatedObjects { dashboards, ..RelatedObjects::default() })
    }

    /// Id and name of each.
    pub(crate) async fn datasets_of_database(&self, id: DatabaseId) -> Result<Vec<(i64, String)>> {
        let filter = AssetFilter::new().filters(&[filter("database_id", "eq", id.0.into())]);
        let datasets = self.store.list_datasets(&filter).await.map_err(store_error)?.items;
        Ok(datasets.into_iter().map(|dataset| (dataset.id.0, dataset.fields.table_name)).collect())
    }

    async fn related_to_datasets(&self, caller: &Caller, ids: impl IntoIterator<Item = i64>) -> Result<RelatedObjects> {
        let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
        if ids.is_empty() {
            return Ok(RelatedObjects::default());
        }
        let filter = AssetFilter::new().filters(&[filter("datasource_id", "in", ids.into())]);
        let charts = self.store.list_charts(&filter).await.map_err(store_error)?.items;
        let chart_ids: Vec<_> = charts.iter().map(|chart| chart.id).collect();
        let mut usage = Usage { count: charts.len(), items: Vec::new() };
        for chart in charts {
            if self.may(caller, Action::ReadChart, &chart).await? {
                usage.items.push(chart);
            }
        }
        Ok(RelatedObjects { charts: usage, dashboards: self.dashboards_with(caller, &chart_ids).await? })
    }

    async fn dashboards_with(&self, caller: &Caller, charts: &[ChartId]) -> Result<Usage<Dashboard>> {
        let links = self.store.dashboard_links(charts).await.map_err(store_error)?;
        let filter = AssetFilter::new().ids(links.iter().map(|link| link.dashboard_id.0));
        let dashboards = self.store.list_dashboards(&filter).await.map_err(store_error)?.items;
        let mut usage = Usage { count: dashboards.len(), items: Vec::new() };
        for dashboard in dashboards {
            if self.may(caller, Action::ReadDashboard, &dashboard).await? {
                usage.items.push(dashboard);
            }
        }
        Ok(usage)
    }
}

fn filter(col: &str, opr: &str, value: Value) -> ListFilter {
    ListFilter { col: col.to_owned(), opr: opr.to_owned(), value }
}
