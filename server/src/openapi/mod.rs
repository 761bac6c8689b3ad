//! `GET /api/v1/_openapi`: the API, described by the very types that read requests and write answers.
//!
//! Handlers tell through their signature ([`Describe`]): each extractor is [`Takes`], each result is [`Answers`], and types
//! that cross the wire derive `JsonSchema`. A route can only be added together with its handler's types ([`ApiRouter`]), so
//! none is missing, and a field that is renamed is renamed here.

mod describe;
mod document;
mod extractors;
mod routes;
mod schemas;

use std::sync::Arc;

use axum::{Extension, Json};
use serde_json::Value;

pub use self::{
    describe::{Access, Answers, Describe, Draft, Takes},
    document::document,
    routes::{ApiRouter, Operation, delete, get, post, put},
    schemas::Schemas,
};
use crate::{error::ApiResult, request::Who};

pub fn router() -> ApiRouter {
    ApiRouter::new().route("/_openapi", get(openapi_document).about("This document."))
}

async fn openapi_document(Who(caller): Who, Extension(document): Extension<Arc<Value>>) -> ApiResult<Json<Arc<Value>>> {
    caller.require_user()?;
    Ok(Json(document))
}
