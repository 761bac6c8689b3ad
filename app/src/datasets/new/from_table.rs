use leptos::prelude::*;
use sx_model::{DatabaseId, SourceQuestion};

use super::{
    create::CreateButtons,
    source::{Source, failure_of},
};
use crate::{
    datasets::{api::preview_source, preview_table::PreviewTable},
    ui::{Alert, Select, SelectOption, TableSkeleton},
};

/// Schema, table, and what is in it.
#[component]
pub fn FromTable(source: Source) -> impl IntoView {
    let preview = Action::new(|question: &SourceQuestion| preview_source(question.clone()));
    let question = Signal::derive(move || question(source));
    Effect::new(move |_| {
        if let Some(question) = question.get() {
            preview.dispatch(question);
        }
    });
    let schemas = Signal::derive(move || match &*source.schemas.value().read() {
        Some(Ok(schemas)) => schemas.iter().map(SelectOption::plain).collect::<Vec<_>>(),
        Some(Err(_)) | None => Vec::new(),
    });
    let tables = Signal::derive(move || match &*source.tables.value().read() {
        Some(Ok(tables)) => {
            tables.iter().map(|it| SelectOption::new(&it.value, &it.value).with_hint(&it.label)).collect()
        }
        Some(Err(_)) | None => Vec::new(),
    });
    view! {
        <div class="new-dataset__places">
            <Select
                label="Schema"
                options=schemas
                value=source.schema
                on_change=move |schema| source.choose_schema(schema)
                loading=source.schemas.pending()
                error=failure_of(source.schemas)
                placeholder="The default schema"
                clearable=true
                searchable=true
                disabled=Signal::derive(move || source.database.read().is_none())
            />
            <Select
                label="Table or view"
                options=tables
                value=source.table
                on_change=move |table| source.table.set(table)
                loading=source.tables.pending()
                error=failure_of(source.tables)
                searchable=true
                required=true
                disabled=Signal::derive(move || source.database.read().is_none())
            />
        </div>
        {move || match (question.get(), preview.pending().get(), preview.value().get()) {
            (None, _, _) => view! { <p class="dataset-nothing">"Choose a table to see its columns and first rows."</p> }.into_any(),
            (_, true, _) | (_, _, None) => view! { <TableSkeleton rows=6/> }.into_any(),
            (_, _, Some(Ok(found))) => view! { <PreviewTable caption="First 25 rows" table=found.table/> }.into_any(),
            (_, _, Some(Err(failure))) => view! { <Alert>{failure.message}</Alert> }.into_any(),
        }}
        <CreateButtons
            question
            name=Signal::derive(move || source.table.get().unwrap_or_default())
        />
    }
}

fn question(source: Source) -> Option<SourceQuestion> {
    Some(SourceQuestion {
        database_id: DatabaseId(source.database.get()?),
        schema: source.schema.get(),
        table_name: Some(source.table.get()?),
        sql: None,
    })
}
