use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The pages behind the one place of the header that is called Security.
#[component]
pub fn Places() -> impl IntoView {
    let path = use_location().pathname;
    let place = move |href: &'static str, text: &'static str| {
        let is_here = move || path.read().starts_with(href);
        view! { <a class="tabs__tab" href=href aria-current=move || is_here().then_some("page")>{text}</a> }
    };
    view! {
        <nav class="tabs places" aria-label="Security">
            {place("/users", "Users")}
            {place("/roles", "Roles")}
            {place("/rules", "Rules")}
            {place("/log", "Log")}
        </nav>
    }
}
