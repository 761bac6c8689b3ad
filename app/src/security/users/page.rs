use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{PAGE_SIZE, User, Users, delete_user, list_users},
    asked::Asked,
    form::UserDialog,
    rows::UserRows,
};
use crate::{
    security::places::Places,
    ui::{
        Alert, Button, ButtonLink, ConfirmDialog, EmptyState, ErrorState, Icon, Look, Pagination, SearchField,
        TableSkeleton, Toast, use_toasts,
    },
};

#[component]
pub fn UsersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        Asked::read(query.get_str("search"), query.get_str("page"))
    });
    let users = Resource::new(move || asked.get(), list_users);
    let (is_editing, is_deleting) = (RwSignal::new(false), RwSignal::new(false));
    let (edited, deleted) = (RwSignal::new(None::<User>), RwSignal::new(None::<User>));
    let roles = StoredValue::new(Vec::<(i64, String)>::new());
    let reload = Callback::new(move |()| users.refetch());
    let edit = Callback::new(move |user: User| {
        edited.set(Some(user));
        is_editing.set(true);
    });
    let delete = Callback::new(move |user: User| {
        deleted.set(Some(user));
        is_deleting.set(true);
    });
    let add = move |()| {
        edited.set(None);
        is_editing.set(true);
    };
    view! {
        <Title text="Users"/>
        <Places/>
        <div class="page__head">
            <h1 class="page__title">"Users"</h1>
            <SearchField
                label="Search users"
                action="/users"
                value=Signal::derive(move || asked.get().search)
                href=|search| Asked { search, page: 0 }.href()
            />
            <div class="page__actions"><Button look=Look::Primary icon=Icon::Plus on_click=add>"New user"</Button></div>
        </div>
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                match users.await {
                    Ok(found) => {
                        roles.set_value(found.roles.clone());
                        view! { <Found found asked=asked.get_untracked() edit delete/> }.into_any()
                    }
                    Err(failure) => view! { <ErrorState failure on_retry=reload/> }.into_any(),
                }
            })}
        </Transition>
        <UserDialog open=is_editing user=edited roles on_saved=reload/>
        <DeleteDialog open=is_deleting user=deleted on_deleted=reload/>
    }
}

#[component]
fn Found(found: Users, asked: Asked, edit: Callback<User>, delete: Callback<User>) -> impl IntoView {
    let Users { count, rows, own_id, .. } = found;
    if rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Search title="Nobody found" level=2>
                <p>"No user matches “" {asked.search} "”."</p>
                <ButtonLink href="/users">"Show all users"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    let search = asked.search;
    view! {
        <UserRows rows own_id edit delete/>
        <Pagination
            label="Pages of users"
            page=asked.page
            page_size=PAGE_SIZE
            count
            href=move |page| Asked { search: search.clone(), page }.href()
        />
    }
    .into_any()
}

/// What they made stays, so only the account is lost; but its password cannot come back, so it is asked.
#[component]
fn DeleteDialog(open: RwSignal<bool>, user: RwSignal<Option<User>>, on_deleted: Callback<()>) -> impl IntoView {
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = use_toasts();
    let name = Signal::derive(move || user.get().map(|user| user.username).unwrap_or_default());
    let title = Signal::derive(move || format!("Delete {}?", name.get()));
    let confirm = move |()| {
        let Some(User { id, username, .. }) = user.get_untracked() else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = delete_user(id).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    open.set(false);
                    on_deleted.run(());
                    toasts.show(Toast::good(format!("{username} was deleted.")));
                }
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <ConfirmDialog title open action="Delete user" busy on_confirm=confirm>
            <p>"What they made stays. Who comes back later needs a new account; to lock somebody out for a while, edit the user and switch off “May sign in”."</p>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
        </ConfirmDialog>
    }
}
