//! Text that is told once it makes sense: typing pauses first, so that undo goes back by words and not by letters.

use std::time::Duration;

use leptos::prelude::*;

const PAUSE: Duration = Duration::from_millis(400);

#[derive(Clone, Copy)]
pub struct Settled {
    /// As it stands in the field.
    pub text: RwSignal<String>,
    /// Why it is not told, as a sentence.
    pub problem: Memo<Option<String>>,
    pub on_change: Callback<String>,
}

impl Settled {
    /// `outside` is the stored text, `is_offered` whether a text was chosen rather than typed, `check` why it cannot be used.
    pub fn new(
        outside: Signal<String>,
        is_offered: fn(&str) -> bool,
        check: fn(&str) -> Option<String>,
        on_settled: Callback<String>,
    ) -> Self {
        let text = RwSignal::new(outside.get_untracked());
        let problem = Memo::new(move |_| check(text.read().trim()));
        // Undo and another chart change it from outside.
        Effect::new(move |earlier: Option<String>| {
            let outside = outside.get();
            if earlier.is_some_and(|earlier| earlier != outside) && text.read_untracked().trim() != outside {
                text.set(outside.clone());
            }
            outside
        });
        let settle = move |typed: &str| {
            let is_new = outside.try_get_untracked().is_some_and(|outside| outside != typed);
            if is_new && check(typed).is_none() {
                on_settled.run(typed.to_owned());
            }
        };
        let on_change = Callback::new(move |typed: String| {
            text.set(typed.clone());
            let typed = typed.trim().to_owned();
            if is_offered(&typed) {
                settle(&typed);
                return;
            }
            let later = move || {
                if text.try_get_untracked().is_some_and(|now| now.trim() == typed) {
                    settle(&typed);
                }
            };
            set_timeout(later, PAUSE);
        });
        Self { text, problem, on_change }
    }

    pub fn error(self) -> Signal<Option<String>> {
        Signal::derive(move || self.problem.get())
    }
}
