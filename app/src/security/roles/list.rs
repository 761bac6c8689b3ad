use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;

use super::{
    api::{RoleRow, list_roles},
    name::NameDialog,
};
use crate::{
    security::places::Places,
    ui::{Badge, Button, ErrorState, Icon, Look, TableSkeleton, TableView, Tone},
};

#[component]
pub fn RolesPage() -> impl IntoView {
    let roles = Resource::new(|| (), |()| list_roles());
    let is_naming = RwSignal::new(false);
    let navigate = use_navigate();
    let made = Callback::new(move |id: i64| navigate(&format!("/roles/{id}"), Default::default()));
    view! {
        <Title text="Roles"/>
        <Places/>
        <div class="page__head">
            <h1 class="page__title">"Roles"</h1>
            <div class="page__actions">
                <Button look=Look::Primary icon=Icon::Plus on_click=move |()| is_naming.set(true)>"New role"</Button>
            </div>
        </div>
        <p class="page__description">
            "A role says what people may do and what they may read. A role of your own adds what may be read; what may be done comes with Admin, Alpha and Gamma. What is granted to Public can be seen without signing in."
        </p>
        <Transition fallback=|| view! { <TableSkeleton rows=5/> }>
            {move || Suspend::new(async move {
                match roles.await {
                    Ok(rows) => view! { <RoleRows rows/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || roles.refetch()/> }.into_any(),
                }
            })}
        </Transition>
        <NameDialog open=is_naming role=None on_saved=made/>
    }
}

#[component]
fn RoleRows(rows: Vec<RoleRow>) -> impl IntoView {
    let line = |row: RoleRow| {
        view! {
            <tr>
                <th scope="row"><a href=format!("/roles/{}", row.id)>{row.name}</a></th>
                <td>{row.people}</td>
                <td>{row.is_built_in.then(|| view! { <Badge tone=Tone::Neutral>"Built in"</Badge> })}</td>
            </tr>
        }
    };
    view! {
        <TableView caption="Roles" columns=&["Role", "People", "Kind"]>{rows.into_iter().map(line).collect_view()}</TableView>
    }
}
