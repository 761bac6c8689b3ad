//! Columns and metrics as a request gives them, laid over those that are stored.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value};
use sx_model::{AppError, Dataset, DatasetColumnFields, DatasetColumnId, DatasetMetricFields, DatasetMetricId, Result};
use uuid::Uuid;

use crate::{
    audit::differences,
    wrong::{Wrong, given},
};

/// A column: with an `id` it changes that one, without it is new, or the one of its name.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
pub struct ColumnChange {
    pub id: Option<DatasetColumnId>,
    pub column_name: String,
    #[serde(default, deserialize_with = "given")]
    pub verbose_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub expression: Option<Option<String>>,
    #[serde(default, rename = "type", deserialize_with = "given")]
    pub type_: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub advanced_data_type: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub python_date_format: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub datetime_format: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub extra: Option<Option<Value>>,
    pub is_dttm: Option<bool>,
    pub is_active: Option<bool>,
    pub groupby: Option<bool>,
    pub filterable: Option<bool>,
}

/// A metric, by the rules of [`ColumnChange`].
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
pub struct MetricChange {
    pub id: Option<DatasetMetricId>,
    pub metric_name: String,
    pub expression: String,
    #[serde(default, deserialize_with = "given")]
    pub verbose_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub metric_type: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub d3format: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub warning_text: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub currency: Option<Option<Value>>,
    #[serde(default, deserialize_with = "given")]
    pub extra: Option<Option<Value>>,
}

/// The columns and metrics as they shall be; `None` stays as it is.
pub(super) fn apply(
    dataset: &Dataset,
    columns: Option<Vec<ColumnChange>>,
    metrics: Option<Vec<MetricChange>>,
    wrong: &mut Wrong,
) -> (Vec<DatasetColumnFields>, Vec<DatasetMetricFields>) {
    let columns = match columns {
        None => dataset.columns.iter().map(|column| column.fields.clone()).collect(),
        Some(changes) => changes.into_iter().filter_map(|change| column(dataset, change, wrong)).collect::<Vec<_>>(),
    };
    let metrics = match metrics {
        None => dataset.metrics.iter().map(|metric| metric.fields.clone()).collect(),
        Some(changes) => changes.into_iter().filter_map(|change| metric(dataset, change, wrong)).collect::<Vec<_>>(),
    };
    no_twins("columns", columns.iter().map(|column| column.column_name.as_str()), wrong);
    no_twins("metrics", metrics.iter().map(|metric| metric.metric_name.as_str()), wrong);
    (columns, metrics)
}

/// `None` after a fault was noted.
fn column(dataset: &Dataset, change: ColumnChange, wrong: &mut Wrong) -> Option<DatasetColumnFields> {
    let stored = match change.id {
        Some(id) => dataset.columns.iter().find(|column| column.id == id),
        None => dataset.columns.iter().find(|column| column.fields.column_name == change.column_name),
    };
    if change.column_name.trim().is_empty() || (change.id.is_some() && stored.is_none()) {
        wrong.add("columns", "One or more columns do not exist");
        return None;
    }
    let mut fields = stored.map_or_else(new_column, |column| column.fields.clone());
    fields.column_name = change.column_name;
    for (change, field) in [
        (change.verbose_name, &mut fields.verbose_name),
        (change.description, &mut fields.description),
        (change.expression, &mut fields.expression),
        (change.type_, &mut fields.type_),
        (change.advanced_data_type, &mut fields.advanced_data_type),
        (change.python_date_format, &mut fields.python_date_format),
        (change.datetime_format, &mut fields.datetime_format),
    ] {
        set(field, change);
    }
    for (change, field) in [
        (change.is_dttm, &mut fields.is_dttm),
        (change.is_active, &mut fields.is_active),
        (change.groupby, &mut fields.groupby),
        (change.filterable, &mut fields.filterable),
    ] {
        *field = change.unwrap_or(*field);
    }
    set(&mut fields.extra, change.extra);
    Some(fields)
}

fn metric(dataset: &Dataset, change: MetricChange, wrong: &mut Wrong) -> Option<DatasetMetricFields> {
    let stored = match change.id {
        Some(id) => dataset.metrics.iter().find(|metric| metric.id == id),
        None => dataset.metrics.iter().find(|metric| metric.fields.metric_name == change.metric_name),
    };
    if change.metric_name.trim().is_empty() || (change.id.is_some() && stored.is_none()) {
        wrong.add("metrics", "One or more metrics do not exist");
        return None;
    }
    let new = || DatasetMetricFields { uuid: Some(Uuid::new_v4()), ..DatasetMetricFields::default() };
    let mut fields = stored.map_or_else(new, |metric| metric.fields.clone());
    (fields.metric_name, fields.expression) = (change.metric_name, change.expression);
    for (change, field) in [
        (change.verbose_name, &mut fields.verbose_name),
        (change.metric_type, &mut fields.metric_type),
        (change.description, &mut fields.description),
        (change.d3format, &mut fields.d3format),
        (change.warning_text, &mut fields.warning_text),
    ] {
        set(field, change);
    }
    set(&mut fields.currency, change.currency);
    set(&mut fields.extra, change.extra);
    Some(fields)
}

pub(super) fn new_column() -> DatasetColumnFields {
    DatasetColumnFields {
        uuid: Some(Uuid::new_v4()),
        is_active: true,
        groupby: true,
        filterable: true,
        ..DatasetColumnFields::default()
    }
}

fn set<T>(field: &mut Option<T>, change: Option<Option<T>>) {
    if let Some(change) = change {
        *field = change;
    }
}

fn no_twins<'a>(noun: &str, names: impl Iterator<Item = &'a str>, wrong: &mut Wrong) {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            wrong.add(noun, format!("One or more {noun} are duplicated: {name}"));
        }
    }
}

/// JSON may come as text that holds it: the reference stores it so, its bundles do not.
pub(super) fn parsed(name: &str, value: Option<Value>) -> Result<Option<Value>> {
    match value {
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) => {
            let parsed = serde_json::from_str(&text);
            parsed.map(Some).map_err(|error| AppError::invalid(format!("{name}: JSON not valid ({error}).")))
        }
        other => Ok(other),
    }
}

/// For the log: columns and metrics by name.
pub(super) fn differences_of(
    before: &Dataset,
    columns: &[DatasetColumnFields],
    metrics: &[DatasetMetricFields],
) -> Map<String, Value> {
    let column = |fields: &DatasetColumnFields| (format!("column {}", fields.column_name), value(fields));
    let metric = |fields: &DatasetMetricFields| (format!("metric {}", fields.metric_name), value(fields));
    let stored = before.columns.iter().map(|part| column(&part.fields));
    let stored: Map<_, _> = stored.chain(before.metrics.iter().map(|part| metric(&part.fields))).collect();
    let now: Map<_, _> = columns.iter().map(column).chain(metrics.iter().map(metric)).collect();
    differences(&stored, &now)
}

fn value(fields: &impl serde::Serialize) -> Value {
    serde_json::to_value(fields).unwrap_or_default()
}
