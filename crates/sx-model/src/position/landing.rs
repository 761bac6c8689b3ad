//! Where something may be dropped, and what becomes of it there. Nothing is copied: a drag asks for every gap at once.

use super::{Dragged, Kind, NewNode, Position, Refusal, Spot};

/// What a drop at a spot would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Landing {
    /// The width that it takes there, where it has one.
    pub width: Option<u32>,
    /// It gets a row of its own.
    pub in_row: bool,
    /// The containers that it leaves empty, and that go.
    pub emptied: Vec<String>,
    /// It stands there already.
    pub is_there: bool,
}

impl Position {
    pub fn landing(&self, dragged: &Dragged, at: &Spot) -> Result<Landing, Refusal> {
        let parent = self.kind(&at.parent).ok_or(Refusal::Gone)?;
        let child = self.dragged_kind(dragged)?;
        if let Dragged::Existing(id) = dragged {
            self.may_leave(id, at)?;
        }
        let emptied = self.emptied(dragged, &at.parent);
        if parent == Kind::Root {
            return self.landing_on_top(child, emptied);
        }
        let in_row = parent.wraps(child);
        if !self.is_child(dragged, &at.parent) {
            self.check_depth(dragged, parent, self.depth(&at.parent).unwrap_or_default(), in_row)?;
        }
        let width = self.landing_width(dragged, child, at, &emptied)?;
        Ok(Landing { width, in_row, emptied, is_there: self.is_there(dragged, at) })
    }

    fn dragged_kind(&self, dragged: &Dragged) -> Result<Kind, Refusal> {
        match dragged {
            Dragged::New(node) => Ok(node.kind()),
            Dragged::Existing(id) => self.kind(id).ok_or(Refusal::Gone),
        }
    }

    fn may_leave(&self, id: &str, at: &Spot) -> Result<(), Refusal> {
        let kind = self.kind(id).ok_or(Refusal::Gone)?;
        let top = self.top_tabs();
        if kind.is_fixed() || top == Some(id) {
            return Err(Refusal::Fixed);
        }
        if self.is_within(&at.parent, id) {
            return Err(Refusal::IntoItself);
        }
        // A tab of the top in tabs below would nest them once more.
        let parent = self.parent(id);
        if kind == Kind::Tab && parent == top && parent != Some(at.parent.as_str()) {
            return Err(Refusal::TopTab);
        }
        Ok(())
    }

    /// Tabs on the top take in all that the dashboard holds.
    fn landing_on_top(&self, child: Kind, emptied: Vec<String>) -> Result<Landing, Refusal> {
        if child != Kind::Tabs {
            return Err(Refusal::WrongParent { parent: Kind::Root, child });
        }
        if self.top_tabs().is_some() {
            return Err(Refusal::TabsOnTop);
        }
        Ok(Landing { emptied, ..Landing::default() })
    }

    fn is_child(&self, dragged: &Dragged, parent: &str) -> bool {
        matches!(dragged, Dragged::Existing(id) if self.parent(id) == Some(parent))
    }

    fn check_depth(&self, dragged: &Dragged, parent: Kind, depth: u32, in_row: bool) -> Result<(), Refusal> {
        let child = self.dragged_kind(dragged)?;
        if in_row {
            hold(parent, Kind::Row, depth)?;
            return self.check_depth(dragged, Kind::Row, parent.child_depth(depth, Kind::Row), false);
        }
        hold(parent, child, depth)?;
        let own = parent.child_depth(depth, child);
        match dragged {
            Dragged::New(NewNode::Tabs) => hold(Kind::Tabs, Kind::Tab, own),
            Dragged::New(_) => Ok(()),
            Dragged::Existing(id) => self.check_depth_inside(id, child, own),
        }
    }

    fn check_depth_inside(&self, id: &str, kind: Kind, depth: u32) -> Result<(), Refusal> {
        for child in self.children(id) {
            let child_kind = self.kind(child).unwrap_or(Kind::Unknown);
            hold(kind, child_kind, depth)?;
            self.check_depth_inside(child, child_kind, kind.child_depth(depth, child_kind))?;
        }
        Ok(())
    }

    /// Rows, columns and tabs that would be empty, from the inside out. The new parent is not: it is about to be filled.
    fn emptied(&self, dragged: &Dragged, new_parent: &str) -> Vec<String> {
        match dragged {
            Dragged::New(_) => Vec::new(),
            Dragged::Existing(id) => self.emptied_without(id, Some(new_parent)),
        }
    }

    pub(super) fn emptied_without(&self, id: &str, new_parent: Option<&str>) -> Vec<String> {
        let mut emptied: Vec<String> = Vec::new();
        for container in self.path(id).into_iter().rev() {
            let goes = self.kind(container).is_some_and(Kind::goes_when_empty);
            if !goes || Some(container) == new_parent || self.children(container).count() != 1 {
                break;
            }
            emptied.push(container.to_owned());
        }
        emptied
    }

    fn landing_width(
        &self,
        dragged: &Dragged,
        child: Kind,
        at: &Spot,
        emptied: &[String],
    ) -> Result<Option<u32>, Refusal> {
        let (now, narrowest) = match dragged {
            Dragged::New(NewNode::Column) => (3, 1),
            Dragged::New(_) => (if child.has_width() { 4 } else { 0 }, 1),
            Dragged::Existing(id) if self.is_child(dragged, &at.parent) => {
                return Ok(child.has_width().then(|| self.width(id)));
            }
            Dragged::Existing(id) => {
                (self.need(id), if child.has_width() { self.narrowest(id) } else { self.need(id) })
            }
        };
        let mut without: Vec<&str> = emptied.iter().map(String::as_str).collect();
        if let Dragged::Existing(id) = dragged {
            without.push(id);
        }
        let free = self.free(&at.parent, &without);
        let is_flat = matches!(child, Kind::Header | Kind::Divider) || now == 0;
        if !is_flat && free < narrowest {
            return Err(Refusal::NoRoom);
        }
        Ok(child.has_width().then(|| now.min(free)))
    }

    fn is_there(&self, dragged: &Dragged, at: &Spot) -> bool {
        let Dragged::Existing(id) = dragged else { return false };
        let Some(parent) = self.parent(id) else { return false };
        // Alone in a row, it has a row of its own already.
        let is_alone = self.kind(parent) == Some(Kind::Row) && self.children(parent).count() == 1;
        let is_same = |id: &str, parent: &str| {
            let own = self.children(parent).position(|child| child == id).unwrap_or_default();
            parent == at.parent && (at.index == own || at.index == own + 1)
        };
        is_same(id, parent)
            || self.parent(parent).is_some_and(|above| {
                let wraps = self.kind(above).zip(self.kind(id)).is_some_and(|(above, kind)| above.wraps(kind));
                is_alone && wraps && is_same(parent, above)
            })
    }
}

fn hold(parent: Kind, child: Kind, depth: u32) -> Result<(), Refusal> {
    if parent.may_hold(child, depth) {
        Ok(())
    } else if parent.may_hold(child, 0) {
        Err(Refusal::TooDeep)
    } else {
        Err(Refusal::WrongParent { parent, child })
    }
}
