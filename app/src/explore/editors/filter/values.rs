use leptos::prelude::*;
use serde_json::Value;
use sx_query::Kind;

use super::{
    offers::Offers,
    operator::Takes,
    texts::{misfit, text_of, value_of},
};
use crate::{
    explore::editors::time::{from_input, to_input},
    ui::{Combobox, MultiSelect, TextField},
};

/// The right side of a comparison. `offers` are the column's own values.
#[component]
pub fn ValuesInput(
    takes: Takes,
    kind: Option<Kind>,
    values: RwSignal<Vec<Value>>,
    offers: Offers,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    match (takes, kind) {
        (Takes::Nothing | Takes::TimeRange, _) => ().into_any(),
        (Takes::Many, _) => view! { <ManyValues kind values offers error/> }.into_any(),
        (Takes::Pattern, _) => view! { <Pattern values/> }.into_any(),
        (Takes::One, Some(Kind::Temporal)) => view! { <Moment values/> }.into_any(),
        (Takes::One, _) => view! { <OneValue kind values offers/> }.into_any(),
    }
}

#[component]
fn ManyValues(
    kind: Option<Kind>,
    values: RwSignal<Vec<Value>>,
    offers: Offers,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let texts = Signal::derive(move || values.read().iter().map(text_of).collect::<Vec<_>>());
    let changed = move |texts: Vec<String>| {
        // What was there keeps its own shape: `"25"` does not become 25 because something else was added.
        let earlier = values.get_untracked();
        let value = |text: &String| {
            let own = earlier.iter().find(|value| text_of(value) == *text);
            own.cloned().unwrap_or_else(|| value_of(text, kind))
        };
        values.set(texts.iter().map(value).collect());
    };
    view! {
        <MultiSelect
            label="Values"
            options=offers.options()
            values=texts
            on_change=changed
            on_search=offers.search()
            loading=offers.is_loading
            creatable=true
            placeholder="Choose or type"
            hint=offers.problem
            error
        />
    }
}

#[component]
fn OneValue(kind: Option<Kind>, values: RwSignal<Vec<Value>>, offers: Offers) -> impl IntoView {
    let text = Signal::derive(move || values.read().first().map(text_of).unwrap_or_default());
    let changed = move |text: String| {
        let is_empty = text.trim().is_empty();
        values.set(if is_empty { Vec::new() } else { vec![value_of(&text, kind)] });
    };
    let error = Signal::derive(move || values.read().first().and_then(|value| misfit(value, kind)));
    if !offers.is_any {
        return view! { <TextField label="Value" value=text on_input=changed error/> }.into_any();
    }
    view! {
        <Combobox
            label="Value"
            options=offers.options()
            value=text
            on_change=changed
            on_search=offers.search()
            loading=offers.is_loading
            hint=offers.problem
            error
        />
    }
    .into_any()
}

#[component]
fn Pattern(values: RwSignal<Vec<Value>>) -> impl IntoView {
    let (text, typed) = only_text(values);
    let hint = "% stands for any letters, _ for one letter.";
    view! { <TextField label="Pattern" value=text on_input=typed hint placeholder="%part%"/> }
}

/// A moment that the platform's input cannot show, such as milliseconds, is edited as it is.
#[component]
fn Moment(values: RwSignal<Vec<Value>>) -> impl IntoView {
    let (text, typed) = only_text(values);
    let own = text.get_untracked();
    let is_plain = own.is_empty() || own.get(4..5) == Some("-");
    if !is_plain {
        return view! { <TextField label="Value" value=text on_input=typed/> }.into_any();
    }
    let shown = Signal::derive(move || to_input(&text.read()));
    let chosen = move |text: String| typed.run(from_input(&text));
    view! { <TextField label="Value" kind="datetime-local" value=shown on_input=chosen hint="In UTC."/> }.into_any()
}

fn only_text(values: RwSignal<Vec<Value>>) -> (Signal<String>, Callback<String>) {
    let text = Signal::derive(move || values.read().first().map(text_of).unwrap_or_default());
    let typed = Callback::new(move |text: String| {
        values.set(if text.is_empty() { Vec::new() } else { vec![text.into()] });
    });
    (text, typed)
}
