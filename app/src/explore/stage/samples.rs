use leptos::prelude::*;
use std::sync::Arc;
use sx_model::QueryAnswer;

use super::grid::Grid;
use crate::{
    Failure,
    explore::{builder::Builder, load::load},
    ui::{ErrorState, TableSkeleton},
};

/// Rows of the dataset as they are, asked when this is opened.
#[component]
pub fn Samples() -> impl IntoView {
    let builder = Builder::of_page();
    let samples = load(move || Some(builder.fields.dataset().id), ask);
    move || match samples.value.get() {
        None => view! { <TableSkeleton rows=6/> }.into_any(),
        Some(Ok(answer)) => {
            let note = if answer.is_limit_reached { "The first rows of the dataset" } else { "The whole dataset" };
            view! { <Grid caption="Samples" table=Arc::new(answer.table) note/> }.into_any()
        }
        Some(Err(failure)) => view! { <ErrorState failure on_retry=move || samples.refetch()/> }.into_any(),
    }
}

#[cfg(feature = "hydrate")]
async fn ask(dataset: sx_model::DatasetId) -> Result<QueryAnswer, Failure> {
    let question = sx_model::SamplesQuestion::of(dataset);
    crate::explore::post::post("/api/v1/explore/samples", &question, None).await
}

/// Nobody opens this pane on the server.
#[cfg(not(feature = "hydrate"))]
async fn ask(_: sx_model::DatasetId) -> Result<QueryAnswer, Failure> {
    Err(Failure::unreachable())
}
