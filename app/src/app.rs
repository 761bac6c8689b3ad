//! The HTML shell, the providers, the route table.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{frame::Frame, not_found::NotFoundPage, screen::Screen, theme, ui};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    theme::provide_theme();
    ui::provide_ids();
    view! {
        <Title formatter=|text: String| if text.is_empty() { "Sextant".to_owned() } else { format!("{text} · Sextant") }/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/login") view=Screen::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/ui") view=Screen::Ui ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame>
                    <Route path=path!("/") view=Screen::Home ssr=SsrMode::Async/>
                    <Route path=path!("/dashboards") view=Screen::Dashboards ssr=SsrMode::Async/>
                    <Route path=path!("/charts") view=Screen::Charts ssr=SsrMode::Async/>
                    <Route path=path!("/datasets") view=Screen::Datasets ssr=SsrMode::Async/>
                    <Route path=path!("/users") view=Screen::Users ssr=SsrMode::Async/>
                    <Route path=path!("/roles") view=Screen::Roles ssr=SsrMode::Async/>
                    <Route path=path!("/roles/:id") view=Screen::Role ssr=SsrMode::Async/>
                    <Route path=path!("/rules") view=Screen::Rules ssr=SsrMode::Async/>
                    <Route path=path!("/log") view=Screen::Log ssr=SsrMode::Async/>
                    <Route path=path!("/profile") view=Screen::Profile ssr=SsrMode::Async/>
                    <Route path=path!("/api-docs") view=Screen::ApiDocs ssr=SsrMode::Async/>
                    <Route path=path!("/trash") view=Screen::Trash ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/p/:key") view=Screen::DashboardPermalink ssr=SsrMode::Async/>
                    <Route path=path!("/explore/p/:key") view=Screen::ExplorePermalink ssr=SsrMode::Async/>
                    <Route path=path!("/databases") view=Screen::Databases ssr=SsrMode::Async/>
                    <Route path=path!("/upload") view=Screen::Upload ssr=SsrMode::Async/>
                    <Route path=path!("/datasets/new") view=Screen::NewDataset ssr=SsrMode::Async/>
                    <Route path=path!("/dataset/:id") view=Screen::Dataset ssr=SsrMode::Async/>
                    <Route path=path!("/explore") view=Screen::Explore ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/:id_or_slug/edit") view=Screen::EditDashboard ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/:id_or_slug") view=Screen::Dashboard ssr=SsrMode::InOrder/>
                </ParentRoute>
            </Routes>
        </Router>
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
            <html lang="en" data-theme=theme::initial().name() data-charts=ctx::charts_module() data-editor=ctx::editor_module()>
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
