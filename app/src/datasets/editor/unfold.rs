use leptos::prelude::*;

use super::draft::Key;
use crate::ui::{Icon, IconView, use_id};

/// A line of a list that unfolds into its form; one of them at a time.
#[component]
pub fn Unfold(
    key: Key,
    open: RwSignal<Option<Key>>,
    name: Signal<String>,
    #[prop(into)] note: Signal<String>,
    #[prop(into)] actions: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let panel = use_id();
    let is_open = Memo::new(move |_| open.get() == Some(key));
    let toggle = move |_| open.update(|open| *open = if *open == Some(key) { None } else { Some(key) });
    view! {
        <li class="unfold" class=("unfold--open", move || is_open.get())>
            <div class="unfold__head">
                <button
                    class="unfold__button"
                    type="button"
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-controls=panel.clone()
                    on:click=toggle
                >
                    <span class="unfold__mark"><IconView icon=Icon::Right/></span>
                    <span class="unfold__name">
                        {move || Some(name.get()).filter(|name| !name.is_empty()).unwrap_or_else(|| "Unnamed".to_owned())}
                    </span>
                    <code class="unfold__note">{move || note.get()}</code>
                </button>
                {actions.run()}
            </div>
            <div class="unfold__body" id=panel hidden=move || !is_open.get()>
                {move || is_open.get().then(|| children())}
            </div>
        </li>
    }
}
