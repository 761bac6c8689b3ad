use leptos::prelude::*;

#[component]
pub fn DividerTile() -> impl IntoView {
    view! { <hr class="divider"/> }
}
