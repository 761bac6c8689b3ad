//! `/api/v1/me`: one's own account.

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};
use sx_model::Account;
use sx_service::{MyChange, Service};

use super::wire;
use crate::{
    error::ApiResult,
    request::{JsonBody, Who, Writer},
    router::AppState,
};

pub fn router() -> Router<AppState> {
    Router::new().route("/me", get(me).put(update_me)).route("/me/roles", get(my_roles))
}

async fn me(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Value>> {
    let account = service.my_account(&caller).await?;
    Ok(Json(json!({ "result": account_json(&account) })))
}

/// Unlike the reference, a new password needs the present one, as `current_password`. It ends all sessions and tokens.
async fn update_me(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(change): JsonBody<MyChange>,
) -> ApiResult<Json<Value>> {
    let account = service.update_my_account(&caller, change).await?;
    Ok(Json(json!({ "result": account_json(&account) })))
}

async fn my_roles(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Value>> {
    let account = service.my_account(&caller).await?;
    let mut result = account_json(&account);
    result["roles"] = wire::roles(&account.user.roles);
    Ok(Json(json!({ "result": result })))
}

fn account_json(account: &Account) -> Value {
    let user = &account.user;
    json!({
        "id": user.id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "login_count": account.login_count,
        "is_active": user.is_active,
        "is_anonymous": false,
    })
}
