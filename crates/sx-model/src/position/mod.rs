//! `position_json` as a value that can be edited: the layout of a dashboard in the reference's form, version 2.
//!
//! The JSON is kept as it came, with its unknown keys, unknown node types and the order of its keys; an edit touches only what it
//! changes, and `parents`, which the reference writes again after each change. `crate::Layout` is the other reading of the same
//! text: a resolved tree that a screen shows.

mod apply;
mod check;
mod difference;
mod draft;
mod edit;
mod history;
mod kind;
mod landing;
mod meta;
mod repair;
mod room;
mod tree;

use serde_json::{Map, Value, json};

pub use apply::Applied;
pub use difference::{Difference, DifferenceKind};
pub use edit::{Dragged, Edit, NewChart, NewNode, Refusal, Spot};
pub use history::{History, LONGEST_HISTORY};
pub use kind::Kind;
pub use landing::Landing;
pub use room::{HIGHEST_UNITS, LOWEST_UNITS};

use tree::Tree;

pub const ROOT_ID: &str = "ROOT_ID";
pub const GRID_ID: &str = "GRID_ID";
/// Holds the title of the dashboard; it stands beside the tree, not in it.
pub const HEADER_ID: &str = "HEADER_ID";
const VERSION_KEY: &str = "DASHBOARD_VERSION_KEY";

/// Characters of `position_json` beyond which the reference saves no layout.
pub const SIZE_LIMIT: usize = 65_535;
/// From here on people are warned.
pub const SIZE_WARNING: usize = SIZE_LIMIT / 10 * 9;

/// A layout whose tree is sound: from the root every node is reached once, and each of them is an object with a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    nodes: Map<String, Value>,
    tree: Tree,
}

/// The text is no layout at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The layout is not a JSON object.")]
pub struct Unreadable;

impl Position {
    /// Reads any JSON object. What would break a walk through it (cycles, references to nothing, a node in two places, wrong
    /// types) is mended: see `repairs`. `{}` and an empty text are an empty dashboard.
    pub fn parse(position_json: &str) -> Result<Self, Unreadable> {
        Ok(Self::parse_with_repairs(position_json)?.0)
    }

    /// And the sentences that say what was mended.
    pub fn parse_with_repairs(position_json: &str) -> Result<(Self, Vec<String>), Unreadable> {
        if position_json.trim().is_empty() {
            return Ok((Self::empty(), Vec::new()));
        }
        let mut nodes: Map<String, Value> = serde_json::from_str(position_json).map_err(|_| Unreadable)?;
        if nodes.is_empty() {
            return Ok((Self::empty(), Vec::new()));
        }
        let repairs = repair::repair(&mut nodes);
        Ok((Self::of(nodes), repairs))
    }

    /// A dashboard with nothing on it.
    pub fn empty() -> Self {
        let nodes = [
            (VERSION_KEY, json!("v2")),
            (ROOT_ID, json!({ "type": "ROOT", "id": ROOT_ID, "children": [GRID_ID] })),
            (GRID_ID, json!({ "type": "GRID", "id": GRID_ID, "children": [], "parents": [ROOT_ID] })),
        ];
        Self::of(nodes.into_iter().map(|(id, node)| (id.to_owned(), node)).collect())
    }

    fn of(nodes: Map<String, Value>) -> Self {
        let tree = Tree::of(&nodes);
        Self { nodes, tree }
    }

    /// The text to save. What was neither mended nor edited comes out with the keys and values, in the order, that went in.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.nodes).unwrap_or_default()
    }

    /// In characters, as the reference counts.
    pub fn size(&self) -> usize {
        self.to_json().chars().count()
    }

    /// Whether the tree has this node; one that no other refers to is kept, and is not there.
    pub fn contains(&self, id: &str) -> bool {
        self.tree.contains(id)
    }

    pub fn kind(&self, id: &str) -> Option<Kind> {
        self.contains(id).then(|| kind_of(&self.nodes, id))
    }

    /// The text of its `type`, for those that we do not know.
    pub fn type_name(&self, id: &str) -> &str {
        self.nodes.get(id).and_then(|node| node["type"].as_str()).unwrap_or_default()
    }

    /// In their order. Empty for what holds nothing.
    pub fn children(&self, id: &str) -> impl DoubleEndedIterator<Item = &str> + Clone + use<'_> {
        children_of(&self.nodes, id)
    }

    pub fn parent(&self, id: &str) -> Option<&str> {
        self.tree.parent(id)
    }

    /// Nesting as the reference counts it: tabs below the top do not add to it.
    pub fn depth(&self, id: &str) -> Option<u32> {
        self.tree.depth(id)
    }

    /// From the root down to the node's parent.
    pub fn path(&self, id: &str) -> Vec<&str> {
        let mut path: Vec<_> = std::iter::successors(self.parent(id), |id| self.parent(id)).collect();
        path.reverse();
        path
    }

    /// Whether `id` is `ancestor` or lies in it.
    pub fn is_within(&self, id: &str, ancestor: &str) -> bool {
        std::iter::successors(Some(id), |id| self.parent(id)).any(|id| id == ancestor)
    }

    /// The tabs at the top, where the dashboard has them.
    pub fn top_tabs(&self) -> Option<&str> {
        self.children(ROOT_ID).find(|id| self.kind(id) == Some(Kind::Tabs))
    }

    /// Every node of the tree below the root, parents before children, in reading order.
    pub fn walk(&self) -> Vec<&str> {
        self.subtree(ROOT_ID).into_iter().skip(1).collect()
    }

    /// The node itself and all below it.
    pub fn subtree<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            found.push(id);
            open.extend(self.children(id).rev());
        }
        found
    }
}

fn kind_of(nodes: &Map<String, Value>, id: &str) -> Kind {
    Kind::of(nodes.get(id).and_then(|node| node["type"].as_str()).unwrap_or_default())
}

fn children_of<'a>(
    nodes: &'a Map<String, Value>,
    id: &str,
) -> impl DoubleEndedIterator<Item = &'a str> + Clone + use<'a> {
    let children = nodes.get(id).and_then(|node| node["children"].as_array());
    children.into_iter().flatten().filter_map(Value::as_str)
}
