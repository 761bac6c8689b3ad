//! The state of the open builder: the chart under construction, and everything that follows from it.

use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use sx_chart::{FormData, controls::Control};
use sx_model::{ExploreChart, ExploreDataset, ExplorePage};

use super::{
    fields::Fields,
    model::{self, Asked, Edit, History, Item, Shelf, State, Swapped, Takes},
};
use crate::ui::{Toast, Toasts, use_toasts};

/// Cheap to copy; a context of the page.
#[derive(Clone, Copy)]
pub struct Builder {
    pub fields: Fields,
    pub name: RwSignal<String>,
    /// The stored chart, when there is one.
    pub chart: RwSignal<Option<Arc<ExploreChart>>>,
    pub may_create: bool,
    pub form: Memo<FormData>,
    /// With the default of every control that the form leaves out: what counts for conditions.
    full: Memo<FormData>,
    /// What the form asks; else what is missing, as a sentence.
    pub question: Memo<Result<Asked, String>>,
    /// Not all of this is stored.
    pub is_changed: Memo<bool>,
    /// A field whose editor is open before it stands on its shelf.
    pub begun: RwSignal<Option<Begun>>,
    history: RwSignal<History>,
    stored: RwSignal<Stored>,
    toasts: Toasts,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    pub shelf: Shelf,
    pub index: usize,
    pub value: Value,
}

/// What the server has.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stored {
    form: FormData,
    name: String,
}

impl Builder {
    /// `dataset` is the page's own, or one that was chosen in place of a lost one.
    pub fn new(page: &ExplorePage, dataset: ExploreDataset) -> Self {
        let is_new = page.chart.is_none() && !page.is_changed;
        let form = if is_new { model::new_form(&dataset) } else { model::opened_form(page.form.clone()) };
        let name = page.chart.as_ref().map(|chart| chart.name.clone()).unwrap_or_default();
        // What came by a link is nobody's stored chart yet.
        let stored = if page.is_changed { FormData::new() } else { form.clone() };
        let fields = Fields::new(dataset);
        let history = RwSignal::new(History::new(State::new(form)));
        let stored = RwSignal::new(Stored { form: stored, name: name.clone() });
        let name = RwSignal::new(name);
        let form = Memo::new(move |_| history.read().present().form.clone());
        let full = Memo::new(move |_| with_defaults(&form.read()));
        let question = Memo::new(move |_| model::asked(&form.read(), &fields.dataset()));
        let is_changed = Memo::new(move |_| {
            let stored = stored.read();
            stored.form != *form.read() || stored.name != *name.read()
        });
        let chart = RwSignal::new(page.chart.clone().map(Arc::new));
        let begun = RwSignal::new(None);
        let (may_create, toasts) = (page.may_create_chart, use_toasts());
        Self { fields, name, chart, may_create, form, full, question, is_changed, begun, history, stored, toasts }
    }

    pub fn of_page() -> Self {
        expect_context()
    }

    pub fn viz_type(self) -> Memo<String> {
        Memo::new(move |_| model::viz_type(&self.form.read()).to_owned())
    }

    /// The control's value, or its default.
    pub fn value(self, control: &'static Control) -> Memo<Value> {
        Memo::new(move |_| control.value(&self.form.read()))
    }

    pub fn is_shown(self, control: &'static Control) -> Memo<bool> {
        Memo::new(move |_| {
            let dataset = self.fields.dataset();
            control.visible.holds(&self.full.read(), &model::is_time(&dataset))
        })
    }

    pub fn items(self, shelf: Shelf) -> Memo<Vec<Value>> {
        Memo::new(move |_| {
            self.form.read().get(shelf.name).map(sx_chart::controls::fields).unwrap_or_default().to_vec()
        })
    }

