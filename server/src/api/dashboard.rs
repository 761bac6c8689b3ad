//! `/api/v1/dashboard`.

use axum::{
    Json, Router,
    body::Body,
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::Field},
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures::StreamExt as _;
use serde_json::{Value, json};
use sx_model::{AppError, Chart, Dashboard, TilesQuestion};
use sx_service::{ImportOptions, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{JsonBody, ListQ, Who, Writer, too_large},
    router::AppState,
};

const BUNDLE_BYTES_MAX: usize = 64 << 20;

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/dashboard", get(list_dashboards))
        .route("/dashboard/import", post(import_dashboards).layer(DefaultBodyLimit::max(BUNDLE_BYTES_MAX)))
        .route("/dashboard/{id_or_slug}", get(find_dashboard))
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

/// Multipart: `formData` (or `bundle`) is the archive, `passwords` JSON, `overwrite` true or false.
async fn import_dashboards(
    State(service): State<Service>,
    Writer(caller): Writer,
    form: Multipart,
) -> ApiResult<Json<Value>> {
    let (archive, options) = read_import(form).await?;
    service.import_bundle(&caller, archive, options).await?;
    Ok(Json(json!({ "message": "OK" })))
}

async fn read_import(mut form: Multipart) -> Result<(Vec<u8>, ImportOptions), AppError> {
    let (mut archive, mut options) = (None, ImportOptions::default());
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        match field.name().unwrap_or_default() {
            "formData" | "bundle" => archive = Some(field.bytes().await.map_err(|_| too_large())?.to_vec()),
            "overwrite" => options.overwrite = matches!(text(field).await?.as_str(), "true" | "True" | "1"),
            "passwords" => {
                let text = text(field).await?;
                if !text.trim().is_empty() {
                    options.passwords = serde_json::from_str(&text).map_err(|_| {
                        AppError::invalid("passwords: a JSON object of file names to passwords is expected.")
                    })?;
                }
            }
            _ => {}
        }
    }
    let archive = archive.ok_or_else(|| AppError::invalid("formData: the archive is missing."))?;
    Ok((archive, options))
}

async fn text(field: Field<'_>) -> Result<String, AppError> {
    field.text().await.map_err(|_| too_large())
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
