use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    explore::{
        address,
        api::{DatasetChoice, choose_dataset},
        load::load,
    },
    ui::{ButtonLink, EmptyState, ErrorState, Icon, SearchField, Select, SelectOption, TableSkeleton, TableView},
    url_text,
};

/// `/explore`: every chart asks a dataset, so that comes first.
#[component]
pub fn ChooseDataset() -> impl IntoView {
    let query = use_query_map();
    let search = Memo::new(move |_| query.read().get_str("search").unwrap_or_default().to_owned());
    let found = Resource::new(move || search.get(), choose_dataset);
    view! {
        <Title text="New chart"/>
        <div class="page__head">
            <h1 class="page__title">"Choose a dataset for the new chart"</h1>
            <SearchField
                label="Search datasets"
                action="/explore"
                value=Signal::from(search)
                href=|search| format!("/explore{}", url_text::query([("search", search.as_str())]))
            />
        </div>
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) if found.is_empty() => {
                        view! { <Nothing searched=!search.get_untracked().is_empty()/> }.into_any()
                    }
                    Ok(found) => view! { <Found found/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || found.refetch()/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(found: Vec<DatasetChoice>) -> impl IntoView {
    let lines = found.into_iter().map(|choice| {
        view! {
            <tr>
                <th scope="row"><a href=address::of_dataset(choice.id)>{choice.name}</a></th>
                <td>{choice.place}</td>
            </tr>
        }
    });
    view! { <TableView caption="Datasets" columns=&["Dataset", "Schema"]>{lines.collect_view()}</TableView> }
}

#[component]
fn Nothing(searched: bool) -> impl IntoView {
    if searched {
        return view! {
            <EmptyState icon=Icon::Search title="Nothing found" level=2>
                <p>"No dataset has this in its name."</p>
                <ButtonLink href="/explore">"Show all datasets"</ButtonLink>
            </EmptyState>
        };
    }
    view! {
        <EmptyState icon=Icon::Database title="No datasets yet" level=2>
            <p>"A chart asks a dataset: a table or a SELECT with columns and metrics."</p>
            <ButtonLink href="/datasets/new">"Create a dataset"</ButtonLink>
        </EmptyState>
    }
}

/// One of the datasets, searched on the server.
#[component]
pub fn DatasetChooser(#[prop(into)] label: String, #[prop(into)] on_choose: Callback<DatasetChoice>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let found = load(move || Some(search.get()), choose_dataset);
    let choices = Signal::derive(move || found.get());
    let options = Signal::derive(move || {
        let line =
            |choice: &DatasetChoice| SelectOption::new(choice.id.to_string(), &choice.name).with_hint(&choice.place);
        choices.read().iter().map(line).collect::<Vec<_>>()
    });
    let choose = move |id: Option<String>| {
        let choice = choices.read_untracked().iter().find(|choice| Some(choice.id.to_string()) == id).cloned();
        if let Some(choice) = choice {
            on_choose.run(choice);
        }
    };
    view! {
        <Select
            label=label
            options
            value=Signal::stored(None::<String>)
            on_change=choose
            on_search=move |text| search.set(text)
            loading=found.loading
            placeholder="Search datasets…"
        />
    }
}
