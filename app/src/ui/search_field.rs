use std::time::Duration;

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{Icon, IconView};

/// A GET form named `search` that also searches while one types. `href` is the address that shows what was found.
#[component]
pub fn SearchField<F>(label: &'static str, action: &'static str, value: Signal<String>, href: F) -> impl IntoView
where
    F: Fn(String) -> String + Clone + Send + Sync + 'static,
{
    let input = NodeRef::<leptos::html::Input>::new();
    let navigate = use_navigate();
    let go = move || {
        let Some(input) = input.get_untracked() else { return };
        let search = input.value().trim().to_owned();
        if search != value.get_untracked() {
            // Each letter would be a step of "back".
            navigate(&href(search), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
    };
    let mut go_later = debounce(Duration::from_millis(200), {
        let go = go.clone();
        move |()| go()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        go();
    };
    view! {
        <form class="search-field" role="search" method="get" action=action on:submit=submit>
            <IconView icon=Icon::Search/>
            <input
                class="search-field__input"
                type="search"
                name="search"
                aria-label=label
                placeholder=format!("{label}…")
                autocomplete="off"
                value=value.get_untracked()
                node_ref=input
                on:input=move |_| go_later(())
            />
        </form>
    }
}
