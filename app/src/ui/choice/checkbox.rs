use leptos::{ev::Event, prelude::*};

use crate::ui::{classes::classes, use_id};

/// A box to tick.
#[component]
pub fn Checkbox(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
) -> impl IntoView {
    view! { <Tick class=classes("check", &class) role=None label checked on_change hide_label disabled hint/> }
}

/// What checkboxes and switches share: only the role and the look differ.
#[component]
pub(super) fn Tick(
    class: String,
    role: Option<&'static str>,
    label: Signal<String>,
    checked: Signal<bool>,
    on_change: Callback<bool>,
    hide_label: bool,
    disabled: Signal<bool>,
    hint: Signal<Option<String>>,
) -> impl IntoView {
    let id = use_id();
    let hint_id = format!("{id}-hint");
    let change = move |event: Event| {
        on_change.run(event_target_checked(&event));
        hold(&event, checked.get_untracked());
    };
    view! {
        <div class=class>
            <label class="check__line">
                <input
                    class="check__box"
                    type="checkbox"
                    role=role
                    autocomplete="off"
                    checked=checked.get_untracked()
                    prop:checked=move || checked.get()
                    disabled=move || disabled.get()
                    aria-describedby=hint_id.clone()
                    on:change=change
                />
                <span class=if hide_label { "visually-hidden" } else { "check__label" }>{move || label.get()}</span>
            </label>
            <p class="field__hint check__hint" id=hint_id>{move || hint.get()}</p>
        </div>
    }
    .into_any()
}

/// The signal decides: where it did not follow the click, the box goes back.
#[cfg(feature = "hydrate")]
pub(super) fn hold(event: &Event, checked: bool) {
    use wasm_bindgen::JsCast as _;
    if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.set_checked(checked);
    }
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn hold(_: &Event, _: bool) {}
