use leptos::prelude::*;
use serde_json::{Value, json};
use sx_chart::format::{Currency, format_number_with_currency};
use sx_model::ExpressionType;

use super::{
    change::{certified_by, with_certified_by},
    draft::Key,
    editing::{Editing, optional},
    expression::ExpressionField,
    unfold::Unfold,
};
use crate::ui::{Button, Combobox, Icon, IconButton, RadioGroup, SelectOption, TextField};

/// A number that shows what a format does.
const EXAMPLE: f64 = 12_345.678;

#[component]
pub fn MetricsTab() -> impl IntoView {
    let editing = Editing::current();
    let keys = Memo::new(move |_| editing.draft.with(|it| it.metrics.iter().map(|part| part.key).collect::<Vec<_>>()));
    let open = RwSignal::new(None::<Key>);
    let add = move |()| {
        editing.edit("add", |draft| open.set(Some(draft.add_metric())));
    };
    view! {
        <div class="dataset-tools">
            <p class="dataset-tools__text">"A metric is an SQL aggregate that charts of this dataset share."</p>
            {editing.may_edit().then(|| view! { <Button icon=Icon::Plus on_click=add>"Add metric"</Button> })}
        </div>
        <ul class="unfolds">
            <For each=move || keys.get() key=|metric| *metric let(metric)>
                <Metric metric open/>
            </For>
        </ul>
        <Show when=move || keys.read().is_empty()>
            <p class="dataset-nothing">"No metrics yet."</p>
        </Show>
    }
}

#[component]
fn Metric(metric: Key, open: RwSignal<Option<Key>>) -> impl IntoView {
    let editing = Editing::current();
    let name = editing.metric_text(metric, |it| Some(&it.metric_name));
    let expression = editing.metric_text(metric, |it| Some(&it.expression));
    let remove = move |()| editing.edit("remove", |draft| draft.metrics.retain(|part| part.key != metric));
    let actions = move || {
        editing.may_edit().then(|| {
            let label = Signal::derive(move || format!("Remove {}", name.get()));
            view! { <IconButton label icon=Icon::Trash on_click=remove/> }
        })
    };
    view! {
        <Unfold key=metric open name note=expression actions>
            <MetricForm metric name expression/>
        </Unfold>
    }
}

#[component]
fn MetricForm(metric: Key, name: Signal<String>, expression: Signal<String>) -> impl IntoView {
    let editing = Editing::current();
    let locked = !editing.may_edit();
    view! {
        <div class="dataset-form">
            <TextField
                label="Name"
                value=name
                required=true
                disabled=locked
                on_input=editing.set_metric(metric, "name", |it, text| it.metric_name = text)
            />
            <TextField
                label="Label"
                value=editing.metric_text(metric, |it| it.verbose_name.as_deref())
                hint="What people read in place of the name."
                disabled=locked
                on_input=editing.set_metric(metric, "label", |it, text| it.verbose_name = optional(text))
            />
            <div class="dataset-form__wide">
                <ExpressionField
                    label="Expression"
                    kind=ExpressionType::Metric
                    value=expression
                    on_input=editing.set_metric(metric, "expression", |it, text| it.expression = text)
                />
            </div>
            <NumberLook metric/>
            <TextField
                label="Description"
                value=editing.metric_text(metric, |it| it.description.as_deref())
                disabled=locked
                on_input=editing.set_metric(metric, "description", |it, text| it.description = optional(text))
            />
            <TextField
                label="Warning"
                value=editing.metric_text(metric, |it| it.warning_text.as_deref())
                hint="Shown beside the metric where it is chosen."
                disabled=locked
                on_input=editing.set_metric(metric, "warning", |it, text| it.warning_text = optional(text))
            />
            <TextField
                label="Certified by"
                value=Signal::derive(move || {
                    editing.draft.with(|it| it.metric(metric).map(|it| certified_by(it.extra.as_ref()))).unwrap_or_default()
                })
                disabled=locked
                on_input=editing.set_metric(metric, "certified", |it, name: String| {
                    it.extra = with_certified_by(it.extra.as_ref(), &name);
                })
            />
        </div>
    }
}

/// Format and currency, with what they make of a number.
#[component]
fn NumberLook(metric: Key) -> impl IntoView {
    let editing = Editing::current();
    let format = editing.metric_text(metric, |it| it.d3format.as_deref());
    let currency =
        Memo::new(move |_| editing.draft.with(|draft| draft.metric(metric).and_then(|it| it.currency.clone())));
    let symbol = Signal::derive(move || part(currency.read().as_ref(), "symbol"));
    let position = Signal::derive(move || {
        Some(part(currency.read().as_ref(), "symbolPosition"))
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| "prefix".into())
    });
    let example = Signal::derive(move || {
        let shown =
            format_number_with_currency(&format.get(), Currency::from_form(currency.read().as_ref()).as_ref(), EXAMPLE);
        Some(format!("{EXAMPLE} is shown as {shown}"))
    });
    let set_symbol = editing.set_metric(metric, "currency", |it, symbol: String| {
        it.currency = with_symbol(it.currency.as_ref(), &symbol);
    });
    let set_position = editing.set_metric(metric, "currency position", |it, position: String| {
        if let Some(Value::Object(currency)) = &mut it.currency {
            currency.insert("symbolPosition".to_owned(), position.into());
        }
    });
    view! {
        <Combobox
            label="Number format"
            options=Signal::derive(formats)
            value=format
            hint=example
            on_change=editing.set_metric(metric, "format", |it, text| it.d3format = optional(text))
        />
        <Combobox
            label="Currency"
            options=Signal::derive(currencies)
            value=symbol
            on_change=set_symbol
        />
        <Show when=move || !symbol.read().is_empty()>
            <RadioGroup
                label="Currency sign"
                options=vec![("prefix".into(), "Before the number".into()), ("suffix".into(), "After the number".into())]
                value=position
                on_change=set_position
                inline=true
            />
        </Show>
    }
}

fn part(currency: Option<&Value>, key: &str) -> String {
    currency.and_then(|currency| currency[key].as_str()).unwrap_or_default().to_owned()
}

fn with_symbol(before: Option<&Value>, symbol: &str) -> Option<Value> {
    let position = Some(part(before, "symbolPosition")).filter(|it| !it.is_empty()).unwrap_or_else(|| "prefix".into());
    (!symbol.trim().is_empty()).then(|| json!({ "symbol": symbol.trim(), "symbolPosition": position }))
}

fn formats() -> Vec<SelectOption> {
    let formats = [",d", ",.2f", ",.1%", ".3s", "$,.2f", "SMART_NUMBER", "DURATION"];
    let shown = |format: &str| format_number_with_currency(format, None, EXAMPLE);
    let option = |format: &str| SelectOption::plain(format).with_hint(format!("{EXAMPLE} → {}", shown(format)));
    formats.map(option).into()
}

fn currencies() -> Vec<SelectOption> {
    ["USD", "EUR", "GBP", "INR", "MXN", "JPY", "CNY"].map(SelectOption::plain).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_keeps_its_side() {
        let suffix = json!({ "symbol": "USD", "symbolPosition": "suffix" });
        assert_eq!(with_symbol(Some(&suffix), "EUR"), Some(json!({ "symbol": "EUR", "symbolPosition": "suffix" })));
        assert_eq!(with_symbol(None, "EUR"), Some(json!({ "symbol": "EUR", "symbolPosition": "prefix" })));
        assert_eq!(with_symbol(Some(&suffix), " "), None);
    }
}
