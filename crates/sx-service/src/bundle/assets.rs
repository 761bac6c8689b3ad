//! The assets of a bundle, field by field as the reference exports them.

use std::collections::HashSet;

use serde_json::Value;
use sx_model::{ChartFields, DashboardFields, DatabaseFields, DatasetColumnFields, DatasetFields, DatasetMetricFields};
use uuid::Uuid;

use super::{BundleError, fields::Fields};

#[derive(Debug, PartialEq)]
pub struct BundleDatabase {
    /// The path in the bundle: passwords are given by it.
    pub file: String,
    pub uuid: Uuid,
    pub fields: DatabaseFields,
    /// Given in the file itself, which the reference's own export never does.
    pub password: Option<String>,
}

#[derive(Debug, PartialEq)]
pub struct BundleDataset {
    pub file: String,
    pub uuid: Uuid,
    pub database_uuid: Uuid,
    pub fields: DatasetFields,
    pub columns: Vec<DatasetColumnFields>,
    pub metrics: Vec<DatasetMetricFields>,
}

#[derive(Debug, PartialEq)]
pub struct BundleChart {
    pub file: String,
    pub uuid: Uuid,
    pub dataset_uuid: Uuid,
    pub fields: ChartFields,
}

#[derive(Debug, PartialEq)]
pub struct BundleDashboard {
    pub file: String,
    pub uuid: Uuid,
    pub fields: DashboardFields,
    /// Charts that the layout places.
    pub chart_uuids: Vec<Uuid>,
}

impl BundleDatabase {
    pub fn read(mut from: Fields) -> Result<Self, BundleError> {
        let allow_csv_upload = from.flag("allow_csv_upload")?;
        Ok(Self {
            uuid: from.uuid("uuid")?,
            password: from.text("password")?,
            fields: DatabaseFields {
                database_name: from.required_text("database_name")?,
                sqlalchemy_uri: from.required_text("sqlalchemy_uri")?,
                cache_timeout: from.number("cache_timeout")?,
                expose_in_sqllab: from.flag("expose_in_sqllab")?,
                allow_run_async: from.flag("allow_run_async")?,
                allow_ctas: from.flag("allow_ctas")?,
                allow_cvas: from.flag("allow_cvas")?,
                allow_dml: from.flag("allow_dml")?,
                allow_file_upload: from.flag_or("allow_file_upload", allow_csv_upload)?,
                impersonate_user: from.flag("impersonate_user")?,
                configuration_method: from
                    .text("configuration_method")?
                    .unwrap_or_else(|| "sqlalchemy_form".to_owned()),
                extra: from.map("extra")?,
                ..DatabaseFields::default()
            },
            file: from.file.clone(),
        }
        .with_rest(from))
    }

    fn with_rest(mut self, from: Fields) -> Self {
        self.fields.rest = from.rest();
        self
    }
}

impl BundleDataset {
    pub fn read(mut from: Fields) -> Result<Self, BundleError> {
        let columns = from.parts("columns")?.into_iter().map(column).collect::<Result<Vec<_>, _>>()?;
        let metrics = from.parts("metrics")?.into_iter().map(metric).collect::<Result<Vec<_>, _>>()?;
        no_twins(&from.file, "column", columns.iter().map(|column| column.column_name.as_str()))?;
        no_twins(&from.file, "metric", metrics.iter().map(|metric| metric.metric_name.as_str()))?;
        let mut dataset = Self {
            file: from.file.clone(),
            uuid: from.uuid("uuid")?,
            database_uuid: from.uuid("database_uuid")?,
            columns,
            metrics,
            fields: DatasetFields {
                table_name: from.required_text("table_name")?,
                catalog: from.text("catalog")?,
                schema: from.text("schema")?,
                sql: from.text("sql")?,
                main_dttm_col: from.text("main_dttm_col")?,
                description: from.text("description")?,
                default_endpoint: from.text("default_endpoint")?,
                offset: from.number("offset")?.unwrap_or(0),
                cache_timeout: from.number("cache_timeout")?,
                params: from.value("params"),
                template_params: from.value("template_params"),
                filter_select_enabled: from.flag("filter_select_enabled")?,
                fetch_values_predicate: from.text("fetch_values_predicate")?,
                extra: from.value("extra"),
                normalize_columns: from.flag("normalize_columns")?,
                always_filter_main_dttm: from.flag("always_filter_main_dttm")?,
                currency_code_column: from.text("currency_code_column")?,
                folders: from.value("folders"),
                ..DatasetFields::default()
            },
        };
        dataset.fields.rest = from.rest();
        Ok(dataset)
    }
}

