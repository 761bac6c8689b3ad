use leptos::prelude::*;
use serde_json::Value;

use crate::{
    explore::{
        builder::Builder,
        editors::{ColumnEditor, FilterEditor, MetricEditor},
        model::{Takes, ordering, read_ordering},
    },
    ui::{Button, Look, RadioGroup},
};

/// The editor that fits the shelf.
#[component]
pub fn FieldEditor(
    takes: Takes,
    value: Value,
    #[prop(into)] on_save: Callback<Value>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let fields = Builder::of_page().fields;
    match takes {
        Takes::Columns => view! { <ColumnEditor value fields on_save on_close/> }.into_any(),
        Takes::Metrics => view! { <MetricEditor value fields on_save on_close/> }.into_any(),
        Takes::Filters => view! { <FilterEditor value fields on_save on_close/> }.into_any(),
        Takes::Ordering => view! { <OrderingEditor value on_save on_close/> }.into_any(),
    }
}

/// Up or down.
#[component]
fn OrderingEditor(value: Value, on_save: Callback<Value>, on_close: Callback<()>) -> impl IntoView {
    let (column, ascending) = read_ordering(&value).unwrap_or((Value::Null, true));
    let direction = RwSignal::new(if ascending { "up" } else { "down" }.to_owned());
    let options =
        [("up", "Ascending"), ("down", "Descending")].map(|(value, label)| (value.to_owned(), label.to_owned()));
    let save = move |()| {
        let name = column.as_str().unwrap_or_default();
        on_save.run(ordering(name, *direction.read_untracked() == "up"));
    };
    view! {
        <div class="form">
            <RadioGroup
                label="Direction"
                options=options.to_vec()
                value=direction
                on_change=move |chosen| direction.set(chosen)
                inline=true
            />
            <div class="form__actions">
                <Button on_click=on_close>"Cancel"</Button>
                <Button look=Look::Primary on_click=save>"Save"</Button>
            </div>
        </div>
    }
}
