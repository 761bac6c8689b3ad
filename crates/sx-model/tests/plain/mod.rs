//! The layout as a nested tree, and each edit done to it the obvious way: copy, take out, put in, and look whether the whole is
//! legal afterwards.

use std::fmt;

use proptest::prelude::*;
use sx_model::{
    ChartId,
    position::{Edit, Kind, NewChart, NewNode, Position, ROOT_ID, Spot},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    id: String,
    kind: Kind,
    width: Option<u32>,
    children: Vec<Plain>,
}

impl Plain {
    pub fn of(position: &Position) -> Self {
        Self::node(position, ROOT_ID)
    }

    fn node(position: &Position, id: &str) -> Self {
        let kind = position.kind(id).unwrap();
        Self {
            id: id.to_owned(),
            kind,
            width: has_width(kind).then(|| position.width(id)),
            children: position.children(id).map(|child| Self::node(position, child)).collect(),
        }
    }

    /// `None` where the step is to be refused. New ids count on from `used`.
    pub fn after(&self, edit: &Edit, used: usize) -> Option<Self> {
        let mut tree = self.clone();
        match edit {
            Edit::Insert { node, at } => {
                let (new, used) = made(node, used);
                tree.drop_in(new, at, at.index, used)?;
            }
            Edit::Move { id, at } => {
                if tree.stays(id, at) {
                    return self.allows_move(id, at).then_some(tree);
                }
                if !self.allows_move(id, at) {
                    return None;
                }
                // The gap is found again by who stands behind it.
                let behind: Vec<String> =
                    tree.find(&at.parent)?.children.iter().skip(at.index).map(|c| c.id.clone()).collect();
                let moved = tree.take(id)?;
                tree.drop_empty(Some(&at.parent), id, self);
                let parent = tree.find(&at.parent)?;
                let is_behind = |child: &Plain| child.id != *id && behind.contains(&child.id);
                let index = parent.children.iter().position(is_behind).unwrap_or(parent.children.len());
                tree.drop_in(moved, at, index, used)?;
            }
            Edit::Resize { id, width, .. } => {
                let node = tree.find_mut(id)?;
                if let Some(width) = width {
                    node.width.as_mut().map(|now| *now = *width)?;
                }
            }
            Edit::Remove { id } => tree = tree.without(id)?,
            other => panic!("{other:?} is not of the plain model"),
        }
        tree.is_legal().then_some(tree)
    }

    fn allows_move(&self, id: &str, at: &Spot) -> bool {
        let Some(node) = self.find(id) else { return false };
        let top = &self.children[0];
        let is_fixed = matches!(node.kind, Kind::Root | Kind::Grid) || (node.kind == Kind::Tabs && top.id == id);
        let is_own_inside = node.find(&at.parent).is_some();
        let leaves_top = node.kind == Kind::Tab && top.children.iter().any(|tab| tab.id == id) && at.parent != top.id;
        self.find(&at.parent).is_some() && !is_fixed && !is_own_inside && !leaves_top
    }

    /// The gap is beside the thing itself, or beside its row where it is alone in one.
    fn stays(&self, id: &str, at: &Spot) -> bool {
        let beside = |id: &str| {
            self.parent_of(id).is_some_and(|parent| {
                let own = parent.children.iter().position(|child| child.id == id).unwrap();
                parent.id == at.parent && (own..=own + 1).contains(&at.index)
            })
        };
        let alone = self.parent_of(id).filter(|row| row.kind == Kind::Row && row.children.len() == 1);
        let in_row = alone
            .filter(|row| self.parent_of(&row.id).is_some_and(|above| matches!(above.kind, Kind::Grid | Kind::Tab)));
        beside(id) || in_row.is_some_and(|row| beside(&row.id))
    }

    fn drop_in(&mut self, mut node: Plain, at: &Spot, index: usize, used: usize) -> Option<()> {
        if at.parent == ROOT_ID {
            if node.kind != Kind::Tabs || self.children[0].kind == Kind::Tabs {
                return None;
            }
            let all = std::mem::take(&mut self.children[0].children);
            node.children.first_mut()?.children.extend(all);
            self.children = vec![node];
            return Some(());
        }
        let inner = self.inner_width(&at.parent)?;
        let parent = self.find_mut(&at.parent)?;
        if let Some(width) = &mut node.width {
            let taken: u32 = parent.children.iter().filter_map(|child| child.width).sum();
            let free = if parent.kind == Kind::Row { inner.saturating_sub(taken) } else { inner };
            *width = (*width).min(free);
            if *width < widest(&node.children).max(1) {
                return None;
            }
        }
        if has_width(node.kind) && matches!(parent.kind, Kind::Grid | Kind::Tab) {
            let id = format!("ROW-new{}", used + 1);
            node = Plain { id, kind: Kind::Row, width: None, children: vec![node] };
        }
        parent.children.insert(index.min(parent.children.len()), node);
        Some(())
    }

