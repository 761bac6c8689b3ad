use leptos::{prelude::*, task::spawn_local};
use sx_model::ChartId;

use crate::{
    explore::{
        api::{is_favorite_chart, mark_explored},
        load::load,
    },
    ui::{Icon, IconButton, Toast, use_toasts},
};

/// Marks the chart for oneself.
#[component]
pub fn Star(chart: ChartId) -> impl IntoView {
    let toasts = use_toasts();
    let stored = load(move || Some(chart), is_favorite_chart);
    let chosen = RwSignal::new(None::<bool>);
    let marked = Signal::derive(move || chosen.get().unwrap_or_else(|| stored.get()));
    let toggle = move |()| {
        let wanted = !marked.get_untracked();
        chosen.set(Some(wanted));
        spawn_local(async move {
            if let Err(failure) = mark_explored(chart, wanted).await {
                _ = chosen.try_set(Some(!wanted));
                toasts.show(Toast::bad(failure.message));
            }
        });
    };
    view! { <IconButton label="Favourite" icon=Icon::Star pressed=marked on_click=toggle/> }
}
