use leptos::prelude::*;

use super::state::Upload;
use crate::ui::{Button, GridColumn, Icon, Look, RadioGroup, Select, SelectOption, TextField, VirtualTable};

/// The first rows as they stand in the file.
#[component]
pub fn FirstRows(upload: Upload) -> impl IntoView {
    let sheet = Memo::new(move |_| upload.sheet());
    let columns = Signal::derive(move || {
        let sheet = sheet.read();
        sheet
            .iter()
            .flat_map(|sheet| &sheet.column_names)
            .map(|name| GridColumn::text(name.clone()))
            .collect::<Vec<_>>()
    });
    let count = Signal::derive(move || sheet.read().as_ref().map_or(0, |sheet| sheet.rows.len()));
    let cell = move |(row, column): (usize, usize)| {
        let sheet = sheet.read();
        let text = sheet.as_ref().and_then(|sheet| sheet.rows.get(row)?.get(column).cloned());
        text.unwrap_or_default()
    };
    view! {
        <section>
            <h2 class="upload__title">"First rows"</h2>
            <div class="upload__rows">
                <VirtualTable caption="First rows" columns row_count=count cell empty="The file has no rows."/>
            </div>
        </section>
    }
}

/// What the table is called, where it goes, and what happens to one that is there.
#[component]
pub fn TableWish(upload: Upload, databases: Vec<(i64, String)>) -> impl IntoView {
    let choices =
        [("fail", "Leave it as it is and say so"), ("replace", "Replace it"), ("append", "Add the rows to it")];
    let is_several = databases.len() > 1;
    let options: Vec<_> = databases.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect();
    let nothing = Signal::derive(move || !upload.columns.read().iter().any(|column| column.is_taken));
    view! {
        <section class="upload__wish">
            <h2 class="upload__title">"Table"</h2>
            <TextField
                label="Table name"
                hint="Letters, digits and _."
                value=upload.table_name
                required=true
            />
            {is_several.then(|| view! {
                <Select
                    label="Database"
                    options=Signal::stored(options)
                    value=Signal::derive(move || upload.database.get().map(|id| id.to_string()))
                    on_change={move |id: Option<String>| upload.database.set(id.and_then(|id| id.parse().ok()))}
                />
            })}
            <RadioGroup
                label="If the table exists"
                options=choices.map(|(value, text)| (value.to_owned(), text.to_owned())).into()
                value=upload.already_exists
                on_change=move |choice| upload.already_exists.set(choice)
            />
            <Button
                look=Look::Primary
                icon=Icon::Upload
                busy=upload.sending
                disabled=nothing
                reason=Some("Take at least one column.".to_owned())
                on_click=move |()| upload.send()
            >
                "Upload"
            </Button>
        </section>
    }
}
