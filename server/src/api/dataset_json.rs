//! Datasets, their columns and their metrics as the reference writes them.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sx_model::{DatabaseId, Dataset, DatasetColumn, DatasetColumnId, DatasetId, DatasetMetric, DatasetMetricId};
use sx_service::{LoadedDataset, Service};
use uuid::Uuid;

use super::wire::{self, Changes, Person};

/// A dataset, as lists show it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Dataset")]
pub struct DatasetJson {
    id: DatasetId,
    uuid: Uuid,
    table_name: String,
    schema: Option<String>,
    catalog: Option<String>,
    /// A virtual dataset's SELECT.
    sql: Option<String>,
    /// `virtual` or `physical`.
    kind: &'static str,
    datasource_type: &'static str,
    database: DatabaseOfDataset,
    description: Option<String>,
    default_endpoint: Option<String>,
    extra: Option<Value>,
    owners: Vec<Person>,
    explore_url: String,
    #[serde(flatten)]
    changes: Changes,
}

#[derive(Serialize, JsonSchema)]
struct DatabaseOfDataset {
    id: DatabaseId,
    /// With one dataset only, as is `backend`.
    #[serde(skip_serializing_if = "Option::is_none")]
    database_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backend: Option<String>,
}

/// A dataset with all that describes it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DatasetDetail")]
pub struct StoredDataset {
    #[serde(flatten)]
    dataset: DatasetJson,
    main_dttm_col: Option<String>,
    /// Hours.
    offset: i64,
    /// Seconds.
    cache_timeout: Option<i64>,
    filter_select_enabled: bool,
    fetch_values_predicate: Option<String>,
    always_filter_main_dttm: bool,
    normalize_columns: bool,
    currency_code_column: Option<String>,
    template_params: Option<Value>,
    folders: Option<Value>,
    columns: Vec<ColumnJson>,
    metrics: Vec<MetricJson>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DatasetColumn")]
pub struct ColumnJson {
    id: DatasetColumnId,
    uuid: Option<Uuid>,
    column_name: String,
    verbose_name: Option<String>,
    description: Option<String>,
    is_dttm: bool,
    is_active: bool,
    #[serde(rename = "type")]
    type_: Option<String>,
    advanced_data_type: Option<String>,
    groupby: bool,
    filterable: bool,
    /// Of a calculated column.
    expression: Option<String>,
    python_date_format: Option<String>,
    datetime_format: Option<String>,
    extra: Option<Value>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DatasetMetric")]
pub struct MetricJson {
    id: DatasetMetricId,
    uuid: Option<Uuid>,
    metric_name: String,
    verbose_name: Option<String>,
    metric_type: Option<String>,
    expression: String,
    description: Option<String>,
    d3format: Option<String>,
    currency: Option<Value>,
    warning_text: Option<String>,
    extra: Option<Value>,
}

pub fn dataset_json(service: &Service, dataset: &Dataset) -> DatasetJson {
    let fields = dataset.fields.clone();
    DatasetJson {
        id: dataset.id,
        uuid: dataset.uuid,
        table_name: fields.table_name,
        schema: fields.schema,
        catalog: fields.catalog,
        kind: if fields.sql.is_some() { "virtual" } else { "physical" },
        sql: fields.sql,
        datasource_type: "table",
        database: DatabaseOfDataset { id: dataset.database_id, database_name: None, backend: None },
        description: fields.description,
        default_endpoint: fields.default_endpoint,
        extra: fields.extra,
        owners: wire::users(&dataset.owners),
        explore_url: format!("/explore/?datasource_type=table&datasource_id={}", dataset.id),
        changes: wire::changes(&dataset.audit, service.clock().now()),
    }
}

pub fn detail_json(service: &Service, loaded: &LoadedDataset) -> StoredDataset {
    let mut stored = stored_json(service, &loaded.dataset);
    let database = &loaded.connection.database;
    stored.dataset.database = DatabaseOfDataset {
        id: database.id,
        database_name: Some(database.fields.database_name.clone()),
        backend: Some(loaded.connector.id().to_owned()),
    };
    stored
}

pub fn stored_json(service: &Service, dataset: &Dataset) -> StoredDataset {
    let fields = dataset.fields.clone();
    StoredDataset {
        dataset: dataset_json(service, dataset),
        main_dttm_col: fields.main_dttm_col,
        offset: fields.offset,
        cache_timeout: fields.cache_timeout,
        filter_select_enabled: fields.filter_select_enabled,
        fetch_values_predicate: fields.fetch_values_predicate,
        always_filter_main_dttm: fields.always_filter_main_dttm,
        normalize_columns: fields.normalize_columns,
        currency_code_column: fields.currency_code_column,
        template_params: fields.template_params,
        folders: fields.folders,
        columns: dataset.columns.iter().map(column_json).collect(),
        metrics: dataset.metrics.iter().map(metric_json).collect(),
    }
}

pub fn column_json(column: &DatasetColumn) -> ColumnJson {
    let fields = column.fields.clone();
    ColumnJson {
        id: column.id,
        uuid: fields.uuid,
        column_name: fields.column_name,
        verbose_name: fields.verbose_name,
        description: fields.description,
        is_dttm: fields.is_dttm,
        is_active: fields.is_active,
        type_: fields.type_,
        advanced_data_type: fields.advanced_data_type,
        groupby: fields.groupby,
        filterable: fields.filterable,
        expression: fields.expression,
        python_date_format: fields.python_date_format,
        datetime_format: fields.datetime_format,
        extra: fields.extra,
    }
}

pub fn metric_json(metric: &DatasetMetric) -> MetricJson {
    let fields = metric.fields.clone();
    MetricJson {
        id: metric.id,
        uuid: fields.uuid,
        metric_name: fields.metric_name,
        verbose_name: fields.verbose_name,
        metric_type: fields.metric_type,
        expression: fields.expression,
        description: fields.description,
        d3format: fields.d3format,
        currency: fields.currency,
        warning_text: fields.warning_text,
        extra: fields.extra,
    }
}
