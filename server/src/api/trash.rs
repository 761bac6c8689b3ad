//! `/api/v1/trash`: what was deleted, until it is restored or removed for good. Not in the reference.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use chrono::SecondsFormat;
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{AppError, ListQuery};
use sx_service::{AssetKind, AssetRef, Service, TrashQuestion, Trashed};

use super::wire;
use crate::{
    error::ApiResult,
    request::{JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new().route("/trash", get(list_trash).delete(purge)).route("/trash/restore", post(restore))
}

/// `[{"kind": "chart", "id": 7}]`.
#[derive(Deserialize)]
struct Item {
    kind: String,
    id: i64,
}

/// The last deleted first; filters are `kind` (`eq`) and `name` (`ct`).
async fn list_trash(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    let page = service.list_trash(&caller, &question(&query)?).await?;
    Ok(Json(wire::list(&page, |trashed| trashed.asset.id(), trashed_json)))
}

async fn restore(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(items): JsonBody<Vec<Item>>,
) -> ApiResult<Json<Value>> {
    let restored = service.restore(&caller, &assets(&items)?).await?;
    Ok(Json(json!({ "message": "OK", "result": restored.iter().map(trashed_json).collect::<Vec<_>>() })))
}

async fn purge(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(items): JsonBody<Vec<Item>>,
) -> ApiResult<Json<Value>> {
    service.purge(&caller, &assets(&items)?).await?;
    Ok(wire::ok())
}

fn question(query: &ListQuery) -> Result<TrashQuestion, AppError> {
    let mut question = TrashQuestion { offset: query.offset(), limit: query.limit(), ..TrashQuestion::default() };
    for filter in &query.filters {
        match (filter.col.as_str(), filter.opr.as_str(), filter.value.as_str()) {
            ("kind", "eq", Some(name)) => question.kind = Some(kind(name)?),
            ("name", "ct", Some(text)) => text.clone_into(&mut question.search),
            _ => return Err(AppError::invalid("q: the trash is filtered by kind (eq) and name (ct).")),
        }
    }
    Ok(question)
}

/// One for none makes no sense.
fn assets(items: &[Item]) -> Result<Vec<AssetRef>, AppError> {
    if items.is_empty() {
        return Err(AppError::invalid("A list such as [{\"kind\": \"chart\", \"id\": 7}] is expected."));
    }
    items.iter().map(|item| Ok(kind(&item.kind)?.asset(item.id))).collect()
}

fn kind(name: &str) -> Result<AssetKind, AppError> {
    let kind = AssetKind::ALL.into_iter().find(|kind| kind.as_str() == name);
    kind.ok_or_else(|| AppError::invalid("kind: it is database, dataset, chart or dashboard."))
}

fn trashed_json(trashed: &Trashed) -> Value {
    json!({
        "kind": trashed.asset.kind().as_str(),
        "id": trashed.asset.id(),
        "uuid": trashed.uuid,
        "name": trashed.name,
        "deleted_on": trashed.deleted_on.to_rfc3339_opts(SecondsFormat::Micros, false),
        "deleted_by": trashed.deleted_by.as_ref().map(wire::user),
    })
}
