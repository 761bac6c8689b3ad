//! What the screens of datasets show and ask.

use serde::{Deserialize, Serialize};
use sx_query::{Kind, Table};

use crate::{DatabaseId, Dataset, DatasetColumnFields};

/// A dataset as its editor needs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetPage {
    pub dataset: Dataset,
    pub database_name: String,
    /// The dialect: `postgresql`, `duckdb`.
    pub backend: String,
    /// Columns and metrics whose SQL is refused, each with the sentence that says why.
    pub problems: Vec<(String, String)>,
    pub may_edit: bool,
    pub may_delete: bool,
}

/// A table of a database, or a SELECT; `sql` wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceQuestion {
    pub database_id: DatabaseId,
    #[serde(default)]
    pub schema: Option<String>,
    #[serde(default)]
    pub table_name: Option<String>,
    #[serde(default)]
    pub sql: Option<String>,
}

/// Its columns, and its first rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourcePreview {
    pub columns: Vec<SourceColumn>,
    pub table: Table,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceColumn {
    pub name: String,
    pub type_text: String,
    pub kind: Kind,
    pub is_dttm: bool,
}

/// Names of columns: what a refresh does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SyncSummary {
    pub added: Vec<String>,
    /// Their type is another.
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl SyncSummary {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A refresh that is not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SyncPreview {
    pub summary: SyncSummary,
    /// All columns as they would be, the calculated ones last.
    pub columns: Vec<DatasetColumnFields>,
    pub main_dttm_col: Option<String>,
}
