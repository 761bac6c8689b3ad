//! Users as the API manages them.

use serde::Deserialize;
use serde_json::json;
use sx_model::{ADMIN, Account, AppError, ErrorKind, ListQuery, Page, Result, RoleId, TimeSettings, User, UserId};
use sx_store::{NewUser, Tx, UserFields};

use super::{
    rules::{check_email, check_password, check_username},
    told,
};
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    write::known_roles,
    wrong::Wrong,
};

/// `POST /api/v1/security/users/`, named as the reference names it.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
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
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
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
    /// By name unless the question says otherwise; `search` looks into all names and the e-mail.
    pub async fn list_users(&self, caller: &Caller, query: &ListQuery, search: Option<&str>) -> Result<Page<Account>> {
        caller.require(Action::ManageUsers)?;
        self.store.list_users(search, query).await.map_err(store_error)
    }

    /// The people whom a form offers as owners; everybody who makes something may choose them.
    pub async fn people(&self, caller: &Caller, query: &ListQuery, search: Option<&str>) -> Result<Page<User>> {
        caller.require(Action::ListPeople)?;
        let page = self.store.list_users(search, query).await.map_err(store_error)?;
        Ok(Page { count: page.count, items: page.items.into_iter().map(|account| account.user).collect() })
    }

    pub async fn find_account(&self, caller: &Caller, id: UserId) -> Result<Account> {
        caller.require(Action::ManageUsers)?;
        let found = self.store.lookup_stored_user(id).await.map_err(store_error)?;
        found.map(|stored| stored.account).ok_or_else(|| AppError::not_found("User"))
    }

    pub async fn find_user(&self, caller: &Caller, id: UserId) -> Result<User> {
        caller.require(Action::ManageUsers)?;
        let found = self.store.lookup_user(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("User"))
    }

    pub async fn create_account(&self, caller: &Caller, new: NewAccount) -> Result<Account> {
        caller.require(Action::ManageUsers)?;
        let mut wrong = Wrong::default();
        let roles = known_roles(&self.store, &new.roles, &mut wrong).await?;
        let username = new.username.trim().to_owned();
        check_username(&username, &mut wrong);
        check_email(&new.email, &mut wrong);
        check_password(&new.password, &[&username, &new.email], &mut wrong);
        if self.store.find_user_by_username(&username).await.map_err(store_error)?.is_some() {
            wrong.add("username", "Username already exists");
        }
        wrong.check()?;
        let fields = UserFields {
            first_name: new.first_name,
            last_name: new.last_name,
            email: new.email,
            is_active: new.active.unwrap_or(true),
            times: TimeSettings::default(),
        };
        let password_hash = self.hash_password(&new.password).await?;
        let role_ids = roles.iter().map(|role| role.id).collect();
        let id = self.add_user(caller, NewUser { username, fields, password_hash, role_ids }, &roles).await?;
        self.find_account(caller, id).await
    }

    /// Who is deactivated, or gets another password, is signed out everywhere.
    pub async fn update_account(&self, caller: &Caller, id: UserId, change: AccountChange) -> Result<Account> {
        let user = self.find_user(caller, id).await?;
        let mut wrong = Wrong::default();
        if change.username.is_some_and(|name| name != user.username) {
            wrong.add("username", "A user name cannot be changed");
        }
        let roles = match &change.roles {
            Some(roles) => Some(known_roles(&self.store, roles, &mut wrong).await?),
            None => None,
        };
        if let Some(email) = &change.email {
            check_email(email, &mut wrong);
        }
        let email = change.email.as_ref().unwrap_or(&user.email);
        if let Some(password) = &change.password {
            check_password(password, &[&user.username, email], &mut wrong);
        }
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
            times: user.times.clone(),
        };
        let hash = match &change.password {
            Some(password) => Some(self.hash_password(password).await?),
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
        require_an_admin(&tx).await?;
        self.log(&tx, caller, Deed::new("update", "user", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.find_account(caller, id).await
    }

    /// What they made stays, without its maker.
    pub async fn delete_user(&self, caller: &Caller, id: UserId) -> Result<()> {
        let user = self.find_user(caller, id).await?;
        if caller.user_id() == Some(id) {
            return Err(own_account());
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.remove_user(id).await.map_err(store_error)?;
        require_an_admin(&tx).await?;
        let changes = differences(&json!({ "username": user.username }), &());
        self.log(&tx, caller, Deed::new("delete", "user", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.meta.forget_assets();
        Ok(())
    }
}

pub(super) fn user_fields(user: &User) -> UserFields {
    UserFields {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        email: user.email.clone(),
        is_active: user.is_active,
        times: user.times.clone(),
    }
}

/// Nobody locks themselves out by mistake.
pub(crate) fn own_account() -> AppError {
    let message = "You cannot delete or deactivate your own account, or give up its role Admin. Another admin can.";
    AppError::new(ErrorKind::Unprocessable, message)
}

/// Asked within the transaction of the change: the last admin could lock everybody out.
pub(crate) async fn require_an_admin(tx: &Tx) -> Result<()> {
    let role = tx.find_role_by_name(ADMIN).await.map_err(store_error)?.ok_or_else(AppError::internal)?;
    if tx.count_active_users_of_role(role.id).await.map_err(store_error)? > 0 {
        return Ok(());
    }
    let message = "One active user has to keep the role Admin. Make somebody else an admin first.";
    Err(AppError::new(ErrorKind::Unprocessable, message))
}
