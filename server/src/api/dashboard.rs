//! `/api/v1/dashboard`.

use axum::{
    Json, Router,
    body::Body,
    extract::{Path, State},
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures::StreamExt as _;
use serde_json::{Value, json};
use sx_model::{Chart, Dashboard, TilesQuestion};
use sx_service::{DashboardChange, DashboardCopy, FavoriteKind, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{IdsQ, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/dashboard", get(list_dashboards).post(create_dashboard).delete(delete_dashboards))
        .route("/dashboard/favorite_status", get(favorite_status))
        .route("/dashboard/{id_or_slug}", get(find_dashboard).put(update_dashboard).delete(delete_dashboard))
        .route("/dashboard/{id_or_slug}/copy", post(copy_dashboard))
        .route("/dashboard/{id_or_slug}/favorites", post(mark).delete(unmark))
        .route("/dashboard/{id_or_slug}/charts", get(charts_of_dashboard))
        .route("/dashboard/{id_or_slug}/tiles", post(tiles))
}

async fn list_dashboards(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<Value>> {
    let page = service.list_dashboards(&caller, &query).await?;
    Ok(Json(wire::list(&page, |dashboard| dashboard.id.0, |dashboard| dashboard_json(&service, dashboard))))
}

async fn find_dashboard(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Value>> {
    let opened = service.find_dashboard(&caller, &id_or_slug).await?;
    let mut result = dashboard_json(&service, &opened.dashboard);
    let fields = &opened.dashboard.fields;
    result["position_json"] = fields.position_json.clone().into();
    result["json_metadata"] = fields.json_metadata.clone().into();
    result["css"] = fields.css.clone().into();
    result["charts"] = opened.charts.iter().map(|chart| chart.fields.slice_name.clone()).collect();
    Ok(Json(json!({ "result": result })))
}

async fn create_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<DashboardChange>,
) -> ApiResult<impl IntoResponse> {
    let dashboard = service.create_dashboard(&caller, new).await?;
    Ok(wire::created(dashboard.id.0, dashboard_json(&service, &dashboard)))
}

async fn update_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
    JsonBody(change): JsonBody<DashboardChange>,
) -> ApiResult<Json<Value>> {
    let dashboard = service.update_dashboard(&caller, &id_or_slug, change).await?;
    Ok(wire::changed(dashboard.id.0, dashboard_json(&service, &dashboard)))
}

async fn delete_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Value>> {
    service.delete_dashboards(&caller, &[id_or_slug]).await?;
    Ok(wire::ok())
}

async fn delete_dashboards(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Value>> {
    let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
    service.delete_dashboards(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "dashboard"))
}

async fn copy_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
    JsonBody(copy): JsonBody<DashboardCopy>,
) -> ApiResult<Json<Value>> {
    let dashboard = service.copy_dashboard(&caller, &id_or_slug, copy).await?;
    let last_modified = dashboard.audit.changed_on.timestamp();
    Ok(Json(json!({ "result": { "id": dashboard.id, "last_modified_time": last_modified } })))
}

async fn favorite_status(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Json<Value>> {
    Ok(wire::favorites(&service.favorites_among(&caller, FavoriteKind::Dashboard, &ids).await?))
}

async fn mark(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Value>> {
    service.mark_dashboard(&caller, &id_or_slug, true).await?;
    Ok(Json(json!({ "result": "OK" })))
}

async fn unmark(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Value>> {
    service.mark_dashboard(&caller, &id_or_slug, false).await?;
    Ok(Json(json!({ "result": "OK" })))
}

async fn charts_of_dashboard(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Value>> {
    let opened = service.find_dashboard(&caller, &id_or_slug).await?;
    Ok(Json(json!({ "result": opened.charts.iter().map(chart_json).collect::<Vec<_>>() })))
}

/// All tiles of a moment in one request: NDJSON, each line as soon as it is ready. A read in spite of its method.
async fn tiles(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
    JsonBody(question): JsonBody<TilesQuestion>,
) -> ApiResult<Response> {
    let answers = service.tiles(&caller, &id_or_slug, question).await?;
    let lines = answers.map(|answer| {
        let mut line = serde_json::to_vec(&answer)?;
        line.push(b'\n');
        Ok::<_, serde_json::Error>(line)
    });
    let headers = [
        (CONTENT_TYPE.as_str(), "application/x-ndjson"),
        (CACHE_CONTROL.as_str(), "no-store"),
        ("x-accel-buffering", "no"),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

fn dashboard_json(service: &Service, dashboard: &Dashboard) -> Value {
    let fields = &dashboard.fields;
    let url = fields.slug.clone().filter(|slug| !slug.is_empty()).unwrap_or_else(|| dashboard.id.to_string());
    let asset = json!({
        "id": dashboard.id,
        "uuid": dashboard.uuid,
        "dashboard_title": fields.dashboard_title,
        "slug": fields.slug,
        "url": format!("/dashboard/{url}"),
        "published": fields.published,
        "status": if fields.published { "published" } else { "draft" },
        "certified_by": fields.certified_by,
        "certification_details": fields.certification_details,
        "is_managed_externally": fields.is_managed_externally,
        "owners": wire::users(&dashboard.owners),
        "roles": wire::roles(&dashboard.roles),
        "tags": [],
    });
    wire::with_audit(asset, &dashboard.audit, service.clock().now())
}

fn chart_json(chart: &Chart) -> Value {
    json!({
        "id": chart.id,
        "uuid": chart.uuid,
        "slice_name": chart.fields.slice_name,
        "description": chart.fields.description,
        "cache_timeout": chart.fields.cache_timeout,
        "certified_by": chart.fields.certified_by,
        "certification_details": chart.fields.certification_details,
        "form_data": serde_json::from_str::<Value>(&chart.fields.params).unwrap_or(Value::Null),
    })
}
