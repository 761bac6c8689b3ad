//! `/api/v1/chart`.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use sx_model::{Chart, ChartId};
use sx_service::{ChartChange, FavoriteKind, ImageQuestion, NewChart, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

/// A question is small; its form data is the most of it.
const QUESTION_BYTES_MAX: usize = 4 << 20;

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/chart", get(list_charts).post(create_chart).delete(delete_charts))
        .route("/chart/data", post(chart_data).layer(DefaultBodyLimit::max(QUESTION_BYTES_MAX)))
        .route("/chart/favorite_status", get(favorite_status))
        .route("/chart/{id}", get(find_chart).put(update_chart).delete(delete_chart))
        .route("/chart/{id}/favorites", post(mark).delete(unmark))
        .route("/chart/{id}/related_objects", get(related_objects))
        .route("/chart/{id}/image.svg", get(chart_image))
}

/// A read in spite of its method: no CSRF token, as in the reference.
async fn chart_data(State(service): State<Service>, Who(caller): Who, body: Bytes) -> ApiResult<Response> {
    let answer = service.chart_data(&caller, &body).await?;
    Ok(([(CONTENT_TYPE, "application/json")], answer).into_response())
}

async fn list_charts(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    let page = service.list_charts(&caller, &query).await?;
    Ok(Json(wire::list(&page, |chart| chart.id.0, |chart| chart_json(&service, chart))))
}

async fn find_chart(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let chart = service.find_chart(&caller, ChartId(id)).await?;
    let mut result = chart_json(&service, &chart);
    result["query_context"] = chart.fields.query_context.clone().into();
    Ok(Json(json!({ "id": id, "result": result })))
}

async fn create_chart(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewChart>,
) -> ApiResult<impl IntoResponse> {
    let chart = service.create_chart(&caller, new).await?;
    Ok(wire::created(chart.id.0, chart_json(&service, &chart)))
}

async fn update_chart(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<ChartChange>,
) -> ApiResult<Json<Value>> {
    let chart = service.update_chart(&caller, ChartId(id), change).await?;
    Ok(wire::changed(id, chart_json(&service, &chart)))
}

async fn delete_chart(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.delete_charts(&caller, &[ChartId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_charts(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Value>> {
    let ids: Vec<_> = ids.into_iter().map(ChartId).collect();
    service.delete_charts(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "chart"))
}

async fn favorite_status(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Json<Value>> {
    Ok(wire::favorites(&service.favorites_among(&caller, FavoriteKind::Chart, &ids).await?))
}

async fn mark(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.mark_chart(&caller, ChartId(id), true).await?;
    Ok(Json(json!({ "result": "OK" })))
}

async fn unmark(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.mark_chart(&caller, ChartId(id), false).await?;
    Ok(Json(json!({ "result": "OK" })))
}

async fn related_objects(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(wire::related(&service.related_to_chart(&caller, ChartId(id)).await?))
}

async fn chart_image(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    Query(question): Query<ImageQuestion>,
) -> ApiResult<Response> {
    let svg = service.chart_image(&caller, ChartId(id), &question).await?;
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "private, max-age=60"),
        // Opened as a page of its own, a picture runs nothing and loads nothing.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    ];
    Ok((headers, svg).into_response())
}

fn chart_json(service: &Service, chart: &Chart) -> Value {
    let fields = &chart.fields;
    let asset = json!({
        "id": chart.id,
        "uuid": chart.uuid,
        "slice_name": fields.slice_name,
        "viz_type": fields.viz_type,
        "params": fields.params,
        "description": fields.description,
        "cache_timeout": fields.cache_timeout,
        "certified_by": fields.certified_by,
        "certification_details": fields.certification_details,
        "is_managed_externally": fields.is_managed_externally,
        "datasource_id": chart.dataset_id,
        "datasource_type": "table",
        "owners": wire::users(&chart.owners),
        "url": format!("/explore/?slice_id={}", chart.id),
    });
    wire::with_audit(asset, &chart.audit, service.clock().now())
}
