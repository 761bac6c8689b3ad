//! `/api/v1/{dashboard,explore}/permalink`: short addresses of a state.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, header::HOST},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use sx_service::{DashboardPermalink, ExplorePermalink, Service};

use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    request::{JsonBody, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/dashboard/{id_or_slug}/permalink", post(create_dashboard_permalink))
        .route("/dashboard/permalink/{key}", get(find_dashboard_permalink))
        .route("/explore/permalink", post(create_explore_permalink))
        .route("/explore/permalink/{key}", get(find_explore_permalink))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PermalinkAddress")]
struct Address {
    key: String,
    url: String,
}

async fn create_dashboard_permalink(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
    headers: HeaderMap,
    JsonBody(state): JsonBody<Map<String, Value>>,
) -> ApiResult<Created<Address>> {
    let key = service.create_dashboard_permalink(&caller, &id_or_slug, state).await?;
    Ok(created(&headers, "/dashboard/p", key))
}

async fn find_dashboard_permalink(
    State(service): State<Service>,
    Who(caller): Who,
    Path(key): Path<String>,
) -> ApiResult<Json<DashboardPermalink>> {
    Ok(Json(service.find_dashboard_permalink(&caller, &key).await?))
}

async fn create_explore_permalink(
    State(service): State<Service>,
    Writer(caller): Writer,
    headers: HeaderMap,
    JsonBody(state): JsonBody<Map<String, Value>>,
) -> ApiResult<Created<Address>> {
    let key = service.create_explore_permalink(&caller, state).await?;
    Ok(created(&headers, "/explore/p", key))
}

async fn find_explore_permalink(
    State(service): State<Service>,
    Who(caller): Who,
    Path(key): Path<String>,
) -> ApiResult<Json<ExplorePermalink>> {
    Ok(Json(service.find_explore_permalink(&caller, &key).await?))
}

/// The address as the browser may open it; behind a proxy its scheme is what the proxy says.
fn created(headers: &HeaderMap, path: &str, key: String) -> Created<Address> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let url = match text(HOST.as_str()) {
        Some(host) => format!("{scheme}://{host}{path}/{key}/"),
        None => format!("{path}/{key}/"),
    };
    Created(Address { key, url })
}
