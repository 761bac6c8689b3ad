use leptos::prelude::*;
use serde_json::{Value, json};
use sx_chart::controls::{Control, field_label, fields};

use super::control::hint;
use crate::{
    explore::{builder::Builder, model::Takes},
    ui::{MultiSelect, Select, SelectOption},
};

/// One of a fixed list. An empty value means none, and is stored as null.
#[component]
pub fn SelectInput(
    control: &'static Control,
    value: Signal<Value>,
    set: Callback<Value>,
    options: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let has_none = options.iter().any(|(value, _)| value.is_empty());
    let chosen = Signal::derive(move || match &*value.read() {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            has_none.then(String::new)
        }
    });
    let lines = options.iter().map(|(value, label)| SelectOption::new(*value, *label)).collect::<Vec<_>>();
    let changed = move |chosen: Option<String>| {
        set.run(chosen.filter(|chosen| !chosen.is_empty()).map_or(Value::Null, Value::String));
    };
    view! {
        <Select
            label=control.label
            options=Signal::stored(lines)
            value=chosen
            on_change=changed
            hint=hint(control)
        />
    }
}

/// Several texts; others than the offered ones may be typed.
#[component]
pub fn TextsInput(
    control: &'static Control,
    value: Signal<Value>,
    set: Callback<Value>,
    options: &'static [&'static str],
) -> impl IntoView {
    let values = Signal::derive(move || {
        let value = value.read();
        fields(&value).iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    });
    let lines = options.iter().map(|text| SelectOption::plain(*text)).collect::<Vec<_>>();
    let changed = move |chosen: Vec<String>| set.run(json!(chosen));
    view! {
        <MultiSelect
            label=control.label
            options=Signal::stored(lines)
            values
            on_change=changed
            creatable=true
            placeholder="None"
            hint=hint(control)
        />
    }
}

/// The x-axis itself, or one of the metrics.
#[component]
pub fn AxisSortInput(control: &'static Control, value: Signal<Value>, set: Callback<Value>) -> impl IntoView {
    let builder = Builder::of_page();
    let options = Signal::derive(move || {
        builder.fields.track();
        let form = builder.form.read();
        let of = |name: &str, takes: Takes| {
            let items = form.get(name).map(fields).unwrap_or_default().iter();
            items.map(|item| SelectOption::new(field_label(item), builder.label(item, takes))).collect::<Vec<_>>()
        };
        [of("x_axis", Takes::Columns), of("metrics", Takes::Metrics)].concat()
    });
    let chosen = Signal::derive(move || value.read().as_str().map(str::to_owned));
    let changed = move |chosen: Option<String>| set.run(chosen.map_or(Value::Null, Value::String));
    view! {
        <Select
            label=control.label
            options
            value=chosen
            on_change=changed
            clearable=true
            placeholder="As it comes"
            hint=hint(control)
        />
    }
}

/// Those that the database's dialect knows.
#[component]
pub fn GrainInput(control: &'static Control, value: Signal<Value>, set: Callback<Value>) -> impl IntoView {
    let builder = Builder::of_page();
    let options = Signal::derive(move || {
        let dataset = builder.fields.dataset();
        dataset.time_grains.iter().map(|grain| SelectOption::new(&grain.duration, &grain.name)).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || value.read().as_str().map(str::to_owned));
    let changed = move |chosen: Option<String>| set.run(chosen.map_or(Value::Null, Value::String));
    view! {
        <Select
            label=control.label
            options
            value=chosen
            on_change=changed
            clearable=true
            placeholder="Times as they are"
            hint=hint(control)
        />
    }
}
