use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::{
    api::{Role, delete_role, open_role},
    grants::Grants,
    name::NameDialog,
    people::People,
    rights::RightsTable,
};
use crate::{
    security::places::Places,
    ui::{Alert, Badge, Button, ConfirmDialog, ErrorState, Icon, Look, TableSkeleton, Toast, Tone, use_toasts},
};

/// `/roles/{id}`.
#[component]
pub fn RolePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<i64>().ok()).unwrap_or_default());
    let role = Resource::new_blocking(move || id.get(), open_role);
    let reload = Callback::new(move |()| role.refetch());
    view! {
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                match role.await {
                    Ok(role) => view! { <Shown role reload/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=reload/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(role: Role, reload: Callback<()>) -> impl IntoView {
    let Role { id, name, is_built_in, grants, others, people, rights } = role;
    let (is_renaming, is_deleting) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Title text=name.clone()/>
        <Places/>
        <div class="page__head">
            <h1 class="page__title">{name.clone()}</h1>
            {is_built_in.then(|| view! { <Badge tone=Tone::Neutral>"Built in"</Badge> })}
            {(!is_built_in)
                .then(|| view! {
                    <div class="page__actions">
                        <Button icon=Icon::Edit on_click=move |()| is_renaming.set(true)>"Rename"</Button>
                        <Button look=Look::Danger icon=Icon::Trash on_click=move |()| is_deleting.set(true)>"Delete"</Button>
                    </div>
                })}
        </div>
        <Grants id name=name.clone() grants others/>
        <People id people/>
        <RightsTable name=name.clone() rights/>
        <NameDialog open=is_renaming role=Some((id, name.clone())) on_saved=move |_| reload.run(())/>
        <DeleteDialog open=is_deleting id name/>
    }
}

#[component]
fn DeleteDialog(open: RwSignal<bool>, id: i64, name: String) -> impl IntoView {
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let stored = StoredValue::new(name.clone());
    let gone = Callback::new(move |()| {
        toasts.show(Toast::good(format!("The role {} was deleted.", stored.get_value())));
        navigate("/roles", Default::default());
    });
    let confirm = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = delete_role(id).await;
            busy.set(false);
            match answer {
                Ok(()) => gone.run(()),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <ConfirmDialog title=format!("Delete the role {name}?") open action="Delete role" busy on_confirm=confirm>
            <p>"Who has it keeps their account, and loses what the role opens. Dashboards that name it no longer do."</p>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
        </ConfirmDialog>
    }
}
