//! `/api/v1/log`: who changed what, and when.

use axum::{Json, Router, extract::State, routing::get};
use chrono::SecondsFormat;
use serde_json::{Value, json};
use sx_model::{AppError, LogEntry};
use sx_service::Service;

use super::wire;
use crate::{
    error::ApiResult,
    request::{ListQ, Who},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new().route("/log", get(list_log))
}

/// The last first; pages, but neither filters nor another order.
async fn list_log(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    if !query.filters.is_empty() {
        return Err(AppError::invalid("q: the log cannot be filtered.").into());
    }
    let page = service.list_log(&caller, query.offset(), query.limit()).await?;
    Ok(Json(wire::list(&page, |entry| entry.id, entry_json)))
}

/// Named as the reference names it; `asset_kind`, `asset_id` and `changes` are ours.
fn entry_json(entry: &LogEntry) -> Value {
    let of_kind = |kind: &str| entry.asset_id.filter(|_| entry.asset_kind == kind);
    json!({
        "id": entry.id,
        "dttm": entry.created_on.to_rfc3339_opts(SecondsFormat::Micros, false),
        "action": entry.action,
        "user": entry.user.as_ref().map(wire::user),
        "username": entry.username,
        "asset_kind": entry.asset_kind,
        "asset_id": entry.asset_id,
        "dashboard_id": of_kind("dashboard"),
        "slice_id": of_kind("chart"),
        "changes": entry.changes,
    })
}
