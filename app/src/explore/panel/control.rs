use leptos::prelude::*;
use serde_json::{Value, json};
use sx_chart::controls::{Control, Input};

use super::{
    number::{LimitInput, NumberInput},
    select::{AxisSortInput, GrainInput, SelectInput, TextsInput},
};
use crate::{
    explore::{
        builder::Builder,
        inputs::{BoundsInput, CurrencyInput, NumberFormatInput, PaletteInput, TimeFormatInput},
        model::Edit,
    },
    ui::{Switch, TextField},
};

/// A control that is no shelf, by its sort of input.
#[component]
pub fn ControlView(control: &'static Control) -> impl IntoView {
    let builder = Builder::of_page();
    let value = Signal::from(builder.value(control));
    let set = Callback::new(move |value: Value| builder.set(control.name, value));
    let label = control.label;
    let input = match control.input {
        Input::Toggle => view! { <ToggleInput control value set/> }.into_any(),
        Input::Text => view! { <TextInput control value/> }.into_any(),
        Input::Number { min, max, step } => view! { <NumberInput control value set min max step/> }.into_any(),
        Input::Limit => view! { <LimitInput control value set/> }.into_any(),
        Input::Select { options } => view! { <SelectInput control value set options/> }.into_any(),
        Input::Texts { options } => view! { <TextsInput control value set options/> }.into_any(),
        Input::AxisSort => view! { <AxisSortInput control value set/> }.into_any(),
        Input::TimeGrain => view! { <GrainInput control value set/> }.into_any(),
        Input::Bounds => view! { <BoundsInput label value on_change=set/> }.into_any(),
        Input::Palette { ordered } => view! { <PaletteInput label value on_change=set ordered/> }.into_any(),
        Input::NumberFormat => view! { <NumberFormatInput label value on_change=set/> }.into_any(),
        Input::TimeFormat => view! { <TimeFormatInput label value on_change=set/> }.into_any(),
        Input::Currency => view! { <CurrencyInput label value on_change=set/> }.into_any(),
        // Shelves of their own, and what nobody is asked.
        Input::Column { .. }
        | Input::Metric { .. }
        | Input::Filters
        | Input::Ordering
        | Input::TimeRange
        | Input::TimeColumns => ().into_any(),
    };
    view! { <div class="control" data-control=control.name>{input}</div> }
}

pub fn hint(control: &'static Control) -> Option<String> {
    Some(control.help).filter(|help| !help.is_empty()).map(str::to_owned)
}

#[component]
fn ToggleInput(control: &'static Control, value: Signal<Value>, set: Callback<Value>) -> impl IntoView {
    let checked = Signal::derive(move || match &*value.read() {
        Value::Bool(on) => *on,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    });
    view! { <Switch label=control.label checked hint=hint(control) on_change=move |on: bool| set.run(on.into())/> }
}

/// Letters are drawn as they are typed, and undone together.
#[component]
fn TextInput(control: &'static Control, value: Signal<Value>) -> impl IntoView {
    let builder = Builder::of_page();
    let text = Signal::derive(move || match &*value.read() {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    });
    let typed = move |text: String| {
        let value = if text.is_empty() { Value::Null } else { json!(text) };
        builder.edit(Edit::Type { control: control.name.to_owned(), value });
    };
    view! { <TextField label=control.label value=text hint=hint(control) on_input=typed/> }
}
