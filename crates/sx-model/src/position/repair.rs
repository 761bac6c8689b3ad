//! What people and other programs may have written into `position_json`, made safe to walk through. Nothing that a screen could
//! show is lost but the second place of a node that stands in two.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{GRID_ID, Kind, ROOT_ID, children_of, kind_of};

/// Nobody nests this deep; a chain of thousands would only cost time.
const DEEPEST: usize = 32;

/// Mends in place, and says what.
pub fn repair(nodes: &mut Map<String, Value>) -> Vec<String> {
    let mut repairs = Vec::new();
    ends(nodes, ROOT_ID, Kind::Root, &mut repairs);
    if nodes.contains_key(GRID_ID) {
        ends(nodes, GRID_ID, Kind::Grid, &mut repairs);
    }
    one_child_of_the_root(nodes, &mut repairs);
    let mut walk = Walk { nodes, seen: HashSet::from([ROOT_ID.to_owned()]), repairs };
    walk.node(ROOT_ID, 0);
    walk.repairs
}

/// The root and the grid are of their types, whatever stood there.
fn ends(nodes: &mut Map<String, Value>, id: &str, kind: Kind, repairs: &mut Vec<String>) {
    if kind_of(nodes, id) == kind {
        return;
    }
    let children: Vec<_> = children_of(nodes, id).map(str::to_owned).collect();
    nodes.insert(id.to_owned(), json!({ "type": kind.as_str(), "id": id, "children": children }));
    repairs.push(format!("{id} was missing or of another type."));
}

/// The root holds the grid or tabs, and nothing else: what else it held moves into the grid. Before the walk, which then finds
/// what stands in two places because of it.
fn one_child_of_the_root(nodes: &mut Map<String, Value>, repairs: &mut Vec<String>) {
    let all: Vec<String> = children_of(nodes, ROOT_ID).map(str::to_owned).collect();
    let is_top = |id: &str| id == GRID_ID || kind_of(nodes, id) == Kind::Tabs;
    if let [only] = all.as_slice()
        && is_node(nodes, only)
        && is_top(only)
    {
        return;
    }
    let others: Vec<String> = all.into_iter().filter(|id| id != GRID_ID && is_node(nodes, id)).collect();
    let is_grid_empty = children_of(nodes, GRID_ID).next().is_none();
    let top = match others.as_slice() {
        [only] if is_grid_empty && is_top(only) => only.clone(),
        _ => GRID_ID.to_owned(),
    };
    if top == GRID_ID {
        let inside: Vec<String> = children_of(nodes, GRID_ID).map(str::to_owned).chain(others).collect();
        if !nodes.contains_key(GRID_ID) {
            nodes.insert(GRID_ID.to_owned(), json!({ "type": "GRID", "id": GRID_ID }));
        }
        nodes[GRID_ID]["children"] = json!(inside);
    }
    nodes[ROOT_ID]["children"] = json!([top]);
    repairs.push("The root held other things than the grid or tabs.".to_owned());
}

fn is_node(nodes: &Map<String, Value>, id: &str) -> bool {
    nodes.get(id).is_some_and(|node| node["type"].is_string())
}

struct Walk<'a> {
    nodes: &'a mut Map<String, Value>,
    seen: HashSet<String>,
    repairs: Vec<String>,
}

impl Walk<'_> {
    fn node(&mut self, id: &str, depth: usize) {
        self.shape(id);
        let Some(children) = self.nodes[id]["children"].as_array() else { return };
        let before = children.len();
        let children: Vec<String> = children.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let mut kept = Vec::with_capacity(before);
        for child in children {
            if depth < DEEPEST && is_node(self.nodes, &child) && self.seen.insert(child.clone()) {
                self.node(&child, depth + 1);
                kept.push(child);
            }
        }
        if kept.len() != before {
            self.repairs.push(format!("{id} referred to {} elements that it cannot hold.", before - kept.len()));
            self.nodes[id]["children"] = json!(kept);
        }
    }

    /// Its key is its id; `children` is a list, `meta` an object, or absent.
    fn shape(&mut self, id: &str) {
        let node = &mut self.nodes[id];
        if node["id"] != id {
            node["id"] = json!(id);
            self.repairs.push(format!("{id} called itself something else."));
        }
        for (key, is_right, right) in [
            ("children", node.get("children").is_none_or(Value::is_array), json!([])),
            ("meta", node.get("meta").is_none_or(Value::is_object), json!({})),
        ] {
            if !is_right {
                node[key] = right;
                self.repairs.push(format!("{id} had {key} of a wrong type."));
            }
        }
    }
}
