//! What is wrong with a question whatever the database.

use std::collections::HashSet;

use super::TIME_LABEL;
use super::label::{column_label, metric_label};
use crate::{ColumnRef, Dataset, MetricRef, QueryError, QueryObject};

pub(super) fn check_question(query: &QueryObject, dataset: &Dataset) -> Result<(), QueryError> {
    check_series(query)?;
    check_labels(query)?;
    check_columns(query, dataset)?;
    let has_metrics = query.metrics.as_ref().is_some_and(|metrics| !metrics.is_empty());
    if query.columns.is_empty() && !has_metrics { Err(QueryError::Empty) } else { Ok(()) }
}

fn check_series(query: &QueryObject) -> Result<(), QueryError> {
    let missing = query.series_columns.iter().filter(|column| !query.columns.contains(column));
    let missing: Vec<_> = missing.map(column_label).collect();
    if missing.is_empty() { Ok(()) } else { Err(QueryError::MissingSeries(missing)) }
}

fn check_labels(query: &QueryObject) -> Result<(), QueryError> {
    let mut seen = HashSet::new();
    let labels = query.metrics.iter().flatten().map(metric_label).chain(query.columns.iter().map(column_label));
    let mut twice: Vec<String> = labels.filter(|label| !seen.insert(label.clone())).collect();
    twice.dedup();
    if twice.is_empty() { Ok(()) } else { Err(QueryError::DuplicateLabels(twice)) }
}

/// Names must be known; what ad-hoc SQL reads is the SQL checker's business.
fn check_columns(query: &QueryObject, dataset: &Dataset) -> Result<(), QueryError> {
    let columns = query.columns.iter().filter_map(|column| match column {
        ColumnRef::Name(name) => Some(name),
        ColumnRef::Adhoc(adhoc) => Some(&adhoc.sql_expression).filter(|_| adhoc.is_column_reference == Some(true)),
    });
    let metrics = query.metrics.iter().flatten().filter_map(|metric| match metric {
        MetricRef::Adhoc(adhoc) if adhoc.expression_type.eq_ignore_ascii_case("SIMPLE") => {
            adhoc.column.as_ref().map(|column| &column.column_name)
        }
        _ => None,
    });
    let known = |name: &String| name == TIME_LABEL || dataset.columns.iter().any(|column| column.name == *name);
    let missing: Vec<String> = columns.chain(metrics).filter(|name| !known(name)).cloned().collect();
    if missing.is_empty() { Ok(()) } else { Err(QueryError::MissingColumns(missing)) }
}
