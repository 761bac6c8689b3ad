//! The HTML shell, the providers, the route table.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    auth::SignInPage, dashboard::DashboardPage, dashboards::DashboardsPage, frame::Frame, home::HomePage,
    not_found::NotFoundPage, theme,
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    theme::provide_theme();
    #[cfg(feature = "hydrate")]
    Effect::new(|_| mark_hydrated());
    view! {
        <Title formatter=|text: String| if text.is_empty() { "Sextant".to_owned() } else { format!("{text} · Sextant") }/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/login") view=SignInPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/dashboards") view=DashboardsPage ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/:id_or_slug") view=DashboardPage ssr=SsrMode::InOrder/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Browser tests wait for it; until then clicks on what needs WASM would be lost.
#[cfg(feature = "hydrate")]
fn mark_hydrated() {
    if let Some(body) = document().body() {
        _ = body.set_attribute("data-hydrated", "true");
    }
}

#[cfg(feature = "ssr")]
pub use ssr::shell;

/// The shell only exists on the server.
#[cfg(not(feature = "ssr"))]
pub fn shell(_options: LeptosOptions) {}

#[cfg(feature = "ssr")]
mod ssr {
    use leptos::prelude::*;
    use leptos_meta::{HashedStylesheet, MetaTags};

    use super::App;
    use crate::{ctx, theme};

    const FONT: &str = "/fonts/inter-latin.woff2";

    /// The whole document around `App`.
    pub fn shell(options: LeptosOptions) -> impl IntoView {
        ctx::protect_page();
        view! {
            <!DOCTYPE html>
            <html lang="en" data-theme=theme::initial().name() data-charts=ctx::charts_module()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                    <link rel="preload" href=FONT r#as="font" type="font/woff2" crossorigin="anonymous"/>
                    <HashedStylesheet id="leptos" options=options.clone()/>
                    <AutoReload options=options.clone()/>
                    <HydrationScripts options/>
                    <MetaTags/>
                </head>
                <body>
                    <App/>
                </body>
            </html>
        }
    }
}
