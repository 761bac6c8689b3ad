//! `/api/v1/database`.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    response::IntoResponse,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{AppError, Database, DatabaseId};
use sx_service::{ConnectionDraft, DatabaseChange, NewDatabase, Service};

use super::{connect_json, wire};
use crate::{
    error::ApiResult,
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/database", get(list_databases).post(create_database).delete(delete_databases))
        .route("/database/available", get(available))
        .route("/database/test_connection", post(test_connection))
        .route("/database/validate_parameters", post(validate_parameters))
        .route("/database/{id}", get(find_database).put(update_database).delete(delete_database))
        .route("/database/{id}/related_objects", get(related_objects))
        .route("/database/{id}/connection", get(connection))
        .route("/database/{id}/catalogs", get(catalogs))
        .route("/database/{id}/function_names", get(function_names))
        .route("/database/{id}/schemas_access_for_file_upload", get(schemas_for_upload))
        .route("/database/{id}/select_star/{table}", get(select_star))
        .route("/database/{id}/select_star/{table}/{schema}", get(select_star_of_schema))
        .route("/database/{id}/schemas", get(database_schemas))
        .route("/database/{id}/tables", get(database_tables))
        .route("/database/{id}/table_metadata", get(table_metadata))
}

async fn list_databases(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<Value>> {
    let page = service.list_databases(&caller, &query).await?;
    Ok(Json(wire::list(&page, |database| database.id.0, |database| database_json(&service, database))))
}

async fn find_database(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let database = service.find_database(&caller, DatabaseId(id)).await?;
    Ok(Json(json!({ "id": id, "result": database_json(&service, &database) })))
}

async fn create_database(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewDatabase>,
) -> ApiResult<impl IntoResponse> {
    let database = service.create_database(&caller, new).await?;
    Ok(wire::created(database.id.0, database_json(&service, &database)))
}

async fn delete_database(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.delete_databases(&caller, &[DatabaseId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_databases(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Value>> {
    let ids: Vec<_> = ids.into_iter().map(DatabaseId).collect();
    service.delete_databases(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "database"))
}

async fn related_objects(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let related = service.related_to_database(&caller, DatabaseId(id)).await?;
    let usage = service.database_usage(&caller, DatabaseId(id)).await?;
    Ok(connect_json::with_datasets(wire::related(&related), &usage))
}

async fn update_database(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<DatabaseChange>,
) -> ApiResult<Json<Value>> {
    let database = service.update_database(&caller, DatabaseId(id), change).await?;
    Ok(Json(json!({ "id": id, "result": database_json(&service, &database) })))
}

/// Engines that can be connected, and the parameters that each asks for.
async fn available(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Value>> {
    let engines = service.available_engines(&caller)?;
    Ok(Json(json!({ "databases": engines.iter().map(connect_json::engine).collect::<Vec<_>>() })))
}

async fn validate_parameters(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(draft): JsonBody<ConnectionDraft>,
) -> ApiResult<Json<Value>> {
    service.validate_parameters(&caller, &draft).await?;
    Ok(wire::ok())
}

async fn test_connection(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(draft): JsonBody<ConnectionDraft>,
) -> ApiResult<Json<Value>> {
    service.test_connection(&caller, &draft).await?;
    Ok(wire::ok())
}

async fn connection(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let details = service.connection_details(&caller, DatabaseId(id)).await?;
    let engine = service.engine_form(&caller, details.connector.id())?;
    Ok(Json(json!({ "id": id, "result": connect_json::connection(&details, &engine) })))
}

async fn catalogs(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "result": service.database_catalogs(&caller, DatabaseId(id)).await? })))
}

async fn function_names(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "function_names": service.function_names(&caller, DatabaseId(id)).await? })))
}

async fn schemas_for_upload(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "schemas": service.schemas_for_upload(&caller, DatabaseId(id)).await? })))
}

async fn select_star(
    State(service): State<Service>,
    Who(caller): Who,
    Path((id, table)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let sql = service.select_star(&caller, database_id(&id)?, None, &table).await?;
    Ok(Json(json!({ "result": sql })))
}

async fn select_star_of_schema(
    State(service): State<Service>,
    Who(caller): Who,
    Path((id, table, schema)): Path<(String, String, String)>,
) -> ApiResult<Json<Value>> {
    let sql = service.select_star(&caller, database_id(&id)?, Some(&schema), &table).await?;
    Ok(Json(json!({ "result": sql })))
}

/// What is no number names nothing.
fn database_id(text: &str) -> Result<DatabaseId, AppError> {
    text.parse().map(DatabaseId).map_err(|_| AppError::not_found("Database"))
}

async fn database_schemas(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "result": service.database_schemas(&caller, DatabaseId(id)).await? })))
}

/// `?q=(schema_name:public)` as the reference's clients write it, or plain `?schema=public`.
#[derive(Deserialize)]
struct Place {
    q: Option<String>,
    #[serde(alias = "schema_name")]
    schema: Option<String>,
    #[serde(alias = "table")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct PlaceQ {
    schema_name: Option<String>,
}

impl Place {
    fn schema(&self) -> Result<Option<String>, AppError> {
        let Some(q) = &self.q else { return Ok(self.schema.clone()) };
        let parsed: PlaceQ = serde_rison::from_str(q)
            .map_err(|_| AppError::invalid("q: expected Rison such as (schema_name:public)."))?;
        Ok(parsed.schema_name)
    }
}

async fn database_tables(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    Query(place): Query<Place>,
) -> ApiResult<Json<Value>> {
    let tables = service.database_tables(&caller, DatabaseId(id), place.schema()?.as_deref()).await?;
    let rows: Vec<_> =
        tables.iter().map(|table| json!({ "value": table.name, "type": table.kind, "extra": null })).collect();
    Ok(Json(json!({ "count": rows.len(), "result": rows })))
}

async fn table_metadata(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    Query(place): Query<Place>,
) -> ApiResult<Json<Value>> {
    let name = place.name.as_deref().ok_or_else(|| AppError::invalid("name: the table's name is missing."))?;
    let (id, schema) = (DatabaseId(id), place.schema()?);
    let columns = service.table_columns(&caller, id, schema.as_deref(), name).await?;
    let select_star = service.select_star(&caller, id, schema.as_deref(), name).await?;
    let columns: Vec<_> = columns
        .iter()
        .map(|column| {
            json!({ "name": column.name, "type": column.type_text, "longType": column.type_text,
                    "nullable": column.nullable, "is_dttm": column.is_dttm, "comment": column.comment, "keys": [] })
        })
        .collect();
    Ok(Json(json!({ "name": name, "columns": columns, "selectStar": select_star, "comment": null,
                    "primaryKey": {}, "foreignKeys": [], "indexes": [] })))
}

pub(super) fn database_json(service: &Service, database: &Database) -> Value {
    wire::with_audit(connect_json::database(database), &database.audit, service.clock().now())
}
