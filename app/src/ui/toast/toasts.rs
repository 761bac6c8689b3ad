use leptos::prelude::*;

use crate::ui::Tone;

/// One message. With an action it stays longer; with `Tone::Bad` until it is dismissed.
#[derive(Clone, Debug)]
pub struct Toast {
    pub text: String,
    pub tone: Tone,
    /// The text of its button, and what it does: "Undo".
    pub action: Option<(String, Callback<()>)>,
}

impl Toast {
    /// It worked.
    pub fn good(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Good, action: None }
    }

    /// It did not work.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Bad, action: None }
    }

    pub fn with_action(self, label: impl Into<String>, run: Callback<()>) -> Self {
        Self { action: Some((label.into(), run)), ..self }
    }

    /// In milliseconds; `None` for those that wait.
    pub(super) fn lifetime_ms(&self) -> Option<u64> {
        match (self.tone, &self.action) {
            (Tone::Bad, _) => None,
            (_, Some(_)) => Some(12_000),
            (_, None) => Some(6_000),
        }
    }
}

/// The messages of a page.
#[derive(Clone, Copy)]
pub struct Toasts(pub(super) RwSignal<Shown>);

#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub last_id: u32,
    pub toasts: Vec<(u32, Toast)>,
}

/// More would cover the page; the oldest go first.
const MOST: usize = 4;

pub fn provide_toasts() {
    provide_context(Toasts(RwSignal::new(Shown::default())));
}

/// Those of the frame. Ask for them while the component is made, not in an event's handler. Outside of the frame what is
/// shown goes nowhere.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts(RwSignal::new(Shown::default())))
}

impl Toasts {
    pub fn show(self, toast: Toast) {
        self.0.update(|shown| shown.add(toast));
    }

    pub(super) fn dismiss(self, id: u32) {
        _ = self.0.try_update(|shown| shown.toasts.retain(|(own, _)| *own != id));
    }
}

impl Shown {
    /// The same text again takes the place of the earlier one.
    fn add(&mut self, toast: Toast) {
        self.last_id += 1;
        self.toasts.retain(|(_, earlier)| earlier.text != toast.text);
        self.toasts.push((self.last_id, toast));
        let excess = self.toasts.len().saturating_sub(MOST);
        self.toasts.drain(..excess);
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, Toast};

    #[test]
    fn keeps_the_last_few_and_says_nothing_twice() {
        let mut shown = Shown::default();
        for text in ["a", "b", "a", "c", "d", "e"] {
            shown.add(Toast::good(text));
        }
        let texts: Vec<&str> = shown.toasts.iter().map(|(_, toast)| toast.text.as_str()).collect();
        assert_eq!(texts, ["a", "c", "d", "e"]);
    }
}
