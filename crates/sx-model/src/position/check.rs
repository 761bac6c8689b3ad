use super::{GRID_ID, Kind, Position, ROOT_ID};

impl Position {
    /// The rules that the layout breaks, as sentences; a layout that only edits touched breaks none. One from elsewhere may: it
    /// is shown all the same, and edits make nothing worse.
    pub fn check(&self) -> Vec<String> {
        let mut broken = Vec::new();
        let tops: Vec<_> = self.children(ROOT_ID).collect();
        if tops.len() != 1 || (tops[0] != GRID_ID && self.kind(tops[0]) != Some(Kind::Tabs)) {
            broken.push(format!("the root holds {tops:?}"));
        }
        for id in self.subtree(ROOT_ID) {
            self.check_children(id, &mut broken);
            self.check_widths(id, &mut broken);
        }
        broken
    }

    fn check_children(&self, id: &str, broken: &mut Vec<String>) {
        let (Some(kind), Some(depth)) = (self.kind(id), self.depth(id)) else {
            return broken.push(format!("{id} is not in the tree"));
        };
        for child in self.children(id) {
            match self.kind(child) {
                None => broken.push(format!("{id} holds {child}, which is not there")),
                Some(child_kind) if !kind.may_hold(child_kind, depth) => {
                    broken.push(format!("{id} at depth {depth} may not hold {child}"));
                }
                Some(_) if self.parent(child) != Some(id) => broken.push(format!("{child} stands in two places")),
                Some(_) => {}
            }
        }
        if kind == Kind::Tabs && self.children(id).next().is_none() {
            broken.push(format!("{id} has no tab"));
        }
    }

    fn check_widths(&self, id: &str, broken: &mut Vec<String>) {
        let (taken, inner) = (self.inside(id), self.inner_width(id));
        if taken > inner {
            broken.push(format!("{id} holds {taken} columns in {inner}"));
        }
    }

    /// The columns that the children of a node take.
    fn inside(&self, id: &str) -> u32 {
        match self.kind(id) {
            Some(Kind::Row) => self.need(id),
            _ => self.children(id).map(|child| self.need(child)).max().unwrap_or_default(),
        }
    }
}
