//! The chart builder's page in the reference's spelling.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sx_model::{ChartId, DatasetColumn, ExploreChart, ExploreDataset, ExplorePage, UserId};
use sx_service::LoadedDataset;

use super::{
    dataset_json::{ColumnJson, column_json, metric_json},
    wire,
};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ExplorePage")]
pub struct ExploreJson {
    form_data: Map<String, Value>,
    slice: Option<SliceJson>,
    /// All that forms need of the dataset; without one a placeholder with nothing in it.
    dataset: Map<String, Value>,
    /// Why there is no dataset.
    message: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Slice")]
struct SliceJson {
    slice_id: ChartId,
    slice_name: String,
    slice_url: String,
    edit_url: String,
    /// `7__table`.
    datasource: Option<String>,
    description: Option<String>,
    /// Seconds.
    cache_timeout: Option<i64>,
    certified_by: Option<String>,
    certification_details: Option<String>,
    is_managed_externally: bool,
    owners: Vec<UserId>,
    /// RFC 3339.
    changed_on: String,
    changed_on_humanized: String,
    form_data: Map<String, Value>,
}

#[derive(Serialize, JsonSchema)]
struct ExploreColumnJson {
    #[serde(flatten)]
    column: ColumnJson,
    type_generic: u8,
}

/// `loaded` is the dataset of the page.
pub fn explore_json(page: &ExplorePage, loaded: Option<&LoadedDataset>, now: DateTime<Utc>) -> ExploreJson {
    let dataset = page.dataset.as_ref().zip(loaded).map(|(dataset, loaded)| dataset_json(dataset, loaded));
    let dataset = dataset.unwrap_or_else(|| {
        json!({ "type": "table", "name": "[Missing Dataset]", "columns": [], "metrics": [],
                "database": { "id": 0, "backend": "" } })
    });
    ExploreJson {
        form_data: page.form.clone(),
        slice: page.chart.as_ref().map(|chart| chart_json(chart, page, now)),
        dataset: dataset.as_object().cloned().unwrap_or_default(),
        message: page.dataset_problem.clone(),
    }
}

fn chart_json(chart: &ExploreChart, page: &ExplorePage, now: DateTime<Utc>) -> SliceJson {
    SliceJson {
        slice_id: chart.id,
        slice_name: chart.name.clone(),
        slice_url: format!("/explore/?slice_id={}", chart.id),
        edit_url: format!("/explore/?slice_id={}", chart.id),
        datasource: page.dataset.as_ref().map(|dataset| format!("{}__table", dataset.id)),
        description: chart.description.clone(),
        cache_timeout: chart.cache_timeout,
        certified_by: chart.certified_by.clone(),
        certification_details: chart.certification_details.clone(),
        is_managed_externally: chart.is_managed_externally,
        owners: chart.owners.iter().map(|owner| owner.id).collect(),
        changed_on: wire::time(chart.changed_on),
        changed_on_humanized: wire::humanized(now - chart.changed_on),
        form_data: page.form.clone(),
    }
}

fn dataset_json(dataset: &ExploreDataset, loaded: &LoadedDataset) -> Value {
    let fields = &loaded.dataset.fields;
    let times = dataset.columns.iter().filter(|column| column.is_dttm).map(|column| [&column.name, &column.name]);
    let mut verbose_map: Map<String, Value> = Map::new();
    verbose_map.insert("__timestamp".to_owned(), "Time".into());
    let metrics = dataset.metrics.iter().map(|metric| (&metric.name, &metric.label));
    let columns = dataset.columns.iter().map(|column| (&column.name, &column.label));
    verbose_map.extend(metrics.chain(columns).map(|(name, label)| (name.clone(), label.as_str().into())));
    let orders = dataset.columns.iter().flat_map(|column| {
        [(true, "[asc]"), (false, "[desc]")].map(|(ascends, word)| {
            json!([json!([column.name, ascends]).to_string(), format!("{} {word}", column.name)])
        })
    });
    let formats = dataset.metrics.iter().filter_map(|metric| Some((metric.name.clone(), metric.d3format.clone()?)));
    let currencies = dataset.metrics.iter().filter_map(|metric| Some((metric.name.clone(), metric.currency.clone()?)));
    json!({
        "id": dataset.id,
        "uid": format!("{}__table", dataset.id),
        "type": "table",
        "name": dataset.name,
        "datasource_name": dataset.name,
        "table_name": dataset.name,
        "schema": dataset.schema,
        "catalog": fields.catalog,
        "sql": fields.sql,
        "description": dataset.description,
        "database": { "id": dataset.database_id, "name": dataset.database_name, "backend": dataset.backend },
        "columns": loaded.dataset.columns.iter().map(explore_column).collect::<Vec<_>>(),
        "metrics": loaded.dataset.metrics.iter().map(metric_json).collect::<Vec<_>>(),
        "verbose_map": verbose_map,
        "column_formats": formats.map(|(name, format)| (name, format.into())).collect::<Map<String, Value>>(),
        "currency_formats": currencies.collect::<Map<String, Value>>(),
        "granularity_sqla": times.collect::<Vec<_>>(),
        "time_grain_sqla": dataset.time_grains.iter().map(|it| [&it.duration, &it.name]).collect::<Vec<_>>(),
        "order_by_choices": orders.collect::<Vec<_>>(),
        "main_dttm_col": dataset.main_dttm_col,
        "filter_select": fields.filter_select_enabled,
        "filter_select_enabled": fields.filter_select_enabled,
        "fetch_values_predicate": fields.fetch_values_predicate,
        "always_filter_main_dttm": fields.always_filter_main_dttm,
        "normalize_columns": fields.normalize_columns,
        "cache_timeout": fields.cache_timeout,
        "offset": fields.offset,
        "default_endpoint": fields.default_endpoint,
        "template_params": fields.template_params,
        "params": fields.params,
        "extra": fields.extra,
        "folders": fields.folders,
        "owners": loaded.dataset.owners.iter().map(|owner| owner.id).collect::<Vec<_>>(),
        "edit_url": format!("/dataset/{}", dataset.id),
        "is_sqllab_view": false,
        "health_check_message": null,
    })
}

fn explore_column(column: &DatasetColumn) -> ExploreColumnJson {
    let kind = sx_service::kind_of_type(column.fields.type_.as_deref().unwrap_or_default());
    let type_generic = if column.fields.is_dttm { 2 } else { u8::from(kind) };
    ExploreColumnJson { column: column_json(column), type_generic }
}