    /// Refused edits change nothing and say why.
    pub fn edit(self, edit: Edit) -> bool {
        let dataset = self.fields.dataset_untracked();
        let outcome = self.history.try_update(|history| history.edit(&edit, &dataset));
        match outcome {
            Some(Err(sentence)) => {
                self.toasts.show(Toast { text: sentence, tone: crate::ui::Tone::Neutral, action: None });
                false
            }
            Some(Ok(())) => true,
            None => false,
        }
    }

    pub fn set(self, control: &'static str, value: Value) {
        self.edit(Edit::Set { control: control.to_owned(), value });
    }

    /// A field comes to where it fits best.
    pub fn add(self, item: Item) {
        let dataset = self.fields.dataset_untracked();
        let shelf = self.form.with_untracked(|form| model::best_shelf(form, &item, &dataset));
        match shelf {
            Some(shelf) => _ = self.edit(Edit::Add { shelf: shelf.name.to_owned(), index: usize::MAX, item }),
            None => {
                let text = "This kind of chart has no free shelf for it.".to_owned();
                self.toasts.show(Toast { text, tone: crate::ui::Tone::Neutral, action: None });
            }
        }
    }

    pub fn fit(self, item: &Item, shelf: &Shelf) -> Result<Value, String> {
        let dataset = self.fields.dataset_untracked();
        self.form.with_untracked(|form| model::fit(item, shelf, form, &dataset))
    }

    /// Opens the editor of a field that is not finished yet.
    pub fn begin(self, shelf: Shelf, index: usize, value: Value) {
        self.begun.set(Some(Begun { shelf, index, value }));
    }

    /// As the open dataset names it; whoever shows it follows `Fields::track`.
    pub fn label(self, value: &Value, takes: Takes) -> String {
        model::pill_label(value, takes, &self.fields.dataset_untracked())
    }

    pub fn undo(self) {
        self.history.update(History::undo);
    }

    pub fn redo(self) {
        self.history.update(History::redo);
    }

    pub fn can_undo(self) -> Memo<bool> {
        Memo::new(move |_| self.history.read().can_undo())
    }

    pub fn can_redo(self) -> Memo<bool> {
        Memo::new(move |_| self.history.read().can_redo())
    }

    /// Keeps what the other dataset has, too, and says what was left out.
    pub fn swap_dataset(self, dataset: ExploreDataset) {
        let before = self.fields.dataset_untracked();
        let Swapped { state, left_out } =
            self.history.with_untracked(|history| model::swap_dataset(history.present(), &before, &dataset));
        let name = dataset.name.clone();
        self.fields.swap(Arc::new(dataset));
        self.history.update(|history| history.restart(state));
        let text = match left_out.as_slice() {
            [] => format!("The chart now asks {name}."),
            left_out => format!("The chart now asks {name}. Left out, for it has them not: {}.", left_out.join(", ")),
        };
        self.toasts.show(Toast { text, tone: crate::ui::Tone::Neutral, action: None });
    }

    /// Somebody's earlier work in place of what is seen; undo brings that back.
    #[cfg(feature = "hydrate")]
    pub fn restore(self, form: FormData, name: String) {
        self.edit(Edit::Form(form));
        self.name.set(name);
    }

    /// Back to what is stored.
    pub fn discard(self) {
        let Stored { form, name } = self.stored.get_untracked();
        self.edit(Edit::Form(form));
        self.name.set(name);
    }

    /// What is seen is what the server has.
    pub fn mark_stored(self) {
        let (form, name) = (self.form.get_untracked(), self.name.get_untracked());
        self.stored.set(Stored { form, name });
    }

    /// Where drafts of this chart are kept.
    pub fn draft_key(self) -> String {
        match &*self.chart.read_untracked() {
            Some(chart) => chart.id.to_string(),
            None => format!("new-{}", self.fields.dataset_id()),
        }
    }
}

fn with_defaults(form: &FormData) -> FormData {
    let sections = sx_chart::kind_or_fallback(model::viz_type(form)).controls();
    sx_chart::controls::with_defaults(form, sections)
}
