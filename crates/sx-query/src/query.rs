//! One question: `queries[]` of a query context, in the reference's spelling.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Datasource, ResultType};

/// Absent and null are the same; deprecated spellings are accepted as aliases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct QueryObject {
    #[serde(deserialize_with = "null_as_default", alias = "groupby")]
    pub columns: Vec<ColumnRef>,
    /// `None` asks for raw rows, an empty list for distinct rows of `columns`.
    pub metrics: Option<Vec<MetricRef>>,
    #[serde(deserialize_with = "null_as_default")]
    pub filters: Vec<Filter>,
    #[serde(deserialize_with = "null_as_default")]
    pub extras: Extras,
    #[serde(deserialize_with = "null_as_default")]
    pub orderby: Vec<(OrderTarget, bool)>,
    #[serde(alias = "granularity_sqla", skip_serializing_if = "Option::is_none")]
    pub granularity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_shift: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_timeseries: Option<bool>,
    pub is_rowcount: bool,
    pub row_limit: Option<i64>,
    pub row_offset: Option<i64>,
    #[serde(deserialize_with = "null_as_default")]
    pub series_columns: Vec<ColumnRef>,
    #[serde(alias = "timeseries_limit")]
    pub series_limit: Option<i64>,
    #[serde(alias = "timeseries_limit_metric")]
    pub series_limit_metric: Option<MetricRef>,
    pub group_others_when_limit_reached: bool,
    #[serde(default = "yes")]
    pub order_desc: bool,
    #[serde(deserialize_with = "null_as_default")]
    pub post_processing: Vec<Option<PostProcessing>>,
    #[serde(deserialize_with = "null_as_default")]
    pub time_offsets: Vec<String>,
    #[serde(deserialize_with = "null_as_default")]
    pub annotation_layers: Vec<Value>,
    #[serde(deserialize_with = "null_as_default")]
    pub applied_time_extras: Map<String, Value>,
    #[serde(deserialize_with = "null_as_default")]
    pub url_params: Map<String, Value>,
    pub apply_fetch_values_predicate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_type: Option<ResultType>,
    /// Another dataset than the context's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datasource: Option<Datasource>,
}

/// A column of the dataset by name, or one written in the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ColumnRef {
    Name(String),
    Adhoc(AdhocColumn),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdhocColumn {
    pub sql_expression: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression_type: Option<String>,
    /// `BASE_AXIS` marks the x-axis, to which `time_grain` applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_grain: Option<String>,
    /// `sql_expression` is the name of a column of the dataset, not SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_column_reference: Option<bool>,
}

/// A saved metric by name, or one written in the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum MetricRef {
    Name(String),
    Adhoc(Box<AdhocMetric>),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdhocMetric {
    /// `SIMPLE` (aggregate of a column) or `SQL`.
    pub expression_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<MetricColumn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql_expression: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_custom_label: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option_name: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricColumn {
    pub column_name: String,
    /// What else the client sent along (type, id, labels): kept, never read.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What `orderby` may name: text is a metric's, a column's or a label's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum OrderTarget {
    Name(String),
    Metric(Box<AdhocMetric>),
    Column(AdhocColumn),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Filter {
    pub col: ColumnRef,
    pub op: String,
    #[serde(default)]
    pub val: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<String>,
    #[serde(default, rename = "isExtra", skip_serializing_if = "Option::is_none")]
    pub is_extra: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Extras {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_grain_sqla: Option<String>,
    #[serde(deserialize_with = "null_as_default")]
    pub having: String,
    #[serde(rename = "where", deserialize_with = "null_as_default")]
    pub where_: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative_start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative_end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instant_time_comparison_range: Option<String>,
    /// Labels in the order in which the answer shall have them; what is not named follows.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "null_as_default")]
    pub column_order: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PostProcessing {
    pub operation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Map<String, Value>>,
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn yes() -> bool {
    true
}
