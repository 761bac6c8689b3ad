//! `/api/v1/database`.

use axum::{
    Json, Router,
    extract::{Query, State},
    response::IntoResponse,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{AppError, Database, DatabaseId};
use sx_service::{DatabaseChange, NewDatabase, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/database", get(list_databases).post(create_database).delete(delete_databases))
        .route("/database/test_connection", post(test_connection))
        .route("/database/{id}", get(find_database).put(update_database).delete(delete_database))
        .route("/database/{id}/related_objects", get(related_objects))
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
    Ok(wire::related(&service.related_to_database(&caller, DatabaseId(id)).await?))
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

#[derive(Deserialize)]
struct TestConnection {
    sqlalchemy_uri: String,
    #[serde(default)]
    database_name: Option<String>,
}

async fn test_connection(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(body): JsonBody<TestConnection>,
) -> ApiResult<Json<Value>> {
    service.test_connection(&caller, &body.sqlalchemy_uri, body.database_name.as_deref()).await?;
    Ok(Json(json!({ "message": "OK" })))
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
    let columns = service.table_columns(&caller, DatabaseId(id), place.schema()?.as_deref(), name).await?;
    let columns: Vec<_> = columns
        .iter()
        .map(|column| {
            json!({ "name": column.name, "type": column.type_text, "longType": column.type_text,
                    "nullable": column.nullable, "is_dttm": column.is_dttm, "comment": column.comment, "keys": [] })
        })
        .collect();
    Ok(Json(json!({ "name": name, "columns": columns })))
}

fn database_json(service: &Service, database: &Database) -> Value {
    let fields = &database.fields;
    let (backend, _) = fields.sqlalchemy_uri.split_once("://").unwrap_or_default();
    let (backend, driver) = backend.split_once('+').unwrap_or((backend, ""));
    let asset = json!({
        "id": database.id,
        "uuid": database.uuid,
        "database_name": fields.database_name,
        "sqlalchemy_uri": fields.sqlalchemy_uri,
        "backend": backend,
        "driver": driver,
        "cache_timeout": fields.cache_timeout,
        "expose_in_sqllab": fields.expose_in_sqllab,
        "allow_run_async": fields.allow_run_async,
        "allow_ctas": fields.allow_ctas,
        "allow_cvas": fields.allow_cvas,
        "allow_dml": fields.allow_dml,
        "allow_file_upload": fields.allow_file_upload,
        "impersonate_user": fields.impersonate_user,
        "configuration_method": fields.configuration_method,
        "extra": Value::Object(fields.extra.clone()).to_string(),
    });
    wire::with_audit(asset, &database.audit, service.clock().now())
}
