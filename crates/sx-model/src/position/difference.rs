use super::Position;

/// A node that two versions of a layout do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub id: String,
    pub kind: DifferenceKind,
    /// What people call the node.
    pub label: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    Added,
    Removed,
    Moved,
    Changed,
}

impl Position {
    /// What was done to `self` so that it became `other`, in the order of `other`. The row around a thing that moved is not told.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let gone = self.walk().into_iter().filter(|id| !other.contains(id));
        let gone = gone.map(|id| (id, DifferenceKind::Removed, self));
        let kept = other.walk().into_iter().filter_map(|id| Some((id, self.difference(other, id)?, other)));
        kept.chain(gone).map(|(id, kind, side)| Difference { id: id.to_owned(), kind, label: side.label(id) }).collect()
    }

    fn difference(&self, other: &Self, id: &str) -> Option<DifferenceKind> {
        if !self.contains(id) {
            return Some(DifferenceKind::Added);
        }
        if self.parent(id) != other.parent(id) || self.is_after_others(other, id) {
            return Some(DifferenceKind::Moved);
        }
        (self.meta(id) != other.meta(id)).then_some(DifferenceKind::Changed)
    }

    /// Whether a sibling that both know stood before it in one and stands after it in the other.
    fn is_after_others(&self, other: &Self, id: &str) -> bool {
        let before = |side: &Self| -> Vec<String> {
            let Some(parent) = side.parent(id) else { return Vec::new() };
            side.children(parent).take_while(|child| *child != id).map(str::to_owned).collect()
        };
        let (here, there) = (before(self), before(other));
        let is_shared =
            |child: &&String| self.parent(child) == self.parent(id) && other.parent(child) == other.parent(id);
        here.iter().filter(is_shared).ne(there.iter().filter(is_shared))
    }
}