fn column(mut from: Fields) -> Result<DatasetColumnFields, BundleError> {
    Ok(DatasetColumnFields {
        uuid: from.optional_uuid("uuid")?,
        column_name: from.required_text("column_name")?,
        verbose_name: from.text("verbose_name")?,
        description: from.text("description")?,
        is_dttm: from.flag("is_dttm")?,
        is_active: from.flag("is_active")?,
        type_: from.text("type")?,
        advanced_data_type: from.text("advanced_data_type")?,
        groupby: from.flag("groupby")?,
        filterable: from.flag("filterable")?,
        expression: from.text("expression")?,
        python_date_format: from.text("python_date_format")?,
        datetime_format: from.text("datetime_format")?,
        extra: from.value("extra"),
        rest: from.rest(),
    })
}

fn metric(mut from: Fields) -> Result<DatasetMetricFields, BundleError> {
    Ok(DatasetMetricFields {
        uuid: from.optional_uuid("uuid")?,
        metric_name: from.required_text("metric_name")?,
        verbose_name: from.text("verbose_name")?,
        metric_type: from.text("metric_type")?,
        expression: from.required_text("expression")?,
        description: from.text("description")?,
        d3format: from.text("d3format")?,
        currency: from.value("currency"),
        extra: from.value("extra"),
        warning_text: from.text("warning_text")?,
        rest: from.rest(),
    })
}

fn no_twins<'a>(file: &str, noun: &str, names: impl Iterator<Item = &'a str>) -> Result<(), BundleError> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(BundleError::new(file, format!("the {noun} “{name}” comes twice")));
        }
    }
    Ok(())
}

impl BundleChart {
    pub fn read(mut from: Fields) -> Result<Self, BundleError> {
        let mut chart = Self {
            file: from.file.clone(),
            uuid: from.uuid("uuid")?,
            dataset_uuid: from.uuid("dataset_uuid")?,
            fields: ChartFields {
                slice_name: from.required_text("slice_name")?,
                viz_type: from.required_text("viz_type")?,
                params: Value::Object(from.map("params")?).to_string(),
                query_context: from.text("query_context")?,
                description: from.text("description")?,
                cache_timeout: from.number("cache_timeout")?,
                certified_by: from.text("certified_by")?,
                certification_details: from.text("certification_details")?,
                is_managed_externally: from.flag("is_managed_externally")?,
                external_url: from.text("external_url")?,
                ..ChartFields::default()
            },
        };
        chart.fields.rest = from.rest();
        Ok(chart)
    }
}

impl BundleDashboard {
    pub fn read(mut from: Fields) -> Result<Self, BundleError> {
        let position = from.map("position")?;
        let in_layout = position.values().filter_map(|node| node["meta"]["uuid"].as_str()?.parse().ok());
        let mut dashboard = Self {
            file: from.file.clone(),
            uuid: from.uuid("uuid")?,
            chart_uuids: in_layout.collect(),
            fields: DashboardFields {
                dashboard_title: from.required_text("dashboard_title")?,
                slug: from.text("slug")?.filter(|slug| !slug.is_empty()),
                description: from.text("description")?,
                css: from.text("css")?,
                position_json: Value::Object(position).to_string(),
                json_metadata: Value::Object(from.map("metadata")?).to_string(),
                published: from.flag("published")?,
                certified_by: from.text("certified_by")?,
                certification_details: from.text("certification_details")?,
                is_managed_externally: from.flag("is_managed_externally")?,
                external_url: from.text("external_url")?,
                ..DashboardFields::default()
            },
        };
        dashboard.fields.rest = from.rest();
        Ok(dashboard)
    }
}
