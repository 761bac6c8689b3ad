use leptos::prelude::*;

/// A labelled input that must be filled in.
#[component]
pub fn Field(
    label: &'static str,
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <input
                class="field__input"
                type=kind
                name=name
                autocomplete=autocomplete
                autofocus=autofocus
                autocapitalize="none"
                spellcheck="false"
                required
            />
        </label>
    }
}
