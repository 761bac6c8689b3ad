//! `/api/v1/draft/{kind}/{key}`: work that is not saved yet, one's own only. Not in the reference.

use axum::{
    Json,
    extract::{DefaultBodyLimit, Path, State},
};
use schemars::JsonSchema;
use serde::Serialize;
use sx_service::{DRAFT_BYTES_MAX, NewDraft, SavedDraft, Service};

use super::wire::{self, Answer, Message};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get},
    request::{JsonBody, Who, Writer},
};

pub fn router() -> ApiRouter {
    // What stands around the draft itself is small.
    let most = DefaultBodyLimit::max(DRAFT_BYTES_MAX + 1024);
    ApiRouter::new().route("/draft/{kind}/{key}", get(find_draft).put(save_draft).delete(discard_draft).layer(most))
}

type Place = Path<(String, String)>;

async fn find_draft(
    State(service): State<Service>,
    Who(caller): Who,
    Path((kind, key)): Place,
) -> ApiResult<Json<Answer<SavedDraft>>> {
    Ok(wire::answer(service.find_draft(&caller, &kind, &key).await?))
}

async fn save_draft(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path((kind, key)): Place,
    JsonBody(new): JsonBody<NewDraft>,
) -> ApiResult<Json<Answer<Saved>>> {
    let saved_on = service.save_draft(&caller, &kind, &key, new).await?;
    Ok(wire::answer(Saved { saved_on: wire::time(saved_on) }))
}

async fn discard_draft(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path((kind, key)): Place,
) -> ApiResult<Json<Message>> {
    service.discard_draft(&caller, &kind, &key).await?;
    Ok(wire::ok())
}

#[derive(Serialize, JsonSchema)]
struct Saved {
    /// RFC 3339.
    saved_on: String,
}
