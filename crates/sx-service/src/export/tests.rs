//! What refers to ids here refers to UUIDs in the file.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sx_model::{
    Audit, Chart, ChartFields, ChartId, Dashboard, DashboardFields, DashboardId, Database, DatabaseFields, DatabaseId,
    Dataset, DatasetFields, DatasetId,
};
use uuid::Uuid;

use super::{
    assemble::assemble,
    collect::Collected,
    portable::{filter_datasets, portable_metadata, portable_position},
};
use crate::meta::DashboardWithCharts;

fn audit() -> Audit {
    Audit {
        created_on: DateTime::<Utc>::UNIX_EPOCH,
        changed_on: DateTime::<Utc>::UNIX_EPOCH,
        created_by: None,
        changed_by: None,
    }
}

fn chart(id: i64, dataset_id: Option<i64>) -> Chart {
    Chart {
        id: ChartId(id),
        uuid: Uuid::from_u128(id as u128),
        dataset_id: dataset_id.map(DatasetId),
        fields: ChartFields { slice_name: format!("Chart {id}"), params: "{}".to_owned(), ..ChartFields::default() },
        owners: Vec::new(),
        audit: audit(),
    }
}

fn edited(text: &str, charts: &[Chart]) -> Map<String, Value> {
    serde_json::from_str(&portable_position(text, "Sales", charts)).unwrap()
}

#[test]
fn an_imported_layout_stays_as_it_is() {
    let position = json!({ "CHART-a": { "type": "CHART", "meta": { "uuid": Uuid::from_u128(1), "chartId": 2 } } });
    let charts = [chart(1, None)];
    assert_eq!(portable_position(&position.to_string(), "Sales", &charts), position.to_string());
    assert_eq!(portable_position("{}", "Sales", &[]), "{}");
    assert_eq!(portable_position("no JSON", "Sales", &charts), "no JSON");
}

#[test]
fn a_chart_named_by_id_gets_its_uuid() {
    let position = json!({
        "CHART-a": { "type": "CHART", "meta": { "chartId": 1 } },
        "CHART-b": { "type": "CHART", "meta": { "chartId": 99 } },
        "CHART-c": { "type": "CHART" },
    });
    let edited = edited(&position.to_string(), &[chart(1, None)]);
    assert_eq!(edited["CHART-a"]["meta"], json!({ "chartId": 1, "uuid": Uuid::from_u128(1) }));
    assert_eq!((&edited["CHART-b"], &edited["CHART-c"]), (&position["CHART-b"], &position["CHART-c"]));
    assert_eq!(edited.len(), 3);
}

#[test]
fn charts_without_a_place_are_appended() {
    let charts: Vec<Chart> = (1..=4).map(|id| chart(id, None)).collect();
    let into_grid = edited("", &charts);
    assert_eq!(into_grid["GRID_ID"]["children"], json!(["ROW-LOOSE-0", "ROW-LOOSE-1"]));
    assert_eq!(into_grid["ROW-LOOSE-1"]["children"], json!([format!("CHART-{}", Uuid::from_u128(4))]));
    assert_eq!(into_grid["HEADER_ID"]["meta"]["text"], "Sales");

    let tabs = json!({ "ROOT_ID": { "children": ["TABS-1"] }, "GRID_ID": { "children": [] } });
    let beside_tabs = edited(&tabs.to_string(), &charts);
    assert_eq!(beside_tabs["GRID_ID"], tabs["GRID_ID"], "a grid that hangs nowhere shows nothing");
    for (position, parents) in [(&into_grid, json!(["ROOT_ID", "GRID_ID", "ROW-LOOSE-0"])), (&beside_tabs, json!([]))] {
        let node = &position[&format!("CHART-{}", Uuid::from_u128(2))];
        assert_eq!((&node["meta"]["uuid"], &node["parents"]), (&json!(Uuid::from_u128(2)), &parents));
    }
}

