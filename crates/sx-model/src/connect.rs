//! Connections and uploads as screens show them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DatabaseId, DatasetId};

/// A kind of database and what it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineForm {
    /// `postgresql`.
    pub engine: String,
    pub name: String,
    /// How its URI looks.
    pub placeholder: String,
    /// Uploaded files can become its tables.
    pub takes_files: bool,
    /// It can be reached through an SSH server.
    pub takes_tunnels: bool,
    pub settings: Vec<FormSetting>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSetting {
    pub key: String,
    pub label: String,
    pub kind: SettingKind,
    pub required: bool,
    pub default: String,
    pub help: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    Text,
    Secret,
    Number {
        min: u32,
        max: u32,
    },
    /// Value and label.
    Select(Vec<(String, String)>),
    Switch,
    /// On the server.
    Path,
}

/// A connection as its form: the same said twice. Passwords are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionForm {
    pub engine: String,
    pub uri: String,
    /// Setting → value.
    pub values: BTreeMap<String, String>,
}

/// A row of the list of databases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatabaseRow {
    pub id: DatabaseId,
    pub name: String,
    /// `PostgreSQL`.
    pub engine: String,
    /// Host and database, or the folder; `None` for those who may not know.
    pub place: Option<String>,
    /// Those that the caller may read.
    pub datasets: u64,
    pub takes_files: bool,
    pub changed_on: DateTime<Utc>,
    pub changed_by: Option<String>,
}

/// What stands in the way of deleting a database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseUsage {
    pub datasets: Vec<(DatasetId, String)>,
    pub charts: u64,
    pub dashboards: u64,
}

/// A table, a view or a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    pub name: String,
    /// `table` or `view`.
    pub kind: String,
}

/// A first look at an uploaded file, with what was found out about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadPreview {
    /// One, but for workbooks.
    pub items: Vec<UploadSheet>,
    /// `csv`, `json`, `excel` or `columnar`.
    #[serde(rename = "type")]
    pub kind: String,
    pub delimiter: Option<String>,
    pub encoding: Option<String>,
    pub decimal_character: String,
    pub day_first: bool,
    /// A name for the table, made from the file's.
    pub table_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadSheet {
    pub sheet_name: Option<String>,
    pub column_names: Vec<String>,
    pub columns: Vec<UploadColumn>,
    /// The first ones, as texts.
    pub rows: Vec<Vec<String>>,
    /// Whether the types were guessed from all rows.
    pub is_whole: bool,
}

/// `type` is `text`, `integer`, `decimal`, `number`, `boolean`, `date` or `timestamp`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadColumn {
    pub name: String,
    #[serde(rename = "type")]
    pub type_: String,
}

/// What an upload made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadedTable {
    pub database_id: DatabaseId,
    pub schema: String,
    pub table_name: String,
    pub dataset_id: DatasetId,
    /// Written from this file.
    pub rows: u64,
    /// Left out, or with cells that were emptied.
    pub bad_rows: BadRows,
}

/// The first hundred cells that did not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BadRows {
    /// Rows with at least one such cell.
    pub count: u64,
    pub rows: Vec<BadCell>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BadCell {
    /// In the file, from 1, the header included.
    pub row: u64,
    pub column: String,
    pub value: String,
    pub reason: String,
}
