//! `GET /api/v1/{dashboard,chart,dataset,database}/export?q=!(1,2)`: the ZIP that import reads, here and in the reference.

use axum::{
    Router,
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use sx_model::{ChartId, DashboardId, DatabaseId, DatasetId};
use sx_service::{Service, bundle::BundleFile};

use crate::{
    error::ApiResult,
    request::{IdsQ, Who},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/dashboard/export", get(export_dashboards))
        .route("/chart/export", get(export_charts))
        .route("/dataset/export", get(export_datasets))
        .route("/database/export", get(export_databases))
}

async fn export_dashboards(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Response> {
    Ok(zip(service.export_dashboards(&caller, &typed(ids, DashboardId)).await?))
}

async fn export_charts(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Response> {
    Ok(zip(service.export_charts(&caller, &typed(ids, ChartId)).await?))
}

async fn export_datasets(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Response> {
    Ok(zip(service.export_datasets(&caller, &typed(ids, DatasetId)).await?))
}

async fn export_databases(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Response> {
    Ok(zip(service.export_databases(&caller, &typed(ids, DatabaseId)).await?))
}

fn typed<I>(ids: Vec<i64>, id: impl Fn(i64) -> I) -> Vec<I> {
    ids.into_iter().map(id).collect()
}

/// The name is letters, digits and underscores, so it needs no quotes.
fn zip(file: BundleFile) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename={}", file.name)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file.bytes).into_response()
}
