//! `GET /api/v1/{dashboard,chart,dataset,database}/export?q=!(1,2)`: the ZIP that import reads, here and in the reference.

use axum::extract::State;
use sx_model::{ChartId, DashboardId, DatabaseId, DatasetId};
use sx_service::Service;

use crate::{
    answer::Zip,
    error::ApiResult,
    openapi::{ApiRouter, get},
    request::{IdsQ, Who},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/dashboard/export", get(export_dashboards))
        .route("/chart/export", get(export_charts))
        .route("/dataset/export", get(export_datasets))
        .route("/database/export", get(export_databases))
}

async fn export_dashboards(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Zip> {
    Ok(Zip(service.export_dashboards(&caller, &typed(ids, DashboardId)).await?))
}

async fn export_charts(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Zip> {
    Ok(Zip(service.export_charts(&caller, &typed(ids, ChartId)).await?))
}

async fn export_datasets(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Zip> {
    Ok(Zip(service.export_datasets(&caller, &typed(ids, DatasetId)).await?))
}

async fn export_databases(State(service): State<Service>, Who(caller): Who, IdsQ(ids): IdsQ) -> ApiResult<Zip> {
    Ok(Zip(service.export_databases(&caller, &typed(ids, DatabaseId)).await?))
}

fn typed<I>(ids: Vec<i64>, id: impl Fn(i64) -> I) -> Vec<I> {
    ids.into_iter().map(id).collect()
}
