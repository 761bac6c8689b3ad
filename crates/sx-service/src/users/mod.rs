//! Users: made by the command line here, managed by the API in `accounts`.

mod accounts;
mod me;
mod rules;

use serde_json::json;
use sx_model::{ADMIN, AppError, ErrorKind, Result, Role, TimeSettings, UserId};
use sx_store::{NewUser, Secret, UserFields};

use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    auth::random_text,
    store_error,
    wrong::require_text,
};

pub use accounts::{AccountChange, NewAccount};
pub(crate) use accounts::{own_account, require_an_admin};
pub use me::MyChange;

impl Service {
    pub async fn count_users(&self, caller: &Caller) -> Result<u64> {
        caller.require(Action::ManageUsers)?;
        self.store.count_users().await.map_err(store_error)
    }

    /// A new user with the role Admin; without a password a random one is made and answered, once.
    pub async fn create_admin(
        &self,
        caller: &Caller,
        username: &str,
        email: &str,
        password: Option<&str>,
    ) -> Result<Option<String>> {
        self.create_user(caller, username, email, password, &[ADMIN]).await
    }

    /// A new user with these roles; answers the password if it was made here.
    pub async fn create_user(
        &self,
        caller: &Caller,
        username: &str,
        email: &str,
        password: Option<&str>,
        roles: &[&str],
    ) -> Result<Option<String>> {
        caller.require(Action::ManageUsers)?;
        let made = if password.is_none() { Some(random_password()?) } else { None };
        let password_hash = self.hash_new_password(username, made.as_deref().or(password)).await?;
        let mut found = Vec::with_capacity(roles.len());
        for name in roles {
            let role = self.store.find_role_by_name(name).await.map_err(store_error)?;
            found.push(role.ok_or_else(|| AppError::not_found("Role"))?);
        }
        let role_ids = found.iter().map(|role| role.id).collect();
        let fields = UserFields {
            first_name: username.to_owned(),
            last_name: String::new(),
            email: email.to_owned(),
            is_active: true,
            times: TimeSettings::default(),
        };
        let user = NewUser { username: non_empty("username", username)?, fields, password_hash, role_ids };
        self.add_user(caller, user, &found).await?;
        Ok(made)
    }

    /// Sets a new password and ends the user's sessions and tokens.
    pub async fn reset_password(
        &self,
        caller: &Caller,
        username: &str,
        password: Option<&str>,
    ) -> Result<Option<String>> {
        caller.require(Action::ManageUsers)?;
        let stored = self.store.find_user_by_username(username).await.map_err(store_error)?;
        let user = stored
            .ok_or_else(|| AppError::new(ErrorKind::NotFound, format!("There is no user named “{username}”.")))?;
        let made = if password.is_none() { Some(random_password()?) } else { None };
        let hash = self.hash_new_password(username, made.as_deref().or(password)).await?;
        let id = user.user().id;
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.set_password_hash(id, &hash, self.clock.now()).await.map_err(store_error)?;
        let changes = json!({ "password": "changed" }).as_object().cloned().unwrap_or_default();
        self.log(&tx, caller, Deed::new("update", "user", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        Ok(made)
    }

    async fn add_user(&self, caller: &Caller, new: NewUser, roles: &[Role]) -> Result<UserId> {
        let tx = self.store.begin().await.map_err(store_error)?;
        let id = tx.add_user(&new, self.clock.now()).await.map_err(store_error)?;
        let mut changes = differences(&(), &json!({ "username": new.username }));
        changes.extend(differences(&(), &told(&new.fields, roles)));
        self.log(&tx, caller, Deed::new("create", "user", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        Ok(id)
    }

    /// From the command line: one fault is told at a time.
    async fn hash_new_password(&self, username: &str, password: Option<&str>) -> Result<Secret> {
        let password = password.unwrap_or_default();
        rules::password_fault(password, &[username]).map_or(Ok(()), |fault| Err(AppError::invalid(fault)))?;
        self.hash_password(password).await
    }

    /// The rules were checked before.
    async fn hash_password(&self, password: &str) -> Result<Secret> {
        self.passwords.hash(password).await.map(Secret::new)
    }
}

/// For the log.
fn told(fields: &UserFields, roles: &[Role]) -> serde_json::Value {
    let UserFields { first_name, last_name, email, is_active, times } = fields;
    let roles: Vec<_> = roles.iter().map(|role| &role.name).collect();
    json!({
        "first_name": first_name,
        "last_name": last_name,
        "email": email,
        "active": is_active,
        "time_zone": times.time_zone,
        "week_start": times.week_start,
        "roles": roles,
    })
}

fn random_password() -> Result<String> {
    random_text().map(|text| text[..20].to_owned())
}

fn non_empty(field: &str, text: &str) -> Result<String> {
    require_text(field, text)?;
    Ok(text.trim().to_owned())
}
