//! What can be wrong with a question, as sentences for the person who asked.

use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QueryError {
    /// The body is not a query context; `path` is where, such as `queries[0].row_limit`.
    #[error("{path}: {problem}")]
    Body { path: String, problem: String },
    #[error("Columns missing in dataset: {}", quoted(.0))]
    MissingColumns(Vec<String>),
    #[error("Metric '{0}' does not exist")]
    MissingMetric(String),
    #[error("{0}")]
    Metric(String),
    #[error("Empty query?")]
    Empty,
    #[error("Duplicate column/metric labels: {}. Please make sure all columns and metrics have a unique label.", quoted(.0))]
    DuplicateLabels(Vec<String>),
    #[error("The following entries in `series_columns` are missing in `columns`: {}. ", quoted(.0))]
    MissingSeries(Vec<String>),
    #[error("Unknown column used in orderby: {0}")]
    OrderBy(String),
    #[error("Invalid filter operation type: {0}")]
    FilterOperator(String),
    #[error("{0}")]
    Filter(String),
    #[error("{0}")]
    TimeColumn(String),
    #[error("{0}")]
    TimeRange(String),
    #[error("The time grain {grain} is not supported by {dialect}.")]
    TimeGrain { grain: String, dialect: String },
    /// A SQL text in the question was refused; `problem` is the checker's sentence.
    #[error("{place}: {problem}")]
    Sql { place: &'static str, problem: String },
    #[error("Unknown post-processing operation: {0}")]
    UnknownOperation(String),
    /// An operation could not run on the answer that it was given.
    #[error("{operation}: {problem}")]
    Operation { operation: String, problem: String },
    #[error("{0} is not supported")]
    Unsupported(String),
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
