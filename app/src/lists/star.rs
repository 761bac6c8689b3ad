use leptos::{prelude::*, task::spawn_local};

use super::{ListKind, api::mark_asset};
use crate::ui::{Icon, IconButton, Toast, use_toasts};

/// Marks an asset for oneself. It shows what was asked for at once, and goes back when the server refuses.
#[component]
pub fn Star(
    kind: ListKind,
    id: i64,
    #[prop(into)] label: String,
    /// As the server says; it may still be on its way.
    #[prop(into)]
    is_favorite: Signal<bool>,
) -> impl IntoView {
    let toasts = use_toasts();
    let chosen = RwSignal::new(None::<bool>);
    let marked = Signal::derive(move || chosen.get().unwrap_or_else(|| is_favorite.get()));
    let toggle = move |()| {
        let wanted = !marked.get_untracked();
        chosen.set(Some(wanted));
        spawn_local(async move {
            if let Err(failure) = mark_asset(kind, id, wanted).await {
                _ = chosen.try_set(Some(!wanted));
                toasts.show(Toast::bad(failure.message));
            }
        });
    };
    let icon = Signal::derive(move || if marked.get() { Icon::StarFilled } else { Icon::Star });
    view! { <IconButton label icon pressed=marked on_click=toggle/> }
}
