use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use sx_model::{DashboardId, DashboardPage};

use crate::Failure;

#[server(prefix = "/fn", endpoint = "open_dashboard", input = GetUrl)]
pub async fn open_dashboard(id_or_slug: String) -> Result<DashboardPage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.dashboard_page(&caller, &id_or_slug).await.map_err(crate::ctx::fail)
}

/// The key of a permalink to the dashboard with these tabs open, as `?tab=` names them.
#[server(prefix = "/fn", endpoint = "link_dashboard", input = Json)]
pub async fn link_dashboard(dashboard: DashboardId, tabs: String) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let tabs: Vec<_> = tabs.split(',').filter(|tab| !tab.is_empty()).collect();
    let state = [("activeTabs".to_owned(), tabs.into())].into_iter().collect();
    service.create_dashboard_permalink(&caller, &dashboard.to_string(), state).await.map_err(crate::ctx::fail)
}