    /// Rows, columns and tabs that held only `id` before.
    fn drop_empty(&mut self, keep: Option<&str>, id: &str, before: &Plain) {
        let mut id = id.to_owned();
        while let Some(parent) = before.parent_of(&id) {
            let goes = matches!(parent.kind, Kind::Row | Kind::Column | Kind::Tabs);
            if !goes || parent.children.len() > 1 || Some(parent.id.as_str()) == keep {
                return;
            }
            self.take(&parent.id);
            id.clone_from(&parent.id);
        }
    }

    fn without(&self, id: &str) -> Option<Self> {
        let mut tree = self.clone();
        let node = self.find(id)?;
        let parent = self.parent_of(id)?;
        let top = &self.children[0];
        let lifts = match node.kind {
            Kind::Grid | Kind::Root => return None,
            Kind::Tabs if top.id == id => node,
            Kind::Tab if parent.children.len() == 1 => parent,
            _ => {
                tree.take(id);
                tree.drop_empty(None, id, self);
                return Some(tree);
            }
        };
        let lifted: Vec<_> = lifts.children.iter().flat_map(|tab| tab.children.clone()).collect();
        if lifts.id == top.id {
            let grid = Plain { id: "GRID_ID".into(), kind: Kind::Grid, width: None, children: lifted };
            tree.children = vec![grid];
            return Some(tree);
        }
        if lifted.is_empty() {
            tree.take(&lifts.id);
            tree.drop_empty(None, &lifts.id, self);
            return Some(tree);
        }
        let above = tree.find_mut(&self.parent_of(&lifts.id)?.id)?;
        let index = above.children.iter().position(|child| child.id == lifts.id)?;
        above.children.splice(index..=index, lifted);
        Some(tree)
    }

    fn find(&self, id: &str) -> Option<&Plain> {
        if self.id == id { Some(self) } else { self.children.iter().find_map(|child| child.find(id)) }
    }

    fn find_mut(&mut self, id: &str) -> Option<&mut Plain> {
        if self.id == id { Some(self) } else { self.children.iter_mut().find_map(|child| child.find_mut(id)) }
    }

    fn parent_of(&self, id: &str) -> Option<&Plain> {
        let own = self.children.iter().any(|child| child.id == id);
        if own { Some(self) } else { self.children.iter().find_map(|child| child.parent_of(id)) }
    }

    fn take(&mut self, id: &str) -> Option<Plain> {
        if let Some(index) = self.children.iter().position(|child| child.id == id) {
            return Some(self.children.remove(index));
        }
        self.children.iter_mut().find_map(|child| child.take(id))
    }

    /// The columns inside: those of the column around, or twelve.
    fn inner_width(&self, id: &str) -> Option<u32> {
        fn walk(node: &Plain, id: &str, inner: u32) -> Option<u32> {
            let inner = if node.kind == Kind::Column { node.width? } else { inner };
            if node.id == id { Some(inner) } else { node.children.iter().find_map(|child| walk(child, id, inner)) }
        }
        walk(self, id, 12)
    }

    fn is_legal(&self) -> bool {
        self.children.len() == 1 && self.children.iter().all(|top| top.fits(12) && top.is_nested_well(self, &[]))
    }

    fn fits(&self, around: u32) -> bool {
        if self.width.is_some_and(|width| width == 0 || width > around) {
            return false;
        }
        let inner = if self.kind == Kind::Column { self.width.unwrap() } else { around };
        let sum: u32 = self.children.iter().filter_map(|child| child.width).sum();
        (self.kind != Kind::Row || sum <= inner) && self.children.iter().all(|child| child.fits(inner))
    }

    fn is_nested_well(&self, parent: &Plain, path: &[Kind]) -> bool {
        let path: Vec<Kind> = path.iter().copied().chain([self.kind]).collect();
        may_hold(parent.kind, self.kind, depth(&path[..path.len() - 1]))
            && self.children.iter().all(|child| child.is_nested_well(self, &path))
    }
}

