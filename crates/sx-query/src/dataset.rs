//! What the planner needs to know of a dataset.

use crate::{CheckedSql, Kind};

/// A table or a SELECT, with its columns and metrics; every SQL text in it was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    pub relation: Relation,
    pub columns: Vec<DatasetColumn>,
    pub metrics: Vec<DatasetMetric>,
    pub main_dttm_col: Option<String>,
    pub fetch_values_predicate: Option<CheckedSql>,
    pub always_filter_main_dttm: bool,
    /// Hours by which times are shown later than they are stored.
    pub offset: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    Table { schema: Option<String>, name: String },
    Query(CheckedSql),
}

#[derive(Clone, Debug, PartialEq)]
pub struct DatasetColumn {
    pub name: String,
    pub verbose_name: Option<String>,
    pub kind: Kind,
    pub is_dttm: bool,
    /// A calculated column.
    pub expression: Option<CheckedSql>,
    /// `epoch_s`, `epoch_ms` or a strptime format, for times kept as numbers or text.
    pub python_date_format: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DatasetMetric {
    pub name: String,
    pub verbose_name: Option<String>,
    pub expression: CheckedSql,
}
