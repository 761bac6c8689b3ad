use sx_model::ExploreDataset;

use super::{Edit, State, apply};

/// More steps than this are forgotten, the oldest first.
const STEPS: usize = 50;

/// The chart with its past and, after an undo, its future.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<State>,
    present: State,
    future: Vec<State>,
    /// The control that was typed into last: the next letter belongs to the same step.
    typing: Option<String>,
}

impl History {
    pub fn new(state: State) -> Self {
        Self { present: state, ..Self::default() }
    }

    pub fn present(&self) -> &State {
        &self.present
    }

    /// A refusal changes nothing; an edit that makes no difference is no step.
    pub fn edit(&mut self, edit: &Edit, dataset: &ExploreDataset) -> Result<(), String> {
        let next = apply(&self.present, edit, dataset)?;
        let typed = match edit {
            Edit::Type { control, .. } => Some(control.clone()),
            _ => None,
        };
        let goes_on = typed.is_some() && self.typing == typed;
        self.typing = typed;
        if next == self.present {
            return Ok(());
        }
        let before = std::mem::replace(&mut self.present, next);
        self.future.clear();
        if !goes_on {
            self.past.push(before);
            let excess = self.past.len().saturating_sub(STEPS);
            self.past.drain(..excess);
        }
        Ok(())
    }

    /// What comes with another dataset cannot be undone: the steps before it speak of fields that are not there.
    pub fn restart(&mut self, state: State) {
        *self = Self::new(state);
    }

    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.present, before));
            self.typing = None;
        }
    }

    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.present, after));
            self.typing = None;
        }
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{
        super::{Item, samples},
        *,
    };

    fn set(value: i64) -> Edit {
        Edit::Set { control: "row_limit".into(), value: value.into() }
    }

    fn typed(text: &str) -> Edit {
        Edit::Type { control: "x_axis_title".into(), value: text.into() }
    }

    #[test]
    fn undo_and_redo_are_exact() {
        let dataset = samples::dataset();
        let mut history = History::new(State::new(samples::bar()));
        let edits = [
            set(10),
            Edit::Add { shelf: "groupby".into(), index: 0, item: Item::Column("product".into()) },
            Edit::Kind("pie".into()),
            Edit::Set { control: "donut".into(), value: true.into() },
            Edit::Kind("big_number_total".into()),
            Edit::Kind("echarts_timeseries_bar".into()),
            typed("D"),
        ];
        let mut states = vec![history.present().clone()];
        for edit in &edits {
            history.edit(edit, &dataset).unwrap();
            states.push(history.present().clone());
        }
        for state in states.iter().rev().skip(1) {
            history.undo();
            assert_eq!(history.present(), state);
        }
        assert!(!history.can_undo());
        for state in states.iter().skip(1) {
            history.redo();
            assert_eq!(history.present(), state);
        }
        assert!(!history.can_redo());
    }

    #[test]
    fn letters_are_one_step_and_no_change_is_none() {
        let dataset = samples::dataset();
        let mut history = History::new(State::new(samples::bar()));
        for text in ["D", "Da", "Day"] {
            history.edit(&typed(text), &dataset).unwrap();
        }
        history.edit(&typed("Day"), &dataset).unwrap();
        history.undo();
        assert_eq!(history.present().form, samples::bar());
        assert!(!history.can_undo());
    }

    #[test]
    fn an_edit_forgets_the_future_and_old_steps_fade() {
        let dataset = samples::dataset();
        let mut history = History::new(State::new(samples::bar()));
        for value in 0..60 {
            history.edit(&set(value), &dataset).unwrap();
        }
        history.undo();
        history.edit(&set(100), &dataset).unwrap();
        assert!(!history.can_redo());
        while history.can_undo() {
            history.undo();
        }
        assert_eq!(history.present().form.get("row_limit"), Some(&json!(9)));
        assert_ne!(history.present().form.get("row_limit"), Some(&Value::Null));
    }
}
