use leptos::prelude::*;

use super::state::{ColumnChoice, Upload};
use crate::ui::{Checkbox, TableView, TextField};

const TYPES: [(&str, &str); 7] = [
    ("text", "Text"),
    ("integer", "Whole number"),
    ("number", "Number"),
    ("decimal", "Decimal (exact)"),
    ("boolean", "True or false"),
    ("date", "Date"),
    ("timestamp", "Date and time"),
];
/// More rows of controls would take longer to draw than anybody reads.
const MOST_SHOWN: usize = 200;

/// The columns, with names and types that can be changed.
#[component]
pub fn Columns(upload: Upload) -> impl IntoView {
    // The rows are made anew with another file or sheet, not with each letter.
    let sources =
        Memo::new(move |_| upload.columns.read().iter().map(|column| column.source.clone()).collect::<Vec<_>>());
    let hidden = move || sources.read().len().saturating_sub(MOST_SHOWN);
    view! {
        <section class="upload__columns">
            <h2 class="upload__title">"Columns"</h2>
            <TableView caption="Columns" columns=&["Take", "In the file", "Name", "Type", "First values"]>
                <For
                    each=move || sources.get().into_iter().enumerate().take(MOST_SHOWN)
                    key=|(at, source)| (*at, source.clone())
                    let((at, source))
                >
                    <ColumnLine upload at source/>
                </For>
            </TableView>
            {move || (hidden() > 0).then(|| view! {
                <p class="upload__more">{format!("and {} more columns, as they were found", hidden())}</p>
            })}
        </section>
    }
}

#[component]
fn ColumnLine(upload: Upload, at: usize, source: String) -> impl IntoView {
    let choice = Memo::new(move |_| upload.columns.read().get(at).cloned());
    let change = move |change: &dyn Fn(&mut ColumnChoice)| {
        upload.columns.update(|columns| columns.get_mut(at).into_iter().for_each(change));
    };
    let type_ = move || choice.get().map(|choice| choice.type_).unwrap_or_default();
    let examples = move || {
        let sheet = upload.sheet();
        let rows = sheet.iter().flat_map(|sheet| &sheet.rows);
        let values = rows.filter_map(|row| row.get(at)).filter(|value| !value.is_empty()).take(3);
        values.map(String::as_str).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <tr>
            <td>
                <Checkbox
                    label=format!("Take {source}")
                    hide_label=true
                    checked=Signal::derive(move || choice.get().is_some_and(|choice| choice.is_taken))
                    on_change=move |is_taken| change(&|choice| choice.is_taken = is_taken)
                />
            </td>
            <th scope="row" class="upload__source">{source.clone()}</th>
            <td>
                <TextField
                    label=format!("Name of {source}")
                    hide_label=true
                    value=Signal::derive(move || choice.get().map(|choice| choice.name).unwrap_or_default())
                    on_input=move |name: String| change(&|choice| choice.name.clone_from(&name))
                />
            </td>
            <td>
                <select
                    class="field__input upload__type"
                    aria-label=format!("Type of {source}")
                    prop:value=type_
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        change(&|choice| choice.type_.clone_from(&chosen));
                    }
                >
                    {TYPES.iter().map(|(value, text)| view! {
                        <option value=*value selected=move || type_() == *value>{*text}</option>
                    }).collect_view()}
                </select>
            </td>
            <td class="upload__examples">{examples}</td>
        </tr>
    }
}
