//! `position_json` → the tree that a screen walks.

use std::collections::HashMap;

use serde_json::{Map, Value};
use sx_model::{Background, Chart, ChartTile, GRID_COLUMNS, HeaderSize, Layout, Node, NodeBody, Tab};
use uuid::Uuid;

use crate::markdown::render_markdown;

/// A layout that refers to itself stops here.
const DEEPEST: usize = 12;

/// The layout with its charts resolved: by UUID, which an import keeps, else by `chartId`. Charts of the dashboard that the
/// layout does not place come last, in rows of their own; nodes that we do not know are left out, their children stay.
pub fn resolve_layout(position_json: &str, charts: &[Chart]) -> Layout {
    let position: Map<String, Value> = serde_json::from_str(position_json).unwrap_or_default();
    let mut walk = Walk::new(&position, charts);
    let mut children = walk.children("ROOT_ID", 0);
    let unplaced = charts.iter().filter(|chart| !walk.placed.contains(&chart.id.0));
    children.extend(unplaced.collect::<Vec<_>>().chunks(3).enumerate().map(|(n, charts)| loose_row(n, charts)));
    Layout { children }
}

struct Walk<'a> {
    position: &'a Map<String, Value>,
    by_uuid: HashMap<Uuid, &'a Chart>,
    by_id: HashMap<i64, &'a Chart>,
    placed: Vec<i64>,
}

impl<'a> Walk<'a> {
    fn new(position: &'a Map<String, Value>, charts: &'a [Chart]) -> Self {
        Self {
            position,
            by_uuid: charts.iter().map(|chart| (chart.uuid, chart)).collect(),
            by_id: charts.iter().map(|chart| (chart.id.0, chart)).collect(),
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
        let own_name = ["sliceNameOverride", "sliceName"].iter().find_map(|key| meta[*key].as_str());
        ChartTile {
            chart_id: chart.map(|chart| chart.id),
            name: meta["sliceNameOverride"]
                .as_str()
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .or_else(|| chart.map(|chart| chart.fields.slice_name.clone()))
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
