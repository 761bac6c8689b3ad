//! Users as the API manages them.

use serde::Deserialize;
use serde_json::json;
use sx_model::{ADMIN, AppError, ErrorKind, ListQuery, Page, Result, RoleId, User, UserId};
use sx_store::{NewUser, UserFields};

use super::{non_empty, told};
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    write::known_roles,
    wrong::Wrong,
};

/// `POST /api/v1/security/users/`, named as the reference names it.
#[derive(Clone, Debug, Deserialize)]
pub struct NewAccount {
    pub username: String,
    pub password: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    #[serde(default)]
    pub active: Option<bool>,
    #[serde(default)]
    pub roles: Vec<RoleId>,
}

/// `PUT /api/v1/security/users/{id}`: absent stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountChange {
    pub username: Option<String>,
    pub password: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub active: Option<bool>,
    pub roles: Option<Vec<RoleId>>,
}

impl Service {
    /// By name; `search` looks into all names and the e-mail.
    pub async fn list_users(&self, caller: &Caller, query: &ListQuery, search: Option<&str>) -> Result<Page<User>> {
        caller.require(Action::ManageUsers)?;
        self.store.list_users(search, query.offset(), query.limit()).await.map_err(store_error)
    }

    /// The people whom a form offers as owners; everybody who makes something may choose them.
    pub async fn people(&self, caller: &Caller, query: &ListQuery, search: Option<&str>) -> Result<Page<User>> {
        caller.require(Action::ListPeople)?;
        self.store.list_users(search, query.offset(), query.limit()).await.map_err(store_error)
    }

    pub async fn find_user(&self, caller: &Caller, id: UserId) -> Result<User> {
        caller.require(Action::ManageUsers)?;
        let found = self.store.lookup_user(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("User"))
    }

    pub async fn create_account(&self, caller: &Caller, new: NewAccount) -> Result<User> {
        caller.require(Action::ManageUsers)?;
        let mut wrong = Wrong::default();
        let roles = known_roles(&self.store, &new.roles, &mut wrong).await?;
        if self.store.find_user_by_username(&new.username).await.map_err(store_error)?.is_some() {
            wrong.add("username", "Username already exists");
        }
        wrong.check()?;
        let fields = UserFields {
            first_name: new.first_name,
            last_name: new.last_name,
            email: new.email,
            is_active: new.active.unwrap_or(true),
        };
        let password_hash = self.hash_new_password(&new.password).await?;
        let role_ids = roles.iter().map(|role| role.id).collect();
        let username = non_empty("username", &new.username)?;
        let id = self.add_user(caller, NewUser { username, fields, password_hash, role_ids }, &roles).await?;
        self.find_user(caller, id).await
    }

    pub async fn update_account(&self, caller: &Caller, id: UserId, change: AccountChange) -> Result<User> {
        let user = self.find_user(caller, id).await?;
        let mut wrong = Wrong::default();
        if change.username.is_some_and(|name| name != user.username) {
            wrong.add("username", "A user name cannot be changed");
        }
        let roles = match &change.roles {
            Some(roles) => Some(known_roles(&self.store, roles, &mut wrong).await?),
            None => None,
        };
        wrong.check()?;
        let loses_admin = roles.as_ref().is_some_and(|roles| !roles.iter().any(|role| role.name == ADMIN));
        if caller.user_id() == Some(id) && (loses_admin || change.active == Some(false)) {
            return Err(own_account());
        }
        let fields = UserFields {
            first_name: change.first_name.unwrap_or_else(|| user.first_name.clone()),
            last_name: change.last_name.unwrap_or_else(|| user.last_name.clone()),
            email: change.email.unwrap_or_else(|| user.email.clone()),
            is_active: change.active.unwrap_or(user.is_active),
        };
        let hash = match &change.password {
            Some(password) => Some(self.hash_new_password(password).await?),
            None => None,
        };
        let now = self.clock.now();
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.update_user(id, &fields, now).await.map_err(store_error)?;
        let mut changes =
            differences(&told(&user_fields(&user), &user.roles), &told(&fields, roles.as_ref().unwrap_or(&user.roles)));
        if let Some(roles) = &roles {
            let ids: Vec<_> = roles.iter().map(|role| role.id).collect();
            tx.set_user_roles(id, &ids).await.map_err(store_error)?;
        }
        if let Some(hash) = &hash {
            tx.set_password_hash(id, hash, now).await.map_err(store_error)?;
            changes.insert("password".to_owned(), "changed".into());
        }
        self.log(&tx, caller, Deed::new("update", "user", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.find_user(caller, id).await
    }

    /// What they made stays, without its maker.
    pub async fn delete_user(&self, caller: &Caller, id: UserId) -> Result<()> {
        let user = self.find_user(caller, id).await?;
        if caller.user_id() == Some(id) {
            return Err(own_account());
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.remove_user(id).await.map_err(store_error)?;
        let changes = differences(&json!({ "username": user.username }), &());
        self.log(&tx, caller, Deed::new("delete", "user", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.meta.forget_assets();
        Ok(())
    }
}

fn user_fields(user: &User) -> UserFields {
    UserFields {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        email: user.email.clone(),
        is_active: user.is_active,
    }
}

/// The last admin could lock everybody out.
fn own_account() -> AppError {
    let message = "You cannot delete or deactivate your own account, or give up its role Admin. Another admin can.";
    AppError::new(ErrorKind::Unprocessable, message)
}
