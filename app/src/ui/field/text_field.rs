use leptos::prelude::*;

use super::{FieldFrame, FieldIds, text};
use crate::ui::Bound;

/// One line of text.
#[component]
pub fn TextField(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    /// Without it the browser alone holds the text, as in a form that is posted.
    #[prop(optional, into)]
    value: Bound<String>,
    /// Hears of each letter.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// `text`, `password`, `email`, `url` or `search`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let input = NodeRef::<leptos::html::Input>::new();
    let changed = text::change(value, on_input);
    text::follow(input, value, changed);
    let initial = value.get_untracked();
    view! {
        <FieldFrame class ids=ids.clone() label hide_label required hint error>
            <input
                class="field__input"
                id=ids.control
                type=kind
                name=name
                value=(!initial.is_empty()).then_some(initial)
                placeholder=placeholder
                autocomplete=autocomplete
                autofocus=autofocus
                autocapitalize="none"
                spellcheck="false"
                required=required
                disabled=move || disabled.get()
                aria-describedby=ids.described_by
                aria-invalid=move || error.read().is_some().then_some("true")
                node_ref=input
                on:input=move |event| changed.run(event_target_value(&event))
            />
        </FieldFrame>
    }
    .into_any()
}
