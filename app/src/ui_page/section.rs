use leptos::prelude::*;

/// One kind of component. `id` is unique on the page.
#[component]
pub fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="section ui-page__section" id=id aria-labelledby=format!("{id}-title")>
            <h2 id=format!("{id}-title")>{title}</h2>
            <div class="ui-page__parts">{children()}</div>
        </section>
    }
    .into_any()
}

/// Some of its states.
#[component]
pub fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="ui-page__part">
            <h3 class="ui-page__title">{title}</h3>
            <div class="ui-page__row">{children()}</div>
        </div>
    }
    .into_any()
}
