use leptos::prelude::*;

use crate::ui::{classes::classes, use_id};

/// One of a few, all in sight. `options` are (value, text).
#[component]
pub fn RadioGroup(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    options: Vec<(String, String)>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    /// Side by side, as one control.
    #[prop(optional)]
    inline: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
) -> impl IntoView {
    let name = use_id();
    let hint_id = format!("{name}-hint");
    let described_by = hint_id.clone();
    let own = if inline { "radio-group radio-group--inline" } else { "radio-group" };
    let radios = options.into_iter().map(|(own_value, text)| {
        let name = name.clone();
        view! { <Radio name own_value text value on_change/> }
    });
    view! {
        <fieldset class=classes(own, &class) disabled=move || disabled.get() aria-describedby=described_by>
            <legend class=if hide_label { "visually-hidden" } else { "field__label" }>{move || label.get()}</legend>
            <div class="radio-group__options">{radios.collect_view()}</div>
            <p class="field__hint" id=hint_id>{move || hint.get()}</p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Radio(
    name: String,
    own_value: String,
    text: String,
    value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let compared = own_value.clone();
    let is_chosen = Signal::derive(move || *value.read() == compared);
    view! {
        <label class="radio">
            <input
                class="radio__dot"
                type="radio"
                name=name
                autocomplete="off"
                value=own_value.clone()
                checked=is_chosen.get_untracked()
                prop:checked=move || is_chosen.get()
                on:change=move |_| on_change.run(own_value.clone())
            />
            <span class="radio__text">{text}</span>
        </label>
    }
}
