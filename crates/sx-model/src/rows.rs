//! The rows of the lists on the screens, alike for all kinds of assets.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A dashboard, chart or dataset in a list, with what the reader may do with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssetRow {
    pub id: i64,
    pub name: String,
    /// Of a dashboard.
    pub slug: Option<String>,
    /// Of a dashboard.
    pub published: Option<bool>,
    /// A chart's `viz_type`; `physical` or `virtual` for a dataset.
    pub kind: Option<String>,
    /// The name of a chart's dataset, of a dataset's database.
    pub parent: Option<String>,
    /// Of a dataset.
    pub schema: Option<String>,
    pub certified_by: Option<String>,
    pub owners: Vec<String>,
    pub changed_by: Option<String>,
    pub changed_on: DateTime<Utc>,
    /// `None` for what cannot be marked.
    pub is_favorite: Option<bool>,
    pub may_change: bool,
    pub may_delete: bool,
    pub may_duplicate: bool,
}
