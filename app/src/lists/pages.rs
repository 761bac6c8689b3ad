//! The lists as pages of their own.

use leptos::prelude::*;

use super::{ListKind, page::ListPage};

#[component]
pub fn DashboardsPage() -> impl IntoView {
    view! { <ListPage kind=ListKind::Dashboard/> }
}

#[component]
pub fn ChartsPage() -> impl IntoView {
    view! { <ListPage kind=ListKind::Chart/> }
}

#[component]
pub fn DatasetsPage() -> impl IntoView {
    view! { <ListPage kind=ListKind::Dataset/> }
}
