use leptos::prelude::*;

/// A sentence that must be heard at once.
#[component]
pub fn Alert(children: Children) -> impl IntoView {
    view! { <p class="alert" role="alert">{children()}</p> }
}
