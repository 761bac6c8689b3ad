//! Screens that are WASM chunks of their own, loaded when they are first opened: who only reads dashboards does not load the
//! chart builder. The route table names them as `Lazy::<ExploreRoute>::new()`; what only they reach is split off by
//! `cargo leptos build --split`, without which they never hydrate.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

macro_rules! lazy_routes {
    ($($(#[$attribute:meta])* $route:ident: $page:path;)*) => {$(
        $(#[$attribute])*
        pub struct $route;

        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(_this: Self) -> AnyView {
                $page().into_any()
            }
        }
    )*};
}

lazy_routes! {
    ChartsRoute: crate::lists::ChartsPage;
    DashboardEditorRoute: crate::dashboard::EditorPage;
    DashboardsRoute: crate::lists::DashboardsPage;
    DatasetsRoute: crate::lists::DatasetsPage;
    TrashRoute: crate::trash::TrashPage;
    DashboardPermalinkRoute: crate::permalink::DashboardPermalinkPage;
    ExplorePermalinkRoute: crate::permalink::ExplorePermalinkPage;
    ExploreRoute: crate::explore::ExplorePage;
    DatabasesRoute: crate::databases::DatabasesPage;
    UploadRoute: crate::upload::UploadPage;
    DatasetRoute: crate::datasets::DatasetEditorPage;
    NewDatasetRoute: crate::datasets::NewDatasetPage;
    UsersRoute: crate::security::UsersPage;
    RolesRoute: crate::security::RolesPage;
    RoleRoute: crate::security::RolePage;
    LogRoute: crate::security::LogPage;
    ProfileRoute: crate::security::ProfilePage;
    UiRoute: crate::ui_page::UiPage;
}
