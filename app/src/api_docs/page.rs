use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

use super::{
    api::{api_operation, api_operations},
    list::OperationList,
    operation::OperationView,
};
use crate::{
    ui::{EmptyState, ErrorState, Icon, SearchField, TableSkeleton},
    url_text,
};

#[component]
pub fn ApiDocsPage() -> impl IntoView {
    let query = use_query_map();
    let read = move |name: &'static str| query.read().get_str(name).unwrap_or_default().trim().to_owned();
    let search = Memo::new(move |_| read("search"));
    let open = Memo::new(move |_| read("operation"));
    let lines = Resource::new(|| (), |()| api_operations());
    follow_fragment();
    view! {
        <Title text="API"/>
        <div class="page__head">
            <h1 class="page__title">"API"</h1>
            <a class="api-docs__document" href="/api/v1/_openapi" rel="external">"OpenAPI document"</a>
            <SearchField
                label="Search the API"
                action="/api-docs"
                value=search.into()
                href=move |search| href(&search, &open.get_untracked())
            />
        </div>
        <div class="api-docs" class:api-docs--open=move || !open.read().is_empty()>
            <nav class="api-docs__list" aria-label="Operations">
                <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
                    {move || Suspend::new(async move {
                        match lines.await {
                            Ok(lines) => view! { <OperationList lines search open/> }.into_any(),
                            Err(failure) => view! { <ErrorState failure on_retry=move || lines.refetch()/> }.into_any(),
                        }
                    })}
                </Transition>
            </nav>
            <Opened open search/>
        </div>
    }
}

/// The one operation that is open.
#[component]
fn Opened(open: Memo<String>, search: Memo<String>) -> impl IntoView {
    let operation = Resource::new(
        move || open.get(),
        |id| async move { if id.is_empty() { Ok(None) } else { api_operation(id).await.map(Some) } },
    );
    view! {
        <div class="api-docs__operation">
            <a class="api-docs__back" href=move || href(&search.get(), "")>"All operations"</a>
            <Transition fallback=|| view! { <TableSkeleton rows=6/> }>
                {move || Suspend::new(async move {
                    match operation.await {
                        Ok(Some(operation)) => view! { <OperationView operation/> }.into_any(),
                        Ok(None) => view! {
                            <EmptyState icon=Icon::Code title="Choose an operation" level=2>
                                <p>"The list has every address of the REST API, with what it takes and what it answers."</p>
                            </EmptyState>
                        }
                        .into_any(),
                        Err(failure) => view! { <ErrorState failure on_retry=move || operation.refetch()/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// `#get_chart` opens an operation, too. The server never sees that part of an address.
fn follow_fragment() {
    let (hash, navigate) = (use_location().hash, use_navigate());
    Effect::new(move |_| {
        let id = hash.get();
        let id = id.trim_start_matches('#');
        let is_operation = ["get_", "post_", "put_", "delete_"].iter().any(|method| id.starts_with(method));
        if is_operation {
            navigate(&href("", id), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
}

/// Where this search and this operation are shown.
pub fn href(search: &str, operation: &str) -> String {
    let pairs = [("search", search), ("operation", operation)];
    format!("/api-docs{}", url_text::query(pairs.into_iter().filter(|(_, value)| !value.is_empty())))
}
