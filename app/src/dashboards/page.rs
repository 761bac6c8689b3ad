use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    Asked,
    api::{PAGE_SIZE, Rows, list_dashboards},
    rows::DashboardRows,
};
use crate::ui::{ButtonLink, EmptyState, ErrorState, Icon, Pagination, SearchField, TableSkeleton};

#[component]
pub fn DashboardsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        Asked::read(query.get_str("search"), query.get_str("page"))
    });
    let rows = Resource::new(move || asked.get(), list_dashboards);
    view! {
        <Title text="Dashboards"/>
        <div class="page__head">
            <h1 class="page__title">"Dashboards"</h1>
            <SearchField
                label="Search dashboards"
                action="/dashboards"
                value=Signal::derive(move || asked.get().search)
                href=|search| Asked { search, page: 0 }.href()
            />
        </div>
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <Found rows asked=asked.get_untracked()/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || rows.refetch()/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(rows: Rows, asked: Asked) -> impl IntoView {
    let Rows { count, rows } = rows;
    if rows.is_empty() {
        return view! { <Nothing asked/> }.into_any();
    }
    let search = asked.search;
    view! {
        <DashboardRows rows/>
        <Pagination
            label="Pages of dashboards"
            page=asked.page
            page_size=PAGE_SIZE
            count
            href=move |page| Asked { search: search.clone(), page }.href()
        />
    }
    .into_any()
}

#[component]
fn Nothing(asked: Asked) -> impl IntoView {
    if asked.search.is_empty() && asked.page == 0 {
        return view! {
            <EmptyState icon=Icon::Dashboard title="No dashboards yet" level=2>
                <p>"Import one from Superset or load the examples; home says how."</p>
                <ButtonLink href="/">"Go to home"</ButtonLink>
            </EmptyState>
        };
    }
    view! {
        <EmptyState icon=Icon::Search title="Nothing found" level=2>
            <p>"No dashboard matches “" {asked.search} "”."</p>
            <ButtonLink href="/dashboards">"Show all dashboards"</ButtonLink>
        </EmptyState>
    }
}
