use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{PAGE_SIZE, Trash, TrashRow, list_trash, purge_assets},
    row::TrashLine,
};
use crate::{
    lists::restore_assets,
    ui::{
        ButtonLink, ConfirmDialog, EmptyState, ErrorState, Icon, Pagination, SearchField, TableSkeleton, TableView,
        Toast, use_toasts,
    },
    url_text,
};

#[component]
pub fn TrashPage() -> impl IntoView {
    let query = use_query_map();
    let search = Memo::new(move |_| query.read().get_str("search").unwrap_or_default().trim().to_owned());
    let page = Memo::new(move |_| {
        let page = query.read().get_str("page").and_then(|page| page.parse::<u64>().ok());
        page.unwrap_or(1).saturating_sub(1)
    });
    let version = RwSignal::new(0_u32);
    let rows = Resource::new(
        move || (search.get(), page.get(), version.get()),
        |(search, page, _)| list_trash(String::new(), search, page),
    );
    let actions = Actions::new(version);
    view! {
        <Title text="Trash"/>
        <div class="page__head">
            <h1 class="page__title">"Trash"</h1>
            <SearchField label="Search the trash" action="/trash" value=search.into() href=|search| href(&search, 0)/>
        </div>
        <Transition fallback=|| view! { <TableSkeleton rows=4/> }>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(trash) => {
                        let (search, page) = (search.get_untracked(), page.get_untracked());
                        view! { <Found trash search page actions/> }.into_any()
                    }
                    Err(failure) => {
                        view! { <ErrorState failure on_retry=move || version.update(|it| *it += 1)/> }.into_any()
                    }
                }
            })}
        </Transition>
        <Purge actions/>
    }
}

/// What a row can have done to it.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub restore: Callback<TrashRow>,
    /// Asks first: the one thing that nothing undoes.
    pub ask_to_purge: Callback<TrashRow>,
    asked: RwSignal<Option<TrashRow>>,
    is_asking: RwSignal<bool>,
    busy: RwSignal<bool>,
    purge: Callback<()>,
}

impl Actions {
    fn new(version: RwSignal<u32>) -> Self {
        let toasts = use_toasts();
        let (asked, is_asking, busy) = (RwSignal::new(None::<TrashRow>), RwSignal::new(false), RwSignal::new(false));
        let reload = move || _ = version.try_update(|version| *version += 1);
        let restore = Callback::new(move |row: TrashRow| {
            spawn_local(async move {
                match restore_assets(vec![row.item()]).await {
                    Ok(()) => {
                        toasts.show(Toast::good(format!("Restored “{}”.", row.name)));
                        reload();
                    }
                    Err(failure) => toasts.show(Toast::bad(failure.message)),
                }
            });
        });
        let ask_to_purge = Callback::new(move |row: TrashRow| {
            asked.set(Some(row));
            is_asking.set(true);
        });
        let purge = Callback::new(move |()| {
            let Some(row) = asked.get_untracked() else { return };
            busy.set(true);
            spawn_local(async move {
                match purge_assets(vec![row.item()]).await {
                    Ok(()) => {
                        toasts.show(Toast::good(format!("Deleted “{}” for good.", row.name)));
                        reload();
                    }
                    Err(failure) => toasts.show(Toast::bad(failure.message)),
                }
                _ = is_asking.try_set(false);
                _ = busy.try_set(false);
            });
        });
        Self { restore, ask_to_purge, asked, is_asking, busy, purge }
    }
}

#[component]
fn Found(trash: Trash, search: String, page: u64, actions: Actions) -> impl IntoView {
    let Trash { count, rows } = trash;
    if rows.is_empty() {
        return view! { <Nothing is_searched={!search.is_empty() || page > 0}/> }.into_any();
    }
    view! {
        <TableView caption="Trash" columns=&["Name", "Kind", "Deleted", "Actions"]>
            {rows.into_iter().map(|row| view! { <TrashLine row actions/> }).collect_view()}
        </TableView>
        <Pagination label="Pages of the trash" page page_size=PAGE_SIZE count href=move |page| href(&search, page)/>
    }
    .into_any()
}

#[component]
fn Nothing(is_searched: bool) -> impl IntoView {
    if is_searched {
        return view! {
            <EmptyState icon=Icon::Search title="Nothing found" level=2>
                <p>"Nothing of this name is in the trash."</p>
                <ButtonLink href="/trash">"Show the whole trash"</ButtonLink>
            </EmptyState>
        };
    }
    view! {
        <EmptyState icon=Icon::Trash title="The trash is empty" level=2>
            <p>"What you delete comes here first, and can be restored with all that belonged to it."</p>
        </EmptyState>
    }
}

#[component]
fn Purge(actions: Actions) -> impl IntoView {
    let name = move || actions.asked.read().as_ref().map(|row| row.name.clone()).unwrap_or_default();
    view! {
        <ConfirmDialog
            title="Delete for good"
            open=actions.is_asking
            action="Delete for good"
            busy=actions.busy
            on_confirm=actions.purge
        >
            <p>{move || format!("“{}” cannot be restored afterwards.", name())}</p>
        </ConfirmDialog>
    }
}

fn href(search: &str, page: u64) -> String {
    let page = (page > 0).then(|| (page + 1).to_string());
    let search = Some(search).filter(|search| !search.is_empty()).map(|search| ("search", search));
    format!("/trash{}", url_text::query(search.into_iter().chain(page.as_deref().map(|page| ("page", page)))))
}
