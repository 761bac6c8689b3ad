//! `/api/v1/database`.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sx_model::{AppError, DatabaseId};
use sx_service::{ConnectionDraft, DatabaseChange, IndexInfo, NewDatabase, Service};

use super::{
    connect_json::{self, ConnectionDetail, DatabaseJson, EngineJson},
    wire::{self, Answer, Item, List, Message, Part, Related},
};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    q,
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/database", get(list_databases).post(create_database).delete(delete_databases))
        .route("/database/available", get(available).named("available_engines"))
        .route("/database/test_connection", post(test_connection))
        .route("/database/validate_parameters", post(validate_parameters))
        .route("/database/{id}", get(find_database).put(update_database).delete(delete_database))
        .route("/database/{id}/related_objects", get(related_objects))
        .route("/database/{id}/connection", get(connection).named("connection_details"))
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
) -> ApiResult<Json<List<DatabaseJson>>> {
    let page = service.list_databases(&caller, &query).await?;
    Ok(Json(wire::list(&page, |database| database.id.0, |database| connect_json::database(&service, database))))
}

async fn find_database(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Item<DatabaseJson>>> {
    let database = service.find_database(&caller, DatabaseId(id)).await?;
    Ok(wire::changed(id, connect_json::database(&service, &database)))
}

async fn create_database(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewDatabase>,
) -> ApiResult<Created<Item<DatabaseJson>>> {
    let database = service.create_database(&caller, new).await?;
    Ok(wire::created(database.id.0, connect_json::database(&service, &database)))
}

async fn delete_database(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
) -> ApiResult<Json<Message>> {
    service.delete_databases(&caller, &[DatabaseId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_databases(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Message>> {
    let ids: Vec<_> = ids.into_iter().map(DatabaseId).collect();
    service.delete_databases(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "database"))
}

async fn related_objects(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Related>> {
    let related = service.related_to_database(&caller, DatabaseId(id)).await?;
    let usage = service.database_usage(&caller, DatabaseId(id)).await?;
    Ok(Json(connect_json::with_datasets(wire::related(&related), &usage)))
}

async fn update_database(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<DatabaseChange>,
) -> ApiResult<Json<Item<DatabaseJson>>> {
    let database = service.update_database(&caller, DatabaseId(id), change).await?;
    Ok(wire::changed(id, connect_json::database(&service, &database)))
}

/// Engines that can be connected, and the parameters that each asks for.
async fn available(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Engines>> {
    let engines = service.available_engines(&caller)?;
    Ok(Json(Engines { databases: engines.iter().map(connect_json::engine).collect() }))
}

async fn validate_parameters(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(draft): JsonBody<ConnectionDraft>,
) -> ApiResult<Json<Message>> {
    service.validate_parameters(&caller, &draft).await?;
    Ok(wire::ok())
}

async fn test_connection(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(draft): JsonBody<ConnectionDraft>,
) -> ApiResult<Json<TestedJson>> {
    let tested = service.test_connection(&caller, &draft).await?;
    Ok(Json(TestedJson { message: "OK", ssh_host_key: tested.ssh_host_key }))
}

async fn connection(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Item<ConnectionDetail>>> {
    let details = service.connection_details(&caller, DatabaseId(id)).await?;
    let engine = service.engine_form(&caller, details.connector.id())?;
    Ok(wire::changed(id, connect_json::connection(&details, &engine)))
}

async fn catalogs(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Answer<Vec<String>>>> {
    Ok(wire::answer(service.database_catalogs(&caller, DatabaseId(id)).await?))
}

async fn function_names(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<FunctionNames>> {
    Ok(Json(FunctionNames { function_names: service.function_names(&caller, DatabaseId(id)).await? }))
}

async fn schemas_for_upload(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Schemas>> {
    Ok(Json(Schemas { schemas: service.schemas_for_upload(&caller, DatabaseId(id)).await? }))
}

async fn select_star(
    State(service): State<Service>,
    Who(caller): Who,
    Path((id, table)): Path<(String, String)>,
) -> ApiResult<Json<Answer<String>>> {
    Ok(wire::answer(service.select_star(&caller, database_id(&id)?, None, &table).await?))
}

async fn select_star_of_schema(
    State(service): State<Service>,
    Who(caller): Who,
    Path((id, table, schema)): Path<(String, String, String)>,
) -> ApiResult<Json<Answer<String>>> {
    Ok(wire::answer(service.select_star(&caller, database_id(&id)?, Some(&schema), &table).await?))
}

/// What is no number names nothing.
fn database_id(text: &str) -> Result<DatabaseId, AppError> {
    text.parse().map(DatabaseId).map_err(|_| AppError::not_found("Database"))
}

async fn database_schemas(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Answer<Vec<String>>>> {
    Ok(wire::answer(service.database_schemas(&caller, DatabaseId(id)).await?))
}

/// `?q=(schema_name:public)` as the reference's clients write it, or plain `?schema=public`.
#[derive(Deserialize, JsonSchema)]
struct Place {
    #[schemars(with = "Option<PlaceQ>")]
    q: Option<String>,
    #[serde(alias = "schema_name")]
    schema: Option<String>,
    #[serde(alias = "table")]
    name: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "SchemaQuestion")]
struct PlaceQ {
    schema_name: Option<String>,
}

impl Place {
    fn schema(&self) -> Result<Option<String>, AppError> {
        let Some(q) = &self.q else { return Ok(self.schema.clone()) };
        let parsed: PlaceQ = q::read(q, "expected Rison such as (schema_name:public)")?;
        Ok(parsed.schema_name)
    }
}

async fn database_tables(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    Query(place): Query<Place>,
) -> ApiResult<Json<Part<TableJson>>> {
    let tables = service.database_tables(&caller, DatabaseId(id), place.schema()?.as_deref()).await?;
    Ok(wire::part(
        tables.into_iter().map(|table| TableJson { value: table.name, kind: table.kind, extra: None }).collect(),
    ))
}

async fn table_metadata(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    Query(place): Query<Place>,
) -> ApiResult<Json<TableMetadata>> {
    let name = place.name.as_deref().ok_or_else(|| AppError::invalid("name: the table's name is missing."))?;
    let (id, schema) = (DatabaseId(id), place.schema()?);
    let columns = service.table_columns(&caller, id, schema.as_deref(), name).await?;
    let select_star = service.select_star(&caller, id, schema.as_deref(), name).await?;
    let indexes = service.table_indexes(&caller, id, schema.as_deref(), name).await?;
    let columns = columns.into_iter().map(|column| TableColumnJson {
        keys: indexes.iter().filter(|index| index.columns.contains(&column.name)).map(key_json).collect(),
        name: column.name,
        long_type: column.type_text.clone(),
        type_: column.type_text,
        nullable: column.nullable,
        is_dttm: column.is_dttm,
        comment: column.comment,
    });
    Ok(Json(TableMetadata {
        name: name.to_owned(),
        columns: columns.collect(),
        select_star,
        comment: None,
        primary_key: indexes.iter().find(|index| index.is_primary).map(key_json).unwrap_or_default(),
        foreign_keys: [],
        indexes: indexes.iter().filter(|index| !index.is_primary).map(key_json).collect(),
    }))
}

/// As the reference writes it: `{"column_names": ["id"], "name": "orders_pkey", "type": "pk"}`.
fn key_json(index: &IndexInfo) -> Map<String, Value> {
    let kind = if index.is_primary { "pk" } else { "index" };
    let mut key = Map::from_iter([
        ("column_names".to_owned(), Value::from(index.columns.clone())),
        ("name".to_owned(), Value::from(index.name.clone())),
        ("type".to_owned(), Value::from(kind)),
    ]);
    if !index.is_primary {
        key.insert("unique".to_owned(), Value::from(index.is_unique));
    }
    key
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TestedConnection")]
struct TestedJson {
    message: &'static str,
    /// Fingerprint of the key that the SSH server showed, where there is a tunnel.
    #[serde(skip_serializing_if = "Option::is_none")]
    ssh_host_key: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Engines {
    databases: Vec<EngineJson>,
}

#[derive(Serialize, JsonSchema)]
struct FunctionNames {
    function_names: Vec<&'static str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UploadSchemas")]
struct Schemas {
    schemas: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DatabaseTable")]
struct TableJson {
    value: String,
    /// `table` or `view`.
    #[serde(rename = "type")]
    kind: &'static str,
    extra: Option<Map<String, Value>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TableColumn")]
struct TableColumnJson {
    name: String,
    #[serde(rename = "type")]
    type_: String,
    #[serde(rename = "longType")]
    long_type: String,
    nullable: bool,
    is_dttm: bool,
    comment: Option<String>,
    keys: Vec<Map<String, Value>>,
}

/// Foreign keys are not told.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct TableMetadata {
    name: String,
    columns: Vec<TableColumnJson>,
    select_star: String,
    comment: Option<String>,
    primary_key: Map<String, Value>,
    foreign_keys: [Value; 0],
    indexes: Vec<Map<String, Value>>,
}
