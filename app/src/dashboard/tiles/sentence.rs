use leptos::prelude::*;

/// In place of a chart, why there is none.
#[component]
pub fn Sentence(#[prop(into)] message: String) -> impl IntoView {
    view! { <p class="sentence">{message}</p> }
}
