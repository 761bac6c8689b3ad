//! Fields inside a dense table: the head of the column and the row name them, so their labels are only heard.

use leptos::prelude::*;

#[component]
pub fn TextCell(
    #[prop(into)] label: Signal<String>,
    value: Signal<String>,
    on_input: Callback<String>,
    #[prop(optional)] placeholder: &'static str,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    view! {
        <input
            class="cell-field"
            type="text"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || label.get()
            placeholder=placeholder
            disabled=disabled
            value=value.get_untracked()
            prop:value=move || value.get()
            on:input=move |event| on_input.run(event_target_value(&event))
        />
    }
}

#[component]
pub fn CheckCell(
    #[prop(into)] label: Signal<String>,
    checked: Signal<bool>,
    on_change: Callback<bool>,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    view! {
        <input
            class="cell-check"
            type="checkbox"
            autocomplete="off"
            aria-label=move || label.get()
            disabled=disabled
            checked=checked.get_untracked()
            prop:checked=move || checked.get()
            on:change=move |event| on_change.run(event_target_checked(&event))
        />
    }
}
