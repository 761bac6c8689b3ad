//! `position_json` → the tree that a screen walks.

use std::collections::HashMap;

use serde_json::{Map, Value};
use sx_model::{Background, Chart, ChartTile, GRID_COLUMNS, HeaderSize, Layout, Node, NodeBody, Tab};
use sx_store::TrashedChart;
use uuid::Uuid;

use crate::markdown::render_markdown;

/// A layout that refers to itself stops here.
const DEEPEST: usize = 12;

/// The layout with its charts resolved: by UUID, which an import keeps, else by `chartId`. Charts of the dashboard that the
/// layout does not place come last, in rows of their own; nodes that we do not know are left out, their children stay.
pub fn resolve_layout(position_json: &str, charts: &[Chart], trashed: &[TrashedChart]) -> Layout {
    let position: Map<String, Value> = serde_json::from_str(position_json).unwrap_or_default();
    let mut walk = Walk::new(&position, charts, trashed);
    let mut children = walk.children("ROOT_ID", 0);
    let unplaced = charts.iter().filter(|chart| !walk.placed.contains(&chart.id.0));
    children.extend(unplaced.collect::<Vec<_>>().chunks(3).enumerate().map(|(n, charts)| loose_row(n, charts)));
    Layout { children }
}

struct Walk<'a> {
    position: &'a Map<String, Value>,
    by_uuid: HashMap<Uuid, &'a Chart>,
    by_id: HashMap<i64, &'a Chart>,
    trashed: &'a [TrashedChart],
    placed: Vec<i64>,
}

impl<'a> Walk<'a> {
    fn new(position: &'a Map<String, Value>, charts: &'a [Chart], trashed: &'a [TrashedChart]) -> Self {
        Self {
            position,
            by_uuid: charts.iter().map(|chart| (chart.uuid, chart)).collect(),
            by_id: charts.iter().map(|chart| (chart.id.0, chart)).collect(),
            trashed,
            placed: Vec::new(),
        }
    }

    fn children(&mut self, id: &str, depth: usize) -> Vec<Node> {
        let position = self.position;
        let ids = position.get(id).and_then(|node| node["children"].as_array());
        if depth >= DEEPEST {
            return Vec::new();
        }
        ids.into_iter().flatten().filter_map(Value::as_str).flat_map(|id| self.nodes(id, depth + 1)).collect()
    }

    /// Usually one node; a transparent container (GRID) yields what it holds.
    fn nodes(&mut self, id: &str, depth: usize) -> Vec<Node> {
        let Some(node) = self.position.get(id) else { return Vec::new() };
        let meta = &node["meta"];
        let body = match node["type"].as_str().unwrap_or_default() {
            "TABS" => NodeBody::Tabs { tabs: self.tabs(node, depth) },
            "ROW" => NodeBody::Row { children: self.children(id, depth), background: background(meta) },
            "COLUMN" => NodeBody::Column {
                children: self.children(id, depth),
                width: columns(meta, 3),
                background: background(meta),
            },
            "CHART" => NodeBody::Chart(self.chart(meta)),
            "MARKDOWN" => NodeBody::Markdown {
                html: render_markdown(meta["code"].as_str().unwrap_or_default()),
                width: columns(meta, 4),
                height: height(meta),
            },
            "HEADER" => NodeBody::Header {
                text: meta["text"].as_str().unwrap_or_default().to_owned(),
                size: header_size(meta),
                background: background(meta),
            },
            "DIVIDER" => NodeBody::Divider,
            _ => return self.children(id, depth),
        };
        vec![Node { id: id.to_owned(), body }]
    }

    fn tabs(&mut self, node: &Value, depth: usize) -> Vec<Tab> {
        let ids = node["children"].as_array().into_iter().flatten().filter_map(Value::as_str);
        ids.map(|id| {
            let text = self.position.get(id).and_then(|tab| tab["meta"]["text"].as_str()).unwrap_or("Tab").to_owned();
            Tab { id: id.to_owned(), text, children: self.children(id, depth + 1) }
        })
        .collect()
    }

