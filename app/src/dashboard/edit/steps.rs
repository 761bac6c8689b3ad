//! What is done to the layout: every step of the editor goes through here.

use leptos::prelude::*;
use sx_model::position::{Dragged, Edit, GRID_ID, History, Kind, NewNode, Position, Refusal, Spot};

use super::{
    editor::{Editor, KnownChart, toast},
    focus,
};
use crate::ui::{DropPoint, Tone};

impl Editor {
    /// Takes a step and answers the node that it is about; says why where it is refused.
    pub fn apply(self, edit: Edit) -> Option<String> {
        self.apply_in(edit, None)
    }

    /// Steps in a row of one group are undone together, until `end_group`.
    pub fn apply_in(self, edit: Edit, group: Option<&str>) -> Option<String> {
        let mut answer = Err(Refusal::Gone);
        self.history.maybe_update(|history| {
            answer = history.apply(&edit, group, &mut new_id);
            answer.is_ok()
        });
        match answer {
            Ok(id) => Some(id),
            Err(refusal) => {
                self.say(Tone::Warn, refusal.to_string());
                None
            }
        }
    }

    pub fn end_group(self) {
        self.history.update_untracked(History::end_group);
    }

    pub fn undo(self) {
        let mut is_cut = false;
        self.history.maybe_update(|history| {
            let is_undone = history.undo();
            is_cut = !is_undone && history.is_cut();
            is_undone
        });
        if is_cut {
            self.say(Tone::Neutral, "Only the last 50 steps can be undone.".to_owned());
        }
    }

    pub fn redo(self) {
        self.history.maybe_update(History::redo);
    }

    /// Another version, as one step.
    pub fn replace(self, position: Position) {
        self.history.update(|history| history.replace(position));
    }

    /// Removes a node with all in it; undo is one click away.
    pub fn remove(self, id: &str) {
        let name = self.with_untracked(|position| position.label(id));
        if let Some(left) = self.apply(Edit::Remove { id: id.to_owned() }) {
            self.selected.set(None);
            focus::node(left);
            let undo = Callback::new(move |()| self.undo());
            self.toasts().show(toast(Tone::Neutral, format!("Removed {name}.")).with_action("Undo", undo));
        }
    }

    /// Wider, narrower, higher, lower, within what the place allows.
    pub fn resize_by(self, id: &str, columns: i32, units: i32) {
        let (width, height) = self.with_untracked(|position| (position.width(id), position.height(id)));
        let width = (columns != 0).then(|| width.saturating_add_signed(columns));
        let height = (units != 0).then(|| height.saturating_add_signed(units));
        self.apply_in(Edit::Resize { id: id.to_owned(), width, height }, Some(&format!("resize {id}")));
    }

    pub fn may_drop(self, dragged: &Dragged, parent: &str) -> bool {
        let at = Spot { parent: parent.to_owned(), index: usize::MAX };
        self.with_untracked(|position| position.landing(dragged, &at).is_ok())
    }

    pub fn drop(self, parent: &str, dragged: Dragged, point: DropPoint) {
        let index = self.with_untracked(|position| gap(position, parent, &dragged, point.index));
        self.place(dragged, Spot { parent: parent.to_owned(), index });
    }

    /// At the end of what is open: the last tab opened at the top, or the grid.
    pub fn add(self, node: NewNode) {
        let at = |parent: String| Spot { parent, index: usize::MAX };
        let parent = self.with_untracked(|position| match position.top_tabs() {
            Some(tabs) if node.kind() == Kind::Tab => tabs.to_owned(),
            Some(tabs) => self.open_tab_untracked(tabs),
            None => GRID_ID.to_owned(),
        });
        self.place(Dragged::New(node), at(parent));
    }

    pub fn place(self, dragged: Dragged, at: Spot) {
        let edit = match dragged {
            Dragged::New(node) => {
                if let NewNode::Chart(chart) = &node {
                    self.remember([KnownChart { chart: chart.clone(), description: None }]);
                }
                Edit::Insert { node, at }
            }
            Dragged::Existing(id) => Edit::Move { id, at },
        };
        if let Some(id) = self.apply(edit) {
            self.open_way_to(&id);
            self.selected.set(Some(id.clone()));
            focus::node(id);
        }
    }
}

/// A drop counts the children without what is dragged; the layout counts them as they stand.
fn gap(position: &Position, parent: &str, dragged: &Dragged, index: usize) -> usize {
    let Dragged::Existing(id) = dragged else { return index };
    let own = position.children(parent).position(|child| child == id);
    own.filter(|own| index >= *own).map_or(index, |_| index + 1)
}

/// What stands behind `CHART-` in a new id: ten characters, as in the reference.
#[cfg(feature = "hydrate")]
fn new_id() -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..10).map(|_| char::from(LETTERS[(js_sys::Math::random() * 64.0) as usize & 63])).collect()
}

/// The server edits nothing.
#[cfg(not(feature = "hydrate"))]
fn new_id() -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_among_its_own_siblings_counts_itself() {
        let layout = r#"{"ROOT_ID":{"type":"ROOT","children":["GRID_ID"]},"GRID_ID":{"type":"GRID","children":["A","B","C"]},
            "A":{"type":"ROW"},"B":{"type":"ROW"},"C":{"type":"ROW"}}"#;
        let position = Position::parse(layout).unwrap();
        let gaps = |id: &str| [0, 1, 2].map(|index| gap(&position, "GRID_ID", &Dragged::Existing(id.into()), index));
        assert_eq!(gaps("A"), [1, 2, 3]);
        assert_eq!(gaps("B"), [0, 2, 3]);
        assert_eq!(gaps("elsewhere"), [0, 1, 2]);
    }
}
