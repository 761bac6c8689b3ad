//! `/api/v1/security/users`.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::Serialize;
use sx_model::{Account, UserId};
use sx_service::{AccountChange, NewAccount, Service};

use super::wire::{self, Item, List, Message, RoleJson};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get},
    request::{Id, JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/security/users", get(list_users).post(create_user))
        .route("/security/users/{id}", get(find_user).put(update_user).delete(delete_user))
}

async fn list_users(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<AccountJson>>> {
    let page = service.list_users(&caller, &query, None).await?;
    Ok(Json(wire::list(&page, |account| account.user.id.0, account_json)))
}

async fn find_user(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Item<AccountJson>>> {
    let account = service.find_account(&caller, UserId(id)).await?;
    Ok(wire::changed(id, account_json(&account)))
}

async fn create_user(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewAccount>,
) -> ApiResult<Created<Item<AccountJson>>> {
    let account = service.create_account(&caller, new).await?;
    Ok(wire::created(account.user.id.0, account_json(&account)))
}

async fn update_user(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<AccountChange>,
) -> ApiResult<Json<Item<AccountJson>>> {
    let account = service.update_account(&caller, UserId(id), change).await?;
    Ok(wire::changed(id, account_json(&account)))
}

async fn delete_user(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Message>> {
    service.delete_user(&caller, UserId(id)).await?;
    Ok(wire::ok())
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Account")]
struct AccountJson {
    id: UserId,
    username: String,
    first_name: String,
    last_name: String,
    email: String,
    active: bool,
    roles: Vec<RoleJson>,
    /// Always empty.
    groups: [i64; 0],
    login_count: i64,
    fail_login_count: i64,
    /// RFC 3339, as are the other times.
    last_login: Option<String>,
    created_on: String,
    changed_on: String,
}

fn account_json(account: &Account) -> AccountJson {
    let user = account.user.clone();
    AccountJson {
        id: user.id,
        username: user.username,
        first_name: user.first_name,
        last_name: user.last_name,
        email: user.email,
        active: user.is_active,
        roles: wire::roles(&user.roles),
        groups: [],
        login_count: account.login_count,
        fail_login_count: account.failed_login_count,
        last_login: account.last_login_on.map(wire::time),
        created_on: wire::time(account.created_on),
        changed_on: wire::time(account.changed_on),
    }
}
