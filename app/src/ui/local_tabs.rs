use leptos::prelude::*;

use super::tabs::{on_key, panel_id, tab_id};

/// Tabs whose choice is a signal and not an address: in dialogs and panes. `items` are (id, text); the ids are unique on the
/// page. Each has a `TabPanel`.
#[component]
pub fn LocalTabs(
    #[prop(into)] label: String,
    items: Vec<(String, String)>,
    selected: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {items.into_iter().map(|(id, text)| view! { <LocalTab id text selected/> }).collect_view()}
        </div>
    }
    .into_any()
}

#[component]
fn LocalTab(id: String, text: String, selected: RwSignal<String>) -> impl IntoView {
    let (own_id, panel) = (tab_id(&id), panel_id(&id));
    let compared = id.clone();
    let is_selected = Signal::derive(move || *selected.read() == compared);
    view! {
        <button
            class="tabs__tab"
            type="button"
            role="tab"
            id=own_id
            aria-controls=panel
            aria-selected=move || if is_selected.get() { "true" } else { "false" }
            tabindex=move || if is_selected.get() { "0" } else { "-1" }
            on:click=move |_| selected.set(id.clone())
        >
            {text}
        </button>
    }
}

/// What a tab shows. Its children exist only while it is selected; with `keep` they are hidden instead, and keep what was
/// typed and scrolled.
#[component]
pub fn TabPanel(
    #[prop(into)] id: String,
    selected: RwSignal<String>,
    #[prop(optional)] keep: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let (own_id, header) = (panel_id(&id), tab_id(&id));
    let is_selected = Memo::new(move |_| *selected.read() == id);
    view! {
        <div
            class="tabs__panel"
            role="tabpanel"
            id=own_id
            aria-labelledby=header
            tabindex="0"
            hidden=move || !is_selected.get()
        >
            {move || (keep || is_selected.get()).then(|| children())}
        </div>
    }
    .into_any()
}
