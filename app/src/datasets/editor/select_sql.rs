use leptos::prelude::*;
use sx_model::{DatabaseId, SourceQuestion};

use super::{editing::Editing, sync::summary_text};
use crate::{
    datasets::{
        api::{preview_source, sync_dataset},
        preview_table::PreviewTable,
        sql_field::SqlField,
    },
    ui::{Alert, Button, Icon, Tone},
};

/// The SELECT of a virtual dataset: changed, looked at, and its columns read anew.
#[component]
pub fn SelectSql() -> impl IntoView {
    let editing = Editing::current();
    let locked = !editing.may_edit();
    let sql = Signal::derive(move || editing.draft.with(|it| it.fields.sql.clone().unwrap_or_default()));
    let database = DatabaseId(editing.page.with_untracked(|page| page.dataset.database_id.0));
    let preview = Action::new(move |sql: &String| {
        preview_source(SourceQuestion { database_id: database, schema: None, table_name: None, sql: Some(sql.clone()) })
    });
    let read = Action::new(move |sql: &String| {
        let sql = sql.clone();
        async move {
            let sync = sync_dataset(editing.id, Some(sql)).await?;
            let told = summary_text(&sync.summary);
            editing.edit("sync", |draft| draft.take_sync(sync));
            Ok::<_, crate::Failure>(told)
        }
    });
    let run = move |()| {
        preview.dispatch(sql.get_untracked());
    };
    view! {
        <SqlField
            label="SQL"
            value=sql
            on_input=Callback::new(move |text| editing.edit("sql", |draft| draft.fields.sql = Some(text)))
            rows=8
            disabled=locked
            on_submit=run
        />
        <div class="dataset-tools">
            <Button icon=Icon::Play busy=preview.pending() disabled=locked on_click=run>"Check and preview"</Button>
            <Button
                icon=Icon::Column
                busy=read.pending()
                disabled=locked
                on_click=move |()| { read.dispatch(sql.get_untracked()); }
            >
                "Read columns"
            </Button>
        </div>
        {move || match read.value().get() {
            Some(Ok(told)) => Some(view! { <Alert tone=Tone::Good>{told}</Alert> }.into_any()),
            Some(Err(failure)) => Some(view! { <Alert>{failure.message}</Alert> }.into_any()),
            None => None,
        }}
        {move || match preview.value().get() {
            Some(Ok(found)) => Some(view! { <PreviewTable caption="First 25 rows" table=found.table/> }.into_any()),
            Some(Err(failure)) => Some(view! { <Alert>{failure.message}</Alert> }.into_any()),
            None => None,
        }}
    }
}