#[test]
fn filters_name_datasets_by_uuid() {
    let metadata = json!({ "color_scheme": "x", "native_filter_configuration": [
        { "targets": [{ "datasetId": 1, "column": { "name": "a" } }, { "datasetId": 9 }, {}] },
        { "targets": [{ "datasetUuid": Uuid::from_u128(5), "datasetId": 1 }] },
        { "name": "a divider" },
    ] });
    let uuids = BTreeMap::from([(DatasetId(1), Uuid::from_u128(7))]);
    let edited: Value = serde_json::from_str(&portable_metadata(&metadata.to_string(), &uuids)).unwrap();
    let filters = &edited["native_filter_configuration"];
    assert_eq!(
        filters[0]["targets"],
        json!([{ "column": { "name": "a" }, "datasetUuid": Uuid::from_u128(7) }, { "datasetId": 9 }, {}])
    );
    assert_eq!(filters[1], metadata["native_filter_configuration"][1]);

    let (mut ids, mut uuids) = (Vec::new(), Vec::new());
    filter_datasets(&metadata.to_string(), &mut ids, &mut uuids);
    assert_eq!((ids, uuids), (vec![DatasetId(1), DatasetId(9)], vec![Uuid::from_u128(5)]));
}

#[test]
fn references_lead_somewhere_and_files_have_names() {
    let database = |id, name: &str| Database {
        id: DatabaseId(id),
        uuid: Uuid::from_u128(100 + id as u128),
        fields: DatabaseFields { database_name: name.to_owned(), ..DatabaseFields::default() },
        audit: audit(),
    };
    let dataset = |id, database| Dataset {
        id: DatasetId(id),
        uuid: Uuid::from_u128(200 + id as u128),
        database_id: DatabaseId(database),
        fields: DatasetFields { table_name: "sales".to_owned(), ..DatasetFields::default() },
        columns: Vec::new(),
        metrics: Vec::new(),
        owners: Vec::new(),
        cache_generation: 0,
        audit: audit(),
    };
    let dashboard = Dashboard {
        id: DashboardId(1),
        uuid: Uuid::from_u128(300),
        fields: DashboardFields { dashboard_title: "Sales & more".to_owned(), ..DashboardFields::default() },
        owners: Vec::new(),
        roles: Vec::new(),
        audit: audit(),
    };
    let charts = vec![chart(1, Some(1)), chart(2, None), chart(3, Some(77))];
    let (id, times) = (dashboard.id, sx_model::TimeSettings::default());
    let opened = DashboardWithCharts { dashboard, charts: charts.clone(), trashed: Vec::new(), times };
    let bundle = assemble(Collected {
        dashboards: [(id, opened)].into(),
        charts: charts.into_iter().map(|chart| (chart.id, chart)).collect(),
        datasets: [dataset(1, 1), dataset(2, 2)].into_iter().map(|dataset| (dataset.id, dataset)).collect(),
        databases: [database(1, "My DB"), database(2, "my_db")].into_iter().map(|it| (it.id, it)).collect(),
    });
    let databases: Vec<&str> = bundle.databases.iter().map(|it| it.file.as_str()).collect();
    assert_eq!(databases, ["databases/My_DB.yaml", "databases/my_db_2.yaml"]);
    let datasets: Vec<_> = bundle.datasets.iter().map(|it| (it.file.as_str(), it.database_uuid.as_u128())).collect();
    assert_eq!(datasets, [("datasets/My_DB/sales_1.yaml", 101), ("datasets/my_db_2/sales_2.yaml", 102)]);
    let charts: Vec<_> = bundle.charts.iter().map(|it| (it.file.as_str(), it.dataset_uuid.as_u128())).collect();
    assert_eq!(charts, [("charts/Chart_1_1.yaml", 201)]);
    assert_eq!(bundle.dashboards[0].file, "dashboards/Sales__more_1.yaml");
}
