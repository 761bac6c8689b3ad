//! What selects, comboboxes and multi-selects share: the options, what was searched, and the line that is active.

use leptos::prelude::*;

use super::option::{self, SelectOption};

#[derive(Clone, Copy)]
pub struct Picker {
    pub search: RwSignal<String>,
    /// The index in `found` of the line that Enter chooses.
    pub active: RwSignal<Option<usize>>,
    pub found: Memo<Vec<SelectOption>>,
    on_search: Option<Callback<String>>,
}

impl Picker {
    /// With `on_search` the options are those that somebody else found, and are shown as they are.
    pub fn new(options: Signal<Vec<SelectOption>>, on_search: Option<Callback<String>>) -> Self {
        let search = RwSignal::new(String::new());
        let found = Memo::new(move |_| match on_search {
            Some(_) => options.get(),
            None => option::found(&options.read(), &search.read()),
        });
        Self { search, active: RwSignal::new(None), found, on_search }
    }

    /// Somebody typed: no line is active then.
    pub fn set_search(self, text: String) {
        self.search.set(text.clone());
        self.active.set(None);
        if let Some(on_search) = self.on_search {
            on_search.run(text);
        }
    }

    /// Searches for nothing again, and without telling anybody where it already did.
    pub fn reset(self) {
        self.active.set(None);
        if !self.search.read_untracked().is_empty() {
            self.set_search(String::new());
        }
    }

    /// Whether the key moved to another line.
    pub fn moves(self, key: &str) -> bool {
        let target = option::target(key, self.active.get_untracked(), &self.found.read_untracked());
        if target.is_some() {
            self.active.set(target);
        }
        target.is_some()
    }

    /// The active line.
    pub fn chosen(self) -> Option<SelectOption> {
        let index = self.active.get_untracked()?;
        self.found.read_untracked().get(index).filter(|option| !option.disabled).cloned()
    }

    /// The first line that can be chosen, or the one with this value, becomes active.
    pub fn start_at(self, value: Option<&str>) {
        let found = self.found.read_untracked();
        let same = value.and_then(|value| found.iter().position(|option| option.value == value));
        self.active.set(same.or_else(|| option::target("Home", None, &found)));
    }
}
