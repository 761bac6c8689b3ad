//! Layouts and filters that mean the same elsewhere: what is named by an id of this installation gets its UUID. What an import
//! brought has UUIDs already and stays as it is, byte for byte.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};
use sx_model::{Chart, DatasetId, GRID_COLUMNS};
use uuid::Uuid;

/// Charts in a row, and their size, where nobody placed them.
const CHARTS_IN_ROW: usize = 3;
const CHART_HEIGHT: u32 = 50;

/// A dashboard has the charts that its layout names: those that ours does not name are appended, as the reference does it.
pub fn portable_position(position_json: &str, title: &str, charts: &[Chart]) -> String {
    edited(position_json, |position| {
        let named = name_charts(position, charts);
        let loose: Vec<&Chart> = charts.iter().filter(|chart| !named.contains(&chart.uuid)).collect();
        if !loose.is_empty() {
            append_charts(position, title, &loose);
        }
    })
}

/// `targets` of filters: `datasetId` → `datasetUuid`.
pub fn portable_metadata(json_metadata: &str, dataset_uuids: &BTreeMap<DatasetId, Uuid>) -> String {
    edited(json_metadata, |metadata| {
        for target in targets_mut(metadata) {
            let uuid = target.get("datasetId").and_then(Value::as_i64).and_then(|id| dataset_uuids.get(&DatasetId(id)));
            if let (Some(uuid), None) = (uuid, target.get("datasetUuid")) {
                let uuid = uuid.to_string();
                target.shift_remove("datasetId");
                target.insert("datasetUuid".to_owned(), uuid.into());
            }
        }
    })
}

/// The datasets of a dashboard's filters, by id where the filter was made here, by UUID where it was imported.
pub fn filter_datasets(json_metadata: &str, ids: &mut Vec<DatasetId>, uuids: &mut Vec<Uuid>) {
    let Ok(mut metadata) = serde_json::from_str::<Map<String, Value>>(json_metadata) else { return };
    for target in targets_mut(&mut metadata) {
        match target.get("datasetUuid").and_then(Value::as_str).map(str::parse::<Uuid>) {
            Some(uuid) => uuids.extend(uuid.ok()),
            None => ids.extend(target.get("datasetId").and_then(Value::as_i64).map(DatasetId)),
        }
    }
}

fn targets_mut(metadata: &mut Map<String, Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    let filters = metadata.get_mut("native_filter_configuration").and_then(Value::as_array_mut);
    let targets = filters.into_iter().flatten().filter_map(|filter| filter.get_mut("targets")?.as_array_mut());
    targets.flatten().filter_map(Value::as_object_mut)
}

/// A text that is no object is not ours to mend: the writer says what is wrong with it.
fn edited(text: &str, edit: impl FnOnce(&mut Map<String, Value>)) -> String {
    let text = if text.trim().is_empty() { "{}" } else { text };
    match serde_json::from_str::<Map<String, Value>>(text) {
        Ok(mut map) => {
            edit(&mut map);
            Value::Object(map).to_string()
        }
        Err(_) => text.to_owned(),
    }
}

/// The UUIDs that the layout names; a chart that it names by id alone gets its own.
fn name_charts(position: &mut Map<String, Value>, charts: &[Chart]) -> HashSet<Uuid> {
    let mut named = HashSet::new();
    for node in position.values_mut().filter(|node| node["type"] == "CHART") {
        let Some(meta) = node.get_mut("meta").and_then(Value::as_object_mut) else { continue };
        let uuid = match meta.get("uuid").and_then(Value::as_str) {
            Some(text) => text.parse().ok(),
            None => {
                let id = meta.get("chartId").and_then(Value::as_i64);
                let uuid = charts.iter().find(|chart| Some(chart.id.0) == id).map(|chart| chart.uuid);
                if let Some(uuid) = uuid {
                    meta.insert("uuid".to_owned(), uuid.to_string().into());
                }
                uuid
            }
        };
        named.extend(uuid);
    }
    named
}

fn append_charts(position: &mut Map<String, Value>, title: &str, charts: &[&Chart]) {
    if position.is_empty() {
        *position = empty_layout(title);
    }
    for (number, row) in charts.chunks(CHARTS_IN_ROW).enumerate() {
        let row_id = format!("ROW-LOOSE-{number}");
        let in_grid = hang_into_grid(position, &row_id);
        let parents = if in_grid { json!(["ROOT_ID", "GRID_ID", row_id]) } else { json!([]) };
        let nodes: Vec<(String, Value)> = row.iter().map(|chart| chart_node(chart, &parents)).collect();
        if in_grid {
            let children: Vec<&str> = nodes.iter().map(|(id, _)| id.as_str()).collect();
            let row = json!({
                "children": children,
                "id": row_id,
                "meta": { "background": "BACKGROUND_TRANSPARENT" },
                "parents": ["ROOT_ID", "GRID_ID"],
                "type": "ROW",
            });
            position.insert(row_id, row);
        }
        position.extend(nodes);
    }
}

/// A layout of tabs has no grid at its root: the charts are on the dashboard then, but have no place.
fn hang_into_grid(position: &mut Map<String, Value>, row_id: &str) -> bool {
    let at_root = |position: &Map<String, Value>| {
        let children = position.get("ROOT_ID").and_then(|root| root["children"].as_array());
        children.is_some_and(|children| children.iter().any(|child| child == "GRID_ID"))
    };
    let is_there = at_root(position);
    let grid = position.get_mut("GRID_ID").filter(|_| is_there);
    match grid.and_then(|grid| grid.get_mut("children")?.as_array_mut()) {
        Some(children) => {
            children.push(row_id.into());
            true
        }
        None => false,
    }
}

fn chart_node(chart: &Chart, parents: &Value) -> (String, Value) {
    let id = format!("CHART-{}", chart.uuid);
    let node = json!({
        "children": [],
        "id": id,
        "meta": {
            "chartId": chart.id,
            "height": CHART_HEIGHT,
            "sliceName": chart.fields.slice_name,
            "uuid": chart.uuid,
            "width": GRID_COLUMNS / 3,
        },
        "parents": parents,
        "type": "CHART",
    });
    (id, node)
}

fn empty_layout(title: &str) -> Map<String, Value> {
    let layout = json!({
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": { "children": ["GRID_ID"], "id": "ROOT_ID", "type": "ROOT" },
        "GRID_ID": { "children": [], "id": "GRID_ID", "parents": ["ROOT_ID"], "type": "GRID" },
        "HEADER_ID": { "id": "HEADER_ID", "meta": { "text": title }, "type": "HEADER" },
    });
    layout.as_object().cloned().unwrap_or_default()
}
