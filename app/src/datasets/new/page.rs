use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{from_sql::FromSql, from_table::FromTable, source::Source};
use crate::{
    datasets::api::{Choice, source_databases},
    ui::{ButtonLink, EmptyState, ErrorState, Icon, LocalTabs, Select, SelectOption, TabPanel, TableSkeleton},
};

#[component]
pub fn NewDatasetPage() -> impl IntoView {
    let databases = Resource::new(|| (), |()| source_databases());
    view! {
        <Title text="New dataset"/>
        <div class="page__head"><h1 class="page__title">"New dataset"</h1></div>
        <Suspense fallback=|| view! { <TableSkeleton rows=4/> }>
            {Suspend::new(async move {
                match databases.await {
                    Ok(databases) if databases.is_empty() => view! { <NoDatabase/> }.into_any(),
                    Ok(databases) => view! { <Choose databases/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move |()| databases.refetch()/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn NoDatabase() -> impl IntoView {
    view! {
        <EmptyState icon=Icon::Database title="No database yet" level=2>
            <p>"A dataset describes a table or a query of a database. Connect one first."</p>
            <ButtonLink href="/databases">"Go to databases"</ButtonLink>
        </EmptyState>
    }
}

#[component]
fn Choose(databases: Vec<Choice>) -> impl IntoView {
    let query = use_query_map().get_untracked();
    let database = query.get_str("database").and_then(|id| id.parse().ok());
    let text = |name: &str| query.get_str(name).filter(|text| !text.is_empty()).map(str::to_owned);
    // One that is the only one needs no choosing.
    let only = (databases.len() == 1).then(|| databases[0].value.parse().ok()).flatten();
    let source = Source::new(database.or(only), text("schema"), text("table"));
    let options: Vec<_> = databases.into_iter().map(|it| SelectOption::new(it.value, it.label)).collect();
    let selected = RwSignal::new("table".to_owned());
    let choose = move |id: Option<String>| source.choose_database(id.and_then(|id| id.parse().ok()));
    let tabs = [("table", "From a table"), ("sql", "From a SELECT")];
    view! {
        <div class="new-dataset__database">
            <Select
                label="Database"
                options=Signal::stored(options)
                value=Signal::derive(move || source.database.get().map(|id| id.to_string()))
                on_change=choose
                required=true
            />
        </div>
        <LocalTabs
            label="What the dataset is made of"
            items=tabs.map(|(id, text)| (id.to_owned(), text.to_owned())).into()
            selected
        />
        <TabPanel id="table" selected keep=true><FromTable source/></TabPanel>
        <TabPanel id="sql" selected keep=true><FromSql source/></TabPanel>
    }
}
