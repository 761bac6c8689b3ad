use leptos::prelude::*;
use sx_model::TableRow;

use super::api::{database_schemas, database_tables};
use crate::{
    ui::{Alert, Badge, Button, ButtonLink, Drawer, Icon, Look, Select, SelectOption, TableSkeleton, TextField, Tone},
    url_text,
};

/// The database that is looked into.
#[derive(Clone, Copy)]
pub struct Browsing {
    open: RwSignal<bool>,
    target: RwSignal<Option<(i64, String)>>,
}

impl Browsing {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), target: RwSignal::new(None) }
    }

    pub fn open(self, id: i64, name: String) {
        self.target.set(Some((id, name)));
        self.open.set(true);
    }
}

#[component]
pub fn BrowseDrawer(browsing: Browsing) -> impl IntoView {
    let name = move || browsing.target.read().as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let id = move || browsing.target.read().as_ref().map(|(id, _)| *id);
    view! {
        <Drawer title=Signal::derive(move || format!("Tables of “{}”", name())) open=browsing.open>
            {move || id().map(|id| view! { <Schemas id/> })}
        </Drawer>
    }
}

#[component]
fn Schemas(id: i64) -> impl IntoView {
    let schemas = LocalResource::new(move || database_schemas(id));
    let chosen = RwSignal::new(None::<String>);
    let schema = Signal::derive(move || chosen.get().or_else(|| usual(&schemas)));
    let retry = move |()| schemas.refetch();
    move || match schemas.get() {
        None => view! { <TableSkeleton rows=4/> }.into_any(),
        Some(Err(failure)) => view! {
            <Alert>{failure.message}</Alert>
            <Button icon=Icon::Refresh on_click=retry>"Try again"</Button>
        }
        .into_any(),
        Some(Ok(names)) => {
            let options: Vec<_> = names.iter().cloned().map(SelectOption::plain).collect();
            view! {
                {(names.len() > 1).then(|| view! {
                    <Select
                        label="Schema"
                        options=Signal::stored(options)
                        value=schema
                        on_change=move |name| chosen.set(name)
                    />
                })}
                {move || schema.get().map(|schema| view! { <Tables id schema/> })}
            }
            .into_any()
        }
    }
}

/// The schema that databases put tables into when nobody says otherwise, or the first.
fn usual(schemas: &LocalResource<Result<Vec<String>, crate::Failure>>) -> Option<String> {
    let names = schemas.get()?.ok()?;
    names.iter().find(|name| matches!(name.as_str(), "public" | "main")).or(names.first()).cloned()
}

#[component]
fn Tables(id: i64, schema: String) -> impl IntoView {
    let asked = schema.clone();
    let tables = LocalResource::new(move || database_tables(id, asked.clone()));
    let search = RwSignal::new(String::new());
    let retry = move |()| tables.refetch();
    view! {
        <TextField label="Search tables" value=search/>
        {move || match tables.get() {
            None => view! { <TableSkeleton rows=6/> }.into_any(),
            Some(Err(failure)) => view! {
                <Alert>{failure.message}</Alert>
                <Button icon=Icon::Refresh on_click=retry>"Try again"</Button>
            }
            .into_any(),
            Some(Ok(found)) => {
                let wanted = search.read().trim().to_lowercase();
                let matching: Vec<_> = found.into_iter().filter(|it| it.name.to_lowercase().contains(&wanted)).collect();
                view! { <TableList id schema=schema.clone() tables=matching/> }.into_any()
            }
        }}
    }
}

#[component]
fn TableList(id: i64, schema: String, tables: Vec<TableRow>) -> impl IntoView {
    if tables.is_empty() {
        return view! { <p class="databases__none" role="status">"No table here."</p> }.into_any();
    }
    let id = id.to_string();
    let lines = tables.into_iter().map(|table| {
        let place = [("database", id.as_str()), ("schema", schema.as_str()), ("table", table.name.as_str())];
        let href = format!("/datasets/new{}", url_text::query(place));
        view! {
            <li class="table-list__row">
                <span class="table-list__name">{table.name}</span>
                {(table.kind == "view").then(|| view! { <Badge tone=Tone::Neutral>"View"</Badge> })}
                <ButtonLink href look=Look::Quiet icon=Icon::Plus>"Create dataset"</ButtonLink>
            </li>
        }
    });
    view! { <ul class="table-list" aria-label="Tables">{lines.collect_view()}</ul> }.into_any()
}
