//! Users, as the command line makes them.

use sx_model::{ADMIN, AppError, ErrorKind, Result, UserId};
use sx_store::{NewUser, Secret, UserFields};

use crate::{Caller, Service, auth::random_text, store_error};

/// Shorter passwords are refused.
const SHORTEST_PASSWORD: usize = 8;

impl Service {
    pub async fn count_users(&self, caller: &Caller) -> Result<u64> {
        caller.require_admin()?;
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
        caller.require_admin()?;
        let made = if password.is_none() { Some(random_password()?) } else { None };
        let password_hash = self.hash_new_password(made.as_deref().or(password).unwrap_or_default()).await?;
        let mut role_ids = Vec::with_capacity(roles.len());
        for name in roles {
            let role = self.store.find_role_by_name(name).await.map_err(store_error)?;
            role_ids.push(role.ok_or_else(|| AppError::not_found("Role"))?.id);
        }
        let fields = UserFields {
            first_name: username.to_owned(),
            last_name: String::new(),
            email: email.to_owned(),
            is_active: true,
        };
        let user = NewUser { username: non_empty("username", username)?, fields, password_hash, role_ids };
        self.store.add_user(&user, self.clock.now()).await.map_err(store_error)?;
        self.meta.forget_people();
        Ok(made)
    }

    /// Sets a new password and ends the user's sessions and tokens.
    pub async fn reset_password(
        &self,
        caller: &Caller,
        username: &str,
        password: Option<&str>,
    ) -> Result<Option<String>> {
        caller.require_admin()?;
        let stored = self.store.find_user_by_username(username).await.map_err(store_error)?;
        let user = stored
            .ok_or_else(|| AppError::new(ErrorKind::NotFound, format!("There is no user named “{username}”.")))?;
        let made = if password.is_none() { Some(random_password()?) } else { None };
        let hash = self.hash_new_password(made.as_deref().or(password).unwrap_or_default()).await?;
        self.replace_password(user.user.id, &hash).await?;
        Ok(made)
    }

    async fn replace_password(&self, id: UserId, hash: &Secret) -> Result<()> {
        self.store.set_password_hash(id, hash, self.clock.now()).await.map_err(store_error)?;
        self.meta.forget_people();
        Ok(())
    }

    async fn hash_new_password(&self, password: &str) -> Result<Secret> {
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(AppError::invalid(format!("A password has at least {SHORTEST_PASSWORD} characters.")));
        }
        self.passwords.hash(password).await.map(Secret::new)
    }
}

fn random_password() -> Result<String> {
    random_text().map(|text| text[..20].to_owned())
}

fn non_empty(field: &str, text: &str) -> Result<String> {
    if text.trim().is_empty() {
        Err(AppError::invalid(format!("{field}: it may not be empty.")))
    } else {
        Ok(text.trim().to_owned())
    }
}
