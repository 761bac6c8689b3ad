//! `/api/v1/security/users`.

use axum::{Json, Router, extract::State, response::IntoResponse, routing::get};
use serde_json::{Value, json};
use sx_model::{AppError, ListQuery, User, UserId};
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
    let page = service.list_users(&caller, &query, search(&query)?).await?;
    Ok(Json(wire::list(&page, |user| user.id.0, user_json)))
}

/// The one filter that there is: `(col:username,opr:ct,value:ann)`.
fn search(query: &ListQuery) -> Result<Option<&str>, AppError> {
    match query.filters.as_slice() {
        [] => Ok(None),
        [filter] if filter.col == "username" && filter.opr == "ct" => Ok(filter.value.as_str()),
        _ => Err(AppError::invalid("q: users can be filtered by one filter, (col:username,opr:ct,value:…).")),
    }
}

async fn find_user(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Value>> {
    let user = service.find_user(&caller, UserId(id)).await?;
    Ok(wire::changed(id, user_json(&user)))
}

async fn create_user(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewAccount>,
) -> ApiResult<impl IntoResponse> {
    let user = service.create_account(&caller, new).await?;
    Ok(wire::created(user.id.0, user_json(&user)))
}

async fn update_user(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<AccountChange>,
) -> ApiResult<Json<Value>> {
    let user = service.update_account(&caller, UserId(id), change).await?;
    Ok(wire::changed(id, user_json(&user)))
}

async fn delete_user(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Value>> {
    service.delete_user(&caller, UserId(id)).await?;
    Ok(wire::ok())
}

fn user_json(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "active": user.is_active,
        "roles": wire::roles(&user.roles),
    })
}
