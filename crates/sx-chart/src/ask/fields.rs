//! Which controls hold metrics, columns and orders, whatever the kind calls them.

use std::collections::HashSet;

use serde_json::Value;
use sx_query::{ColumnRef, MetricRef, OrderTarget};

use crate::{ChartError, FormData, form};

pub(super) struct Fields {
    pub columns: Vec<ColumnRef>,
    /// `None` in raw mode.
    pub metrics: Option<Vec<MetricRef>>,
    pub orderby: Vec<(OrderTarget, bool)>,
}

enum Field {
    Metrics,
    Columns,
    GroupBy,
    OrderBy,
}

/// Collects the fields in the order of the form. A table keeps the choices of both its modes; only the current mode's count.
pub(super) fn collect(form_data: &FormData) -> Result<Fields, ChartError> {
    let mode = form::text(form_data, "query_mode");
    let (mut columns, mut metrics, mut orderby) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in form_data {
        let Some(field) = field(name) else { continue };
        for item in form::as_list(value).iter().filter(|item| **item != Value::String(String::new())) {
            match field {
                Field::Metrics if mode != Some("raw") => metrics.push(metric(name, item)?),
                Field::GroupBy if mode != Some("raw") => columns.push(column(name, item)?),
                Field::Columns if mode != Some("aggregate") => columns.push(column(name, item)?),
                Field::OrderBy => orderby.push(order(name, item)?),
                Field::Metrics | Field::GroupBy | Field::Columns => {}
            }
        }
    }
    let metrics = (mode != Some("raw")).then(|| unique_metrics(metrics));
    Ok(Fields { columns: unique_columns(columns), metrics, orderby })
}

pub(crate) fn metric(control: &str, value: &Value) -> Result<MetricRef, ChartError> {
    serde_json::from_value(value.clone()).map_err(|_| unreadable(control, "metric", value))
}

pub(crate) fn column(control: &str, value: &Value) -> Result<ColumnRef, ChartError> {
    serde_json::from_value(value.clone()).map_err(|_| unreadable(control, "column", value))
}

fn order_target(control: &str, value: &Value) -> Result<OrderTarget, ChartError> {
    serde_json::from_value(value.clone()).map_err(|_| unreadable(control, "sort order", value))
}

pub(crate) fn unique_metrics(mut metrics: Vec<MetricRef>) -> Vec<MetricRef> {
    let mut seen = HashSet::new();
    metrics.retain(|metric| seen.insert(metric_label(metric)));
    metrics
}

pub(crate) fn unique_columns(mut columns: Vec<ColumnRef>) -> Vec<ColumnRef> {
    let mut seen = HashSet::new();
    columns.retain(|column| seen.insert(column_label(column)));
    columns
}

pub(crate) fn metric_label(metric: &MetricRef) -> String {
    let metric = match metric {
        MetricRef::Name(name) => return name.clone(),
        MetricRef::Adhoc(metric) => metric,
    };
    let simple = || Some(format!("{}({})", metric.aggregate.as_ref()?, metric.column.as_ref()?.column_name));
    metric.label.clone().or_else(simple).or_else(|| metric.sql_expression.clone()).unwrap_or_default()
}

pub(crate) fn column_label(column: &ColumnRef) -> String {
    match column {
        ColumnRef::Name(name) => name.clone(),
        ColumnRef::Adhoc(column) => column.label.clone().unwrap_or_else(|| column.sql_expression.clone()),
    }
}

fn field(name: &str) -> Option<Field> {
    match name {
        "metrics" | "metric" | "metric_2" | "secondary_metric" | "x" | "y" | "size" => Some(Field::Metrics),
        "groupby" | "series" => Some(Field::GroupBy),
        "columns" | "all_columns" => Some(Field::Columns),
        "orderby" | "order_by_cols" => Some(Field::OrderBy),
        _ => None,
    }
}

/// `[column, ascending]`, or the same as a JSON text, which is how the table's control stores it.
fn order(control: &str, value: &Value) -> Result<(OrderTarget, bool), ChartError> {
    let parsed = value.as_str().map(serde_json::from_str::<Value>).transpose();
    let parsed = parsed.map_err(|_| unreadable(control, "sort order", value))?;
    let pair = parsed.as_ref().unwrap_or(value);
    match (pair.get(0), pair.get(1).and_then(Value::as_bool)) {
        (Some(target), Some(ascending)) => Ok((order_target(control, target)?, ascending)),
        _ => Err(unreadable(control, "sort order", value)),
    }
}

fn unreadable(control: &str, what: &str, value: &Value) -> ChartError {
    ChartError::Form(format!("The control “{control}” holds a {what} that cannot be read: {value}"))
}
