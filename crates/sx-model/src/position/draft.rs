use serde_json::{Map, Value, json};

use super::{GRID_ID, Kind, NewNode, ROOT_ID, children_of};
use crate::{Background, HeaderSize};

/// The layout while it is changed.
pub struct Draft<'a> {
    pub nodes: Map<String, Value>,
    pub new_id: &'a mut dyn FnMut() -> String,
}

impl Draft<'_> {
    pub fn make(&mut self, node: &NewNode, width: Option<u32>) -> String {
        let kind = node.kind();
        let meta = match node {
            NewNode::Chart(chart) => json!({
                "chartId": chart.id, "height": 50, "sliceName": chart.name, "uuid": chart.uuid, "width": 4,
            }),
            NewNode::Row => json!({ "background": "BACKGROUND_TRANSPARENT" }),
            NewNode::Column => json!({ "background": "BACKGROUND_TRANSPARENT", "width": 3 }),
            NewNode::Tabs | NewNode::Divider => json!({}),
            NewNode::Tab => json!({ "defaultText": "Tab title", "placeholder": "Tab title", "text": "New tab" }),
            NewNode::Header => {
                let size = header_size(HeaderSize::Medium);
                json!({ "background": "BACKGROUND_TRANSPARENT", "headerSize": size, "text": "New header" })
            }
            NewNode::Markdown => json!({ "code": "", "height": 50, "width": 4 }),
        };
        let children = match node {
            NewNode::Tabs => vec![self.make(&NewNode::Tab, None)],
            _ => Vec::new(),
        };
        let id = self.free_id(kind);
        let made = json!({ "children": children, "id": id, "meta": meta, "parents": [], "type": kind.as_str() });
        self.nodes.insert(id.clone(), made);
        if let Some(width) = width {
            self.set_meta(&id, "width", json!(width));
        }
        id
    }

    fn free_id(&mut self, kind: Kind) -> String {
        let mut id = format!("{}-{}", kind.as_str(), (self.new_id)());
        while self.nodes.contains_key(&id) {
            id.push('_');
        }
        id
    }

    /// Tabs at the top that were emptied are gone: the grid takes their place.
    pub fn keep_top(&mut self) {
        if children_of(&self.nodes, ROOT_ID).next().is_some() {
            return;
        }
        if !self.nodes.contains_key(GRID_ID) {
            self.nodes.insert(GRID_ID.to_owned(), json!({ "type": "GRID", "id": GRID_ID, "children": [] }));
        }
        self.nodes[ROOT_ID]["children"] = json!([GRID_ID]);
    }

    pub fn place(&mut self, id: &str, parent: &str, index: usize, in_row: bool) {
        let mut id = id.to_owned();
        if in_row {
            let row = self.make(&NewNode::Row, None);
            self.nodes[&row]["children"] = json!([id]);
            id = row;
        }
        let mut children: Vec<String> = children_of(&self.nodes, parent).map(str::to_owned).collect();
        children.insert(index.min(children.len()), id);
        self.nodes[parent]["children"] = json!(children);
    }

    pub fn leave(&mut self, id: &str, parent: &str) {
        if !self.nodes.contains_key(parent) {
            return;
        }
        let children: Vec<String> =
            children_of(&self.nodes, parent).filter(|child| *child != id).map(str::to_owned).collect();
        self.nodes[parent]["children"] = json!(children);
    }

    /// The tabs become the root's child; their first tab takes in, after its own, what the grid holds.
    pub fn wrap_all(&mut self, tabs: &str) {
        let first = children_of(&self.nodes, tabs).next().map(str::to_owned);
        if let Some(first) = first {
            let inside = children_of(&self.nodes, &first).chain(children_of(&self.nodes, GRID_ID));
            let inside: Vec<String> = inside.filter(|id| *id != tabs).map(str::to_owned).collect();
            self.nodes[&first]["children"] = json!(inside);
        }
        if self.nodes.contains_key(GRID_ID) {
            self.nodes[GRID_ID]["children"] = json!([]);
        }
        self.nodes[ROOT_ID]["children"] = json!([tabs]);
    }

    pub fn set_meta(&mut self, id: &str, key: &str, value: Value) {
        let node = &mut self.nodes[id];
        if !node["meta"].is_object() {
            node["meta"] = json!({});
        }
        node["meta"][key] = value;
    }

    /// As the reference does after each change: the ids from the root down, on every node below the root.
    pub fn write_parents(&mut self) {
        let mut open = vec![(ROOT_ID.to_owned(), Vec::<String>::new())];
        while let Some((id, path)) = open.pop() {
            let children: Vec<String> = children_of(&self.nodes, &id).map(str::to_owned).collect();
            let path: Vec<String> = path.into_iter().chain([id]).collect();
            for child in children {
                self.nodes[&child]["parents"] = json!(path);
                open.push((child, path.clone()));
            }
        }
    }
}

pub fn header_size(size: HeaderSize) -> &'static str {
    match size {
        HeaderSize::Small => "SMALL_HEADER",
        HeaderSize::Medium => "MEDIUM_HEADER",
        HeaderSize::Large => "LARGE_HEADER",
    }
}

pub fn background(background: Background) -> &'static str {
    match background {
        Background::Transparent => "BACKGROUND_TRANSPARENT",
        Background::White => "BACKGROUND_WHITE",
    }
}
