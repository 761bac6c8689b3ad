use std::time::Duration;

use leptos::prelude::*;
use sx_model::{DatabaseId, DatasetId, Granted};

use super::{
    api::{Source, find_grantable},
    grants::Ticked,
};
use crate::ui::{Checkbox, ErrorState, TableSkeleton, TextField};

/// Databases, their schemas and datasets, to tick. What follows from a tick above is ticked, too, and cannot be changed.
#[component]
pub fn SourceTree(ticked: Ticked) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let asked = RwSignal::new(String::new());
    let mut ask_later = debounce(Duration::from_millis(200), move |text: String| asked.set(text));
    let typed = move |text: String| {
        search.set(text.clone());
        ask_later(text);
    };
    let typed = StoredValue::new(typed);
    let sources = Resource::new(move || asked.get(), find_grantable);
    view! {
        <div class="grants">
            <TextField
                label="Search datasets"
                kind="search"
                hide_label=true
                placeholder="Search datasets…"
                value=Signal::from(search)
                on_input=move |text| typed.update_value(|typed| typed(text))
            />
            <Transition fallback=|| view! { <TableSkeleton rows=4/> }>
                {move || Suspend::new(async move {
                    match sources.await {
                        Ok(sources) if sources.is_empty() => {
                            view! { <p class="grants__empty">"No dataset has such a name."</p> }.into_any()
                        }
                        Ok(sources) => view! {
                            <ul class="grants__tree">
                                {sources.into_iter().map(|source| view! { <Database source ticked/> }).collect_view()}
                            </ul>
                        }
                        .into_any(),
                        Err(failure) => view! { <ErrorState failure on_retry=move || sources.refetch()/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Database(source: Source, ticked: Ticked) -> impl IntoView {
    let id = DatabaseId(source.id);
    let database = Granted::Database { id };
    let schemas = source.schemas.into_iter().map(|(schema, datasets)| {
        let above = vec![Granted::Database { id }];
        if schema.is_empty() {
            return view! { <Datasets datasets above ticked/> }.into_any();
        }
        let granted = Granted::Schema { id, schema: schema.clone() };
        let below = [above.clone(), vec![granted.clone()]].concat();
        view! {
            <li>
                <Tick label=schema hint="schema" granted above ticked/>
                <ul><Datasets datasets above=below ticked/></ul>
            </li>
        }
        .into_any()
    });
    view! {
        <li>
            <Tick label=source.name hint="database" granted=database above=Vec::new() ticked/>
            <ul>{schemas.collect_view()}</ul>
        </li>
    }
}

#[component]
fn Datasets(datasets: Vec<(i64, String)>, above: Vec<Granted>, ticked: Ticked) -> impl IntoView {
    let line = move |(id, name): (i64, String)| {
        let granted = Granted::Dataset { id: DatasetId(id) };
        view! { <li><Tick label=name hint="" granted above=above.clone() ticked/></li> }
    };
    datasets.into_iter().map(line).collect_view()
}

/// `above` are the grants that take this one in.
#[component]
fn Tick(label: String, hint: &'static str, granted: Granted, above: Vec<Granted>, ticked: Ticked) -> impl IntoView {
    let (granted, above) = (StoredValue::new(granted), StoredValue::new(above));
    let follows = Signal::derive(move || above.with_value(|above| above.iter().any(|one| ticked.read().contains(one))));
    let checked =
        Signal::derive(move || follows.get() || granted.with_value(|granted| ticked.read().contains(granted)));
    let change = move |is_ticked: bool| {
        ticked.update(|ticked| {
            _ = granted
                .with_value(|granted| if is_ticked { ticked.insert(granted.clone()) } else { ticked.remove(granted) });
        });
    };
    let label = if hint.is_empty() { label } else { format!("{label} ({hint})") };
    view! { <Checkbox label checked disabled=follows on_change=change/> }
}
