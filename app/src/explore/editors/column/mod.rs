//! A column: one of the dataset, or SQL.

mod value;

use leptos::prelude::*;
use serde_json::Value;
use sx_model::ExpressionType;

use self::value::Column;
use super::{choices::column_options, expression::ExpressionEditor, form::EditorForm};
use crate::{
    explore::fields::Fields,
    ui::{LocalTabs, Select, TabPanel, TextField},
};

const SAVED: &str = "column-saved";
const SQL: &str = "column-sql";

#[component]
pub fn ColumnEditor(value: Value, fields: Fields, on_save: Callback<Value>, on_close: Callback<()>) -> impl IntoView {
    let read = Column::read(&value);
    let tab = RwSignal::new(if read.is_sql { SQL } else { SAVED }.to_owned());
    let (name, sql, label) = (RwSignal::new(read.name), RwSignal::new(read.sql), RwSignal::new(read.label));
    let column = Memo::new(move |_| {
        let is_sql = *tab.read() == SQL;
        // The expression of the other tab waits there, and is no part of a plain column.
        let kept = |text: String| if is_sql { text } else { String::new() };
        Column { is_sql, name: name.get().filter(|_| !is_sql), sql: kept(sql.get()), label: kept(label.get()) }
    });
    let problem = Signal::derive(move || column.read().problem().map(str::to_owned));
    let save = Callback::new(move |()| {
        if problem.read_untracked().is_none() {
            let written = column.read_untracked().write(&value);
            on_save.run(written);
        }
    });
    let items = [(SAVED, "Saved"), (SQL, "Custom SQL")].map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
    let options = column_options(&fields.dataset_untracked(), |column| column.groupby);
    let kind = Signal::stored(ExpressionType::Column);
    let hint = Signal::derive(move || {
        let is_needed = label.read().trim().is_empty() && !sql.read().trim().is_empty();
        is_needed.then(|| "Without one it is the expression.".to_owned())
    });
    view! {
        <EditorForm problem on_save=save on_close>
            <LocalTabs label="Sorts of columns" items selected=tab/>
            <TabPanel id=SAVED selected=tab>
                <Select
                    label="Column"
                    searchable=true
                    options=Signal::stored(options.clone())
                    value=name
                    on_change=move |chosen| name.set(chosen)
                />
            </TabPanel>
            <TabPanel id=SQL selected=tab>
                <div class="fields">
                    <ExpressionEditor label="Expression" kind value=sql fields on_submit=save/>
                    <TextField label="Label" value=label hint/>
                </div>
            </TabPanel>
        </EditorForm>
    }
    .into_any()
}
