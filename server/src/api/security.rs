//! `/api/v1/security`: signing in.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, header::AUTHORIZATION},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::AppError;
use sx_service::{Service, SignIn};

use crate::{
    error::ApiResult,
    request::{JsonBody, Who},
    router::AppState,
    session::Address,
};

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/security/login", post(login))
        .route("/security/refresh", post(refresh))
        .route("/security/csrf_token", get(csrf_token))
}

#[derive(Deserialize)]
struct Login {
    username: String,
    password: String,
    #[serde(default)]
    provider: Option<String>,
    #[serde(default)]
    refresh: bool,
}

async fn login(
    State(service): State<Service>,
    Address(from): Address,
    JsonBody(login): JsonBody<Login>,
) -> ApiResult<Json<SignIn>> {
    if login.provider.as_deref().is_some_and(|provider| provider != "db") {
        return Err(AppError::invalid("provider: only “db” is known.").into());
    }
    Ok(Json(service.issue_tokens(&login.username, &login.password, login.refresh, from).await?))
}

/// The refresh token stands in the `Authorization` header, where the session layer left it unread.
async fn refresh(State(service): State<Service>, headers: HeaderMap) -> ApiResult<Json<SignIn>> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(AppError::unauthorized)?;
    Ok(Json(service.refresh_access(token.trim()).await?))
}

/// Callers by token need none; they get one all the same, since the reference's clients always ask.
async fn csrf_token(Who(caller): Who) -> ApiResult<Json<Value>> {
    caller.require_user()?;
    Ok(Json(json!({ "result": caller.csrf_token().unwrap_or("not-needed-with-a-token") })))
}
