//! The HTML shell, the providers, the route table.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    auth::SignInPage, dashboard::DashboardPage, frame::Frame, home::HomePage, lazy::{ChartsRoute, DashboardEditorRoute, DashboardPermalinkRoute, DashboardsRoute, DatabasesRoute, DatasetRoute, DatasetsRoute, ExplorePermalinkRoute, ExploreRoute, NewDatasetRoute, TrashRoute, UiRoute, UploadRoute, LogRoute, ProfileRoute, RoleRoute, RolesRoute, UsersRoute},
    not_found::NotFoundPage, theme, ui,
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    theme::provide_theme();
    ui::provide_ids();
    view! {
        <Title formatter=|text: String| if text.is_empty() { "Sextant".to_owned() } else { format!("{text} · Sextant") }/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/login") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/ui") view={Lazy::<UiRoute>::new()} ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/dashboards") view={Lazy::<DashboardsRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/charts") view={Lazy::<ChartsRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/datasets") view={Lazy::<DatasetsRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/users") view={Lazy::<UsersRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/roles") view={Lazy::<RolesRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/roles/:id") view={Lazy::<RoleRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/log") view={Lazy::<LogRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/profile") view={Lazy::<ProfileRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/trash") view={Lazy::<TrashRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/p/:key") view={Lazy::<DashboardPermalinkRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/explore/p/:key") view={Lazy::<ExplorePermalinkRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/databases") view={Lazy::<DatabasesRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/upload") view={Lazy::<UploadRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/datasets/new") view={Lazy::<NewDatasetRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dataset/:id") view={Lazy::<DatasetRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/explore") view={Lazy::<ExploreRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/:id_or_slug/edit") view={Lazy::<DashboardEditorRoute>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dashboard/:id_or_slug") view=DashboardPage ssr=SsrMode::InOrder/>
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
