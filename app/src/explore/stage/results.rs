use leptos::prelude::*;
use std::sync::Arc;

use super::grid::Grid;
use crate::explore::{
    asking::{Answered, Asking},
    builder::Builder,
};

/// The rows that the chart is drawn from, question by question.
#[component]
pub fn Results() -> impl IntoView {
    let (builder, asking) = (Builder::of_page(), Asking::of_page());
    let shown = RwSignal::new(0_usize);
    move || match asking.answered.get() {
        Some(answered) => view! { <Answers answered shown/> }.into_any(),
        None => {
            let sentence = builder.question.get().err().unwrap_or_else(|| "Run the chart to see its rows.".to_owned());
            view! { <p class="panes__none">{sentence}</p> }.into_any()
        }
    }
}

#[component]
fn Answers(answered: Arc<Answered>, shown: RwSignal<usize>) -> impl IntoView {
    let count = answered.answer.queries.len();
    let buttons = (count > 1).then(|| {
        let button = |index: usize| {
            view! {
                <button
                    type="button"
                    class="panes__query"
                    aria-pressed=move || if shown.get().min(count - 1) == index { "true" } else { "false" }
                    on:click=move |_| shown.set(index)
                >
                    {format!("Question {}", index + 1)}
                </button>
            }
        };
        view! { <div class="panes__queries" role="group" aria-label="Questions">{(0..count).map(button).collect_view()}</div> }
    });
    let grid = move || {
        let query = answered.answer.queries.get(shown.get().min(count.saturating_sub(1)))?;
        Some(view! { <Grid caption="Results" table=Arc::new(query.table.clone())/> })
    };
    view! {
        {buttons}
        {grid}
    }
}
