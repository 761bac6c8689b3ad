//! `/api/v1/dataset`.

use axum::{
    Json, Router,
    extract::State,
    response::IntoResponse,
    routing::{get, post, put},
};
use serde_json::{Value, json};
use sx_model::{Dataset, DatasetColumn, DatasetId, DatasetMetric};
use sx_service::{DatasetChange, DatasetDuplicate, LoadedDataset, NewDataset, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/dataset", get(list_datasets).post(create_dataset).delete(delete_datasets))
        .route("/dataset/duplicate", post(duplicate_dataset))
        .route("/dataset/{id}", get(find_dataset).put(update_dataset).delete(delete_dataset))
        .route("/dataset/{id}/refresh", put(refresh_dataset))
        .route("/dataset/{id}/related_objects", get(related_objects))
}

async fn list_datasets(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<Value>> {
    let page = service.list_datasets(&caller, &query).await?;
    Ok(Json(wire::list(&page, |dataset| dataset.id.0, |dataset| dataset_json(&service, dataset))))
}

async fn find_dataset(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let loaded = service.find_dataset(&caller, DatasetId(id)).await?;
    Ok(Json(json!({ "id": id, "result": detail_json(&service, &loaded) })))
}

async fn create_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewDataset>,
) -> ApiResult<impl IntoResponse> {
    let dataset = service.create_dataset(&caller, new).await?;
    Ok(wire::created(dataset.id.0, stored_json(&service, &dataset)))
}

async fn duplicate_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(copy): JsonBody<DatasetDuplicate>,
) -> ApiResult<impl IntoResponse> {
    let dataset = service.duplicate_dataset(&caller, copy).await?;
    Ok(wire::created(dataset.id.0, stored_json(&service, &dataset)))
}

async fn update_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<DatasetChange>,
) -> ApiResult<Json<Value>> {
    let dataset = service.update_dataset(&caller, DatasetId(id), change).await?;
    Ok(wire::changed(id, stored_json(&service, &dataset)))
}

/// `result` tells which columns came, changed and went.
async fn refresh_dataset(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    let summary = service.refresh_dataset(&caller, DatasetId(id)).await?;
    Ok(Json(json!({ "message": "OK", "result": summary })))
}

async fn delete_dataset(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.delete_datasets(&caller, &[DatasetId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_datasets(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Value>> {
    let ids: Vec<_> = ids.into_iter().map(DatasetId).collect();
    service.delete_datasets(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "dataset"))
}

async fn related_objects(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(wire::related(&service.related_to_dataset(&caller, DatasetId(id)).await?))
}

fn dataset_json(service: &Service, dataset: &Dataset) -> Value {
    let fields = &dataset.fields;
    let asset = json!({
        "id": dataset.id,
        "uuid": dataset.uuid,
        "table_name": fields.table_name,
        "schema": fields.schema,
        "catalog": fields.catalog,
        "sql": fields.sql,
        "kind": if fields.sql.is_some() { "virtual" } else { "physical" },
        "datasource_type": "table",
        "database": { "id": dataset.database_id },
        "description": fields.description,
        "default_endpoint": fields.default_endpoint,
        "extra": fields.extra,
        "owners": wire::users(&dataset.owners),
        "explore_url": format!("/explore/?datasource_type=table&datasource_id={}", dataset.id),
    });
    wire::with_audit(asset, &dataset.audit, service.clock().now())
}

fn detail_json(service: &Service, loaded: &LoadedDataset) -> Value {
    let mut asset = stored_json(service, &loaded.dataset);
    let database = &loaded.connection.database;
    asset["database"] = json!({ "id": database.id, "database_name": database.fields.database_name,
                                "backend": loaded.connector.id() });
    asset
}

fn stored_json(service: &Service, dataset: &Dataset) -> Value {
    let fields = &dataset.fields;
    let mut asset = dataset_json(service, dataset);
    let detail = json!({
        "main_dttm_col": fields.main_dttm_col,
        "offset": fields.offset,
        "cache_timeout": fields.cache_timeout,
        "filter_select_enabled": fields.filter_select_enabled,
        "fetch_values_predicate": fields.fetch_values_predicate,
        "always_filter_main_dttm": fields.always_filter_main_dttm,
        "normalize_columns": fields.normalize_columns,
        "currency_code_column": fields.currency_code_column,
        "template_params": fields.template_params,
        "folders": fields.folders,
        "columns": dataset.columns.iter().map(column_json).collect::<Vec<_>>(),
        "metrics": dataset.metrics.iter().map(metric_json).collect::<Vec<_>>(),
    });
    if let (Value::Object(asset), Value::Object(detail)) = (&mut asset, detail) {
        asset.extend(detail);
    }
    asset
}

pub(super) fn column_json(column: &DatasetColumn) -> Value {
    let fields = &column.fields;
    json!({
        "id": column.id,
        "uuid": fields.uuid,
        "column_name": fields.column_name,
        "verbose_name": fields.verbose_name,
        "description": fields.description,
        "is_dttm": fields.is_dttm,
        "is_active": fields.is_active,
        "type": fields.type_,
        "advanced_data_type": fields.advanced_data_type,
        "groupby": fields.groupby,
        "filterable": fields.filterable,
        "expression": fields.expression,
        "python_date_format": fields.python_date_format,
        "datetime_format": fields.datetime_format,
        "extra": fields.extra,
    })
}

pub(super) fn metric_json(metric: &DatasetMetric) -> Value {
    let fields = &metric.fields;
    json!({
        "id": metric.id,
        "uuid": fields.uuid,
        "metric_name": fields.metric_name,
        "verbose_name": fields.verbose_name,
        "metric_type": fields.metric_type,
        "expression": fields.expression,
        "description": fields.description,
        "d3format": fields.d3format,
        "currency": fields.currency,
        "warning_text": fields.warning_text,
        "extra": fields.extra,
    })
}
