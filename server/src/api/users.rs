//! `/api/v1/security/users`.

use axum::{Json, Router, extract::State, response::IntoResponse, routing::get};
use serde_json::{Value, json};
use sx_model::{Account, UserId};
use sx_service::{AccountChange, NewAccount, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{Id, JsonBody, ListQ, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/security/users", get(list_users).post(create_user))
        .route("/security/users/{id}", get(find_user).put(update_user).delete(delete_user))
}

async fn list_users(State(service): State<Service>, Who(caller): Who, ListQ(query): ListQ) -> ApiResult<Json<Value>> {
    let page = service.list_users(&caller, &query, None).await?;
    Ok(Json(wire::list(&page, |account| account.user.id.0, account_json)))
}

async fn find_user(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let account = service.find_account(&caller, UserId(id)).await?;
    Ok(wire::changed(id, account_json(&account)))
}

async fn create_user(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewAccount>,
) -> ApiResult<impl IntoResponse> {
    let account = service.create_account(&caller, new).await?;
    Ok(wire::created(account.user.id.0, account_json(&account)))
}

async fn update_user(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<AccountChange>,
) -> ApiResult<Json<Value>> {
    let account = service.update_account(&caller, UserId(id), change).await?;
    Ok(wire::changed(id, account_json(&account)))
}

async fn delete_user(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.delete_user(&caller, UserId(id)).await?;
    Ok(wire::ok())
}

pub(super) fn account_json(account: &Account) -> Value {
    let user = &account.user;
    json!({
        "id": user.id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "active": user.is_active,
        "roles": wire::roles(&user.roles),
        "groups": [],
        "login_count": account.login_count,
        "fail_login_count": account.failed_login_count,
        "last_login": account.last_login_on.map(wire::time),
        "created_on": wire::time(account.created_on),
        "changed_on": wire::time(account.changed_on),
    })
}
