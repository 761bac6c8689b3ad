//! From form data to questions, the way the reference's own front end asks them.

mod fields;
mod filters;
pub(crate) mod post;

use serde_json::{Map, Value};
use sx_query::{AdhocColumn, ColumnRef, Extras, MetricRef, OrderTarget, QueryObject};

pub(crate) use fields::{column, metric, unique_columns, unique_metrics};

use crate::{ChartError, FormData, form};

/// What all kinds ask alike: metrics, columns, filters, time, limits. Each kind then changes what is its own.
pub(crate) fn base(form_data: &FormData) -> Result<QueryObject, ChartError> {
    let fields = fields::collect(form_data)?;
    let extra = form_data.get("extra_form_data").and_then(Value::as_object);
    let time = filters::time_extras(form_data);
    let mut filters = filters::collect(form_data, extra)?;
    let mut query = QueryObject {
        columns: fields.columns,
        metrics: fields.metrics,
        orderby: fields.orderby,
        filters: std::mem::take(&mut filters.simple),
        extras: Extras {
            time_grain_sqla: time.grain,
            having: filters.having,
            where_: filters.where_,
            ..Extras::default()
        },
        granularity: time.column,
        time_range: time.range,
        row_limit: form::number(form_data, "row_limit").map(|limit| limit as i64),
        row_offset: form::number(form_data, "row_offset").map(|offset| offset as i64),
        series_limit: Some(series_limit(form_data)),
        series_limit_metric: series_limit_metric(form_data)?,
        group_others_when_limit_reached: form::flag(form_data, "group_others_when_limit_reached"),
        order_desc: form_data.get("order_desc").is_none_or(|order| order != &Value::Bool(false)),
        annotation_layers: form::list(form_data, "annotation_layers").to_vec(),
        url_params: form_data.get("url_params").and_then(Value::as_object).cloned().unwrap_or_default(),
        applied_time_extras: time.applied,
        ..QueryObject::default()
    };
    if let Some(extra) = extra {
        override_by_dashboard(&mut query, extra);
    }
    Ok(query)
}

/// Marks the x-axis among the columns, so that the time grain applies to it.
pub(crate) fn mark_base_axis(form_data: &FormData, query: &mut QueryObject) {
    let Some(axis) = form::x_axis(form_data) else { return };
    let name = axis.as_str();
    let sql = axis.get("sqlExpression").and_then(Value::as_str);
    let grain = query.extras.time_grain_sqla.clone();
    let position = query.columns.iter().position(|column| match column {
        ColumnRef::Name(column) => name == Some(column),
        ColumnRef::Adhoc(column) => sql == Some(&column.sql_expression),
    });
    let Some(position) = position else { return };
    query.columns[position] = ColumnRef::Adhoc(base_axis(query.columns[position].clone(), grain));
    // The time column is named, so nobody has to guess it.
    query.is_timeseries = None;
}

/// The first metric in descending order (or ascending, when the form says so), unless the form sorts by something else.
pub(crate) fn normalized_order(query: &QueryObject) -> Vec<(OrderTarget, bool)> {
    if !query.orderby.is_empty() {
        return query.orderby.clone();
    }
    let metric = query.series_limit_metric.as_ref().or_else(|| query.metrics.as_ref()?.first());
    metric.map(|metric| vec![(order_by_metric(metric), !query.order_desc)]).unwrap_or_default()
}

pub(crate) fn order_by_metric(metric: &MetricRef) -> OrderTarget {
    match metric {
        MetricRef::Name(name) => OrderTarget::Name(name.clone()),
        MetricRef::Adhoc(metric) => OrderTarget::Metric(metric.clone()),
    }
}

pub(crate) fn order_by_column(column: &ColumnRef) -> OrderTarget {
    match column {
        ColumnRef::Name(name) => OrderTarget::Name(name.clone()),
        ColumnRef::Adhoc(column) => OrderTarget::Column(column.clone()),
    }
}

/// A column to which the time grain applies.
pub(crate) fn base_axis(column: ColumnRef, grain: Option<String>) -> AdhocColumn {
    match column {
        ColumnRef::Name(name) => AdhocColumn {
            sql_expression: name.clone(),
            label: Some(name),
            expression_type: Some("SQL".into()),
            column_type: Some("BASE_AXIS".into()),
            time_grain: grain,
            is_column_reference: Some(true),
        },
        ColumnRef::Adhoc(column) => AdhocColumn {
            time_grain: column.time_grain.or(grain),
            column_type: Some(column.column_type.unwrap_or_else(|| "BASE_AXIS".into())),
            ..column
        },
    }
}

fn series_limit(form_data: &FormData) -> i64 {
    let limit = form::number(form_data, "series_limit").or_else(|| form::number(form_data, "limit"));
    limit.unwrap_or(0.0) as i64
}

fn series_limit_metric(form_data: &FormData) -> Result<Option<MetricRef>, ChartError> {
    let named = |name: &'static str| form::list(form_data, name).first().map(|value| metric(name, value));
    named("series_limit_metric").or_else(|| named("timeseries_limit_metric")).transpose()
}

/// Dashboard filters win over what the chart says about time.
fn override_by_dashboard(query: &mut QueryObject, extra: &Map<String, Value>) {
    let text = |name: &str| form::text(extra, name).map(str::to_owned);
    if let Some(column) = text("granularity").or_else(|| text("granularity_sqla")).or_else(|| text("time_column")) {
        query.granularity = Some(column);
    }
    query.time_range = text("time_range").or(query.time_range.take());
    query.extras.time_grain_sqla = text("time_grain_sqla").or(query.extras.time_grain_sqla.take());
    query.extras.relative_start = text("relative_start");
    query.extras.relative_end = text("relative_end");
}
