use leptos::prelude::*;
use serde_json::Value;

use super::{
    formats::{
        is_offered_number, is_offered_time, number_example, number_options, number_problem, time_example, time_options,
        time_problem,
    },
    settled::Settled,
};
use crate::ui::{Combobox, SelectOption};

/// A d3 format, or one of the reference's names; null for none.
#[component]
pub fn NumberFormatInput(
    #[prop(into)] label: String,
    value: Signal<Value>,
    on_change: Callback<Value>,
) -> impl IntoView {
    let settled = Settled::new(text_of(value), is_offered_number, number_problem, told(on_change));
    view! { <FormatInput label settled options=number_options() example=number_example/> }
}

/// A d3 time format, or one of the reference's names; null for none.
#[component]
pub fn TimeFormatInput(#[prop(into)] label: String, value: Signal<Value>, on_change: Callback<Value>) -> impl IntoView {
    let settled = Settled::new(text_of(value), is_offered_time, time_problem, told(on_change));
    view! { <FormatInput label settled options=time_options() example=time_example/> }
}

#[component]
fn FormatInput(
    label: String,
    settled: Settled,
    options: Vec<SelectOption>,
    example: fn(&str) -> String,
) -> impl IntoView {
    let hint = Signal::derive(move || settled.problem.read().is_none().then(|| example(settled.text.read().trim())));
    view! {
        <Combobox
            label
            options=Signal::stored(options)
            value=settled.text
            on_change=settled.on_change
            placeholder="Adaptive"
            hint
            error=settled.error()
        />
    }
    .into_any()
}

fn text_of(value: Signal<Value>) -> Signal<String> {
    Signal::derive(move || value.read().as_str().unwrap_or_default().to_owned())
}

fn told(on_change: Callback<Value>) -> Callback<String> {
    Callback::new(move |text: String| on_change.run(if text.is_empty() { Value::Null } else { text.into() }))
}
