//! `/api/v1/dataset`: made from its table, its source looked into, its columns and metrics one by one.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sx_model::{
    AppError, DatabaseId, DatasetColumnId, DatasetId, DatasetMetricId, SourcePreview, SourceQuestion, SyncPreview,
};
use sx_service::{NewDataset, Service};

use super::wire::{self, Answer, Message, Part};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, delete, get, post},
    q,
    request::{Id, JsonBody, Who, Writer},
};

const PAGE_SIZE: usize = 25;

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/dataset/get_or_create", post(get_or_create_dataset))
        .route("/dataset/preview", post(preview_source))
        .route("/dataset/distinct/{column}", get(distinct_datasets))
        .route("/dataset/{id}/refresh", get(preview_refresh))
        .route("/dataset/{id}/column/{part}", delete(delete_column))
        .route("/dataset/{id}/metric/{part}", delete(delete_metric))
}

/// As the reference names them; elsewhere it is `database`.
#[derive(Deserialize, JsonSchema)]
struct WantedDataset {
    database_id: DatabaseId,
    table_name: String,
    schema: Option<String>,
    catalog: Option<String>,
    #[serde(default)]
    normalize_columns: bool,
    #[serde(default)]
    always_filter_main_dttm: bool,
    template_params: Option<serde_json::Value>,
}

async fn get_or_create_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(wanted): JsonBody<WantedDataset>,
) -> ApiResult<Json<Answer<TableId>>> {
    let id = service.get_or_create_dataset(&caller, wanted.into()).await?;
    Ok(wire::answer(TableId { table_id: id }))
}

/// Reads in spite of its method.
async fn preview_source(
    State(service): State<Service>,
    Who(caller): Who,
    JsonBody(question): JsonBody<SourceQuestion>,
) -> ApiResult<Json<SourcePreview>> {
    Ok(Json(service.preview_source(&caller, &question).await?))
}

/// What a refresh would do: `{"summary", "columns", "main_dttm_col"}`.
async fn preview_refresh(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Answer<SyncPreview>>> {
    Ok(wire::answer(service.preview_refresh(&caller, DatasetId(id), None).await?))
}

async fn delete_column(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(path): Path<(String, String)>,
) -> ApiResult<Json<Message>> {
    let (id, column) = ids(&path)?;
    service.delete_dataset_column(&caller, DatasetId(id), DatasetColumnId(column)).await?;
    Ok(wire::ok())
}

async fn delete_metric(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(path): Path<(String, String)>,
) -> ApiResult<Json<Message>> {
    let (id, metric) = ids(&path)?;
    service.delete_dataset_metric(&caller, DatasetId(id), DatasetMetricId(metric)).await?;
    Ok(wire::ok())
}

/// `q=(filter:pub,page:0,page_size:25)`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct PartQuestion {
    filter: String,
    page: usize,
    page_size: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
struct Q {
    #[serde(default)]
    #[schemars(with = "Option<PartQuestion>")]
    q: String,
}

#[derive(Serialize, JsonSchema)]
struct TableId {
    table_id: DatasetId,
}

#[derive(Serialize, JsonSchema)]
struct TextChoice {
    text: String,
    value: String,
}

async fn distinct_datasets(
    State(service): State<Service>,
    Who(caller): Who,
    Path(column): Path<String>,
    Query(Q { q }): Query<Q>,
) -> ApiResult<Json<Part<TextChoice>>> {
    let part = parse(&q)?;
    let (found, wanted) = (service.distinct_datasets(&caller, &column).await?, part.filter.to_lowercase());
    let texts: Vec<_> = found.iter().filter(|text| text.to_lowercase().starts_with(&wanted)).collect();
    let size = part.page_size.filter(|size| *size > 0).unwrap_or(PAGE_SIZE);
    let page = texts.iter().skip(part.page.saturating_mul(size)).take(size);
    let result = page.map(|text| TextChoice { text: (*text).clone(), value: (*text).clone() }).collect();
    Ok(Json(Part { count: texts.len() as u64, result }))
}

fn parse(text: &str) -> Result<PartQuestion, AppError> {
    if text.trim().is_empty() {
        Ok(PartQuestion::default())
    } else {
        q::read(text, "expected Rison such as (filter:pub)")
    }
}

fn ids((dataset, part): &(String, String)) -> Result<(i64, i64), AppError> {
    let id = |text: &str, noun| text.parse().map_err(|_| AppError::not_found(noun));
    Ok((id(dataset, "Dataset")?, id(part, "It")?))
}

impl From<WantedDataset> for NewDataset {
    fn from(wanted: WantedDataset) -> Self {
        Self {
            database: wanted.database_id,
            table_name: wanted.table_name,
            schema: wanted.schema,
            catalog: wanted.catalog,
            sql: None,
            owners: None,
            normalize_columns: wanted.normalize_columns,
            always_filter_main_dttm: wanted.always_filter_main_dttm,
            template_params: wanted.template_params,
        }
    }
}
