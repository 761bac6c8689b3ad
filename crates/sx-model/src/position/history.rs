use super::{Applied, Edit, Position, Refusal};

/// Steps that can be undone, as in the reference.
pub const LONGEST_HISTORY: usize = 50;

/// The versions of a layout while it is edited. Undo brings back the very version, not one like it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    past: Vec<Position>,
    present: Position,
    future: Vec<Position>,
    group: Option<String>,
    /// Steps were forgotten, so undo does not reach the start.
    is_cut: bool,
}

impl History {
    pub fn new(start: Position) -> Self {
        Self { past: Vec::new(), present: start, future: Vec::new(), group: None, is_cut: false }
    }

    pub fn present(&self) -> &Position {
        &self.present
    }

    /// Takes a step. Steps in a row of the same group are one: a resize under way, a text while it is typed. The id is that of
    /// the node that was made or changed.
    pub fn apply(
        &mut self,
        edit: &Edit,
        group: Option<&str>,
        new_id: &mut dyn FnMut() -> String,
    ) -> Result<String, Refusal> {
        let Applied { position, id } = self.present.apply(edit, new_id)?;
        self.step_to(position, group);
        Ok(id)
    }

    /// Another version takes the place of this one, as one step: a draft, or what was saved last.
    pub fn replace(&mut self, position: Position) {
        self.step_to(position, None);
    }

    fn step_to(&mut self, position: Position, group: Option<&str>) {
        if position == self.present {
            return;
        }
        let before = std::mem::replace(&mut self.present, position);
        if group.is_none() || self.group.as_deref() != group {
            self.past.push(before);
        }
        self.future.clear();
        self.group = group.map(str::to_owned);
        if self.past.len() > LONGEST_HISTORY {
            self.past.remove(0);
            self.is_cut = true;
        }
    }

    /// What comes next is a step of its own.
    pub fn end_group(&mut self) {
        self.group = None;
    }

    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.present, before));
        self.group = None;
        true
    }

    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.present, after));
        self.group = None;
        true
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Whether steps were forgotten because there were more than `LONGEST_HISTORY`.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }
}
