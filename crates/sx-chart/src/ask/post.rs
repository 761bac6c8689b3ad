//! Post-processing chains: what the server does to the rows before a chart sees them.

use serde_json::{Map, Value, json};
use sx_query::{MetricRef, PostProcessing, QueryObject};

use super::fields::{column_label, metric_label};
use crate::{FormData, form};

/// Joins the parts of a derived column's name: `count__1 year ago`.
const SEPARATOR: &str = "__";

/// A form that compares times has derived metrics: (name in the answer, metric), for each metric and offset.
pub(crate) fn time_offsets(form_data: &FormData, query: &QueryObject) -> Vec<String> {
    let compared = matches!(comparison(form_data), Some("values" | "difference" | "percentage" | "ratio"));
    if !compared || metric_labels(query).is_empty() {
        return Vec::new();
    }
    form::texts(form_data, "time_compare").into_iter().map(str::to_owned).collect()
}

/// One row for each x, one column for each metric and series.
pub(crate) fn pivot(form_data: &FormData, query: &QueryObject) -> Option<PostProcessing> {
    let index = form::x_axis_label(form_data)?;
    let metrics = metric_labels(query);
    if metrics.is_empty() {
        return None;
    }
    let derived = derived_metrics(form_data, query);
    let names = if derived.is_empty() {
        metrics
    } else {
        derived.iter().map(|(_, metric)| metric.clone()).chain(derived.iter().map(|(name, _)| name.clone())).collect()
    };
    // Each cell holds one value; its mean is that value, and a cell without one stays empty.
    let aggregates: Map<_, _> = names.into_iter().map(|name| (name, json!({"operator": "mean"}))).collect();
    let columns: Vec<_> = query.columns.iter().map(column_label).collect();
    let drop = !form::flag(form_data, "show_empty_columns");
    step("pivot", json!({"index": [index], "columns": columns, "aggregates": aggregates, "drop_missing_columns": drop}))
}

pub(crate) fn rolling(form_data: &FormData, query: &QueryObject) -> Option<PostProcessing> {
    let names = compared_names(form_data, query);
    let columns: Map<_, _> = names.into_iter().map(|name| (name.clone(), Value::String(name))).collect();
    match form::text(form_data, "rolling_type")? {
        "cumsum" => step("cum", json!({"operator": "sum", "columns": columns})),
        kind @ ("sum" | "mean" | "std") => {
            let whole = |name: &str, default: i64| form::number(form_data, name).map_or(default, |n| n as i64);
            let (window, min_periods) = (whole("rolling_periods", 1), whole("min_periods", 0));
            let options =
                json!({"rolling_type": kind, "window": window, "min_periods": min_periods, "columns": columns});
            step("rolling", options)
        }
        _ => None,
    }
}

pub(crate) fn compare(form_data: &FormData, query: &QueryObject) -> Option<PostProcessing> {
    let derived = derived_metrics(form_data, query);
    let kind = comparison(form_data).filter(|kind| *kind != "values" && !derived.is_empty())?;
    let (compared, sources): (Vec<_>, Vec<_>) = derived.into_iter().unzip();
    let options = json!({
        "source_columns": sources, "compare_columns": compared, "compare_type": kind, "drop_original_columns": true,
    });
    step("compare", options)
}

pub(crate) fn resample(form_data: &FormData) -> Option<PostProcessing> {
    let (rule, method) = (form::text(form_data, "resample_rule")?, form::text(form_data, "resample_method")?);
    if method == "zerofill" {
        return step("resample", json!({"method": "asfreq", "rule": rule, "fill_value": 0}));
    }
    step("resample", json!({"method": method, "rule": rule, "fill_value": null}))
}

/// Takes the metric's name out of the series' names, where it would only repeat itself.
pub(crate) fn rename(form_data: &FormData, query: &QueryObject) -> Option<PostProcessing> {
    let metrics = metric_labels(query);
    form::x_axis_label(form_data)?;
    let derived = derived_metrics(form_data, query);
    let offsets = form::texts(form_data, "time_compare");
    let many = !query.columns.is_empty() || offsets.len() > 1;
    if derived.is_empty() && !(many && form::flag(form_data, "truncate_metric")) {
        return None;
    }
    let mut columns = Map::new();
    for (name, metric) in &derived {
        let offset = offsets.iter().find(|offset| name.contains(*offset)).copied().unwrap_or_default();
        let short = if metrics.len() > 1 { format!("{metric}, {offset}") } else { offset.to_owned() };
        columns.insert(compared_name(form_data, name, metric), short.into());
    }
    let shows_originals = !matches!(comparison(form_data), Some("difference" | "percentage" | "ratio"));
    if columns.is_empty() && shows_originals && metrics.len() == 1 {
        columns.insert(metrics[0].clone(), Value::Null);
    }
    if columns.is_empty() {
        return None;
    }
    step("rename", json!({"columns": columns, "level": 0, "inplace": true}))
}

