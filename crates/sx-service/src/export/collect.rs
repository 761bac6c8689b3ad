//! From ids to all that belongs into the bundle. Each kind is asked for once, however many there are; only the charts of a
//! dashboard are asked for dashboard by dashboard.

use std::collections::BTreeMap;

use serde_json::Value;
use sx_model::{
    AppError, Chart, ChartId, Dashboard, DashboardId, Database, DatabaseId, Dataset, DatasetId, ErrorKind, ListFilter,
    Result, TimeSettings,
};
use sx_store::AssetFilter;

use super::portable::filter_datasets;
use crate::{
    Caller, Service,
    access::{Action, Subject},
    meta::DashboardWithCharts,
    store_error,
};

/// By id, so that one asset comes once and files have an order.
#[derive(Default)]
pub struct Collected {
    pub dashboards: BTreeMap<DashboardId, DashboardWithCharts>,
    pub charts: BTreeMap<ChartId, Chart>,
    pub datasets: BTreeMap<DatasetId, Dataset>,
    pub databases: BTreeMap<DatabaseId, Database>,
}

impl Service {
    pub(super) async fn collect_dashboards(
        &self,
        caller: &Caller,
        ids: &[DashboardId],
        into: &mut Collected,
    ) -> Result<()> {
        caller.require_user()?;
        let mut found = by_id(self.dashboards_of_ids(ids).await?, |dashboard| dashboard.id);
        for id in ids {
            if into.dashboards.contains_key(id) {
                continue;
            }
            let dashboard = found.remove(id).ok_or_else(|| AppError::not_found("Dashboard"))?;
            self.require(caller, Action::ReadDashboard, &dashboard).await?;
            let charts = self.store.charts_of_dashboard(*id).await.map_err(store_error)?;
            into.dashboards.insert(
                *id,
                DashboardWithCharts { dashboard, charts, trashed: Vec::new(), times: TimeSettings::default() },
            );
        }
        // Whoever may open a dashboard may see the charts on it. One whose dataset is gone could not be imported again; the
        // layout keeps its place.
        let charts = into.dashboards.values().flat_map(|opened| &opened.charts);
        let charts: Vec<Chart> = charts.filter(|chart| chart.dataset_id.is_some()).cloned().collect();
        into.charts.extend(by_id(charts, |chart| chart.id));
        self.collect_below_charts(caller, into).await?;
        // The same of one whose dataset is in the trash.
        let datasets = &into.datasets;
        into.charts.retain(|_, chart| chart.dataset_id.is_some_and(|id| datasets.contains_key(&id)));
        self.collect_filter_datasets(caller, into).await
    }

    pub(super) async fn collect_charts(&self, caller: &Caller, ids: &[ChartId], into: &mut Collected) -> Result<()> {
        caller.require_user()?;
        let filter = AssetFilter::new().ids(ids.iter().map(|id| id.0));
        let charts = self.store.list_charts(&filter).await.map_err(store_error)?.items;
        let found = by_id(charts, |chart| chart.id);
        for id in ids {
            let chart = found.get(id).ok_or_else(|| AppError::not_found("Chart"))?;
            self.require(caller, Action::ReadChart, chart).await?;
        }
        if let Some(lost) = found.values().find(|chart| chart.dataset_id.is_none()) {
            let sentence =
                format!("The dataset of “{}” is gone. Choose another one for it first.", lost.fields.slice_name);
            return Err(AppError::new(ErrorKind::Unprocessable, sentence));
        }
        into.charts.extend(found);
        self.collect_below_charts(caller, into).await?;
        let is_there = |chart: &&Chart| chart.dataset_id.is_some_and(|id| into.datasets.contains_key(&id));
        match into.charts.values().find(|chart| !is_there(chart)).and_then(|chart| chart.dataset_id) {
            Some(dataset) => Err(self.lost_dataset(dataset).await),
            None => Ok(()),
        }
    }

    pub(super) async fn collect_datasets(
        &self,
        caller: &Caller,
        ids: &[DatasetId],
        into: &mut Collected,
    ) -> Result<()> {
        caller.require_user()?;
        let found = by_id(self.datasets_that(dataset_ids(ids)).await?, |dataset| dataset.id);
        for id in ids {
            let dataset = found.get(id).ok_or_else(|| AppError::not_found("Dataset"))?;
            self.require(caller, Action::ReadDataset, dataset).await?;
        }
        into.datasets.extend(found);
        self.collect_below_datasets(caller, into).await
    }

