//! Who works with the product.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{RoleId, TimeSettings, UserId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub is_active: bool,
    #[serde(default)]
    pub times: TimeSettings,
    pub roles: Vec<Role>,
}

/// A user as those see it who manage users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub user: User,
    pub login_count: i64,
    /// Since the last success.
    pub failed_login_count: i64,
    pub last_login_on: Option<DateTime<Utc>>,
    pub created_on: DateTime<Utc>,
    pub changed_on: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
}

/// A user as others see them: owner, editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSummary {
    pub id: UserId,
    pub first_name: String,
    pub last_name: String,
}

/// The roles that every installation has.
pub const ADMIN: &str = "Admin";
pub const ALPHA: &str = "Alpha";
pub const GAMMA: &str = "Gamma";
pub const PUBLIC: &str = "Public";

impl User {
    pub fn is_admin(&self) -> bool {
        self.roles.iter().any(|role| role.name == ADMIN)
    }

    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    pub fn summary(&self) -> UserSummary {
        UserSummary { id: self.id, first_name: self.first_name.clone(), last_name: self.last_name.clone() }
    }
}
