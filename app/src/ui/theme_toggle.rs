use leptos::prelude::*;

use super::{Icon, IconView};
use crate::theme::{Theme, ThemeChoice};

/// Three radio buttons: what is chosen is seen, and the keyboard works by itself.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let choice = use_context::<ThemeChoice>()?.0;
    Some(view! {
        <fieldset class="theme-toggle">
            <legend class="visually-hidden">"Theme"</legend>
            {Theme::ALL.map(|theme| view! { <Choice theme choice/> }).into_iter().collect_view()}
        </fieldset>
    })
}

#[component]
fn Choice(theme: Theme, choice: RwSignal<Theme>) -> impl IntoView {
    view! {
        <label class="theme-toggle__choice" title=theme.label()>
            <input
                class="visually-hidden"
                type="radio"
                name="theme"
                autocomplete="off"
                checked=choice.get_untracked() == theme
                on:change=move |_| choice.set(theme)
            />
            <IconView icon=icon(theme)/>
            <span class="visually-hidden">{theme.label()}</span>
        </label>
    }
}

fn icon(theme: Theme) -> Icon {
    match theme {
        Theme::Auto => Icon::System,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    }
}
