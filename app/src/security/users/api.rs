use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use crate::{Failure, security::outcome::Outcome};

pub const PAGE_SIZE: u64 = 25;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// All that match.
    pub count: u64,
    pub rows: Vec<User>,
    /// Every role that there is: id and name.
    pub roles: Vec<(i64, String)>,
    /// The account of who asks.
    pub own_id: Option<i64>,
}

/// A user as the list and the form show it, with dates already written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: i64,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub is_active: bool,
    pub role_ids: Vec<i64>,
    pub role_names: String,
    /// The day, for people; empty before the first time.
    pub last_login: String,
    /// RFC 3339, for machines.
    pub last_login_at: String,
}

/// What the form sends; an empty password stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDraft {
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub is_active: bool,
    pub role_ids: Vec<i64>,
    pub password: String,
}

#[server(prefix = "/fn", endpoint = "list_users", input = GetUrl)]
pub async fn list_users(asked: Asked) -> Result<Users, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::list(&service, &caller, asked).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "create_user", input = Json)]
pub async fn create_user(draft: UserDraft) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let made = service.create_account(&caller, ssr::new_account(draft)).await;
    crate::security::outcome::outcome(made.map(|account| account.user.id.0))
}

#[server(prefix = "/fn", endpoint = "update_user", input = Json)]
pub async fn update_user(id: i64, draft: UserDraft) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let saved = service.update_account(&caller, sx_model::UserId(id), ssr::change(draft)).await;
    crate::security::outcome::outcome(saved.map(|account| account.user.id.0))
}

#[server(prefix = "/fn", endpoint = "delete_user", input = Json)]
pub async fn delete_user(id: i64) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.delete_user(&caller, sx_model::UserId(id)).await.map_err(crate::ctx::fail)
}

#[cfg(feature = "ssr")]
mod ssr {
    use sx_model::{Account, ListQuery, Result, RoleId};
    use sx_service::{AccountChange, Caller, NewAccount, Service};

    use super::{Asked, PAGE_SIZE, User, UserDraft, Users};

    pub async fn list(service: &Service, caller: &Caller, asked: Asked) -> Result<Users> {
        let query = ListQuery { page: Some(asked.page), page_size: Some(PAGE_SIZE as i64), ..ListQuery::default() };
        let search = Some(asked.search.as_str()).filter(|search| !search.is_empty());
        let page = service.list_users(caller, &query, search).await?;
        let roles = service.list_roles(caller).await?;
        Ok(Users {
            count: page.count,
            rows: page.items.into_iter().map(user).collect(),
            roles: roles.into_iter().map(|role| (role.id.0, role.name)).collect(),
            own_id: caller.user_id().map(|id| id.0),
        })
    }

    fn user(account: Account) -> User {
        let user = account.user;
        let names: Vec<_> = user.roles.iter().map(|role| role.name.as_str()).collect();
        User {
            id: user.id.0,
            role_names: names.join(", "),
            role_ids: user.roles.iter().map(|role| role.id.0).collect(),
            username: user.username,
            first_name: user.first_name,
            last_name: user.last_name,
            email: user.email,
            is_active: user.is_active,
            last_login: account.last_login_on.map(|at| at.format("%-d %b %Y").to_string()).unwrap_or_default(),
            last_login_at: account.last_login_on.map(|at| at.to_rfc3339()).unwrap_or_default(),
        }
    }

    pub fn new_account(draft: UserDraft) -> NewAccount {
        NewAccount {
            username: draft.username,
            password: draft.password,
            first_name: draft.first_name,
            last_name: draft.last_name,
            email: draft.email,
            active: Some(draft.is_active),
            roles: draft.role_ids.into_iter().map(RoleId).collect(),
        }
    }

    pub fn change(draft: UserDraft) -> AccountChange {
        AccountChange {
            username: Some(draft.username),
            password: Some(draft.password).filter(|password| !password.is_empty()),
            first_name: Some(draft.first_name),
            last_name: Some(draft.last_name),
            email: Some(draft.email),
            active: Some(draft.is_active),
            roles: Some(draft.role_ids.into_iter().map(RoleId).collect()),
        }
    }
}
