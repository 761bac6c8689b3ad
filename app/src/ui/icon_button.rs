use leptos::prelude::*;

use super::{Icon, IconView, classes::classes};

/// A button that is only a picture: its label is its name, and its tooltip.
#[component]
pub fn IconButton(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] icon: Signal<Icon>,
    /// For what is on or off: then the label does not change.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    let click = move |_| {
        if !busy.get_untracked() {
            on_click.run(());
        }
    };
    view! {
        <button
            class=classes("button button--quiet button--icon", &class)
            type="button"
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-label=move || label.get()
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            data-tooltip=move || label.get()
            on:click=click
        >
            {move || view! { <IconView icon=icon.get()/> }}
        </button>
    }
    .into_any()
}
