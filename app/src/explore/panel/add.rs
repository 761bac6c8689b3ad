use leptos::prelude::*;
use serde_json::{Value, json};

use super::{editor::FieldEditor, focus};
use crate::{
    explore::{
        builder::Builder,
        model::{Edit, Item, Shelf, Takes},
    },
    expression::kind_name,
    ui::{Dialog, Select, SelectOption},
};

/// In place of a field: an expression of one's own.
const CUSTOM: &str = "custom:";

/// The end of a shelf: a list to choose from for keyboard and touch, which also says that one may drop here. What is not
/// finished by choosing alone (a filter, an expression) is edited first.
#[component]
pub fn AddField(shelf: Shelf) -> impl IntoView {
    let builder = Builder::of_page();
    let options = Signal::derive(move || choices(builder, shelf));
    let choose = move |chosen: Option<String>| {
        let Some(chosen) = chosen else { return };
        if chosen == CUSTOM {
            builder.begin(shelf, usize::MAX, blank(shelf.takes));
        } else if let Some(item) = item(&chosen) {
            add(builder, shelf, item);
        }
    };
    view! {
        <div class="shelf__add">
            <Select
                label=format!("Add to {}", shelf.label)
                hide_label=true
                searchable=true
                options
                value=Signal::stored(None::<String>)
                on_change=choose
                placeholder=placeholder(shelf)
            />
        </div>
        <BegunEditor shelf/>
    }
}

fn add(builder: Builder, shelf: Shelf, item: Item) {
    if shelf.takes == Takes::Filters {
        if let Ok(value) = builder.fit(&item, &shelf) {
            builder.begin(shelf, usize::MAX, value);
        }
        return;
    }
    if builder.edit(Edit::Add { shelf: shelf.name.to_owned(), index: usize::MAX, item }) && !shelf.many {
        focus::pill(shelf.name, 0);
    }
}

/// The editor of what is not on the shelf yet.
#[component]
fn BegunEditor(shelf: Shelf) -> impl IntoView {
    let builder = Builder::of_page();
    let open = RwSignal::new(false);
    let begun = Memo::new(move |_| builder.begun.read().as_ref().filter(|begun| begun.shelf == shelf).cloned());
    Effect::new(move |_| open.set(begun.read().is_some()));
    let close = move || builder.begun.set(None);
    let editor = move || {
        let begun = begun.get()?;
        let save = move |value: Value| {
            close();
            builder.edit(Edit::Insert { shelf: shelf.name.to_owned(), index: begun.index, value });
            focus::pill(shelf.name, begun.index);
        };
        Some(view! { <FieldEditor takes=shelf.takes value=begun.value on_save=save on_close=move |()| close()/> })
    };
    view! {
        <Dialog title=format!("Add to {}", shelf.label) open on_close=move |()| close()>{editor}</Dialog>
    }
}

fn placeholder(shelf: Shelf) -> String {
    let what = match (shelf.takes, shelf.many) {
        (Takes::Columns, true) => "columns",
        (Takes::Columns, false) => "a column",
        (Takes::Metrics, true) => "metrics",
        (Takes::Metrics, false) => "a metric",
        (Takes::Filters, _) => "columns to filter by",
        (Takes::Ordering, _) => "columns to sort by",
    };
    format!("Drop {what} here, or choose")
}

fn choices(builder: Builder, shelf: Shelf) -> Vec<SelectOption> {
    let dataset = builder.fields.dataset();
    // Follows the form: what stands on the shelf already is not offered.
    builder.form.track();
    let takes = |item: &Item| builder.fit(item, &shelf).is_ok();
    let metrics = dataset.metrics.iter().filter(|metric| takes(&Item::Metric(metric.name.clone())));
    let metrics =
        metrics.map(|metric| SelectOption::new(format!("metric:{}", metric.name), &metric.label).with_hint("metric"));
    let columns = dataset.columns.iter().filter(|column| takes(&Item::Column(column.name.clone())));
    let columns = columns.map(|column| {
        SelectOption::new(format!("column:{}", column.name), &column.label).with_hint(kind_name(column.kind))
    });
    let custom = (shelf.takes != Takes::Ordering).then(|| SelectOption::new(CUSTOM, "Custom SQL…"));
    metrics.chain(columns).chain(custom).collect()
}

fn item(chosen: &str) -> Option<Item> {
    match chosen.split_once(':')? {
        ("metric", name) => Some(Item::Metric(name.to_owned())),
        ("column", name) => Some(Item::Column(name.to_owned())),
        _ => None,
    }
}

/// What an editor starts with for an expression of one's own.
fn blank(takes: Takes) -> Value {
    match takes {
        Takes::Columns | Takes::Ordering => json!({"expressionType": "SQL", "sqlExpression": "", "label": ""}),
        Takes::Metrics => json!({"expressionType": "SQL", "sqlExpression": "", "label": "", "hasCustomLabel": false}),
        Takes::Filters => json!({"expressionType": "SQL", "clause": "WHERE", "sqlExpression": "", "subject": null}),
    }
}
