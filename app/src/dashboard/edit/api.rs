use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use sx_model::{
    DashboardEditor, DashboardId, DashboardProperties, DashboardSave, DashboardSaved, PlaceableCharts, UserId,
};

use crate::Failure;

#[server(prefix = "/fn", endpoint = "open_dashboard_editor", input = GetUrl)]
pub async fn open_dashboard_editor(id_or_slug: String) -> Result<DashboardEditor, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.open_dashboard_editor(&caller, &id_or_slug).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "save_dashboard_editor", input = Json)]
pub async fn save_dashboard_editor(id: DashboardId, save: DashboardSave) -> Result<DashboardSaved, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.save_dashboard_editor(&caller, &id.to_string(), save).await.map_err(crate::ctx::fail)
}

/// Answers the id of the copy.
#[server(prefix = "/fn", endpoint = "copy_dashboard_editor", input = Json)]
pub async fn copy_dashboard_editor(
    id: DashboardId,
    title: String,
    position_json: String,
) -> Result<DashboardId, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let copy = service.copy_dashboard_editor(&caller, &id.to_string(), title, position_json).await;
    copy.map(|dashboard| dashboard.id).map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "keep_dashboard_draft", input = Json)]
pub async fn keep_dashboard_draft(id: DashboardId, position_json: String, based_on: String) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.keep_editor_draft(&caller, id, &position_json, &based_on).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "discard_dashboard_draft", input = Json)]
pub async fn discard_dashboard_draft(id: DashboardId) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.discard_draft(&caller, "dashboard", &id.to_string()).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "list_placeable_charts", input = GetUrl)]
pub async fn list_placeable_charts(search: String, only_mine: bool, page: u64) -> Result<PlaceableCharts, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.placeable_charts(&caller, &search, only_mine, page).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "preview_markdown", input = Json)]
pub async fn preview_markdown(code: String) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.preview_markdown(&caller, &code).map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "find_dashboard_properties", input = GetUrl)]
pub async fn find_dashboard_properties(id: DashboardId) -> Result<DashboardProperties, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.dashboard_properties(&caller, id).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "save_dashboard_properties", input = Json)]
pub async fn save_dashboard_properties(
    id: DashboardId,
    properties: DashboardProperties,
) -> Result<DashboardSaved, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.save_dashboard_properties(&caller, id, properties).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "possible_owners", input = GetUrl)]
pub async fn possible_owners(search: String) -> Result<Vec<(UserId, String)>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.possible_owners(&caller, &search).await.map_err(crate::ctx::fail)
}
