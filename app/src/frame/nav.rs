use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};
use sx_model::Me;

/// The product's places, as far as they are the reader's.
#[component]
pub fn Nav(me: Me) -> impl IntoView {
    view! {
        <nav class="header__nav" aria-label="Main">
            <A href="/" exact=true>"Home"</A>
            <A href="/dashboards">"Dashboards"</A>
            <A href="/charts">"Charts"</A>
            <A href="/datasets">"Datasets"</A>
            {me.may_see_databases.then(|| view! { <A href="/databases">"Databases"</A> })}
            <A href="/trash">"Trash"</A>
            {me.is_admin.then(|| view! { <Security/> })}
        </nav>
    }
}

/// Who is not signed in sees dashboards, and nothing else.
#[component]
pub fn VisitorNav() -> impl IntoView {
    view! {
        <nav class="header__nav" aria-label="Main">
            <A href="/dashboards">"Dashboards"</A>
        </nav>
    }
}

/// Users, roles and the log: their pages lead to one another.
#[component]
fn Security() -> impl IntoView {
    let path = use_location().pathname;
    let is_here = move || ["/users", "/roles", "/rules", "/log"].iter().any(|place| path.read().starts_with(place));
    view! { <a href="/users" aria-current=move || is_here().then_some("page")>"Security"</a> }
}
