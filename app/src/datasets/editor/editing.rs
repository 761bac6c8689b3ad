//! What is edited, what is stored, and the steps between.

use leptos::prelude::*;
use sx_model::{DatasetColumnFields, DatasetMetricFields, DatasetPage};

use super::{
    draft::{Draft, Key, is_calculated},
    history::History,
};
use crate::ui::{Completion, CompletionKind};

/// One dataset in the editor. Cheap to copy; the parts of the page find it in the context.
#[derive(Clone, Copy)]
pub struct Editing {
    pub id: i64,
    /// As the server has it.
    pub page: RwSignal<DatasetPage>,
    pub draft: RwSignal<Draft>,
    stored: RwSignal<Draft>,
    history: RwSignal<History<Draft>>,
    pub is_dirty: Memo<bool>,
}

impl Editing {
    pub fn provide(page: DatasetPage) -> Self {
        let stored = RwSignal::new(Draft::of(&page));
        let draft = RwSignal::new(stored.get_untracked());
        let is_dirty = Memo::new(move |_| draft.with(|draft| stored.with(|stored| draft != stored)));
        let id = page.dataset.id.0;
        let editing = Self { id, page: RwSignal::new(page), draft, stored, history: RwSignal::default(), is_dirty };
        provide_context(editing);
        editing
    }

    /// That of the page around.
    pub fn current() -> Self {
        expect_context()
    }

    pub fn may_edit(self) -> bool {
        self.page.read_untracked().may_edit
    }

    /// Edits of one `place` in a row are undone as one.
    pub fn edit(self, place: &str, change: impl FnOnce(&mut Draft)) {
        let before = self.draft.get_untracked();
        self.history.update(|history| history.record(before, place));
        self.draft.update(change);
    }

    pub fn undo(self) {
        let now = self.draft.get_untracked();
        if let Some(then) = self.history.try_update(|history| history.undo(now)).flatten() {
            self.draft.set(then);
        }
    }

    pub fn redo(self) {
        let now = self.draft.get_untracked();
        if let Some(then) = self.history.try_update(|history| history.redo(now)).flatten() {
            self.draft.set(then);
        }
    }

    pub fn can_undo(self) -> Signal<bool> {
        Signal::derive(move || self.history.read().can_undo())
    }

    pub fn can_redo(self) -> Signal<bool> {
        Signal::derive(move || self.history.read().can_redo())
    }

    /// Back to what is stored; that is a step which can be undone.
    pub fn discard(self) {
        let stored = self.stored.get_untracked();
        self.edit("discard", |draft| *draft = stored);
    }

    /// What the server has now is where further edits begin.
    pub fn took(self, page: DatasetPage) {
        let stored = Draft::of(&page);
        self.history.set(History::default());
        self.stored.set(stored.clone());
        self.draft.set(stored);
        self.page.set(page);
    }

    pub fn column_text(self, column: Key, read: fn(&DatasetColumnFields) -> Option<&str>) -> Signal<String> {
        Signal::derive(move || {
            self.draft.with(|draft| draft.column(column).and_then(read).unwrap_or_default().to_owned())
        })
    }

    pub fn column_flag(self, column: Key, read: fn(&DatasetColumnFields) -> bool) -> Signal<bool> {
        Signal::derive(move || self.draft.with(|draft| draft.column(column).is_some_and(read)))
    }

    pub fn set_column<T: 'static>(
        self,
        column: Key,
        name: &'static str,
        write: fn(&mut DatasetColumnFields, T),
    ) -> Callback<T> {
        Callback::new(move |value| {
            self.edit(&format!("column {column} {name}"), |draft| {
                if let Some(fields) = draft.column_mut(column) {
                    write(fields, value);
                }
            });
        })
    }

    pub fn metric_text(self, metric: Key, read: fn(&DatasetMetricFields) -> Option<&str>) -> Signal<String> {
        Signal::derive(move || {
            self.draft.with(|draft| draft.metric(metric).and_then(read).unwrap_or_default().to_owned())
        })
    }

    pub fn set_metric<T: 'static>(
        self,
        metric: Key,
        name: &'static str,
        write: fn(&mut DatasetMetricFields, T),
    ) -> Callback<T> {
        Callback::new(move |value| {
            self.edit(&format!("metric {metric} {name}"), |draft| {
                if let Some(fields) = draft.metric_mut(metric) {
                    write(fields, value);
                }
            });
        })
    }

    /// Names that an expression may use: those of the source.
    pub fn column_names(self) -> Signal<Vec<Completion>> {
        let name = |fields: &DatasetColumnFields| Completion {
            label: fields.column_name.clone(),
            kind: CompletionKind::Column,
            detail: fields.type_.clone().unwrap_or_default(),
        };
        Signal::derive(move || {
            self.draft.with(|draft| {
                let physical = draft.columns.iter().filter(|part| !is_calculated(&part.fields));
                physical.map(|part| name(&part.fields)).collect()
            })
        })
    }
}

/// A text that is nothing when it is empty.
pub fn optional(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
