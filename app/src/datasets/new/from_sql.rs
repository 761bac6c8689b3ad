use leptos::prelude::*;
use sx_model::{DatabaseId, SourceQuestion};

use super::{create::CreateButtons, source::Source};
use crate::{
    datasets::{api::preview_source, preview_table::PreviewTable, sql_field::SqlField},
    ui::{Alert, Button, Icon, TextField},
};

/// A SELECT: checked and previewed, then named and stored.
#[component]
pub fn FromSql(source: Source) -> impl IntoView {
    let (sql, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let preview = Action::new(|question: &SourceQuestion| preview_source(question.clone()));
    let question = Signal::derive(move || {
        let sql = Some(sql.get()).filter(|sql| !sql.trim().is_empty());
        let database_id = DatabaseId(source.database.get()?);
        Some(SourceQuestion { database_id, schema: source.schema.get(), table_name: None, sql: Some(sql?) })
    });
    let run = move |()| {
        if let Some(question) = question.get_untracked() {
            preview.dispatch(question);
        }
    };
    view! {
        <SqlField label="SQL" value=sql.into() on_input=Callback::new(move |text| sql.set(text)) rows=10 on_submit=run/>
        <div class="dataset-tools">
            <Button
                icon=Icon::Play
                busy=preview.pending()
                disabled=Signal::derive(move || question.read().is_none())
                on_click=run
            >
                "Check and preview"
            </Button>
        </div>
        {move || match preview.value().get() {
            None => view! { <p class="dataset-nothing">"The preview shows the first 25 rows."</p> }.into_any(),
            Some(Ok(found)) => view! { <PreviewTable caption="First 25 rows" table=found.table/> }.into_any(),
            Some(Err(failure)) => view! { <Alert>{failure.message}</Alert> }.into_any(),
        }}
        <div class="new-dataset__name">
            <TextField label="Name of the dataset" value=name required=true/>
        </div>
        <CreateButtons question name=name/>
    }
}
