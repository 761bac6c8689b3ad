//! All that a template can read, given beforehand.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDateTime;
use serde_json::{Map, Value};
use sx_query::{Dialect, TimeRange};

/// What a time range means: its ends, or why it means nothing.
pub type Resolve = Box<dyn Fn(&str) -> Result<TimeRange, String> + Send + Sync>;

/// The person, the question and the dataset around a template. Whoever renders fills it in.
pub struct Surroundings {
    pub dialect: &'static dyn Dialect,
    pub mode: Mode,
    /// Nobody where who asks is not signed in.
    pub person: Option<Person>,
    /// The dataset's own names (`template_params`): written by its authors, so they are SQL as they stand.
    pub params: Map<String, Value>,
    /// Names of the question (`columns`, `from_dttm`, …): texts in them are values, never SQL.
    pub question: Map<String, Value>,
    pub filters: Vec<SeenFilter>,
    pub url_params: Map<String, Value>,
    pub time_range: Option<String>,
    /// What a time range means at the moment of the question.
    pub resolve: Resolve,
    /// Types by the names of the dataset's columns, as the database spells them.
    pub column_types: BTreeMap<String, String>,
    /// The dataset that the template belongs to, for `metric(key)` without an id.
    pub dataset_id: Option<i64>,
    /// Metric name → expression by dataset, or why there is none.
    pub metrics: BTreeMap<i64, Result<BTreeMap<String, String>, String>>,
    /// Answers to `dataset(…)`: a SELECT in parentheses with its name.
    pub datasets: BTreeMap<Wish, Result<String, String>>,
}

/// Whether a template is asked in earnest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Ask,
    /// To look at the SQL alone: filters, parameters and datasets that are not there are made up.
    Sample,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub id: i64,
    pub username: String,
    pub email: String,
    /// Sorted.
    pub roles: Vec<String>,
    /// Clauses of the row rules that hold for the dataset and this person.
    pub rules: Vec<String>,
}

/// A filter of the question as `get_filters` shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenFilter {
    pub column: String,
    /// Upper case, in the API's spelling: `IN`, `TEMPORAL_RANGE`, `==`.
    pub operator: String,
    pub value: Value,
}

/// What a template asks for besides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// The metrics of a dataset.
    Metrics { dataset: i64 },
    /// The SELECT of a dataset; no columns means all.
    Sql { dataset: i64, include_metrics: bool, columns: Vec<String> },
}

impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metrics { dataset } => write!(f, "the metrics of dataset {dataset}"),
            Self::Sql { dataset, .. } => write!(f, "dataset {dataset}"),
        }
    }
}

impl Surroundings {
    /// Where there is no question: a template over nothing but a person and a dialect.
    pub fn bare(dialect: &'static dyn Dialect, mode: Mode) -> Self {
        Self {
            dialect,
            mode,
            person: None,
            params: Map::new(),
            question: Map::new(),
            filters: Vec::new(),
            url_params: Map::new(),
            time_range: None,
            resolve: Box::new(|_| Ok((None::<NaiveDateTime>, None))),
            column_types: BTreeMap::new(),
            dataset_id: None,
            metrics: BTreeMap::new(),
            datasets: BTreeMap::new(),
        }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mode, filters, url_params, .. } = self;
        f.debug_struct("Surroundings")
            .field("mode", mode)
            .field("filters", filters)
            .field("url_params", url_params)
            .finish_non_exhaustive()
    }
}
