use leptos::prelude::*;

use crate::{
    dashboard::{AnswerView, CoverView, FirstPaint},
    explore::{asking::Asking, builder::Builder},
};

/// The drawing: first the server's picture, then the living chart.
#[component]
pub fn Canvas(first: FirstPaint) -> impl IntoView {
    let (builder, asking) = (Builder::of_page(), Asking::of_page());
    let state = asking.tile;
    let name = builder.name.get_untracked();
    let label = if name.is_empty() { "Chart".to_owned() } else { name };
    let chart = builder.chart.get_untracked().map(|chart| chart.id);
    let cover = move || match chart {
        Some(chart) => view! { <CoverView state first=first.clone() chart name=label.clone()/> }.into_any(),
        None => ().into_any(),
    };
    let is_waiting = move || chart.is_none() && state.answer.read().is_none();
    view! {
        <div
            class="stage__canvas"
            data-state=move || state.name()
            aria-busy=move || state.busy.get().then_some("true")
        >
            <div class="tile__content">
                <AnswerView state name="Chart".to_owned() on_retry=move |()| asking.run(false)/>
            </div>
            {cover()}
            {move || is_waiting().then(|| view! {
                <p class="stage__empty">"Drag fields from the list onto the shelves, or press Enter on them."</p>
            })}
        </div>
    }
}