    pub(super) async fn collect_databases(
        &self,
        caller: &Caller,
        ids: &[DatabaseId],
        into: &mut Collected,
    ) -> Result<()> {
        caller.require_user()?;
        let found = by_id(self.databases_of_ids(ids).await?, |database| database.id);
        for id in ids {
            let database = found.get(id).ok_or_else(|| AppError::not_found("Database"))?;
            self.require(caller, Action::ReadDatabase, database).await?;
        }
        into.databases.extend(found);
        let on_them = ListFilter {
            col: "database_id".to_owned(),
            opr: "in".to_owned(),
            value: ids.iter().map(|id| Value::from(id.0)).collect(),
        };
        for dataset in self.datasets_that(AssetFilter::new().filters(&[on_them])).await? {
            if self.may(caller, Action::ReadDataset, &dataset).await? {
                into.datasets.insert(dataset.id, dataset);
            }
        }
        Ok(())
    }

    async fn collect_below_charts(&self, caller: &Caller, into: &mut Collected) -> Result<()> {
        let ids: Vec<DatasetId> = into.charts.values().filter_map(|chart| chart.dataset_id).collect();
        for dataset in self.datasets_that(dataset_ids(&ids)).await? {
            self.require_below(caller, Action::ReadDataset, &dataset).await?;
            into.datasets.insert(dataset.id, dataset);
        }
        self.collect_below_datasets(caller, into).await
    }

    /// A filter over a dataset that is gone, or not the caller's to read, does no harm: it is left without it.
    async fn collect_filter_datasets(&self, caller: &Caller, into: &mut Collected) -> Result<()> {
        let (mut ids, mut uuids) = (Vec::new(), Vec::new());
        for opened in into.dashboards.values() {
            filter_datasets(&opened.dashboard.fields.json_metadata, &mut ids, &mut uuids);
        }
        let named = ListFilter {
            col: "uuid".to_owned(),
            opr: "in".to_owned(),
            value: uuids.iter().map(|uuid| Value::from(uuid.to_string())).collect(),
        };
        let mut readable = Vec::new();
        for filter in [dataset_ids(&ids), AssetFilter::new().filters(&[named])] {
            for dataset in self.datasets_that(filter).await? {
                if self.may(caller, Action::ReadDataset, &dataset).await? {
                    readable.push(dataset);
                }
            }
        }
        let databases: Vec<DatabaseId> = readable.iter().map(|dataset| dataset.database_id).collect();
        for database in self.databases_of_ids(&databases).await? {
            if self.may(caller, Action::ReadDatabase, &database).await? {
                into.databases.insert(database.id, database);
            }
        }
        readable.retain(|dataset| into.databases.contains_key(&dataset.database_id));
        into.datasets.extend(by_id(readable, |dataset| dataset.id));
        Ok(())
    }

    async fn collect_below_datasets(&self, caller: &Caller, into: &mut Collected) -> Result<()> {
        let ids = into.datasets.values().map(|dataset| dataset.database_id);
        let missing: Vec<DatabaseId> = ids.filter(|id| !into.databases.contains_key(id)).collect();
        for database in self.databases_of_ids(&missing).await? {
            self.require_below(caller, Action::ReadDatabase, &database).await?;
            into.databases.insert(database.id, database);
        }
        Ok(())
    }

    /// The caller knows that there is something below what they may read, so this is no secret to keep.
    async fn require_below<'a>(&self, caller: &Caller, read: Action, subject: impl Into<Subject<'a>>) -> Result<()> {
        if self.may(caller, read, subject).await? {
            return Ok(());
        }
        let sentence = "The file would hold the datasets and databases below too, and you may not read all of these.";
        Err(AppError::new(ErrorKind::Forbidden, sentence))
    }

    async fn dashboards_of_ids(&self, ids: &[DashboardId]) -> Result<Vec<Dashboard>> {
        let filter = AssetFilter::new().ids(ids.iter().map(|id| id.0));
        Ok(self.store.list_dashboards(&filter).await.map_err(store_error)?.items)
    }

    async fn datasets_that(&self, filter: AssetFilter) -> Result<Vec<Dataset>> {
        Ok(self.store.list_datasets(&filter).await.map_err(store_error)?.items)
    }

    async fn databases_of_ids(&self, ids: &[DatabaseId]) -> Result<Vec<Database>> {
        let filter = AssetFilter::new().ids(ids.iter().map(|id| id.0));
        Ok(self.store.list_databases(&filter).await.map_err(store_error)?.items)
    }
}

fn dataset_ids(ids: &[DatasetId]) -> AssetFilter {
    AssetFilter::new().ids(ids.iter().map(|id| id.0))
}

fn by_id<I: Ord, T>(assets: Vec<T>, id: impl Fn(&T) -> I) -> BTreeMap<I, T> {
    assets.into_iter().map(|asset| (id(&asset), asset)).collect()
}
