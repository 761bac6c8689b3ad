use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value};

use super::{ROOT_ID, children_of, kind_of};

/// Where each node of the tree sits, found once for each version of a layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    seats: BTreeMap<Arc<str>, Seat>,
}

#[derive(Clone, Debug, PartialEq)]
struct Seat {
    /// `None` for the root only.
    parent: Option<Arc<str>>,
    depth: u32,
}

impl Tree {
    /// Of nodes that were repaired: there are no cycles.
    pub fn of(nodes: &Map<String, Value>) -> Self {
        let mut seats = BTreeMap::new();
        let mut open = vec![(Arc::<str>::from(ROOT_ID), None, 0)];
        while let Some((id, parent, depth)) = open.pop() {
            let kind = kind_of(nodes, &id);
            for child in children_of(nodes, &id) {
                open.push((child.into(), Some(Arc::clone(&id)), kind.child_depth(depth, kind_of(nodes, child))));
            }
            seats.insert(id, Seat { parent, depth });
        }
        Self { seats }
    }

    pub fn contains(&self, id: &str) -> bool {
        self.seats.contains_key(id)
    }

    pub fn parent(&self, id: &str) -> Option<&str> {
        self.seats.get(id)?.parent.as_deref()
    }

    pub fn depth(&self, id: &str) -> Option<u32> {
        Some(self.seats.get(id)?.depth)
    }
}
