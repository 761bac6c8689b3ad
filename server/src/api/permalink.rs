//! `/api/v1/{dashboard,explore}/permalink`: short addresses of a state.

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header::HOST},
    response::IntoResponse,
    routing::{get, post},
};
use serde_json::{Map, Value, json};
use sx_service::{DashboardPermalink, ExplorePermalink, Service};

use crate::{
    error::ApiResult,
    request::{JsonBody, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/dashboard/{id_or_slug}/permalink", post(create_dashboard_permalink))
        .route("/dashboard/permalink/{key}", get(find_dashboard_permalink))
        .route("/explore/permalink", post(create_explore_permalink))
        .route("/explore/permalink/{key}", get(find_explore_permalink))
}

async fn create_dashboard_permalink(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
    headers: HeaderMap,
    JsonBody(state): JsonBody<Map<String, Value>>,
) -> ApiResult<impl IntoResponse> {
    let key = service.create_dashboard_permalink(&caller, &id_or_slug, state).await?;
    Ok(created(&headers, "/dashboard/p", &key))
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
) -> ApiResult<impl IntoResponse> {
    let key = service.create_explore_permalink(&caller, state).await?;
    Ok(created(&headers, "/explore/p", &key))
}

async fn find_explore_permalink(
    State(service): State<Service>,
    Who(caller): Who,
    Path(key): Path<String>,
) -> ApiResult<Json<ExplorePermalink>> {
    Ok(Json(service.find_explore_permalink(&caller, &key).await?))
}

/// The address as the browser may open it; behind a proxy its scheme is what the proxy says.
fn created(headers: &HeaderMap, path: &str, key: &str) -> (StatusCode, Json<Value>) {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let url = match text(HOST.as_str()) {
        Some(host) => format!("{scheme}://{host}{path}/{key}/"),
        None => format!("{path}/{key}/"),
    };
    (StatusCode::CREATED, Json(json!({ "key": key, "url": url })))
}
