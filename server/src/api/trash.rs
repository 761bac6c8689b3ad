//! `/api/v1/trash`: what was deleted, until it is restored or removed for good. Not in the reference.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sx_model::{AppError, ListQuery};
use sx_service::{AssetKind, AssetRef, Service, TrashQuestion, Trashed};
use uuid::Uuid;

use super::wire::{self, Done, List, Message, Person};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    request::{JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/trash", get(list_trash).delete(purge).named("delete_for_good"))
        .route("/trash/restore", post(restore))
}

/// `[{"kind": "chart", "id": 7}]`.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "TrashItem")]
struct Item {
    kind: String,
    id: i64,
}

/// The last deleted first; filters are `kind` (`eq`) and `name` (`ct`).
async fn list_trash(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<TrashedJson>>> {
    let page = service.list_trash(&caller, &question(&query)?).await?;
    Ok(Json(wire::list(&page, |trashed| trashed.asset.id(), trashed_json)))
}

async fn restore(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(items): JsonBody<Vec<Item>>,
) -> ApiResult<Json<Done<Vec<TrashedJson>>>> {
    let restored = service.restore(&caller, &assets(&items)?).await?;
    Ok(Json(wire::done(restored.iter().map(trashed_json).collect())))
}

async fn purge(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(items): JsonBody<Vec<Item>>,
) -> ApiResult<Json<Message>> {
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

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Trashed")]
struct TrashedJson {
    kind: &'static str,
    id: i64,
    uuid: Uuid,
    name: String,
    /// RFC 3339.
    deleted_on: String,
    deleted_by: Option<Person>,
}

fn trashed_json(trashed: &Trashed) -> TrashedJson {
    TrashedJson {
        kind: trashed.asset.kind().as_str(),
        id: trashed.asset.id(),
        uuid: trashed.uuid,
        name: trashed.name.clone(),
        deleted_on: wire::time(trashed.deleted_on),
        deleted_by: trashed.deleted_by.as_ref().map(wire::user),
    }
}
