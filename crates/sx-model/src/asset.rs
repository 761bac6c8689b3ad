//! Databases, datasets, charts and dashboards, as they are stored. Texts that hold JSON on the wire (`params`,
//! `position_json`, `json_metadata`) are kept as they came: nobody re-orders or re-formats what people made.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{ChartId, DashboardId, DatabaseId, DatasetColumnId, DatasetId, DatasetMetricId, Role, UserSummary};

/// Who made an asset and who changed it last; times in UTC, to the microsecond.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    pub created_on: DateTime<Utc>,
    pub changed_on: DateTime<Utc>,
    pub created_by: Option<UserSummary>,
    pub changed_by: Option<UserSummary>,
}

/// A connection. The password is not here: the store seals it and hands it out apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Database {
    pub id: DatabaseId,
    pub uuid: Uuid,
    pub fields: DatabaseFields,
    pub audit: Audit,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DatabaseFields {
    pub database_name: String,
    /// With the password masked as `XXXXXXXXXX`, or none.
    pub sqlalchemy_uri: String,
    pub cache_timeout: Option<i64>,
    pub expose_in_sqllab: bool,
    pub allow_run_async: bool,
    pub allow_ctas: bool,
    pub allow_cvas: bool,
    pub allow_dml: bool,
    pub allow_file_upload: bool,
    pub impersonate_user: bool,
    pub configuration_method: String,
    pub extra: Map<String, Value>,
    /// What an import brought that we do not understand yet.
    pub rest: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    pub id: DatasetId,
    pub uuid: Uuid,
    pub database_id: DatabaseId,
    pub fields: DatasetFields,
    pub columns: Vec<DatasetColumn>,
    pub metrics: Vec<DatasetMetric>,
    pub owners: Vec<UserSummary>,
    /// Grows by one when the dataset's kept answers are to be forgotten.
    #[serde(default)]
    pub cache_generation: i64,
    pub audit: Audit,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DatasetFields {
    pub table_name: String,
    pub catalog: Option<String>,
    pub schema: Option<String>,
    /// A virtual dataset's SELECT; a physical one has none.
    pub sql: Option<String>,
    pub main_dttm_col: Option<String>,
    pub description: Option<String>,
    pub default_endpoint: Option<String>,
    /// Hours.
    pub offset: i64,
    pub cache_timeout: Option<i64>,
    pub params: Option<Value>,
    pub template_params: Option<Value>,
    pub filter_select_enabled: bool,
    pub fetch_values_predicate: Option<String>,
    pub extra: Option<Value>,
    pub normalize_columns: bool,
    pub always_filter_main_dttm: bool,
    pub currency_code_column: Option<String>,
    pub folders: Option<Value>,
    pub rest: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetColumn {
    pub id: DatasetColumnId,
    pub fields: DatasetColumnFields,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatasetColumnFields {
    pub uuid: Option<Uuid>,
    pub column_name: String,
    pub verbose_name: Option<String>,
    pub description: Option<String>,
    pub is_dttm: bool,
    pub is_active: bool,
    pub type_: Option<String>,
    pub advanced_data_type: Option<String>,
    pub groupby: bool,
    pub filterable: bool,
    pub expression: Option<String>,
    pub python_date_format: Option<String>,
    pub datetime_format: Option<String>,
    pub extra: Option<Value>,
    pub rest: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetMetric {
    pub id: DatasetMetricId,
    pub fields: DatasetMetricFields,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DatasetMetricFields {
    pub uuid: Option<Uuid>,
    pub metric_name: String,
    pub verbose_name: Option<String>,
    pub metric_type: Option<String>,
    pub expression: String,
    pub description: Option<String>,
    pub d3format: Option<String>,
    pub currency: Option<Value>,
    pub extra: Option<Value>,
    pub warning_text: Option<String>,
    pub rest: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    pub id: ChartId,
    pub uuid: Uuid,
    /// `None` when its dataset was deleted.
    pub dataset_id: Option<DatasetId>,
    pub fields: ChartFields,
    pub owners: Vec<UserSummary>,
    pub audit: Audit,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChartFields {
    pub slice_name: String,
    pub viz_type: String,
    /// The form data, as JSON text.
    pub params: String,
    pub query_context: Option<String>,
    pub description: Option<String>,
    pub cache_timeout: Option<i64>,
    pub certified_by: Option<String>,
    pub certification_details: Option<String>,
    pub is_managed_externally: bool,
    pub external_url: Option<String>,
    pub rest: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    pub id: DashboardId,
    pub uuid: Uuid,
    pub fields: DashboardFields,
    pub owners: Vec<UserSummary>,
    /// Roles that may open it although they do not own it.
    pub roles: Vec<Role>,
    pub audit: Audit,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DashboardFields {
    pub dashboard_title: String,
    pub slug: Option<String>,
    pub description: Option<String>,
    pub css: Option<String>,
    /// The layout, as JSON text.
    pub position_json: String,
    /// Filters, colours and scopes, as JSON text.
    pub json_metadata: String,
    pub published: bool,
    pub certified_by: Option<String>,
    pub certification_details: Option<String>,
    pub is_managed_externally: bool,
    pub external_url: Option<String>,
    pub rest: Map<String, Value>,
}
