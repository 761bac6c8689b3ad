use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    Asked, ListKind,
    act::ListState,
    api::{PAGE_SIZE, Rows, list_assets, list_choices},
    filters::Filters,
    head::HeadActions,
    table::ListTable,
};
use crate::ui::{ButtonLink, EmptyState, ErrorState, Icon, Pagination, TableSkeleton};

/// The page of one list.
#[component]
pub fn ListPage(kind: ListKind) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| Asked::read(&query.read()));
    let state = ListState::new(kind, asked);
    let rows = Resource::new(move || (asked.get(), state.version()), move |(asked, _)| list_assets(kind, asked));
    let choices = Resource::new(|| (), move |()| list_choices(kind));
    // A list without its filters is better than none.
    let offered = move || async move { choices.await.unwrap_or_default() };
    view! {
        <Title text=kind.title()/>
        <div class="page__head">
            <h1 class="page__title">{kind.title()}</h1>
            <Suspense>
                {move || Suspend::new(async move {
                    let choices = offered().await;
                    view! { <HeadActions state choices/> }
                })}
            </Suspense>
        </div>
        <Suspense fallback=|| view! { <div class="list-filters"></div> }>
            {move || Suspend::new(async move {
                let choices = offered().await;
                view! { <Filters state choices/> }
            })}
        </Suspense>
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <Found rows state/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || state.reload()/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(rows: Rows, state: ListState) -> impl IntoView {
    let (Rows { count, rows }, asked, kind) = (rows, state.asked.get_untracked(), state.kind);
    if rows.is_empty() {
        return view! { <Nothing asked kind/> }.into_any();
    }
    let here = asked.clone();
    view! {
        <ListTable rows asked=asked.clone() state/>
        <Pagination
            label="Pages of the list"
            page=asked.page
            page_size=PAGE_SIZE
            count
            href=move |page| Asked { page, ..here.clone() }.href(kind)
        />
    }
    .into_any()
}

#[component]
fn Nothing(asked: Asked, kind: ListKind) -> impl IntoView {
    if asked.is_narrowed() || asked.page > 0 {
        return view! {
            <EmptyState icon=Icon::Search title="Nothing found" level=2>
                <p>
                    {match asked.search.as_str() {
                        "" => format!("None of the {} is like that.", kind.plural()),
                        search => format!("No {} of this kind matches “{search}”.", kind.as_str()),
                    }}
                </p>
                <ButtonLink href=kind.path()>{format!("Show all {}", kind.plural())}</ButtonLink>
            </EmptyState>
        };
    }
    let advice = match kind {
        ListKind::Dashboard => "Make one, or import one from Superset.",
        ListKind::Chart => "Choose a dataset and drag its fields to make the first one.",
        ListKind::Dataset => {
            "A dataset is a table or a SELECT of a connected database, with names and metrics of your own."
        }
    };
    view! {
        <EmptyState icon=kind.icon() title=format!("No {} yet", kind.plural()) level=2>
            <p>{advice}</p>
        </EmptyState>
    }
}
