use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use sx_model::Me;

use super::{
    api::{Databases, PAGE_SIZE, list_databases},
    asked::Asked,
    browse::{BrowseDrawer, Browsing},
    connect::{ConnectDrawer, Editing},
    remove::{RemoveDialog, Removing},
    rows::DatabaseRows,
};
use crate::ui::{Button, ButtonLink, EmptyState, ErrorState, Icon, Look, Pagination, SearchField, TableSkeleton};

/// What the rows open.
#[derive(Clone, Copy)]
pub(super) struct Doors {
    pub editing: Editing,
    pub removing: Removing,
    pub browsing: Browsing,
}

/// `/databases`.
#[component]
pub fn DatabasesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        Asked::read(query.get_str("search"), query.get_str("page"))
    });
    let version = RwSignal::new(0_u32);
    let found =
        Resource::new(move || (asked.get(), version.get()), |(asked, _)| list_databases(asked.search, asked.page));
    let reload = Callback::new(move |()| _ = version.try_update(|version| *version += 1));
    let doors = Doors { editing: Editing::new(), removing: Removing::new(), browsing: Browsing::new() };
    view! {
        <Title text="Databases"/>
        <div class="page__head">
            <h1 class="page__title">"Databases"</h1>
            <SearchField
                label="Search databases"
                action="/databases"
                value=Signal::derive(move || asked.get().search)
                href=|search| Asked { search, page: 0 }.href()
            />
            <Actions doors/>
        </div>
        <Transition fallback=|| view! { <TableSkeleton rows=4/> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) => view! { <Found found asked=asked.get_untracked() doors/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || reload.run(())/> }.into_any(),
                }
            })}
        </Transition>
        <ConnectDrawer editing=doors.editing on_saved=reload/>
        <RemoveDialog removing=doors.removing on_removed=reload/>
        <BrowseDrawer browsing=doors.browsing/>
    }
}

/// What the table of rights opens, as far as `Me` carries it: they stand there before the list comes.
#[component]
fn Actions(doors: Doors) -> impl IntoView {
    let me = use_context::<Me>();
    let may_upload = me.as_ref().is_some_and(|me| me.may_see_databases);
    let may_connect = me.is_some_and(|me| me.is_admin);
    view! {
        <div class="page__actions">
            {may_upload.then(|| view! { <ButtonLink href="/upload" icon=Icon::Upload>"Upload a file"</ButtonLink> })}
            {may_connect.then(|| view! {
                <Button look=Look::Primary icon=Icon::Plus on_click=move |()| doors.editing.start_new()>
                    "Connect a database"
                </Button>
            })}
        </div>
    }
}

#[component]
fn Found(found: Databases, asked: Asked, doors: Doors) -> impl IntoView {
    let Databases { count, rows, engines } = found;
    let may_connect = !engines.is_empty();
    doors.editing.engines.set_value(engines);
    if rows.is_empty() && asked == Asked::default() {
        return view! {
            <EmptyState icon=Icon::Database title="No database yet" level=2>
                <p>"Connect PostgreSQL or a folder of files, or upload a file: it becomes a table at once."</p>
            </EmptyState>
        }
        .into_any();
    }
    if rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Search title="Nothing found" level=2>
                <p>"No database matches “" {asked.search} "”."</p>
                <ButtonLink href="/databases">"Show all databases"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    let search = asked.search;
    view! {
        <DatabaseRows rows may_connect doors/>
        <Pagination
            label="Pages of databases"
            page=asked.page
            page_size=PAGE_SIZE
            count
            href=move |page| Asked { search: search.clone(), page }.href()
        />
    }
    .into_any()
}
