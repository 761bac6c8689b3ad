//! Browser sessions. The store knows only the SHA-256 of a token: who reads the table cannot sign in with it.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, Order, Query};
use sx_model::{Role, RoleId, User, UserId};

use crate::error::OnConstraint as _;
use crate::store::micros;
use crate::{Result, Store, users};

#[derive(Clone)]
pub struct NewSession {
    /// SHA-256 of the token in the cookie.
    pub token_hash: [u8; 32],
    pub user_id: UserId,
    pub csrf_token: String,
    pub expires_on: DateTime<Utc>,
}

/// A session that is good now, and whose it is.
#[derive(Clone)]
pub struct Session {
    pub user: User,
    pub csrf_token: String,
    pub created_on: DateTime<Utc>,
    pub expires_on: DateTime<Utc>,
}

impl Store {
    pub async fn add_session(&self, new: &NewSession, now: DateTime<Utc>) -> Result<()> {
        let insert = Query::insert()
            .into_table("sessions")
            .columns(["token_hash", "user_id", "csrf_token", "created_on", "expires_on"])
            .values_panic([
                new.token_hash.to_vec().into(),
                new.user_id.0.into(),
                new.csrf_token.as_str().into(),
                micros(now).into(),
                micros(new.expires_on).into(),
            ])
            .to_owned();
        let written = self.db.write("session.add", &insert).await;
        written.map(drop).on_broken_link(|| "No such user.".to_owned())
    }

    /// One query, for each request asks it. `None`: unknown, expired, or the user was deactivated.
    pub async fn find_session(&self, token_hash: &[u8; 32], now: DateTime<Utc>) -> Result<Option<Session>> {
        let mut select = Query::select();
        for column in ["id", "username", "first_name", "last_name", "email", "is_active", "time_zone", "week_start"] {
            select.column(("users", column));
        }
        for column in ["csrf_token", "created_on", "expires_on"] {
            select.column(("sessions", column));
        }
        select
            .expr_as(Expr::col(("roles", "id")), "role_id")
            .expr_as(Expr::col(("roles", "name")), "role_name")
            .from("sessions")
            .inner_join("users", Expr::col(("users", "id")).equals(("sessions", "user_id")))
            .left_join("user_roles", Expr::col(("user_roles", "user_id")).equals(("users", "id")))
            .left_join("roles", Expr::col(("roles", "id")).equals(("user_roles", "role_id")))
            .and_where(Expr::col(("sessions", "token_hash")).eq(token_hash.to_vec()))
            .and_where(Expr::col(("sessions", "expires_on")).gt(micros(now)))
            .and_where(Expr::col(("users", "is_active")).eq(true))
            .order_by(("roles", "id"), Order::Asc);
        let rows = self.db.fetch_all("session.find", &select).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let mut user = users::user(first)?;
        for row in &rows {
            // Without any role the joins give one row of NULLs.
            if let Some(id) = row.get::<Option<i64>>("role_id")? {
                user.roles.push(Role { id: RoleId(id), name: row.get("role_name")? });
            }
        }
        Ok(Some(Session {
            user,
            csrf_token: first.get("csrf_token")?,
            created_on: first.get("created_on")?,
            expires_on: first.get("expires_on")?,
        }))
    }

    /// Signs out; nothing happens when the session is gone already.
    pub async fn remove_session(&self, token_hash: &[u8; 32]) -> Result<()> {
        let is_it = Expr::col("token_hash").eq(token_hash.to_vec());
        let delete = Query::delete().from_table("sessions").and_where(is_it).to_owned();
        self.db.write("session.remove", &delete).await.map(drop)
    }

    /// How many there were.
    pub async fn remove_user_sessions(&self, user_id: UserId) -> Result<u64> {
        let delete = Query::delete().from_table("sessions").and_where(Expr::col("user_id").eq(user_id.0)).to_owned();
        self.db.write("session.remove_of_user", &delete).await
    }

    /// How many there were.
    pub async fn remove_expired_sessions(&self, now: DateTime<Utc>) -> Result<u64> {
        let is_expired = Expr::col("expires_on").lte(micros(now));
        let delete = Query::delete().from_table("sessions").and_where(is_expired).to_owned();
        self.db.write("session.remove_expired", &delete).await
    }
}
