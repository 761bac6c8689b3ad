use leptos::prelude::*;

use super::{Panel, PanelKind};
use crate::ui::{classes::classes, use_id};

/// A button, and what it opens next to itself: a small dialog without a backdrop. `trigger` is what stands in the button.
#[component]
pub fn Popover(
    #[prop(optional, into)] class: String,
    /// The name of what opens; and of the button, where `trigger` is only a picture (`hide_text`).
    #[prop(into)]
    label: Signal<String>,
    open: RwSignal<bool>,
    #[prop(into)] trigger: ViewFn,
    #[prop(default = "button".to_owned(), into)] trigger_class: String,
    /// The trigger has no text of its own.
    #[prop(optional)]
    hide_text: bool,
    /// Room for two columns of fields.
    #[prop(optional)]
    wide: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let id = use_id();
    let panel_class = if wide { "popover__panel popover__panel--wide" } else { "popover__panel" };
    view! {
        <span class=classes("anchor popover", &class)>
            <button
                class=trigger_class
                type="button"
                popovertarget=id.clone()
                disabled=move || disabled.get()
                aria-haspopup="dialog"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || hide_text.then(|| label.get())
                data-tooltip=move || hide_text.then(|| label.get())
            >
                {trigger.run()}
            </button>
            <Panel
                class=panel_class
                id
                kind=PanelKind::Auto
                open
                role="dialog"
                label=Signal::derive(move || Some(label.get()))
                children
            />
        </span>
    }
    .into_any()
}
