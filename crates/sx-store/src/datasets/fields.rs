//! A dataset's own row.

use serde_json::Value;
use sx_model::{DatabaseId, Dataset, DatasetFields, DatasetId};

use crate::Result;
use crate::asset::{Values, audit};
use crate::row::Row;

pub(super) fn values(fields: &DatasetFields) -> Values {
    vec![
        ("table_name", fields.table_name.as_str().into()),
        ("catalog", fields.catalog.clone().into()),
        ("schema", fields.schema.clone().into()),
        ("sql", fields.sql.clone().into()),
        ("main_dttm_col", fields.main_dttm_col.clone().into()),
        ("description", fields.description.clone().into()),
        ("default_endpoint", fields.default_endpoint.clone().into()),
        ("offset", fields.offset.into()),
        ("cache_timeout", fields.cache_timeout.into()),
        ("params", json(&fields.params).into()),
        ("template_params", json(&fields.template_params).into()),
        ("filter_select_enabled", fields.filter_select_enabled.into()),
        ("fetch_values_predicate", fields.fetch_values_predicate.clone().into()),
        ("extra", json(&fields.extra).into()),
        ("normalize_columns", fields.normalize_columns.into()),
        ("always_filter_main_dttm", fields.always_filter_main_dttm.into()),
        ("currency_code_column", fields.currency_code_column.clone().into()),
        ("folders", json(&fields.folders).into()),
        ("rest", Value::Object(fields.rest.clone()).to_string().into()),
    ]
}

pub(super) fn json(value: &Option<Value>) -> Option<String> {
    value.as_ref().map(Value::to_string)
}

/// Without columns, metrics and owners.
pub(super) fn dataset(row: &Row) -> Result<Dataset> {
    Ok(Dataset {
        id: DatasetId(row.get("id")?),
        uuid: row.get("uuid")?,
        database_id: DatabaseId(row.get("database_id")?),
        fields: DatasetFields {
            table_name: row.get("table_name")?,
            catalog: row.get("catalog")?,
            schema: row.get("schema")?,
            sql: row.get("sql")?,
            main_dttm_col: row.get("main_dttm_col")?,
            description: row.get("description")?,
            default_endpoint: row.get("default_endpoint")?,
            offset: row.get("offset")?,
            cache_timeout: row.get("cache_timeout")?,
            params: row.json("params")?,
            template_params: row.json("template_params")?,
            filter_select_enabled: row.get("filter_select_enabled")?,
            fetch_values_predicate: row.get("fetch_values_predicate")?,
            extra: row.json("extra")?,
            normalize_columns: row.get("normalize_columns")?,
            always_filter_main_dttm: row.get("always_filter_main_dttm")?,
            currency_code_column: row.get("currency_code_column")?,
            folders: row.json("folders")?,
            rest: row.json_map("rest")?,
        },
        columns: Vec::new(),
        metrics: Vec::new(),
        owners: Vec::new(),
        cache_generation: row.get("cache_generation")?,
        audit: audit(row)?,
    })
}
