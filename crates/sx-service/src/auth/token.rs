//! Access and refresh tokens: JWT, HS256, signed with a key derived from the secret key.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sx_model::{AppError, Result, UserId};

pub const ACCESS_TOKEN_SECS: i64 = 15 * 60;
pub const REFRESH_TOKEN_SECS: i64 = 30 * 24 * 3600;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    Access,
    Refresh,
}

/// The claims, named as the reference's are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The user's id, as text.
    pub sub: String,
    #[serde(rename = "type")]
    pub kind: TokenKind,
    pub iat: i64,
    pub exp: i64,
    pub jti: String,
    pub fresh: bool,
    /// The user's token version when it was issued: a new password makes older tokens worthless.
    pub ver: i64,
}

pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Tokens {
    pub fn new(secret: &[u8]) -> Self {
        let key = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret), b"sextant access tokens v1");
        Self { encoding: EncodingKey::from_secret(key.as_ref()), decoding: DecodingKey::from_secret(key.as_ref()) }
    }

    pub fn issue(
        &self,
        kind: TokenKind,
        user: UserId,
        version: i64,
        fresh: bool,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let lifetime = match kind {
            TokenKind::Access => ACCESS_TOKEN_SECS,
            TokenKind::Refresh => REFRESH_TOKEN_SECS,
        };
        let claims = Claims {
            sub: user.to_string(),
            kind,
            iat: now.timestamp(),
            exp: now.timestamp() + lifetime,
            jti: uuid::Uuid::new_v4().to_string(),
            fresh,
            ver: version,
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).map_err(|error| {
            tracing::error!(%error, "a token could not be signed");
            AppError::internal()
        })
    }

    /// The user and the token version of a good token of this kind.
    pub fn verify(&self, token: &str, kind: TokenKind, now: DateTime<Utc>) -> Result<(UserId, i64)> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false; // against our own clock, below
        let claims = decode::<Claims>(token, &self.decoding, &validation).map_err(|_| AppError::unauthorized())?.claims;
        let expired = claims.exp <= now.timestamp();
        let user = claims.sub.parse().map_err(|_| AppError::unauthorized())?;
        if expired || claims.kind != kind { Err(AppError::unauthorized()) } else { Ok((UserId(user), claims.ver)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_kind_its_time_and_its_key() {
        crate::auth::install_crypto();
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let tokens = Tokens::new(b"one secret");
        let token = tokens.issue(TokenKind::Access, UserId(7), 3, true, now).unwrap();
        assert_eq!(tokens.verify(&token, TokenKind::Access, now).unwrap(), (UserId(7), 3));
        assert!(tokens.verify(&token, TokenKind::Refresh, now).is_err());
        let later = now + chrono::Duration::seconds(ACCESS_TOKEN_SECS);
        assert!(tokens.verify(&token, TokenKind::Access, later).is_err());
        assert!(Tokens::new(b"another").verify(&token, TokenKind::Access, now).is_err());
        let (head, signature) = token.rsplit_once('.').unwrap();
        let tampered = format!("{head}.A{}", &signature[1..]);
        assert!(tokens.verify(&tampered, TokenKind::Access, now).is_err() || tampered == token);
    }
}
