//! Sign-in and the callers that cookies and tokens stand for.

use std::{net::IpAddr, sync::Arc};

use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom as _, SystemRandom};
use sha2::{Digest as _, Sha256};
use sx_model::{AppError, ErrorKind, Me, Result, User, UserId};

use super::TokenKind;
use crate::{Caller, Service, store_error};

/// What a sign-in answers with. One sentence for every failure: it must not tell whether the name exists.
const WRONG: &str = "The username or the password is wrong.";

/// A new session: the text that the cookie carries, once. The store keeps its hash.
pub struct NewSession {
    pub token: String,
    pub expires_at: DateTime<Utc>,
}

/// Access and refresh token, as `POST /api/v1/security/login` answers them.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct SignIn {
    pub access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

impl Service {
    /// Signs in by name and password and begins a session.
    pub async fn sign_in(&self, username: &str, password: &str, from: Option<IpAddr>) -> Result<NewSession> {
        let (user, _) = self.check_password(username, password, from).await?;
        let (session, now) = (random_text()?, self.clock.now());
        // Those that ended are swept by those who come.
        self.store.remove_expired_sessions(now).await.map_err(store_error)?;
        let lifetime = chrono::Duration::from_std(self.config.session_lifetime).map_err(|_| AppError::internal())?;
        let expires_at = now + lifetime;
        self.store
            .add_session(
                &sx_store::NewSession {
                    token_hash: hash(&session),
                    user_id: user.id,
                    csrf_token: random_text()?,
                    expires_on: expires_at,
                },
                now,
            )
            .await
            .map_err(store_error)?;
        Ok(NewSession { token: session, expires_at })
    }

    pub async fn sign_out(&self, _caller: &Caller, session_token: &str) -> Result<()> {
        let hash = hash(session_token);
        self.store.remove_session(&hash).await.map_err(store_error)?;
        self.meta.forget_sessions();
        Ok(())
    }

    /// Signs in by name and password and hands out tokens.
    pub async fn issue_tokens(
        &self,
        username: &str,
        password: &str,
        with_refresh: bool,
        from: Option<IpAddr>,
    ) -> Result<SignIn> {
        let (user, version) = self.check_password(username, password, from).await?;
        let issue = |kind| self.tokens.issue(kind, user.id, version, true, self.clock.now());
        let refresh_token = with_refresh.then(|| issue(TokenKind::Refresh)).transpose()?;
        Ok(SignIn { access_token: issue(TokenKind::Access)?, refresh_token })
    }

    /// A fresh access token for a refresh token.
    pub async fn refresh_access(&self, refresh_token: &str) -> Result<SignIn> {
        let (id, version) = self.tokens.verify(refresh_token, TokenKind::Refresh, self.clock.now())?;
        self.active_user(id, version).await?;
        let access_token = self.tokens.issue(TokenKind::Access, id, version, false, self.clock.now())?;
        Ok(SignIn { access_token, refresh_token: None })
    }

    /// The caller behind an `Authorization: Bearer` header.
    pub async fn caller_by_token(&self, token: &str) -> Result<Caller> {
        let (id, version) = self.tokens.verify(token, TokenKind::Access, self.clock.now())?;
        Ok(Caller::by_token(self.active_user(id, version).await?))
    }

    /// The caller behind a session cookie; nobody, or a visitor, when the session ended.
    pub async fn caller_by_session(&self, session_token: &str) -> Result<Caller> {
        let (hash, now) = (hash(session_token), self.clock.now());
        let find = || async {
            let found = self.store.find_session(&hash, now).await.map_err(store_error)?;
            Ok(found.map(|found| (Arc::new(found.user), Arc::<str>::from(found.csrf_token), found.expires_on)))
        };
        let session = self.meta.session(hash, find).await?;
        Ok(match session.as_ref() {
            Some((user, csrf_token, expires_at)) if user.is_active && *expires_at > now => {
                Caller::by_session(Arc::clone(user), Arc::clone(csrf_token))
            }
            _ => self.anonymous_caller().await?,
        })
    }

    /// The signed-in person, for the page's header.
    pub fn me(&self, caller: &Caller) -> Option<Me> {
        let user = caller.user()?;
        Some(Me {
            username: user.username.clone(),
            full_name: user.full_name(),
            is_admin: user.is_admin(),
            may_see_databases: caller.allowed(crate::access::Action::ReadDatabase) == crate::access::Allow::Always,
            csrf_token: caller.csrf_token().unwrap_or_default().to_owned(),
        })
    }

    async fn check_password(&self, username: &str, password: &str, from: Option<IpAddr>) -> Result<(User, i64)> {
        self.attempts.check(username, from, self.clock.now()).await?;
        let stored = self.store.find_user_by_username(username).await.map_err(store_error)?;
        let hash = stored.as_ref().map(|stored| stored.password_hash.expose());
        let is_right = self.passwords.verify(password, hash).await?;
        match stored {
            Some(stored) if is_right && stored.user().is_active => {
                self.attempts.succeeded(username, from).await;
                self.store.record_login(stored.user().id, self.clock.now()).await.map_err(store_error)?;
                Ok((stored.account.user, stored.token_version))
            }
            _ => {
                tracing::info!(username, "a sign-in failed");
                self.attempts.failed(username, from, self.clock.now()).await;
                self.count_failure(username);
                Err(AppError::new(ErrorKind::Unauthorized, WRONG))
            }
        }
    }

    /// Nobody waits for it, or the time would tell whether there is such a user.
    fn count_failure(&self, username: &str) {
        let (service, username) = (self.clone(), username.to_owned());
        tokio::spawn(async move {
            if let Err(error) = service.store.record_failed_login(&username).await {
                tracing::warn!(%error, "a failed sign-in was not counted");
            }
        });
    }

    async fn active_user(&self, id: UserId, version: i64) -> Result<Arc<User>> {
        let find = || async {
            let stored = self.store.lookup_stored_user(id).await.map_err(store_error)?;
            Ok(stored.map(|stored| (Arc::new(stored.account.user), stored.token_version)))
        };
        match self.meta.user(id, find).await?.as_ref() {
            Some((user, current)) if user.is_active && *current == version => Ok(Arc::clone(user)),
            _ => Err(AppError::unauthorized()),
        }
    }
}

/// 256 random bits, as text.
pub(crate) fn random_text() -> Result<String> {
    let mut bytes = [0_u8; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| AppError::internal())?;
    Ok(hex(&bytes))
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
