//! Stored assets → a bundle: ids become UUIDs, and each asset gets its file.

use std::collections::BTreeMap;

use sx_model::{Chart, DatabaseId, Dataset};

use super::{
    collect::Collected,
    portable::{portable_metadata, portable_position},
};
use crate::{
    bundle::{Bundle, BundleChart, BundleDashboard, BundleDatabase, BundleDataset, asset_file, database_slugs},
    meta::DashboardWithCharts,
};

/// What refers to something that was not collected is left out: a reader would refuse the whole bundle for it.
pub fn assemble(collected: Collected) -> Bundle {
    let Collected { dashboards, charts, datasets, databases } = collected;
    let names = databases.values().map(|database| (database.id, database.fields.database_name.as_str()));
    let slugs = database_slugs(names);
    let dataset_uuids: BTreeMap<_, _> = datasets.values().map(|dataset| (dataset.id, dataset.uuid)).collect();
    let dashboards = dashboards.into_values().map(|opened| {
        let DashboardWithCharts { dashboard, charts, .. } = opened;
        let mut fields = dashboard.fields;
        fields.position_json = portable_position(&fields.position_json, &fields.dashboard_title, &charts);
        fields.json_metadata = portable_metadata(&fields.json_metadata, &dataset_uuids);
        BundleDashboard {
            file: asset_file("dashboards", &fields.dashboard_title, dashboard.id.0),
            uuid: dashboard.uuid,
            chart_uuids: charts.iter().map(|chart| chart.uuid).collect(),
            fields,
        }
    });
    let chart = |chart: Chart| {
        Some(BundleChart {
            file: asset_file("charts", &chart.fields.slice_name, chart.id.0),
            uuid: chart.uuid,
            dataset_uuid: *dataset_uuids.get(&chart.dataset_id?)?,
            fields: chart.fields,
        })
    };
    let database_uuids: BTreeMap<_, _> = databases.values().map(|database| (database.id, database.uuid)).collect();
    let dataset = |dataset: Dataset| {
        let (slug, database_uuid) = (slugs.get(&dataset.database_id)?, *database_uuids.get(&dataset.database_id)?);
        Some(bundle_dataset(dataset, slug, database_uuid))
    };
    Bundle {
        dashboards: dashboards.collect(),
        charts: charts.into_values().filter_map(chart).collect(),
        datasets: datasets.into_values().filter_map(dataset).collect(),
        databases: databases
            .into_values()
            .map(|database| BundleDatabase {
                file: database_file(&slugs, database.id),
                uuid: database.uuid,
                fields: database.fields,
                password: None,
            })
            .collect(),
    }
}

fn database_file(slugs: &BTreeMap<DatabaseId, String>, id: DatabaseId) -> String {
    slugs.get(&id).map_or_else(|| format!("databases/{id}.yaml"), |slug| format!("databases/{slug}.yaml"))
}

fn bundle_dataset(dataset: Dataset, database_slug: &str, database_uuid: uuid::Uuid) -> BundleDataset {
    BundleDataset {
        file: asset_file(&format!("datasets/{database_slug}"), &dataset.fields.table_name, dataset.id.0),
        uuid: dataset.uuid,
        database_uuid,
        fields: dataset.fields,
        columns: dataset.columns.into_iter().map(|column| column.fields).collect(),
        metrics: dataset.metrics.into_iter().map(|metric| metric.fields).collect(),
    }
}
