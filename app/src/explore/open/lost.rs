use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use sx_model::{ExploreDataset, ExplorePage, ExploreQuestion};

use super::DatasetChooser;
use crate::{
    explore::{
        api::{DatasetChoice, open_explore},
        builder::Builder,
        page::Workbench,
    },
    ui::{Alert, EmptyState, Icon},
};

/// A chart whose dataset is gone: it can be pointed at another one.
#[component]
pub fn LostDataset(page: ExplorePage) -> impl IntoView {
    let name = page.chart.as_ref().map(|chart| chart.name.clone()).unwrap_or_default();
    let problem = page.dataset_problem.clone().unwrap_or_else(|| "Choose a dataset for this chart.".to_owned());
    let chosen = RwSignal::new(None::<ExploreDataset>);
    let failure = RwSignal::new(None::<String>);
    let page = StoredValue::new(page);
    let choose = move |choice: DatasetChoice| {
        spawn_local(async move {
            let question = ExploreQuestion { dataset_id: Some(choice.id), ..ExploreQuestion::default() };
            match open_explore(question).await {
                Ok(opened) => chosen.set(opened.dataset),
                Err(error) => failure.set(Some(error.message)),
            }
        });
    };
    let empty = move |problem: String, name: String| {
        view! {
            <Title text=name.clone()/>
            <h1 class="page__title">{name}</h1>
            <EmptyState icon=Icon::Database title="This chart has no dataset" level=2>
                <p>{problem}</p>
                {move || failure.get().map(|message| view! { <Alert>{message}</Alert> })}
                <DatasetChooser label="Dataset" on_choose=choose/>
            </EmptyState>
        }
    };
    move || match chosen.get() {
        Some(dataset) => {
            let builder = page.with_value(|page| Builder::new(page, dataset.clone()));
            builder.swap_dataset(dataset);
            view! { <Workbench builder keeps_draft=false/> }.into_any()
        }
        None => empty(problem.clone(), name.clone()).into_any(),
    }
}
