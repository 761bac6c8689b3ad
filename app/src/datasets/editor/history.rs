//! Steps back and forth. Edits of one place in a row are one step, so that undoing a word is not undoing letters.

/// `place` tells which edits belong together: the same place twice in a row is one step.
#[derive(Clone, Debug)]
pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    place: Option<String>,
}

/// More steps than anybody takes back.
const MOST: usize = 200;

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), place: None }
    }
}

impl<T> History<T> {
    /// Call it with what was there before an edit.
    pub fn record(&mut self, before: T, place: &str) {
        self.future.clear();
        if self.place.as_deref() == Some(place) {
            return;
        }
        self.place = Some(place.to_owned());
        self.past.push(before);
        if self.past.len() > MOST {
            self.past.remove(0);
        }
    }

    pub fn undo(&mut self, now: T) -> Option<T> {
        step(&mut self.past, &mut self.future, &mut self.place, now)
    }

    pub fn redo(&mut self, now: T) -> Option<T> {
        step(&mut self.future, &mut self.past, &mut self.place, now)
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

fn step<T>(from: &mut Vec<T>, to: &mut Vec<T>, place: &mut Option<String>, now: T) -> Option<T> {
    let then = from.pop()?;
    to.push(now);
    *place = None;
    Some(then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_of_one_place_are_one_step() {
        let mut history = History::default();
        history.record(0, "name");
        history.record(1, "name");
        history.record(2, "label");
        assert_eq!(history.undo(3), Some(2));
        assert_eq!(history.undo(2), Some(0));
        assert_eq!(history.undo(0), None);
        assert_eq!(history.redo(0), Some(2));
        assert!(history.can_redo());
        // A new edit forgets what was undone, and the same place is a new step after an undo.
        history.record(2, "label");
        assert!(!history.can_redo());
        assert_eq!(history.undo(9), Some(2));
    }
}
