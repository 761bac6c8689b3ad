//! `/api/v1/me`: one's own account.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::Serialize;
use sx_model::{Account, UserId, WeekStart};
use sx_service::{MyChange, Service};

use super::wire::{self, Answer, RoleJson};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get},
    request::{JsonBody, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/me", get(me).named("my_account").put(update_me).named("update_my_account"))
        .route("/me/roles", get(my_roles))
}

async fn me(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Answer<MeJson>>> {
    let account = service.my_account(&caller).await?;
    Ok(wire::answer(account_json(&account)))
}

/// Unlike the reference, a new password needs the present one, as `current_password`. It ends all sessions and tokens.
async fn update_me(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(change): JsonBody<MyChange>,
) -> ApiResult<Json<Answer<MeJson>>> {
    let account = service.update_my_account(&caller, change).await?;
    Ok(wire::answer(account_json(&account)))
}

async fn my_roles(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Answer<MeJson>>> {
    let account = service.my_account(&caller).await?;
    Ok(wire::answer(MeJson { roles: Some(wire::roles(&account.user.roles)), ..account_json(&account) }))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Me")]
struct MeJson {
    id: UserId,
    username: String,
    first_name: String,
    last_name: String,
    email: String,
    login_count: i64,
    is_active: bool,
    is_anonymous: bool,
    /// Where “today” lies; nothing means UTC. Not in Superset, like `week_start`.
    time_zone: Option<String>,
    /// `monday`, `saturday` or `sunday`; nothing means Monday.
    week_start: Option<&'static str>,
    /// Where they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<RoleJson>>,
}

fn account_json(account: &Account) -> MeJson {
    let user = account.user.clone();
    MeJson {
        id: user.id,
        username: user.username,
        first_name: user.first_name,
        last_name: user.last_name,
        email: user.email,
        login_count: account.login_count,
        is_active: user.is_active,
        is_anonymous: false,
        time_zone: user.times.time_zone,
        week_start: user.times.week_start.map(WeekStart::id),
        roles: None,
    }
}
