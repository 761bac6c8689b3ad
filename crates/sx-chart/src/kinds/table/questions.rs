//! What a table asks: its rows, and by wish their number, the whole for percentages, and the totals.

use serde_json::json;
use sx_query::{AdhocColumn, ColumnRef, QueryObject, Table};

use crate::{
    ChartError, FormData,
    ask::{self, post},
    cells,
    controls::is_raw,
    form,
};

pub(super) fn queries(form_data: &FormData) -> Result<Vec<QueryObject>, ChartError> {
    let mut form_data = form_data.clone();
    // Says which of the two sets of choices counts, also where the form leaves it to the columns.
    form_data.insert("query_mode".into(), if is_raw(&form_data) { "raw" } else { "aggregate" }.into());
    let form_data = &form_data;
    let mut query = ask::base(form_data)?;
    let offsets = offsets(form_data, &query);
    let mut contribution = None;
    if !is_raw(form_data) {
        query.orderby = order(form_data, &query)?;
        contribution = add_percentages(form_data, &mut query, &offsets)?;
        query.post_processing = vec![contribution.clone(), post::compare(form_data, &query)];
        query.post_processing.retain(Option::is_some);
        time_column_first(form_data, &mut query);
    }
    query.time_offsets = offsets;
    let limit = query.row_limit;
    let paged = form::flag(form_data, "server_pagination");
    if paged {
        let page = form::number(form_data, "server_page_length").unwrap_or(10.0).max(1.0) as i64;
        query.row_limit = Some(limit.filter(|limit| *limit > 0).map_or(page, |limit| limit.min(page)));
        query.row_offset = Some(0);
    }
    let mut queries = vec![query.clone()];
    if paged {
        queries.push(QueryObject {
            is_rowcount: true,
            row_limit: Some(limit.unwrap_or(0)),
            post_processing: Vec::new(),
            time_offsets: Vec::new(),
            ..query.clone()
        });
    }
    let whole =
        QueryObject { columns: Vec::new(), row_limit: Some(0), row_offset: Some(0), orderby: Vec::new(), ..query };
    if all_records_position(form_data).is_some() {
        let metrics = form::list(form_data, "percent_metrics").iter();
        let metrics = metrics.map(|value| ask::metric("percent_metrics", value)).collect::<Result<_, _>>()?;
        queries.push(QueryObject {
            metrics: Some(metrics),
            post_processing: Vec::new(),
            is_timeseries: Some(false),
            ..whole.clone()
        });
    }
    if totals_position(form_data).is_some() {
        queries.push(QueryObject { post_processing: contribution.into_iter().map(Some).collect(), ..whole });
    }
    Ok(queries)
}

/// Where among the answers the whole is, that percentages of all records refer to.
pub(super) fn all_records_position(form_data: &FormData) -> Option<usize> {
    let wanted = form::text(form_data, "percent_metric_calculation") == Some("all_records");
    let has_metrics = !form::list(form_data, "percent_metrics").is_empty();
    (wanted && has_metrics && !is_raw(form_data)).then(|| 1 + usize::from(form::flag(form_data, "server_pagination")))
}

/// Where among the answers the totals are.
pub(super) fn totals_position(form_data: &FormData) -> Option<usize> {
    let has_metrics = ["metrics", "percent_metrics"].iter().any(|name| !form::list(form_data, name).is_empty());
    let before = 1
        + usize::from(form::flag(form_data, "server_pagination"))
        + usize::from(all_records_position(form_data).is_some());
    (form::flag(form_data, "show_totals") && has_metrics && !is_raw(form_data)).then_some(before)
}

/// How many rows there are altogether, when pages are asked for one by one.
pub(super) fn row_count(form_data: &FormData, tables: &[&Table]) -> Option<f64> {
    let counted = tables.get(1).filter(|_| form::flag(form_data, "server_pagination"))?;
    counted.columns.first().and_then(|column| cells::number(column, 0))
}

type Order = Vec<(sx_query::OrderTarget, bool)>;

/// By the metric of the form, else by the first metric in descending order.
fn order(form_data: &FormData, query: &QueryObject) -> Result<Order, ChartError> {
    if let Some(by) = form::list(form_data, "timeseries_limit_metric").first() {
        let metric = ask::metric("timeseries_limit_metric", by)?;
        return Ok(vec![(ask::order_by_metric(&metric), !form::flag(form_data, "order_desc"))]);
    }
    let first = query.metrics.iter().flatten().next();
    Ok(first.map_or_else(|| query.orderby.clone(), |metric| vec![(ask::order_by_metric(metric), false)]))
}

fn add_percentages(
    form_data: &FormData,
    query: &mut QueryObject,
    offsets: &[String],
) -> Result<Option<sx_query::PostProcessing>, ChartError> {
    let values = form::list(form_data, "percent_metrics");
    if values.is_empty() {
        return Ok(None);
    }
    let mut metrics = query.metrics.take().unwrap_or_default();
    for value in values {
        metrics.push(ask::metric("percent_metrics", value)?);
    }
    query.metrics = Some(ask::unique_metrics(metrics));
    let mut labels = Vec::new();
    for label in form::labels(form_data, "percent_metrics") {
        let shifted = offsets.iter().map(|offset| format!("{label}__{offset}"));
        for name in std::iter::once(label.clone()).chain(shifted) {
            if !labels.contains(&name) {
                labels.push(name);
            }
        }
    }
    let renamed: Vec<_> = labels.iter().map(|label| format!("%{label}")).collect();
    Ok(post::step("contribution", json!({"columns": labels, "rename_columns": renamed})))
}

/// `custom` stands for a date of its own; `inherit` for the length of the time range.
fn offsets(form_data: &FormData, query: &QueryObject) -> Vec<String> {
    let (special, mut offsets): (Vec<_>, Vec<_>) =
        post::time_offsets(form_data, query).into_iter().partition(|offset| offset == "custom" || offset == "inherit");
    if special.iter().any(|offset| offset == "custom") {
        offsets.extend(form::text(form_data, "start_date_offset").map(str::to_owned));
    }
    offsets.extend(special.into_iter().filter(|offset| offset == "inherit"));
    offsets
}

/// The first temporal dimension takes the grain, and its place in front.
fn time_column_first(form_data: &FormData, query: &mut QueryObject) {
    let Some(grain) = query.extras.time_grain_sqla.clone() else { return };
    let Some(lookup) = form_data.get("temporal_columns_lookup") else { return };
    let is_temporal = |column: &ColumnRef| match column {
        ColumnRef::Name(name) => lookup.get(name) == Some(&true.into()),
        ColumnRef::Adhoc(_) => false,
    };
    let Some(position) = query.columns.iter().position(is_temporal) else { return };
    if let ColumnRef::Name(name) = query.columns.remove(position) {
        let column = AdhocColumn {
            sql_expression: name.clone(),
            label: Some(name),
            expression_type: Some("SQL".into()),
            column_type: Some("BASE_AXIS".into()),
            time_grain: Some(grain),
            is_column_reference: Some(true),
        };
        query.columns.insert(0, ColumnRef::Adhoc(column));
    }
}
