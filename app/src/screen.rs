//! What an address shows. Reading dashboards is in the first WASM file; the rest are chunks, loaded when they are first opened:
//! `cargo leptos build --split` splits off what only they reach, and without it they never hydrate.
//!
//! There are few chunks on purpose: what two of them share is a chunk of its own, so their number grows with the
//! combinations, not with the screens. And all routes have one type, so that the router is compiled for it once.

use leptos::prelude::*;
use leptos_router::ChooseView;

use crate::{dashboard::DashboardPage, not_found::NotFoundPage};

#[derive(Clone, Copy, Debug)]
pub enum Screen {
    SignIn,
    Home,
    Dashboard,
    Explore,
    EditDashboard,
    Charts,
    Dashboards,
    Datasets,
    Trash,
    DashboardPermalink,
    ExplorePermalink,
    Databases,
    Upload,
    Dataset,
    NewDataset,
    Users,
    Roles,
    Role,
    Rules,
    Log,
    Profile,
    ApiDocs,
    Ui,
}

impl ChooseView for Screen {
    async fn choose(self) -> AnyView {
        match self {
            Self::SignIn | Self::Home => start(self).await,
            Self::Dashboard => DashboardPage().into_any(),
            Self::Explore => explore().await,
            Self::EditDashboard => edit().await,
            other => manage(other).await,
        }
    }

    async fn preload(&self) {
        #[cfg(feature = "hydrate")]
        match self {
            Self::Dashboard => {}
            Self::SignIn | Self::Home => __preload_start().await,
            Self::Explore => __preload_explore().await,
            Self::EditDashboard => __preload_edit().await,
            _ => __preload_manage().await,
        }
    }
}

#[lazy]
fn start(screen: Screen) -> AnyView {
    match screen {
        Screen::Home => crate::home::HomePage().into_any(),
        _ => crate::auth::SignInPage().into_any(),
    }
}

#[lazy]
fn explore() -> AnyView {
    crate::explore::ExplorePage().into_any()
}

#[lazy]
fn edit() -> AnyView {
    crate::dashboard::EditorPage().into_any()
}

#[lazy]
fn manage(screen: Screen) -> AnyView {
    match screen {
        Screen::Charts => crate::lists::ChartsPage().into_any(),
        Screen::Dashboards => crate::lists::DashboardsPage().into_any(),
        Screen::Datasets => crate::lists::DatasetsPage().into_any(),
        Screen::Trash => crate::trash::TrashPage().into_any(),
        Screen::DashboardPermalink => crate::permalink::DashboardPermalinkPage().into_any(),
        Screen::ExplorePermalink => crate::permalink::ExplorePermalinkPage().into_any(),
        Screen::Databases => crate::databases::DatabasesPage().into_any(),
        Screen::Upload => crate::upload::UploadPage().into_any(),
        Screen::Dataset => crate::datasets::DatasetEditorPage().into_any(),
        Screen::NewDataset => crate::datasets::NewDatasetPage().into_any(),
        Screen::Users => crate::security::UsersPage().into_any(),
        Screen::Roles => crate::security::RolesPage().into_any(),
        Screen::Role => crate::security::RolePage().into_any(),
        Screen::Rules => crate::security::RulesPage().into_any(),
        Screen::Log => crate::security::LogPage().into_any(),
        Screen::Profile => crate::security::ProfilePage().into_any(),
        Screen::ApiDocs => crate::api_docs::ApiDocsPage().into_any(),
        Screen::Ui => crate::ui_page::UiPage().into_any(),
        // The others are in no chunk, or in one of their own.
        _ => NotFoundPage().into_any(),
    }
}
