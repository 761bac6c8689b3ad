use leptos::prelude::*;

use crate::ui::{classes::classes, use_id};

/// The ids that tie the parts of one field together.
#[derive(Clone, Debug)]
pub struct FieldIds {
    pub control: String,
    pub hint: String,
    pub error: String,
    /// For `aria-describedby`: both, for an empty one says nothing.
    pub described_by: String,
}

impl FieldIds {
    pub fn new() -> Self {
        let control = use_id();
        let (hint, error) = (format!("{control}-hint"), format!("{control}-error"));
        let described_by = format!("{hint} {error}");
        Self { control, hint, error, described_by }
    }
}

/// What surrounds a control whose `id` is `ids.control`.
#[component]
pub fn FieldFrame(
    #[prop(optional, into)] class: String,
    ids: FieldIds,
    #[prop(into)] label: Signal<String>,
    hide_label: bool,
    required: bool,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let label_class = match (hide_label, required) {
        (true, _) => "visually-hidden",
        (false, true) => "field__label field__label--required",
        (false, false) => "field__label",
    };
    view! {
        <div class=classes("field", &class)>
            <label class=label_class for=ids.control>{move || label.get()}</label>
            {children()}
            <p class="field__hint" id=ids.hint>{move || hint.get()}</p>
            <p class="field__error" id=ids.error aria-live="polite">{move || error.get()}</p>
        </div>
    }
    .into_any()
}
