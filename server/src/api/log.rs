//! `/api/v1/log`: who changed what, and when.

use axum::{
    Json,
    extract::{Query, State},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sx_model::{AppError, LogEntry, UserId};
use sx_service::{Activity, Service};

use super::wire::{self, Answer, Item, List, Person};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get},
    request::{Id, ListQ, Who},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/log", get(list_log))
        .route("/log/recent_activity", get(recent_activity))
        .route("/log/{id}", get(find_entry).named("find_log_entry"))
}

/// The last first, unless `q` says otherwise. Filters: `user`, `username`, `action`, `asset_kind`, `asset_id`, `dttm`.
async fn list_log(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<LogEntryJson>>> {
    let page = service.list_log(&caller, &query).await?;
    Ok(Json(wire::list(&page, |entry| entry.id, entry_json)))
}

async fn find_entry(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Item<LogEntryJson>>> {
    let entry = service.find_log_entry(&caller, id).await?;
    Ok(wire::changed(id, entry_json(&entry)))
}

#[derive(Deserialize, JsonSchema)]
struct Of {
    user_id: Option<UserId>,
}

/// What somebody changed last, oneself unless `user_id` names somebody else.
async fn recent_activity(
    State(service): State<Service>,
    Who(caller): Who,
    Query(Of { user_id }): Query<Of>,
    ListQ(query): ListQ,
) -> ApiResult<Json<Answer<Vec<ActivityJson>>>> {
    let of = user_id.or(caller.user_id()).ok_or_else(AppError::unauthorized)?;
    let activities = service.recent_activity(&caller, of, &query).await?;
    let now = service.clock().now();
    Ok(wire::answer(activities.iter().map(|activity| activity_json(activity, now)).collect()))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Activity")]
struct ActivityJson {
    action: String,
    /// `slice` or `dashboard`.
    item_type: &'static str,
    item_title: String,
    item_url: String,
    /// Milliseconds since 1970.
    time: i64,
    time_delta_humanized: String,
}

/// Named as the reference names it; `asset_kind`, `asset_id` and `changes` are ours.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LogEntry")]
struct LogEntryJson {
    id: i64,
    /// RFC 3339.
    dttm: String,
    action: String,
    user_id: Option<UserId>,
    user: Option<Person>,
    username: String,
    asset_kind: String,
    asset_id: Option<i64>,
    dashboard_id: Option<i64>,
    slice_id: Option<i64>,
    /// Field → `{"from", "to"}`.
    changes: Map<String, Value>,
}

fn activity_json(activity: &Activity, now: DateTime<Utc>) -> ActivityJson {
    ActivityJson {
        action: activity.action.clone(),
        item_type: if activity.kind == "chart" { "slice" } else { "dashboard" },
        item_title: activity.title.clone(),
        item_url: activity.url.clone(),
        time: activity.time.timestamp_millis(),
        time_delta_humanized: wire::humanized(now - activity.time),
    }
}

fn entry_json(entry: &LogEntry) -> LogEntryJson {
    let of_kind = |kind: &str| entry.asset_id.filter(|_| entry.asset_kind == kind);
    LogEntryJson {
        id: entry.id,
        dttm: wire::time(entry.created_on),
        action: entry.action.clone(),
        user_id: entry.user.as_ref().map(|user| user.id),
        user: entry.user.as_ref().map(wire::user),
        username: entry.username.clone(),
        asset_kind: entry.asset_kind.clone(),
        asset_id: entry.asset_id,
        dashboard_id: of_kind("dashboard"),
        slice_id: of_kind("chart"),
        changes: entry.changes.clone(),
    }
}
