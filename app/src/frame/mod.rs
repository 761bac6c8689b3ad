//! What surrounds every page of a signed-in person: header, navigation, landmarks.

mod brand;
mod user;

pub use brand::Brand;

use leptos::prelude::*;
use leptos_router::components::{A, Outlet};
use sx_model::Me;

use crate::ui::ThemeToggle;
use user::User;

#[component]
pub fn Frame() -> impl IntoView {
    let me = SharedValue::new(current).into_inner();
    #[cfg(feature = "hydrate")]
    crate::page_width::remember();
    match me {
        Some(me) => view! {
            <a class="skip-link" href="#content">"Skip to content"</a>
            <Header me/>
            <main id="content" class="page" tabindex="-1">
                <Outlet/>
            </main>
        }
        .into_any(),
        None => to_sign_in().into_any(),
    }
}

#[component]
fn Header(me: Me) -> impl IntoView {
    view! {
        <header class="header">
            <Brand/>
            <nav class="header__nav" aria-label="Main">
                <A href="/" exact=true>"Home"</A>
                <A href="/dashboards">"Dashboards"</A>
            </nav>
            <ThemeToggle/>
            <User me/>
        </header>
    }
}

#[cfg(feature = "ssr")]
fn current() -> Option<Me> {
    crate::ctx::me()
}

/// Only hydration comes here, and it reads what the server wrote.
#[cfg(not(feature = "ssr"))]
fn current() -> Option<Me> {
    None
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