pub(crate) fn contribution(form_data: &FormData, offsets: &[String]) -> Option<PostProcessing> {
    let orientation = form::text(form_data, "contributionMode")?;
    step("contribution", json!({"orientation": orientation, "time_shifts": offsets}))
}

/// Sorts the x-axis by itself or by a metric; several series have no common order.
pub(crate) fn sort(form_data: &FormData, query: &QueryObject) -> Option<PostProcessing> {
    let by = form::text(form_data, "x_axis_sort")?;
    let ascending = form_data.get("x_axis_sort_asc").and_then(Value::as_bool)?;
    if !form::list(form_data, "groupby").is_empty() {
        return None;
    }
    if form::x_axis_label(form_data).as_deref() == Some(by) {
        return step("sort", json!({"is_sort_index": true, "ascending": ascending}));
    }
    let known = metric_labels(query).iter().any(|metric| metric == by);
    known.then(|| step("sort", json!({"by": by, "ascending": ascending})))?
}

pub(crate) fn flatten() -> Option<PostProcessing> {
    Some(PostProcessing { operation: "flatten".into(), options: None })
}

pub(crate) fn forecast(form_data: &FormData) -> Option<PostProcessing> {
    let index = form::x_axis_label(form_data).filter(|_| form::flag(form_data, "forecastEnabled"))?;
    let seasonality = |name: &str| form_data.get(name).cloned().unwrap_or(Value::Null);
    step(
        "prophet",
        json!({
            "time_grain": form::text(form_data, "time_grain_sqla"),
            "periods": form::number(form_data, "forecastPeriods").map(|periods| periods as i64),
            "confidence_interval": form::number(form_data, "forecastInterval"),
            "yearly_seasonality": seasonality("forecastSeasonalityYearly"),
            "weekly_seasonality": seasonality("forecastSeasonalityWeekly"),
            "daily_seasonality": seasonality("forecastSeasonalityDaily"),
            "index": index,
        }),
    )
}

pub(crate) fn step(operation: &str, options: Value) -> Option<PostProcessing> {
    let Value::Object(options) = options else { return None };
    Some(PostProcessing { operation: operation.into(), options: Some(options) })
}

pub(crate) fn metric_labels(query: &QueryObject) -> Vec<String> {
    query.metrics.iter().flatten().map(metric_label).collect()
}

/// The "sort by" metric, when the x-axis is sorted by it and nothing else asks for it.
pub(crate) fn sort_metric(form_data: &FormData, query: &QueryObject) -> Option<MetricRef> {
    let by = form::text(form_data, "x_axis_sort")?;
    let metric = query.series_limit_metric.as_ref().filter(|metric| metric_label(metric) == by)?;
    (!metric_labels(query).iter().any(|label| label == by)).then(|| metric.clone())
}

fn comparison(form_data: &FormData) -> Option<&str> {
    form::text(form_data, "comparison_type")
}

fn derived_metrics(form_data: &FormData, query: &QueryObject) -> Vec<(String, String)> {
    let offsets = time_offsets(form_data, query);
    let pair = |metric: &String, offset: &String| (format!("{metric}{SEPARATOR}{offset}"), metric.clone());
    metric_labels(query).iter().flat_map(|metric| offsets.iter().map(move |offset| pair(metric, offset))).collect()
}

/// The columns there are after the comparison.
fn compared_names(form_data: &FormData, query: &QueryObject) -> Vec<String> {
    let derived = derived_metrics(form_data, query);
    if derived.is_empty() {
        return metric_labels(query);
    }
    if comparison(form_data) == Some("values") {
        let mut names = metric_labels(query);
        names.extend(derived.into_iter().map(|(name, _)| name));
        return names;
    }
    derived.iter().map(|(name, metric)| compared_name(form_data, name, metric)).collect()
}

fn compared_name(form_data: &FormData, name: &str, metric: &str) -> String {
    match comparison(form_data) {
        Some(kind) if kind != "values" => [kind, metric, name].join(SEPARATOR),
        _ => name.to_owned(),
    }
}