/// Of the last of the way, whose first is the grid or the tabs at the top.
fn depth(path: &[Kind]) -> usize {
    let mut depth = 1;
    for (above, own) in path.iter().zip(path.iter().skip(1)) {
        let is_at_top = depth == 1;
        depth += match (above, own) {
            (Kind::Tabs, _) => 0,
            (Kind::Tab, Kind::Tabs) => 1,
            (Kind::Tab, _) => usize::from(is_at_top),
            _ => 1,
        };
    }
    depth
}

fn may_hold(parent: Kind, child: Kind, depth: usize) -> bool {
    use Kind::{Chart, Column, Divider, Grid, Header, Markdown, Root, Row, Tab, Tabs};
    match (parent, child) {
        (Root, Grid | Tabs) | (Grid, Row | Tabs | Header | Divider) => true,
        (Row, Chart | Markdown | Column) | (Tabs, Tab) | (Tab, Row) => depth < 5,
        (Column, Row | Tabs | Divider) | (Tab, Tabs) => depth < 4,
        (Column, Chart | Markdown | Header) | (Tab, Header | Divider) => depth < 6,
        _ => false,
    }
}

fn has_width(kind: Kind) -> bool {
    matches!(kind, Kind::Column | Kind::Chart | Kind::Markdown)
}

/// The columns that the widest takes.
fn widest(nodes: &[Plain]) -> u32 {
    let need = |node: &Plain| match (node.width, node.kind) {
        (Some(width), _) => width,
        (None, Kind::Row) => node.children.iter().filter_map(|child| child.width).sum(),
        (None, _) => widest(&node.children),
    };
    nodes.iter().map(need).max().unwrap_or_default()
}

/// And how many ids were used when it is made.
fn made(node: &NewNode, used: usize) -> (Plain, usize) {
    let kind = node.kind();
    let (children, used) = match node {
        NewNode::Tabs => {
            let (tab, used) = made(&NewNode::Tab, used);
            (vec![tab], used)
        }
        _ => (Vec::new(), used),
    };
    let width = has_width(kind).then_some(if kind == Kind::Column { 3 } else { 4 });
    (Plain { id: format!("{}-new{}", kind.as_str(), used + 1), kind, width, children }, used + 1)
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if let Some(width) = self.width {
            write!(f, ":{width}")?;
        }
        if matches!(self.kind, Kind::Root | Kind::Grid | Kind::Tabs | Kind::Tab | Kind::Row | Kind::Column) {
            let children: Vec<_> = self.children.iter().map(Self::to_string).collect();
            write!(f, "({})", children.join(" "))?;
        }
        Ok(())
    }
}

/// A random step, which becomes an edit of whatever stands there then.
#[derive(Clone, Debug)]
pub struct Step {
    what: u8,
    node: u16,
    parent: u16,
    number: u8,
}

pub fn step() -> impl Strategy<Value = Step> {
    (0..10u8, any::<u16>(), any::<u16>(), any::<u8>()).prop_map(|(what, node, parent, number)| Step {
        what,
        node,
        parent,
        number,
    })
}

impl Step {
    pub fn edit(&self, position: &Position) -> Edit {
        let all = position.subtree(ROOT_ID);
        let pick = |number: u16| all[usize::from(number) % all.len()].to_owned();
        let parent = pick(self.parent);
        let index = usize::from(self.number) % (position.children(&parent).count() + 2);
        let (id, at) = (pick(self.node), Spot { parent, index });
        match self.what {
            0..=3 => Edit::Insert { node: self.new_node(), at },
            4..=7 => Edit::Move { id, at },
            8 => Edit::Resize { id, width: Some(u32::from(self.number) % 13 + 1), height: None },
            _ => Edit::Remove { id },
        }
    }

    fn new_node(&self) -> NewNode {
        match self.node % 10 {
            0 => NewNode::Row,
            1 | 2 => NewNode::Column,
            3 => NewNode::Tabs,
            4 => NewNode::Tab,
            5 => NewNode::Header,
            6 => NewNode::Markdown,
            7 => NewNode::Divider,
            _ => NewNode::Chart(NewChart { id: ChartId(1), uuid: uuid::Uuid::from_u128(1), name: "Chart".into() }),
        }
    }
}
