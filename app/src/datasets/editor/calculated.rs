use leptos::prelude::*;
use sx_model::ExpressionType;

use super::{
    columns::RemoveColumn,
    draft::Key,
    editing::{Editing, optional},
    expression::ExpressionField,
    unfold::Unfold,
};
use crate::ui::{Button, Checkbox, Icon, Select, SelectOption, TextField};

/// Columns that are an expression over the others.
#[component]
pub fn CalculatedTab() -> impl IntoView {
    let editing = Editing::current();
    let keys = Memo::new(move |_| editing.draft.with(|draft| draft.column_keys(true)));
    let open = RwSignal::new(None::<Key>);
    let add = move |()| {
        editing.edit("add", |draft| open.set(Some(draft.add_column())));
    };
    view! {
        <div class="dataset-tools">
            <p class="dataset-tools__text">"A calculated column is an SQL expression over the columns of a row."</p>
            {editing.may_edit().then(|| view! { <Button icon=Icon::Plus on_click=add>"Add calculated column"</Button> })}
        </div>
        <ul class="unfolds">
            <For each=move || keys.get() key=|column| *column let(column)>
                <CalculatedColumn column open/>
            </For>
        </ul>
        <Show when=move || keys.read().is_empty()>
            <p class="dataset-nothing">"No calculated columns yet."</p>
        </Show>
    }
}

#[component]
fn CalculatedColumn(column: Key, open: RwSignal<Option<Key>>) -> impl IntoView {
    let editing = Editing::current();
    let name = editing.column_text(column, |it| Some(&it.column_name));
    let expression = editing.column_text(column, |it| it.expression.as_deref());
    view! {
        <Unfold key=column open name note=expression actions=move || view! { <RemoveColumn column name/> }>
            <CalculatedForm column name expression/>
        </Unfold>
    }
}

#[component]
fn CalculatedForm(column: Key, name: Signal<String>, expression: Signal<String>) -> impl IntoView {
    let editing = Editing::current();
    let locked = !editing.may_edit();
    let type_text = editing.column_text(column, |it| it.type_.as_deref());
    let set_type = editing.set_column(column, "type", |it, text: Option<String>| it.type_ = text);
    view! {
        <div class="dataset-form">
            <TextField
                label="Name"
                value=name
                required=true
                disabled=locked
                on_input=editing.set_column(column, "name", |it, text| it.column_name = text)
            />
            <TextField
                label="Label"
                value=editing.column_text(column, |it| it.verbose_name.as_deref())
                hint="What people read in place of the name."
                disabled=locked
                on_input=editing.set_column(column, "label", |it, text| it.verbose_name = optional(text))
            />
            <Select
                label="Type"
                options=Signal::derive(types)
                value=Signal::derive(move || optional(type_text.get()))
                on_change=set_type
                clearable=true
                disabled=locked
            />
            <TextField
                label="Description"
                value=editing.column_text(column, |it| it.description.as_deref())
                disabled=locked
                on_input=editing.set_column(column, "description", |it, text| it.description = optional(text))
            />
            <div class="dataset-form__wide">
                <ExpressionField
                    label="Expression"
                    kind=ExpressionType::Column
                    value=expression
                    on_input=editing.set_column(column, "expression", |it, text| it.expression = Some(text))
                />
            </div>
            <div class="dataset-form__checks">
                <Checkbox
                    label="It is a time"
                    checked=editing.column_flag(column, |it| it.is_dttm)
                    disabled=locked
                    on_change=editing.set_column(column, "is_dttm", |it, is| it.is_dttm = is)
                />
                <Checkbox
                    label="Filter by it"
                    checked=editing.column_flag(column, |it| it.filterable)
                    disabled=locked
                    on_change=editing.set_column(column, "filterable", |it, is| it.filterable = is)
                />
                <Checkbox
                    label="Group by it"
                    checked=editing.column_flag(column, |it| it.groupby)
                    disabled=locked
                    on_change=editing.set_column(column, "groupby", |it, is| it.groupby = is)
                />
            </div>
        </div>
    }
}

fn types() -> Vec<SelectOption> {
    let types = [("VARCHAR", "Text"), ("DOUBLE PRECISION", "Number"), ("TIMESTAMP", "Time"), ("BOOLEAN", "Yes/no")];
    types.map(|(value, label)| SelectOption::new(value, label)).into()
}
