//! `/api/v1/security/roles`.

use axum::{Json, Router, extract::State, response::IntoResponse, routing::get};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{AppError, Page, Role, RoleId};
use sx_service::{AssetKind, AssetRef, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, JsonBody, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/security/roles", get(list_roles).post(create_role))
        .route("/security/roles/{id}/grants", get(find_grants).put(set_grants))
        .route("/security/roles/{id}", get(find_role).put(rename_role).delete(delete_role))
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

/// All of them: there are few.
async fn list_roles(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Value>> {
    let roles = service.manageable_roles(&caller).await?;
    let page = Page { count: roles.len() as u64, items: roles };
    Ok(Json(wire::list(&page, |role| role.id.0, role_json)))
}

async fn find_role(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let role = service.find_role(&caller, RoleId(id)).await?;
    Ok(wire::changed(id, role_json(&role)))
}

async fn create_role(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(Name { name }): JsonBody<Name>,
) -> ApiResult<impl IntoResponse> {
    let role = service.create_role(&caller, &name).await?;
    Ok(wire::created(role.id.0, role_json(&role)))
}

async fn rename_role(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Name { name }): JsonBody<Name>,
) -> ApiResult<Json<Value>> {
    let role = service.rename_role(&caller, RoleId(id), &name).await?;
    Ok(wire::changed(id, role_json(&role)))
}

async fn delete_role(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.delete_role(&caller, RoleId(id)).await?;
    Ok(wire::ok())
}

/// An asset, as `{"kind": "dataset", "id": 7}`.
#[derive(Deserialize)]
struct Granted {
    kind: String,
    id: i64,
}

#[derive(Deserialize)]
struct Grants {
    grants: Vec<Granted>,
}

/// What the role may read. The reference has permissions on names instead, which we do not have.
async fn find_grants(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(grants_json(&service.grants_of_role(&caller, RoleId(id)).await?))
}

/// All of them: what is not in the list is taken away.
async fn set_grants(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Grants { grants }): JsonBody<Grants>,
) -> ApiResult<Json<Value>> {
    let assets = grants.iter().map(asset).collect::<Result<Vec<_>, _>>()?;
    Ok(grants_json(&service.set_grants_of_role(&caller, RoleId(id), &assets).await?))
}

fn asset(granted: &Granted) -> Result<AssetRef, AppError> {
    let kind = AssetKind::ALL.into_iter().find(|kind| kind.as_str() == granted.kind);
    let kind = kind.ok_or_else(|| AppError::invalid("grants: kind is database, dataset, chart or dashboard."))?;
    Ok(kind.asset(granted.id))
}

fn grants_json(assets: &[AssetRef]) -> Json<Value> {
    let grants: Vec<_> =
        assets.iter().map(|asset| json!({ "kind": asset.kind().as_str(), "id": asset.id() })).collect();
    Json(json!({ "result": grants }))
}

fn role_json(role: &Role) -> Value {
    json!({ "id": role.id, "name": role.name })
}
