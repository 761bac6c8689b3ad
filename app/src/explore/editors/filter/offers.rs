//! Values of a column, searched on the server.

use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value;
use sx_model::DatasetId;

use super::texts::text_of;
use crate::{Failure, explore::editors::api::column_values, ui::SelectOption};

const PAUSE: Duration = Duration::from_millis(250);

#[derive(Clone, Copy)]
pub struct Offers {
    /// Whether there is anything to search.
    pub is_any: bool,
    found: RwSignal<Vec<Value>>,
    pub is_loading: RwSignal<bool>,
    /// Why none are offered.
    pub problem: RwSignal<Option<String>>,
    wanted: RwSignal<String>,
}

impl Offers {
    /// Those of a column, from now on; without one there are none.
    pub fn of(dataset: DatasetId, column: Option<String>) -> Self {
        let offers = Self {
            is_any: column.is_some(),
            found: RwSignal::default(),
            is_loading: RwSignal::new(column.is_some()),
            problem: RwSignal::default(),
            wanted: RwSignal::default(),
        };
        if let Some(column) = column {
            offers.listen(dataset, column);
        }
        offers
    }

    /// Hears of each letter.
    pub fn search(self) -> Callback<String> {
        Callback::new(move |text: String| self.wanted.set(text.trim().to_owned()))
    }

    pub fn options(self) -> Signal<Vec<SelectOption>> {
        Signal::derive(move || self.found.read().iter().map(|value| SelectOption::plain(text_of(value))).collect())
    }

    fn listen(self, dataset: DatasetId, column: String) {
        let ask = Action::new(move |search: &String| {
            let (search, column) = (search.clone(), column.clone());
            async move {
                let answer = column_values(dataset, column, search.clone()).await;
                // An answer to what was searched before is not shown.
                if self.wanted.try_get_untracked() == Some(search) {
                    self.take(read(answer));
                }
            }
        });
        Effect::new(move |earlier: Option<()>| {
            let search = self.wanted.get();
            self.is_loading.set(true);
            let later = move || {
                if self.wanted.try_get_untracked().as_ref() == Some(&search) {
                    ask.dispatch(search.clone());
                }
            };
            // Only typing has pauses.
            if earlier.is_none() { later() } else { set_timeout(later, PAUSE) }
        });
    }

    fn take(self, answer: Result<Vec<Value>, Failure>) {
        _ = self.is_loading.try_set(false);
        match answer {
            Ok(values) => {
                _ = self.found.try_set(values);
                _ = self.problem.try_set(None);
            }
            Err(failure) => {
                _ = self.found.try_set(Vec::new());
                _ = self.problem.try_set(Some(format!("No values can be offered: {}", failure.message)));
            }
        }
    }
}

fn read(answer: Result<String, Failure>) -> Result<Vec<Value>, Failure> {
    serde_json::from_str(&answer?).map_err(|_| Failure::unreachable())
}
