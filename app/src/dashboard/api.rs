use leptos::{prelude::*, server_fn::codec::GetUrl};
use sx_model::DashboardPage;

use crate::Failure;

#[server(prefix = "/fn", endpoint = "open_dashboard", input = GetUrl)]
pub async fn open_dashboard(id_or_slug: String) -> Result<DashboardPage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.dashboard_page(&caller, &id_or_slug).await.map_err(crate::ctx::fail)
}
