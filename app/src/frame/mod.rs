//! What surrounds every page: header, navigation, landmarks.

mod brand;
mod nav;
mod user;

pub use brand::Brand;

use leptos::prelude::*;
use leptos_router::components::Outlet;
use serde::{Deserialize, Serialize};
use sx_model::Me;

use crate::ui::{ThemeToggle, Toaster, TooltipLayer, provide_toasts};
use nav::{Nav, VisitorNav};
use user::{SignIn, User};

/// Who looks at the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Guest {
    Member(Me),
    /// Not signed in, and shown what the role Public opens.
    Visitor,
    Nobody,
}

/// The signed-in person is below it as context: `use_context::<Me>()`.
#[component]
pub fn Frame() -> impl IntoView {
    let guest = SharedValue::new(current).into_inner();
    provide_toasts();
    #[cfg(feature = "hydrate")]
    crate::page_width::remember();
    match guest {
        Guest::Member(me) => {
            provide_context(me.clone());
            view! {
                <a class="skip-link" href="#content">"Skip to content"</a>
                <header class="header">
                    <Brand/>
                    <Nav me=me.clone()/>
                    <ThemeToggle/>
                    <User me/>
                </header>
                <Content/>
            }
            .into_any()
        }
        Guest::Visitor => view! {
            <a class="skip-link" href="#content">"Skip to content"</a>
            <header class="header">
                <Brand/>
                <VisitorNav/>
                <ThemeToggle/>
                <SignIn/>
            </header>
            <Content/>
        }
        .into_any(),
        Guest::Nobody => to_sign_in().into_any(),
    }
}

#[component]
fn Content() -> impl IntoView {
    view! {
        <main id="content" class="page" tabindex="-1">
            <Outlet/>
        </main>
        <Toaster/>
        <TooltipLayer/>
    }
}

#[cfg(feature = "ssr")]
fn current() -> Guest {
    match (crate::ctx::me(), crate::ctx::service()) {
        (Some(me), _) => Guest::Member(me),
        (None, Ok((_, caller))) if caller.is_visitor() => Guest::Visitor,
        (None, _) => Guest::Nobody,
    }
}

/// Only hydration comes here, and it reads what the server wrote.
#[cfg(not(feature = "ssr"))]
fn current() -> Guest {
    Guest::Nobody
}

/// Anonymous requests are redirected before their first byte; the link is for what follows no redirect.
fn to_sign_in() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::ctx::redirect_to_sign_in();
    view! {
        <main id="content" class="alone">
            <Brand external=true/>
            <p><a href="/login" rel="external">"Sign in"</a></p>
        </main>
    }
}
