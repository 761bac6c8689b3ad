use leptos::prelude::*;
use sx_model::ExpressionType;

use super::{
    change::{certified_by, with_certified_by},
    editing::{Editing, optional},
    expression::ExpressionField,
    owners::Owners,
    select_sql::SelectSql,
};
use crate::ui::{NumberField, Select, SelectOption, Switch, TextArea, TextField};

#[component]
pub fn SettingsTab() -> impl IntoView {
    let editing = Editing::current();
    let locked = !editing.may_edit();
    let is_virtual = editing.draft.with_untracked(|draft| draft.is_virtual());
    let name_hint = if is_virtual { "The name of the dataset." } else { "The table of the database." };
    view! {
        <div class="dataset-form">
            {is_virtual.then(|| view! { <div class="dataset-form__wide"><SelectSql/></div> })}
            <TextField
                label="Name"
                value=Signal::derive(move || editing.draft.with(|it| it.fields.table_name.clone()))
                hint=name_hint.to_owned()
                required=true
                disabled=locked || !is_virtual
                on_input=move |text: String| editing.edit("table_name", |it| it.fields.table_name = text)
            />
            <MainTime/>
            <div class="dataset-form__wide">
                <TextArea
                    label="Description"
                    value=Signal::derive(move || editing.draft.with(|it| it.fields.description.clone().unwrap_or_default()))
                    disabled=locked
                    on_input=move |text| editing.edit("description", |it| it.fields.description = optional(text))
                />
            </div>
            <Owners/>
            <TextField
                label="Certified by"
                value=Signal::derive(move || editing.draft.with(|it| certified_by(it.fields.extra.as_ref())))
                disabled=locked
                on_input=move |name: String| editing.edit("certified", |it| {
                    it.fields.extra = with_certified_by(it.fields.extra.as_ref(), &name);
                })
            />
            <Caching/>
            <div class="dataset-form__wide">
                <Switch
                    label="Filters offer the values of columns"
                    checked=Signal::derive(move || editing.draft.with(|it| it.fields.filter_select_enabled))
                    on_change=move |is| editing.edit("filter_select", |it| it.fields.filter_select_enabled = is)
                    disabled=locked
                />
                <Switch
                    label="Always filter by the main time column, too"
                    hint="For tables that are fast only when they are asked by it."
                    checked=Signal::derive(move || editing.draft.with(|it| it.fields.always_filter_main_dttm))
                    on_change=move |is| editing.edit("always_filter", |it| it.fields.always_filter_main_dttm = is)
                    disabled=locked
                />
            </div>
            <div class="dataset-form__wide">
                <ExpressionField
                    label="Condition for the values that filters offer"
                    kind=ExpressionType::Where
                    rows=2
                    value=Signal::derive(move || {
                        editing.draft.with(|it| it.fields.fetch_values_predicate.clone().unwrap_or_default())
                    })
                    on_input=Callback::new(move |text| {
                        editing.edit("predicate", |it| it.fields.fetch_values_predicate = optional(text));
                    })
                />
            </div>
        </div>
    }
}

#[component]
fn MainTime() -> impl IntoView {
    let editing = Editing::current();
    let options = Signal::derive(move || {
        editing.draft.with(|draft| {
            let times = draft.columns.iter().filter(|part| part.fields.is_dttm);
            times.map(|part| SelectOption::plain(part.fields.column_name.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <Select
            label="Main time column"
            options
            value=Signal::derive(move || editing.draft.with(|it| it.fields.main_dttm_col.clone()))
            on_change=move |name| editing.edit("main time", |it| it.fields.main_dttm_col = name)
            hint="Charts begin with it. Columns marked as a time may be chosen.".to_owned()
            placeholder="None"
            clearable=true
            disabled=!editing.may_edit()
        />
    }
}

#[component]
fn Caching() -> impl IntoView {
    let editing = Editing::current();
    let number = |number: i64| number as f64;
    let set_timeout = move |secs: Option<f64>| {
        editing.edit("cache", |draft| draft.fields.cache_timeout = secs.map(|secs| secs as i64));
    };
    let set_offset = move |hours: Option<f64>| {
        editing.edit("offset", |draft| draft.fields.offset = hours.map_or(0, |hours| hours as i64));
    };
    view! {
        <NumberField
            label="Cache timeout in seconds"
            value=Signal::derive(move || editing.draft.with(|it| it.fields.cache_timeout.map(number)))
            on_change=set_timeout
            min=-1.0
            step=60.0
            hint="Empty: as the database says. 0: for ever. -1: never.".to_owned()
            disabled=!editing.may_edit()
        />
        <NumberField
            label="Hours that times are shifted by"
            value=Signal::derive(move || Some(editing.draft.with(|it| number(it.fields.offset))))
            on_change=set_offset
            min=-24.0
            max=24.0
            disabled=!editing.may_edit()
        />
    }
}
