//! What columns and metrics are called in the answer.

use crate::query::{AdhocMetric, ColumnRef, MetricRef, QueryObject};
use crate::{Dataset, plan::TIME_LABEL};

pub(crate) fn column_label(column: &ColumnRef) -> String {
    match column {
        ColumnRef::Name(name) => name.clone(),
        ColumnRef::Adhoc(adhoc) => non_empty(adhoc.label.as_ref()).unwrap_or(&adhoc.sql_expression).clone(),
    }
}

pub(crate) fn metric_label(metric: &MetricRef) -> String {
    match metric {
        MetricRef::Name(name) => name.clone(),
        MetricRef::Adhoc(adhoc) => adhoc_metric_label(adhoc),
    }
}

pub(super) fn adhoc_metric_label(metric: &AdhocMetric) -> String {
    if let Some(label) = non_empty(metric.label.as_ref()) {
        return label.clone();
    }
    if metric.expression_type.eq_ignore_ascii_case("SQL") {
        return metric.sql_expression.clone().unwrap_or_default();
    }
    let column = metric.column.as_ref().map_or("", |column| column.column_name.as_str());
    match &metric.aggregate {
        Some(aggregate) => format!("{aggregate}({column})"),
        None => column.into(),
    }
}

/// Columns whose values are the series: named ones, or all of a time series.
pub(super) fn series_labels(query: &QueryObject) -> Vec<String> {
    let has_metrics = query.metrics.as_ref().is_some_and(|metrics| !metrics.is_empty());
    let columns = match query.series_columns.is_empty() {
        true if query.is_timeseries == Some(true) && has_metrics => &query.columns,
        _ => &query.series_columns,
    };
    columns.iter().map(column_label).collect()
}

/// Said outright, or by naming the time axis among the columns.
pub(super) fn is_timeseries(query: &QueryObject) -> bool {
    let names_time =
        || query.columns.iter().any(|column| matches!(column, ColumnRef::Name(name) if name == TIME_LABEL));
    query.is_timeseries.unwrap_or_else(names_time)
}

/// The question's part of `label_map`: the label people see → the name or the SQL behind it.
pub(super) fn label_map(query: &QueryObject, dataset: &Dataset) -> Vec<(String, Vec<String>)> {
    let columns = query.columns.iter().map(|column| match column {
        ColumnRef::Name(name) => (shown_column(dataset, name), vec![name.clone()]),
        ColumnRef::Adhoc(adhoc) => (column_label(column), vec![adhoc.sql_expression.clone()]),
    });
    let metrics = query.metrics.iter().flatten().map(|metric| match metric {
        MetricRef::Name(name) => (shown_metric(dataset, name), vec![name.clone()]),
        MetricRef::Adhoc(adhoc) => {
            let label = adhoc_metric_label(adhoc);
            let sql = adhoc.sql_expression.clone().filter(|_| adhoc.expression_type.eq_ignore_ascii_case("SQL"));
            let name = sql.unwrap_or_else(|| label.clone());
            (label, vec![name])
        }
    });
    columns.chain(metrics).collect()
}

fn shown_column(dataset: &Dataset, name: &str) -> String {
    let column = dataset.columns.iter().find(|column| column.name == name);
    non_empty(column.and_then(|column| column.verbose_name.as_ref())).map_or(name, String::as_str).into()
}

fn shown_metric(dataset: &Dataset, name: &str) -> String {
    let metric = dataset.metrics.iter().find(|metric| metric.name == name);
    non_empty(metric.and_then(|metric| metric.verbose_name.as_ref())).map_or(name, String::as_str).into()
}

fn non_empty(text: Option<&String>) -> Option<&String> {
    text.filter(|text| !text.is_empty())
}
