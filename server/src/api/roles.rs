//! `/api/v1/security/roles`.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sx_model::{Account, Granted, Role, RoleId, UserId};
use sx_service::Service;

use super::wire::{self, Answer, Item, List, Message, RoleJson};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get, put},
    request::{Id, JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/security/roles", get(list_roles).post(create_role))
        .route("/security/roles/search", get(search_roles))
        .route(
            "/security/roles/{id}/grants",
            get(find_grants).named("grants_of_role").put(set_grants).named("set_grants_of_role"),
        )
        .route("/security/roles/{id}/permissions", get(permissions).named("permissions_of_role"))
        .route("/security/roles/{id}/users", put(set_users).named("set_users_of_role"))
        .route("/security/roles/{id}", get(find_role).put(rename_role).delete(delete_role))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RoleName")]
struct Name {
    name: String,
}

async fn list_roles(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<RoleJson>>> {
    let page = service.manageable_roles(&caller, &query).await?;
    Ok(Json(wire::list(&page, |role| role.id.0, wire::role)))
}

/// With the people of each.
async fn search_roles(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<RoleWithPeople>>> {
    let page = service.manageable_roles(&caller, &query).await?;
    let mut answer = wire::list(&page, |role| role.id.0, with_people);
    for role in &mut answer.result {
        role.user_ids = user_ids(&service.people_of_role(&caller, role.role.id).await?);
    }
    Ok(Json(answer))
}

async fn find_role(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Item<RoleJson>>> {
    let role = service.find_role(&caller, RoleId(id)).await?;
    Ok(wire::changed(id, wire::role(&role)))
}

async fn create_role(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(Name { name }): JsonBody<Name>,
) -> ApiResult<Created<Item<RoleJson>>> {
    let role = service.create_role(&caller, &name).await?;
    Ok(wire::created(role.id.0, wire::role(&role)))
}

async fn rename_role(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Name { name }): JsonBody<Name>,
) -> ApiResult<Json<Item<RoleJson>>> {
    let role = service.rename_role(&caller, RoleId(id), &name).await?;
    Ok(wire::changed(id, wire::role(&role)))
}

async fn delete_role(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Message>> {
    service.delete_role(&caller, RoleId(id)).await?;
    Ok(wire::ok())
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RoleGrants")]
struct Grants {
    grants: Vec<Granted>,
}

/// What the role may read: `[{"kind": "dataset", "id": 7}, {"kind": "schema", "id": 1, "schema": "public"}]`.
async fn find_grants(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Answer<Vec<Granted>>>> {
    Ok(wire::answer(service.grants_of_role(&caller, RoleId(id)).await?))
}

/// All of them: what is not in the list is taken away.
async fn set_grants(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Grants { grants }): JsonBody<Grants>,
) -> ApiResult<Json<Answer<Vec<Granted>>>> {
    Ok(wire::answer(service.set_grants_of_role(&caller, RoleId(id), &grants).await?))
}

/// The grants in the reference's words. They have no ids of their own, so they are set by `PUT …/grants` instead.
async fn permissions(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Answer<Vec<Permission>>>> {
    let grants = service.grants_of_role(&caller, RoleId(id)).await?;
    let permission = |granted: &Granted| match granted {
        Granted::Database { .. } => "database_access",
        Granted::Schema { .. } => "schema_access",
        Granted::Dataset { .. } => "datasource_access",
        Granted::Chart { .. } | Granted::Dashboard { .. } => "can_read",
    };
    let permissions = grants.iter().zip(1..).map(|(granted, id)| Permission {
        id,
        permission_name: permission(granted),
        view_menu_name: granted.to_string(),
    });
    Ok(wire::answer(permissions.collect()))
}

#[derive(Deserialize, Serialize, JsonSchema)]
#[schemars(rename = "RoleUsers")]
struct Users {
    user_ids: Vec<UserId>,
}

/// All of them: who is not in the list loses the role.
async fn set_users(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(Users { user_ids: ids }): JsonBody<Users>,
) -> ApiResult<Json<Answer<Users>>> {
    let people = service.set_people_of_role(&caller, RoleId(id), &ids).await?;
    Ok(wire::answer(Users { user_ids: user_ids(&people) }))
}

fn user_ids(people: &[Account]) -> Vec<UserId> {
    people.iter().map(|account| account.user.id).collect()
}

#[derive(Serialize, JsonSchema)]
struct RoleWithPeople {
    #[serde(flatten)]
    role: RoleJson,
    user_ids: Vec<UserId>,
    /// Always empty, as are the groups: what roles may do is a table, not a list of permissions.
    permission_ids: [i64; 0],
    group_ids: [i64; 0],
}

fn with_people(role: &Role) -> RoleWithPeople {
    RoleWithPeople { role: wire::role(role), user_ids: Vec::new(), permission_ids: [], group_ids: [] }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RolePermission")]
struct Permission {
    id: i64,
    permission_name: &'static str,
    view_menu_name: String,
}
