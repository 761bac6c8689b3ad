use leptos::prelude::*;
use sx_query::{Kind, kind_of_type};

use super::{
    cells::{CheckCell, TextCell},
    draft::Key,
    editing::{Editing, optional},
};
use crate::{
    datasets::kinds::kind_word,
    ui::{Badge, Icon, IconButton, TextField, Tone},
};

/// The columns of the source, edited in place.
#[component]
pub fn ColumnsTab() -> impl IntoView {
    let editing = Editing::current();
    let search = RwSignal::new(String::new());
    let found = Memo::new(move |_| found(editing, &search.read()));
    let all = Memo::new(move |_| editing.draft.with(|draft| draft.column_keys(false).len()));
    view! {
        <div class="dataset-tools">
            <TextField label="Find a column" hide_label=true kind="search" placeholder="Find a column" value=search/>
            <p class="dataset-tools__count" role="status">
                {move || match (found.read().len(), all.get()) {
                    (found, all) if found == all => format!("{all} columns"),
                    (found, all) => format!("{found} of {all} columns"),
                }}
            </p>
        </div>
        <div class="table-view dataset-table" tabindex="0" role="region" aria-label="Columns">
            <table>
                <caption class="visually-hidden">"Columns"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Label"</th>
                        <th scope="col">"Description"</th>
                        <th scope="col">"Time"</th>
                        <th scope="col">"Filter by"</th>
                        <th scope="col">"Group by"</th>
                        <th scope="col">"Shown"</th>
                        <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || found.get() key=|column| *column let(column)>
                        <ColumnRow column/>
                    </For>
                </tbody>
            </table>
        </div>
        <Show when=move || found.read().is_empty()>
            <p class="dataset-nothing">"No column matches. Sync the columns if the source has changed."</p>
        </Show>
    }
}

fn found(editing: Editing, search: &str) -> Vec<Key> {
    let words = search.trim().to_lowercase();
    let mut keys = editing.draft.with(|draft| draft.column_keys(false));
    if !words.is_empty() {
        editing.draft.with_untracked(|draft| {
            keys.retain(|key| {
                draft.column(*key).is_some_and(|column| {
                    let label = column.verbose_name.as_deref().unwrap_or_default();
                    format!("{} {label}", column.column_name).to_lowercase().contains(&words)
                })
            });
        });
    }
    keys
}

#[component]
fn ColumnRow(column: Key) -> impl IntoView {
    let editing = Editing::current();
    let name = editing.column_text(column, |it| Some(&it.column_name));
    let type_text = editing.column_text(column, |it| it.type_.as_deref());
    let is_dttm = editing.column_flag(column, |it| it.is_dttm);
    let of = move |what: &'static str| Signal::derive(move || format!("{what} of {}", name.get()));
    let locked = !editing.may_edit();
    // Times kept as numbers or text need to be told how.
    let needs_format = Memo::new(move |_| is_dttm.get() && kind_of_type(&type_text.read()) != Kind::Temporal);
    let is_main =
        Memo::new(move |_| editing.draft.with(|it| it.fields.main_dttm_col.as_deref() == Some(&*name.read())));
    view! {
        <tr>
            <th scope="row">
                <span class="dataset-name">{move || name.get()}</span>
                <Show when=move || is_main.get()><Badge tone=Tone::Accent>"Main time"</Badge></Show>
            </th>
            <td>
                <span class="dataset-type" title=move || type_text.get()>
                    {move || kind_word(kind_of_type(&type_text.read()))}
                </span>
                <TextCell
                    label=of("Type")
                    value=type_text
                    disabled=locked
                    on_input=editing.set_column(column, "type", |it, text| it.type_ = optional(text))
                />
            </td>
            <td>
                <TextCell
                    label=of("Label")
                    value=editing.column_text(column, |it| it.verbose_name.as_deref())
                    disabled=locked
                    on_input=editing.set_column(column, "label", |it, text| it.verbose_name = optional(text))
                />
            </td>
            <td>
                <TextCell
                    label=of("Description")
                    value=editing.column_text(column, |it| it.description.as_deref())
                    disabled=locked
                    on_input=editing.set_column(column, "description", |it, text| it.description = optional(text))
                />
            </td>
            <td>
                <CheckCell
                    label=Signal::derive(move || format!("{} is a time", name.get()))
                    checked=is_dttm
                    disabled=locked
                    on_change=editing.set_column(column, "is_dttm", |it, is| it.is_dttm = is)
                />
                <Show when=move || needs_format.get()>
                    <TextCell
                        label=of("Time format")
                        placeholder="epoch_s or %Y-%m-%d"
                        value=editing.column_text(column, |it| it.python_date_format.as_deref())
                        disabled=locked
                        on_input=editing.set_column(column, "format", |it, text| it.python_date_format = optional(text))
                    />
                </Show>
            </td>
            <td>
                <CheckCell
                    label=Signal::derive(move || format!("Filter by {}", name.get()))
                    checked=editing.column_flag(column, |it| it.filterable)
                    disabled=locked
                    on_change=editing.set_column(column, "filterable", |it, is| it.filterable = is)
                />
            </td>
            <td>
                <CheckCell
                    label=Signal::derive(move || format!("Group by {}", name.get()))
                    checked=editing.column_flag(column, |it| it.groupby)
                    disabled=locked
                    on_change=editing.set_column(column, "groupby", |it, is| it.groupby = is)
                />
            </td>
            <td>
                <CheckCell
                    label=Signal::derive(move || format!("Show {}", name.get()))
                    checked=editing.column_flag(column, |it| it.is_active)
                    disabled=locked
                    on_change=editing.set_column(column, "is_active", |it, is| it.is_active = is)
                />
            </td>
            <td><RemoveColumn column name/></td>
        </tr>
    }
}

/// It can be undone, so nobody is asked.
#[component]
pub fn RemoveColumn(column: Key, name: Signal<String>) -> impl IntoView {
    let editing = Editing::current();
    editing.may_edit().then(|| {
        let remove = move |()| editing.edit("remove", |draft| draft.columns.retain(|part| part.key != column));
        view! {
            <IconButton
                label=Signal::derive(move || format!("Remove {}", name.get()))
                icon=Icon::Trash
                on_click=remove
            />
        }
    })
}
