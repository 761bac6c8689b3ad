use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};
use sx_model::TimeSettings;

use crate::{Failure, security::outcome::Outcome};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Names with commas between.
    pub roles: String,
    pub times: TimeSettings,
    /// Those to choose from.
    pub time_zones: Vec<String>,
}

#[server(prefix = "/fn", endpoint = "open_profile", input = GetUrl)]
pub async fn open_profile() -> Result<Profile, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let user = service.my_account(&caller).await.map_err(crate::ctx::fail)?.user;
    let roles: Vec<_> = user.roles.iter().map(|role| role.name.as_str()).collect();
    let roles = roles.join(", ");
    Ok(Profile {
        roles,
        username: user.username,
        first_name: user.first_name,
        last_name: user.last_name,
        email: user.email,
        times: user.times,
        time_zones: sx_service::time_zones(),
    })
}

#[server(prefix = "/fn", endpoint = "rename_me", input = Json)]
pub async fn rename_me(first_name: String, last_name: String) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let change = sx_service::MyChange {
        first_name: Some(first_name.trim().to_owned()),
        last_name: Some(last_name.trim().to_owned()),
        ..Default::default()
    };
    let saved = service.update_my_account(&caller, change).await;
    crate::security::outcome::outcome(saved.map(|account| account.user.id.0))
}

/// An empty text takes the setting back.
#[server(prefix = "/fn", endpoint = "set_my_times", input = Json)]
pub async fn set_my_times(time_zone: String, week_start: String) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let change =
        sx_service::MyChange { time_zone: Some(time_zone), week_start: Some(week_start), ..Default::default() };
    let saved = service.update_my_account(&caller, change).await;
    crate::security::outcome::outcome(saved.map(|account| account.user.id.0))
}

/// Ends all sessions, this one too.
#[server(prefix = "/fn", endpoint = "change_my_password", input = Json)]
pub async fn change_my_password(current: String, new: String) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let change = sx_service::MyChange { password: Some(new), current_password: Some(current), ..Default::default() };
    let saved = service.update_my_account(&caller, change).await;
    crate::security::outcome::outcome(saved.map(|account| account.user.id.0))
}
