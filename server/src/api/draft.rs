//! `/api/v1/draft/{kind}/{key}`: work that is not saved yet, one's own only. Not in the reference.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State},
    routing::get,
};
use chrono::SecondsFormat;
use serde_json::{Value, json};
use sx_service::{DRAFT_BYTES_MAX, NewDraft, SavedDraft, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{JsonBody, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    // What stands around the draft itself is small.
    let most = DefaultBodyLimit::max(DRAFT_BYTES_MAX + 1024);
    Router::new().route("/draft/{kind}/{key}", get(find_draft).put(save_draft).delete(discard_draft).layer(most))
}

type Place = Path<(String, String)>;

async fn find_draft(
    State(service): State<Service>,
    Who(caller): Who,
    Path((kind, key)): Place,
) -> ApiResult<Json<Wire>> {
    Ok(Json(Wire { result: service.find_draft(&caller, &kind, &key).await? }))
}

async fn save_draft(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path((kind, key)): Place,
    JsonBody(new): JsonBody<NewDraft>,
) -> ApiResult<Json<Value>> {
    let saved_on = service.save_draft(&caller, &kind, &key, new).await?;
    Ok(Json(json!({ "result": { "saved_on": saved_on.to_rfc3339_opts(SecondsFormat::Micros, false) } })))
}

async fn discard_draft(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path((kind, key)): Place,
) -> ApiResult<Json<Value>> {
    service.discard_draft(&caller, &kind, &key).await?;
    Ok(wire::ok())
}

/// The draft's body goes out as the text that came in.
#[derive(serde::Serialize)]
struct Wire {
    result: SavedDraft,
}