    fn chart(&mut self, meta: &Value) -> ChartTile {
        let uuid = meta["uuid"].as_str().and_then(|text| text.parse::<Uuid>().ok());
        // A layout that names a UUID means that chart and no other: ids of another installation may be anybody's here.
        let chart = match uuid {
            Some(uuid) => self.by_uuid.get(&uuid).copied(),
            None => meta["chartId"].as_i64().and_then(|id| self.by_id.get(&id).copied()),
        };
        self.placed.extend(chart.map(|chart| chart.id.0));
        let is_it = |trashed: &&TrashedChart| match uuid {
            Some(uuid) => trashed.uuid == uuid,
            None => meta["chartId"] == trashed.id.0,
        };
        let trashed = self.trashed.iter().find(is_it);
        let own_name = ["sliceNameOverride", "sliceName"].iter().find_map(|key| meta[*key].as_str());
        ChartTile {
            chart_id: chart.map(|chart| chart.id),
            in_trash: trashed.is_some(),
            name: meta["sliceNameOverride"]
                .as_str()
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .or_else(|| chart.map(|chart| chart.fields.slice_name.clone()))
                .or_else(|| trashed.map(|chart| chart.slice_name.clone()))
                .or_else(|| own_name.map(str::to_owned))
                .unwrap_or_default(),
            viz_type: chart.map(|chart| chart.fields.viz_type.clone()).unwrap_or_default(),
            description: chart.and_then(|chart| chart.fields.description.clone()),
            width: columns(meta, 4),
            height: height(meta),
        }
    }
}

fn loose_row(number: usize, charts: &[&Chart]) -> Node {
    let tile = |chart: &&Chart| Node {
        id: format!("LOOSE-CHART-{}", chart.id),
        body: NodeBody::Chart(ChartTile {
            chart_id: Some(chart.id),
            in_trash: false,
            name: chart.fields.slice_name.clone(),
            viz_type: chart.fields.viz_type.clone(),
            description: chart.fields.description.clone(),
            width: GRID_COLUMNS / 3,
            height: 50,
        }),
    };
    let children = charts.iter().map(tile).collect();
    Node { id: format!("LOOSE-ROW-{number}"), body: NodeBody::Row { children, background: Background::Transparent } }
}

fn columns(meta: &Value, default: u32) -> u32 {
    meta["width"].as_u64().map_or(default, |width| (width as u32).clamp(1, GRID_COLUMNS))
}

fn height(meta: &Value) -> u32 {
    meta["height"].as_u64().map_or(50, |height| (height as u32).clamp(5, 400))
}

fn background(meta: &Value) -> Background {
    match meta["background"].as_str() {
        Some("BACKGROUND_WHITE") => Background::White,
        _ => Background::Transparent,
    }
}

