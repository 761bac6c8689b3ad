//! Passwords: argon2id, with a cap on how many are hashed at once.

use std::sync::OnceLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use sx_model::{AppError, Result};
use tokio::sync::Semaphore;

/// 19 MiB each and most of a core: more than a few at once and sign-ins starve everything else.
const HASHES_AT_ONCE: usize = 2;
/// Longer inputs are refused before they cost anything.
const LONGEST_PASSWORD: usize = 1024;

pub struct Passwords {
    permits: Semaphore,
    /// Verified when there is no such user, so that the answer takes as long; made when it is first needed.
    decoy: OnceLock<String>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    pub fn new() -> Self {
        Self { permits: Semaphore::new(HASHES_AT_ONCE), decoy: OnceLock::new() }
    }

    /// A PHC string with a fresh salt.
    pub async fn hash(&self, password: &str) -> Result<String> {
        if password.len() > LONGEST_PASSWORD {
            return Err(AppError::invalid(format!("A password has at most {LONGEST_PASSWORD} bytes.")));
        }
        let password = password.to_owned();
        self.run(move || hash_blocking(&password)).await
    }

    /// False for a wrong password and for no stored hash alike, after the same work.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        if password.len() > LONGEST_PASSWORD {
            return Ok(false);
        }
        let (password, known) = (password.to_owned(), stored.is_some());
        let hash = match stored {
            Some(hash) => hash.to_owned(),
            None => self.decoy().await?,
        };
        let matches = self.run(move || Ok(verify_blocking(&password, &hash))).await?;
        Ok(matches && known)
    }

    async fn decoy(&self) -> Result<String> {
        if let Some(decoy) = self.decoy.get() {
            return Ok(decoy.clone());
        }
        let decoy = self.run(|| hash_blocking("nobody's password")).await?;
        Ok(self.decoy.get_or_init(|| decoy).clone())
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _permit = self.permits.acquire().await.map_err(|_| AppError::internal())?;
        tokio::task::spawn_blocking(work).await.map_err(|_| AppError::internal())?
    }
}

fn hash_blocking(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        AppError::internal()
    })?;
    Ok(hash.to_string())
}

fn verify_blocking(password: &str, hash: &str) -> bool {
    argon2::password_hash::phc::PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_that_was_hashed_is_right() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(passwords.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("battery staple", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("nobody's password", None).await.unwrap());
    }
}
