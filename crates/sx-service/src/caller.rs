//! Who asks. Every use case takes one.

use std::sync::Arc;

use sx_model::{AppError, Result, RoleId, User, UserId};

#[derive(Clone, Debug)]
pub struct Caller(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Anonymous,
    /// Not signed in either, where the role Public opens something.
    Visitor,
    User {
        user: Arc<User>,
        csrf_token: Option<Arc<str>>,
    },
    /// The person at the server's own command line.
    Operator,
}

impl Caller {
    pub fn anonymous() -> Self {
        Self(Kind::Anonymous)
    }

    /// Who is not signed in, where the role Public opens something: they may look at that.
    pub fn visitor() -> Self {
        Self(Kind::Visitor)
    }

    pub fn operator() -> Self {
        Self(Kind::Operator)
    }

    /// By a bearer token: no cookie is involved, so there is nothing to forge across sites.
    pub fn by_token(user: Arc<User>) -> Self {
        Self(Kind::User { user, csrf_token: None })
    }

    /// By the session cookie: writes must show the session's CSRF token.
    pub fn by_session(user: Arc<User>, csrf_token: Arc<str>) -> Self {
        Self(Kind::User { user, csrf_token: Some(csrf_token) })
    }

    pub fn user(&self) -> Option<&User> {
        match &self.0 {
            Kind::User { user, .. } => Some(user),
            Kind::Anonymous | Kind::Visitor | Kind::Operator => None,
        }
    }

    pub fn user_id(&self) -> Option<UserId> {
        self.user().map(|user| user.id)
    }

    pub fn role_ids(&self) -> Vec<RoleId> {
        self.user().map(|user| user.roles.iter().map(|role| role.id).collect()).unwrap_or_default()
    }

    /// The token that a write by cookie has to carry; `None` where no cookie is involved.
    pub fn csrf_token(&self) -> Option<&str> {
        match &self.0 {
            Kind::User { csrf_token, .. } => csrf_token.as_deref(),
            Kind::Anonymous | Kind::Visitor | Kind::Operator => None,
        }
    }

    /// Nobody signed in.
    pub fn is_anonymous(&self) -> bool {
        matches!(self.0, Kind::Anonymous | Kind::Visitor)
    }

    pub fn is_visitor(&self) -> bool {
        matches!(self.0, Kind::Visitor)
    }

    pub fn is_operator(&self) -> bool {
        matches!(self.0, Kind::Operator)
    }

    pub fn is_admin(&self) -> bool {
        match &self.0 {
            Kind::Operator => true,
            Kind::User { user, .. } => user.is_admin(),
            Kind::Anonymous | Kind::Visitor => false,
        }
    }

    pub fn require_user(&self) -> Result<()> {
        if self.is_anonymous() { Err(AppError::unauthorized()) } else { Ok(()) }
    }

    /// For what a visitor may do too, as far as something is theirs to see.
    pub fn require_reader(&self) -> Result<()> {
        if self.is_visitor() { Ok(()) } else { self.require_user() }
    }

    /// For logs.
    pub fn name(&self) -> &str {
        match &self.0 {
            Kind::Anonymous | Kind::Visitor => "anonymous",
            Kind::Operator => "operator",
            Kind::User { user, .. } => &user.username,
        }
    }
}
