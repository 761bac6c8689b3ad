//! The page of the chart builder: a dataset as fields to drag, and a chart or none.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sx_chart::{FormData, Look};
use sx_query::Kind;
use uuid::Uuid;

use crate::{ChartId, DashboardId, DatabaseId, DatasetId, UserSummary};

/// What to open: a chart, or a dataset to begin a new one with. What was saved under a key is laid over it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExploreQuestion {
    pub chart_id: Option<ChartId>,
    pub dataset_id: Option<DatasetId>,
    /// Of `/api/v1/explore/form_data`.
    pub form_data_key: Option<String>,
    /// Of `/api/v1/explore/permalink`.
    pub permalink_key: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplorePage {
    pub dataset: Option<ExploreDataset>,
    /// Why there is none, as a sentence.
    pub dataset_problem: Option<String>,
    pub chart: Option<ExploreChart>,
    /// What the builder starts with; it has `viz_type` and, where there is a dataset, `datasource` (`12__table`).
    pub form: FormData,
    /// The form is not the chart's stored one.
    pub is_changed: bool,
    pub may_create_chart: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExploreDataset {
    pub id: DatasetId,
    pub name: String,
    pub schema: Option<String>,
    pub database_id: DatabaseId,
    pub database_name: String,
    /// The dialect: `postgresql`, `duckdb`.
    pub backend: String,
    pub is_virtual: bool,
    pub description: Option<String>,
    /// Those in use, in the order that people gave them.
    pub columns: Vec<ExploreColumn>,
    pub metrics: Vec<ExploreMetric>,
    pub main_dttm_col: Option<String>,
    pub time_grains: Vec<TimeGrainChoice>,
    /// Whether filters may offer the column's values.
    pub filter_select_enabled: bool,
    pub certified_by: Option<String>,
    pub warning: Option<String>,
    pub changed_on: DateTime<Utc>,
    pub may_edit: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExploreColumn {
    pub name: String,
    /// What people read.
    pub label: String,
    pub kind: Kind,
    /// The database's own name of the type.
    pub type_text: Option<String>,
    pub is_dttm: bool,
    pub groupby: bool,
    pub filterable: bool,
    /// Of a calculated column.
    pub expression: Option<String>,
    pub description: Option<String>,
    pub certified_by: Option<String>,
    pub warning: Option<String>,
    /// Why it cannot be used, as a sentence.
    pub problem: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExploreMetric {
    pub name: String,
    pub label: String,
    pub expression: String,
    pub description: Option<String>,
    pub d3format: Option<String>,
    /// `{"symbol": "EUR", "symbolPosition": "prefix"}`.
    pub currency: Option<Value>,
    pub certified_by: Option<String>,
    pub warning: Option<String>,
    pub problem: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeGrainChoice {
    /// `Day`.
    pub name: String,
    /// ISO 8601, as `time_grain_sqla` spells it: `P1D`.
    pub duration: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExploreChart {
    pub id: ChartId,
    pub uuid: Uuid,
    pub name: String,
    pub viz_type: String,
    pub description: Option<String>,
    pub certified_by: Option<String>,
    pub certification_details: Option<String>,
    /// Seconds.
    pub cache_timeout: Option<i64>,
    pub is_managed_externally: bool,
    pub owners: Vec<UserSummary>,
    pub changed_on: DateTime<Utc>,
    pub changed_by: Option<UserSummary>,
    /// Sent back when it is saved, so that a save in between is noticed.
    pub based_on: String,
    pub may_edit: bool,
    pub may_delete: bool,
    /// Those that the caller may open.
    pub dashboards: Vec<ExploreDashboard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExploreDashboard {
    pub id: DashboardId,
    pub title: String,
}

/// Form data kept for a while under a key: unsaved work that a link can carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormDataEntry {
    pub datasource_id: DatasetId,
    /// `table`, or `dataset`, which means the same.
    pub datasource_type: String,
    #[serde(default)]
    pub chart_id: Option<ChartId>,
    /// JSON text.
    pub form_data: String,
}

impl ExploreDataset {
    pub fn column(&self, name: &str) -> Option<&ExploreColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub fn metric(&self, name: &str) -> Option<&ExploreMetric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }

    /// How the dataset names its fields and writes its numbers, for [`sx_chart::ChartKind::draw`].
    pub fn look(&self) -> Look {
        let labelled = |name: &String, label: &String| (name != label).then(|| (name.clone(), label.clone()));
        let columns = self.columns.iter().filter_map(|column| labelled(&column.name, &column.label));
        // A metric may have the name of a column; charts show it far more often.
        let metrics = self.metrics.iter().filter_map(|metric| labelled(&metric.name, &metric.label));
        let usable = || self.metrics.iter().filter(|metric| metric.problem.is_none());
        Look {
            verbose_names: columns.chain(metrics).collect(),
            column_formats: usable().filter_map(|it| Some((it.name.clone(), it.d3format.clone()?))).collect(),
            column_currencies: usable().filter_map(|it| Some((it.name.clone(), it.currency.clone()?))).collect(),
            ..Look::default()
        }
    }
}
