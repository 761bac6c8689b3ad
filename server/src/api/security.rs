//! `/api/v1/security`: signing in.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::Deserialize;
use sx_model::AppError;
use sx_service::{Service, SignIn};

use super::wire::{self, Answer};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    request::{JsonBody, RefreshToken, Who},
    session::Address,
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/security/login", post(login).named("sign_in"))
        .route("/security/refresh", post(refresh).named("refresh_access_token"))
        .route("/security/csrf_token", get(csrf_token))
}

#[derive(Deserialize, JsonSchema)]
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

async fn refresh(State(service): State<Service>, RefreshToken(token): RefreshToken) -> ApiResult<Json<SignIn>> {
    Ok(Json(service.refresh_access(&token).await?))
}

/// Callers by token need none; they get one all the same, since the reference's clients always ask.
async fn csrf_token(Who(caller): Who) -> ApiResult<Json<Answer<String>>> {
    caller.require_user()?;
    Ok(wire::answer(caller.csrf_token().unwrap_or("not-needed-with-a-token").to_owned()))
}