fn header_size(meta: &Value) -> HeaderSize {
    match meta["headerSize"].as_str() {
        Some("SMALL_HEADER") => HeaderSize::Small,
        Some("LARGE_HEADER") => HeaderSize::Large,
        _ => HeaderSize::Medium,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;
    use sx_model::{Audit, ChartFields, ChartId};

    use super::*;

    fn chart(id: i64, name: &str) -> Chart {
        let now = DateTime::UNIX_EPOCH;
        Chart {
            id: ChartId(id),
            uuid: Uuid::from_u128(id as u128),
            dataset_id: None,
            fields: ChartFields { slice_name: name.into(), viz_type: "pie".into(), ..ChartFields::default() },
            owners: Vec::new(),
            audit: Audit { created_on: now, changed_on: now, created_by: None, changed_by: None },
        }
    }

    /// The tree in one line: enough to compare, short enough to read.
    fn outline(nodes: &[Node]) -> String {
        let one = |node: &Node| match &node.body {
            NodeBody::Tabs { tabs } => {
                let tabs: Vec<_> = tabs.iter().map(|tab| format!("{}({})", tab.text, outline(&tab.children))).collect();
                format!("tabs[{}]", tabs.join(" "))
            }
            NodeBody::Row { children, .. } => format!("row({})", outline(children)),
            NodeBody::Column { children, width, .. } => format!("column{width}({})", outline(children)),
            NodeBody::Chart(tile) => {
                format!("{}:{:?}:{}x{}", tile.name, tile.chart_id.map(|id| id.0), tile.width, tile.height)
            }
            NodeBody::Markdown { html, .. } => html.trim().to_owned(),
            NodeBody::Header { text, .. } => format!("header {text}"),
            NodeBody::Divider => "divider".to_owned(),
        };
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn resolved(position: Value, charts: &[Chart]) -> String {
        outline(&resolve_layout(&position.to_string(), charts, &[]).children)
    }

    #[test]
    fn a_layout_becomes_a_tree_and_its_charts_are_found_by_uuid() {
        let position = json!({
            "ROOT_ID": { "type": "ROOT", "children": ["TABS"] },
            "TABS": { "type": "TABS", "children": ["T1"] },
            "T1": { "type": "TAB", "meta": { "text": "First" }, "children": ["H", "R"] },
            "H": { "type": "HEADER", "meta": { "text": "Hello" } },
            "R": { "type": "ROW", "children": ["C", "M"] },
            "C": { "type": "COLUMN", "meta": { "width": 3 }, "children": ["A"] },
            // 99 is another installation's id; the UUID is what counts.
            "A": { "type": "CHART", "meta": { "chartId": 99, "uuid": Uuid::from_u128(7), "width": 99, "height": 20 } },
            "M": { "type": "MARKDOWN", "meta": { "code": "**bold**" } },
        });
        let tree = resolved(position, &[chart(7, "Sales")]);
        assert_eq!(tree, "tabs[First(header Hello row(column3(Sales:Some(7):12x20) <p><strong>bold</strong></p>))]");
    }

    #[test]
    fn a_foreign_uuid_never_falls_back_to_an_id() {
        let foreign =
            json!({ "chartId": 7, "uuid": Uuid::from_u128(1000), "sliceName": "Theirs", "width": 4, "height": 50 });
        let position = json!({ "ROOT_ID": { "children": ["A"] }, "A": { "type": "CHART", "meta": foreign } });
        let tree = resolved(position, &[chart(7, "Ours")]);
        assert_eq!(tree, "Theirs:None:4x50 row(Ours:Some(7):4x50)");
    }

    #[test]
    fn a_chart_in_the_trash_keeps_its_place() {
        let trashed = TrashedChart { id: ChartId(7), uuid: Uuid::from_u128(7), slice_name: "Sales".into() };
        let position = json!({
            "ROOT_ID": { "children": ["A", "B", "C"] },
            "A": { "type": "CHART", "meta": { "chartId": 99, "uuid": Uuid::from_u128(7), "width": 4 } },
            "B": { "type": "CHART", "meta": { "chartId": 7, "width": 4 } },
            "C": { "type": "CHART", "meta": { "chartId": 8, "width": 4 } },
        });
        let children = resolve_layout(&position.to_string(), &[], &[trashed]).children;
        let tiles = children.iter().map(|node| match &node.body {
            NodeBody::Chart(tile) => (tile.name.as_str(), tile.in_trash, tile.chart_id),
            _ => ("", false, None),
        });
        assert_eq!(tiles.collect::<Vec<_>>(), [("Sales", true, None), ("Sales", true, None), ("", false, None)]);
    }

    #[test]
    fn what_refers_to_itself_or_to_nothing_ends() {
        let loops = json!({ "ROOT_ID": { "children": ["R", "gone"] }, "R": { "type": "ROW", "children": ["R"] } });
        assert!(resolved(loops, &[]).starts_with("row(row("));
        assert_eq!(resolve_layout("not JSON", &[], &[]).children, []);
    }
}
