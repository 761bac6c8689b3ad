use leptos::prelude::*;

/// A card whose whole face leads to one place; the title is the link.
#[component]
pub fn Card(#[prop(into)] href: String, #[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <article class="card">
            <h3 class="card__title"><a class="card__link" href=href>{title}</a></h3>
            {children()}
        </article>
    }
}
