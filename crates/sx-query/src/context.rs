//! The body of `POST /api/v1/chart/data`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::QueryObject;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryContext {
    pub datasource: Datasource,
    pub queries: Vec<QueryObject>,
    #[serde(default)]
    pub force: bool,
    #[serde(default)]
    pub result_type: ResultType,
    #[serde(default)]
    pub result_format: ResultFormat,
    /// Seconds; 0 never expires, -1 bypasses the cache.
    #[serde(default)]
    pub custom_cache_timeout: Option<i64>,
    #[serde(default)]
    pub form_data: Option<Map<String, Value>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Datasource {
    /// A number, or the UUID as text.
    pub id: Value,
    #[serde(default = "table", rename = "type")]
    pub kind: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResultType {
    #[default]
    Full,
    Results,
    Query,
    Samples,
    Columns,
    Timegrains,
    PostProcessed,
    DrillDetail,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResultFormat {
    #[default]
    Json,
    Csv,
    Xlsx,
    /// An Arrow IPC stream.
    Arrow,
    Parquet,
}

fn table() -> String {
    "table".into()
}
