//! Datasets as requests give them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sx_model::{DatabaseId, DatasetFields, Result, UserId};

use super::{
    super::LONGEST_NAME,
    parts::{ColumnChange, MetricChange, parsed},
};
use crate::{
    queries::check_params,
    wrong::{given, require_length, require_text},
};

/// `POST /api/v1/dataset/`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct NewDataset {
    pub database: DatabaseId,
    /// The table; with `sql` the name of what it selects.
    pub table_name: String,
    pub schema: Option<String>,
    pub catalog: Option<String>,
    pub sql: Option<String>,
    pub owners: Option<Vec<UserId>>,
    #[serde(default)]
    pub normalize_columns: bool,
    #[serde(default)]
    pub always_filter_main_dttm: bool,
    /// A JSON object, or text that holds one.
    #[serde(default)]
    pub template_params: Option<Value>,
}

/// `PUT /api/v1/dataset/{id}`: absent stays as it is, null empties. Columns and metrics, if given, are given all.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct DatasetChange {
    pub table_name: Option<String>,
    pub database_id: Option<DatabaseId>,
    #[serde(deserialize_with = "given")]
    pub schema: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub catalog: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub sql: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub main_dttm_col: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub description: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub default_endpoint: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub fetch_values_predicate: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub currency_code_column: Option<Option<String>>,
    /// Seconds.
    #[serde(deserialize_with = "given")]
    pub cache_timeout: Option<Option<i64>>,
    /// Hours.
    pub offset: Option<i64>,
    pub filter_select_enabled: Option<bool>,
    pub normalize_columns: Option<bool>,
    pub always_filter_main_dttm: Option<bool>,
    /// As JSON, or as text that holds it.
    #[serde(deserialize_with = "given")]
    pub extra: Option<Option<Value>>,
    #[serde(deserialize_with = "given")]
    pub template_params: Option<Option<Value>>,
    #[serde(deserialize_with = "given")]
    pub folders: Option<Option<Value>>,
    /// `changed_on` as it was read: the save is refused (409) when somebody saved since.
    pub based_on: Option<DateTime<Utc>>,
    pub columns: Option<Vec<ColumnChange>>,
    pub metrics: Option<Vec<MetricChange>>,
    pub owners: Option<Vec<UserId>>,
}

pub(super) fn apply(mut fields: DatasetFields, change: &DatasetChange) -> Result<DatasetFields> {
    if let Some(name) = &change.table_name {
        require_text("table_name", name)?;
        require_length("table_name", name, LONGEST_NAME)?;
        fields.table_name.clone_from(name);
    }
    for (change, field) in [
        (&change.schema, &mut fields.schema),
        (&change.catalog, &mut fields.catalog),
        (&change.sql, &mut fields.sql),
        (&change.main_dttm_col, &mut fields.main_dttm_col),
        (&change.description, &mut fields.description),
        (&change.default_endpoint, &mut fields.default_endpoint),
        (&change.fetch_values_predicate, &mut fields.fetch_values_predicate),
        (&change.currency_code_column, &mut fields.currency_code_column),
    ] {
        if let Some(change) = change {
            field.clone_from(change);
        }
    }
    for (name, change, field) in [
        ("extra", &change.extra, &mut fields.extra),
        ("template_params", &change.template_params, &mut fields.template_params),
        ("folders", &change.folders, &mut fields.folders),
    ] {
        if let Some(change) = change {
            *field = parsed(name, change.clone())?;
        }
    }
    if change.template_params.is_some() {
        check_params(fields.template_params.as_ref())?;
    }
    fields.cache_timeout = change.cache_timeout.unwrap_or(fields.cache_timeout);
    fields.offset = change.offset.unwrap_or(fields.offset);
    fields.filter_select_enabled = change.filter_select_enabled.unwrap_or(fields.filter_select_enabled);
    fields.normalize_columns = change.normalize_columns.unwrap_or(fields.normalize_columns);
    fields.always_filter_main_dttm = change.always_filter_main_dttm.unwrap_or(fields.always_filter_main_dttm);
    Ok(fields)
}
