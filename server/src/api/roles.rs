//! `/api/v1/security/roles`.

use axum::{
    Json, Router,
    extract::State,
    response::IntoResponse,
    routing::{get, put},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{Account, Granted, Role, RoleId, UserId};
use sx_service::Service;

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/security/roles", get(list_roles).post(create_role))
        .route("/security/roles/search", get(search_roles))
        .route("/security/roles/{id}/grants", get(find_grants).put(set_grants))
        .route("/security/roles/{id}/permissions", get(permissions))
        .route("/security/roles/{id}/users", put(set_users))
        .route("/security/roles/{id}", get(find_role).put(rename_role).delete(delete_role))
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

async fn list_roles(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    let page = service.manageable_roles(&caller, &query).await?;
    Ok(Json(wire::list(&page, |role| role.id.0, role_json)))
}

/// With the people of each.
async fn search_roles(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    let page = service.manageable_roles(&caller, &query).await?;
    let mut answer = wire::list(&page, |role| role.id.0, role_json);
    for (role, result) in page.items.iter().zip(answer["result"].as_array_mut().into_iter().flatten()) {
        result["user_ids"] = user_ids(&service.people_of_role(&caller, role.id).await?);
        result["permission_ids"] = json!([]);
        result["group_ids"] = json!([]);
    }
    Ok(Json(answer))
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

#[derive(Deserialize)]
struct Grants {
    grants: Vec<Granted>,
}

/// What the role may read: `[{"kind": "dataset", "id": 7}, {"kind": "schema", "id": 1, "schema": "public"}]`.
async fn find_grants(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "result": service.grants_of_role(&caller, RoleId(id)).await? })))
}

/// All of them: what is not in the list is taken away.
async fn set_grants(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Grants { grants }): JsonBody<Grants>,
) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "result": service.set_grants_of_role(&caller, RoleId(id), &grants).await? })))
}

/// The grants in the reference's words. They have no ids of their own, so they are set by `PUT …/grants` instead.
async fn permissions(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let grants = service.grants_of_role(&caller, RoleId(id)).await?;
    let permission = |granted: &Granted| match granted {
        Granted::Database { .. } => "database_access",
        Granted::Schema { .. } => "schema_access",
        Granted::Dataset { .. } => "datasource_access",
        Granted::Chart { .. } | Granted::Dashboard { .. } => "can_read",
    };
    let permissions = grants.iter().zip(1..).map(|(granted, number)| {
        json!({ "id": number, "permission_name": permission(granted), "view_menu_name": granted.to_string() })
    });
    Ok(Json(json!({ "result": permissions.collect::<Vec<_>>() })))
}

#[derive(Deserialize)]
struct Users {
    user_ids: Vec<UserId>,
}

/// All of them: who is not in the list loses the role.
async fn set_users(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Users { user_ids: ids }): JsonBody<Users>,
) -> ApiResult<Json<Value>> {
    let people = service.set_people_of_role(&caller, RoleId(id), &ids).await?;
    Ok(Json(json!({ "result": { "user_ids": user_ids(&people) } })))
}

fn user_ids(people: &[Account]) -> Value {
    people.iter().map(|account| json!(account.user.id)).collect()
}

fn role_json(role: &Role) -> Value {
    json!({ "id": role.id, "name": role.name })
}
