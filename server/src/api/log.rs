//! `/api/v1/log`: who changed what, and when.

use axum::{
    Json, Router,
    extract::{Query, State},
    routing::get,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{AppError, LogEntry, UserId};
use sx_service::{Activity, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, ListQ, Who},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/log", get(list_log))
        .route("/log/recent_activity", get(recent_activity))
        .route("/log/{id}", get(find_entry))
}

/// The last first, unless `q` says otherwise. Filters: `user`, `username`, `action`, `asset_kind`, `asset_id`, `dttm`.
async fn list_log(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    let page = service.list_log(&caller, &query).await?;
    Ok(Json(wire::list(&page, |entry| entry.id, entry_json)))
}

async fn find_entry(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let entry = service.find_log_entry(&caller, id).await?;
    Ok(wire::changed(id, entry_json(&entry)))
}

#[derive(Deserialize)]
struct Of {
    user_id: Option<UserId>,
}

/// What somebody changed last, oneself unless `user_id` names somebody else.
async fn recent_activity(
    State(service): State<Service>,
    Who(caller): Who,
    Query(Of { user_id }): Query<Of>,
    ListQ(query): ListQ,
) -> ApiResult<Json<Value>> {
    let of = user_id.or(caller.user_id()).ok_or_else(AppError::unauthorized)?;
    let activities = service.recent_activity(&caller, of, &query).await?;
    let now = service.clock().now();
    let result: Vec<_> = activities.iter().map(|activity| activity_json(activity, now)).collect();
    Ok(Json(json!({ "result": result })))
}

/// `time` is in milliseconds since 1970.
fn activity_json(activity: &Activity, now: DateTime<Utc>) -> Value {
    json!({
        "action": activity.action,
        "item_type": if activity.kind == "chart" { "slice" } else { "dashboard" },
        "item_title": activity.title,
        "item_url": activity.url,
        "time": activity.time.timestamp_millis(),
        "time_delta_humanized": wire::humanized(now - activity.time),
    })
}

/// Named as the reference names it; `asset_kind`, `asset_id` and `changes` are ours.
fn entry_json(entry: &LogEntry) -> Value {
    let of_kind = |kind: &str| entry.asset_id.filter(|_| entry.asset_kind == kind);
    json!({
        "id": entry.id,
        "dttm": wire::time(entry.created_on),
        "action": entry.action,
        "user_id": entry.user.as_ref().map(|user| user.id),
        "user": entry.user.as_ref().map(wire::user),
        "username": entry.username,
        "asset_kind": entry.asset_kind,
        "asset_id": entry.asset_id,
        "dashboard_id": of_kind("dashboard"),
        "slice_id": of_kind("chart"),
        "changes": entry.changes,
    })
}
