//! The audit log: who changed what, and when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::UserSummary;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    pub id: i64,
    /// UTC, to the microsecond.
    pub created_on: DateTime<Utc>,
    /// `None` for the command line, and when the user is gone.
    pub user: Option<UserSummary>,
    /// As it was then; `operator` is the command line.
    pub username: String,
    /// `create`, `update`, `delete`, `import`.
    pub action: String,
    /// `chart`, `dashboard`, `dataset`, `database`, `user`, `role`, `bundle`.
    pub asset_kind: String,
    pub asset_id: Option<i64>,
    /// Field → `{"from", "to"}`.
    pub changes: Map<String, Value>,
}
