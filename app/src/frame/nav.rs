use leptos::prelude::*;
use leptos_router::components::A;
use sx_model::Me;

use crate::ui::{Icon, Menu, MenuItem};

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

#[component]
fn Security() -> impl IntoView {
    let items = Signal::derive(|| {
        vec![
            MenuItem::link("Users", Icon::User, "/users"),
            MenuItem::link("Roles", Icon::Users, "/roles"),
            MenuItem::link("Log", Icon::List, "/log"),
        ]
    });
    view! { <Menu label="Security" text="Security" icon=Icon::Down trigger_class="header__menu" items/> }
}
