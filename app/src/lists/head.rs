use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::{
    act::ListState,
    api::{Choices, new_dashboard},
    import::ImportDialog,
};
use crate::ui::{Button, ButtonLink, Icon, Look};

/// The buttons beside the title: what the reader may make.
#[component]
pub fn HeadActions(state: ListState, choices: Choices) -> impl IntoView {
    let importing = RwSignal::new(false);
    let import = choices.may_import.then(|| {
        view! {
            <Button icon=Icon::Import on_click=move |()| importing.set(true)>"Import"</Button>
            <ImportDialog open=importing on_imported=move |()| state.reload()/>
        }
    });
    let new = choices.may_create.then(|| match state.kind.new_href() {
        Some(href) => view! {
            <ButtonLink href look=Look::Primary icon=Icon::Plus>{format!("New {}", state.kind.as_str())}</ButtonLink>
        }
        .into_any(),
        None => view! { <NewDashboard state/> }.into_any(),
    });
    view! { <div class="page__actions list-actions">{import} {new}</div> }
}

/// Made at once: there is nothing to ask that its editor does not offer.
#[component]
fn NewDashboard(state: ListState) -> impl IntoView {
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let make = move |()| {
        let navigate = navigate.clone();
        busy.set(true);
        spawn_local(async move {
            match new_dashboard().await {
                Ok(href) => navigate(&href, Default::default()),
                Err(failure) => state.say(failure),
            }
            _ = busy.try_set(false);
        });
    };
    view! { <Button look=Look::Primary icon=Icon::Plus busy on_click=make>"New dashboard"</Button> }
}
