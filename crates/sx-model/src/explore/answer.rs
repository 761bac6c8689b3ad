//! Questions of the chart builder and their answers. Tables travel column by column, as charts draw them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sx_chart::FormData;
use sx_query::{Filter, Kind, Table};

use crate::{ChartId, DatasetId};

/// `POST /api/v1/explore/ask`: what this form asks of the dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChartQuestion {
    pub dataset_id: DatasetId,
    pub viz_type: String,
    pub form: FormData,
    /// The chart that is edited, for its cache timeout.
    #[serde(default)]
    pub chart_id: Option<ChartId>,
    /// Ask the database again, not the cache.
    #[serde(default)]
    pub force: bool,
}

/// One answer for each question of the chart's kind, in its order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChartAnswer {
    pub queries: Vec<QueryAnswer>,
}

impl ChartAnswer {
    /// As [`sx_chart::ChartKind::draw`] takes them.
    pub fn tables(&self) -> Vec<&Table> {
        self.queries.iter().map(|query| &query.table).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryAnswer {
    pub table: Table,
    /// For people: values are written into it.
    pub sql: String,
    pub row_count: usize,
    /// Rows that the database sent, before post-processing.
    pub sql_row_count: usize,
    pub row_limit: Option<u64>,
    /// There may be more rows than these.
    pub is_limit_reached: bool,
    /// From the question to the answer, on the server; next to nothing when it was cached.
    pub duration_ms: u64,
    pub is_cached: bool,
    /// When the database was asked.
    pub queried_on: DateTime<Utc>,
    /// The time range, in milliseconds since 1970.
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// Names of columns.
    pub applied_filters: Vec<String>,
    pub rejected_filters: Vec<RejectedFilter>,
    /// How many rows there are in all, when that was asked.
    pub total_count: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RejectedFilter {
    pub column: String,
    /// `not_in_datasource`, `no_temporal_column`.
    pub reason: String,
}

/// `POST /api/v1/explore/samples`: rows of the dataset as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SamplesQuestion {
    pub dataset_id: DatasetId,
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// Of the main time column.
    #[serde(default)]
    pub time_range: Option<String>,
    /// 1,000 where it is not given.
    #[serde(default)]
    pub row_limit: Option<u64>,
    #[serde(default)]
    pub row_offset: u64,
    /// Count all rows, too.
    #[serde(default)]
    pub with_total: bool,
    #[serde(default)]
    pub force: bool,
}

impl SamplesQuestion {
    pub fn of(dataset_id: DatasetId) -> Self {
        let (filters, time_range, row_limit) = (Vec::new(), None, None);
        Self { dataset_id, filters, time_range, row_limit, row_offset: 0, with_total: false, force: false }
    }
}

/// An expression to be checked, first by its text and then by the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExpressionQuestion {
    pub expression: String,
    #[serde(default)]
    pub expression_type: ExpressionType,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExpressionType {
    Column,
    Metric,
    #[default]
    Where,
    Having,
}

/// No problem is a good expression.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExpressionCheck {
    pub problems: Vec<ExpressionProblem>,
    /// What it yields, as far as the database tells.
    pub kind: Option<Kind>,
    pub type_text: Option<String>,
}

/// Lines and columns count from 1, where the place is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExpressionProblem {
    pub message: String,
    pub line_number: Option<u64>,
    pub start_column: Option<u64>,
    pub end_column: Option<u64>,
}

/// One entry of `GET /api/v1/time_range/?q=`, in the reference's spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimeRangeQuestion {
    #[serde(rename = "timeRange")]
    pub time_range: String,
    #[serde(default)]
    pub shift: Option<String>,
}

/// From `since` up to but without `until`: ISO 8601 in UTC, or empty where it is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimeRangePreview {
    pub since: String,
    pub until: String,
    #[serde(rename = "timeRange")]
    pub time_range: String,
    pub shift: Option<String>,
}
