//! Assets as the mappings of their files: the reference's keys in the reference's order, then what import kept of keys that
//! we do not understand. The inverse of `assets.rs`.

use serde_json::{Map, Value};
use sx_model::{DatasetColumnFields, DatasetMetricFields};

use super::{BundleChart, BundleDashboard, BundleDatabase, BundleDataset, BundleError, VERSION, fields::default_flag};
use crate::databases::MASK;

type Pair = (&'static str, Value);

pub fn database(database: &BundleDatabase) -> Map<String, Value> {
    let fields = &database.fields;
    let known = [
        ("database_name", fields.database_name.as_str().into()),
        ("sqlalchemy_uri", fields.sqlalchemy_uri.as_str().into()),
        ("cache_timeout", fields.cache_timeout.into()),
        ("expose_in_sqllab", fields.expose_in_sqllab.into()),
        ("allow_run_async", fields.allow_run_async.into()),
        ("allow_ctas", fields.allow_ctas.into()),
        ("allow_cvas", fields.allow_cvas.into()),
        ("allow_dml", fields.allow_dml.into()),
        ("allow_file_upload", fields.allow_file_upload.into()),
        ("extra", fields.extra.clone().into()),
        ("impersonate_user", fields.impersonate_user.into()),
        ("configuration_method", fields.configuration_method.as_str().into()),
        ("uuid", database.uuid.to_string().into()),
    ];
    mapping(known, &without_secrets(&fields.rest), [version()])
}

pub fn dataset(dataset: &BundleDataset) -> Map<String, Value> {
    let fields = &dataset.fields;
    let known = [
        ("table_name", fields.table_name.as_str().into()),
        ("main_dttm_col", fields.main_dttm_col.clone().into()),
        ("currency_code_column", fields.currency_code_column.clone().into()),
        ("description", fields.description.clone().into()),
        ("default_endpoint", fields.default_endpoint.clone().into()),
        ("offset", fields.offset.into()),
        ("cache_timeout", fields.cache_timeout.into()),
        ("catalog", fields.catalog.clone().into()),
        ("schema", fields.schema.clone().into()),
        ("sql", fields.sql.clone().into()),
        ("params", unwrapped(&fields.params)),
        ("template_params", unwrapped(&fields.template_params)),
        ("filter_select_enabled", fields.filter_select_enabled.into()),
        ("fetch_values_predicate", fields.fetch_values_predicate.clone().into()),
        ("extra", unwrapped(&fields.extra)),
        ("normalize_columns", fields.normalize_columns.into()),
        ("always_filter_main_dttm", fields.always_filter_main_dttm.into()),
        ("folders", fields.folders.clone().into()),
        ("uuid", dataset.uuid.to_string().into()),
        ("metrics", dataset.metrics.iter().map(metric).collect()),
        ("columns", dataset.columns.iter().map(column).collect()),
    ];
    mapping(known, &fields.rest, [version(), ("database_uuid", dataset.database_uuid.to_string().into())])
}

/// Without the UUID, as for columns: the reference never writes it here, and refuses a file that has it.
fn metric(fields: &DatasetMetricFields) -> Value {
    let known = [
        ("metric_name", fields.metric_name.as_str().into()),
        ("verbose_name", fields.verbose_name.clone().into()),
        ("metric_type", fields.metric_type.clone().into()),
        ("expression", fields.expression.as_str().into()),
        ("description", fields.description.clone().into()),
        ("d3format", fields.d3format.clone().into()),
        ("currency", unwrapped(&fields.currency)),
        ("extra", unwrapped(&fields.extra)),
        ("warning_text", fields.warning_text.clone().into()),
    ];
    mapping(known, &fields.rest, []).into()
}

fn column(fields: &DatasetColumnFields) -> Value {
    let known = [
        ("column_name", fields.column_name.as_str().into()),
        ("verbose_name", fields.verbose_name.clone().into()),
        ("is_dttm", fields.is_dttm.into()),
        ("is_active", fields.is_active.into()),
        ("type", fields.type_.clone().into()),
        ("advanced_data_type", fields.advanced_data_type.clone().into()),
        ("groupby", fields.groupby.into()),
        ("filterable", fields.filterable.into()),
        ("expression", fields.expression.clone().into()),
        ("description", fields.description.clone().into()),
        ("python_date_format", fields.python_date_format.clone().into()),
        ("datetime_format", fields.datetime_format.clone().into()),
        ("extra", unwrapped(&fields.extra)),
    ];
    mapping(known, &fields.rest, []).into()
}

/// Fails when the settings are no JSON object: an empty one in their place would lose them without a word.
pub fn chart(chart: &BundleChart) -> Result<Map<String, Value>, BundleError> {
    let fields = &chart.fields;
    let known = [
        ("slice_name", fields.slice_name.as_str().into()),
        ("description", fields.description.clone().into()),
        ("certified_by", fields.certified_by.clone().into()),
        ("certification_details", fields.certification_details.clone().into()),
        ("viz_type", fields.viz_type.as_str().into()),
        ("params", object(&chart.file, "params", &fields.params)?),
        ("query_context", fields.query_context.clone().into()),
        ("cache_timeout", fields.cache_timeout.into()),
        ("uuid", chart.uuid.to_string().into()),
    ];
    let management = management(fields.is_managed_externally, fields.external_url.as_deref());
    let end = management.into_iter().chain([version(), ("dataset_uuid", chart.dataset_uuid.to_string().into())]);
    Ok(mapping(known, &fields.rest, end))
}

/// Fails when the layout or the metadata is no JSON object.
pub fn dashboard(dashboard: &BundleDashboard) -> Result<Map<String, Value>, BundleError> {
    let fields = &dashboard.fields;
    let known = [
        ("dashboard_title", fields.dashboard_title.as_str().into()),
        ("description", fields.description.clone().into()),
        ("css", fields.css.clone().into()),
        ("slug", fields.slug.clone().into()),
        ("certified_by", fields.certified_by.clone().into()),
        ("certification_details", fields.certification_details.clone().into()),
        ("published", fields.published.into()),
        ("uuid", dashboard.uuid.to_string().into()),
        ("position", object(&dashboard.file, "position", &fields.position_json)?),
        ("metadata", object(&dashboard.file, "metadata", &fields.json_metadata)?),
    ];
    let management = management(fields.is_managed_externally, fields.external_url.as_deref());
    Ok(mapping(known, &fields.rest, management.into_iter().chain([version()])))
}

/// What is known wins over what was kept, but for a null that stands for the default.
fn mapping(
    known: impl IntoIterator<Item = Pair>,
    rest: &Map<String, Value>,
    end: impl IntoIterator<Item = Pair>,
) -> Map<String, Value> {
    let was_null = |key: &str| rest.get(key).is_some_and(Value::is_null);
    let known = known.into_iter().map(|(key, value)| {
        let value = if was_null(key) && is_default(key, &value) { Value::Null } else { value };
        (key.to_owned(), value)
    });
    let mut mapping: Map<String, Value> = known.collect();
    for (key, value) in rest {
        mapping.entry(key.as_str()).or_insert_with(|| value.clone());
    }
    mapping.extend(end.into_iter().map(|(key, value)| (key.to_owned(), value)));
    mapping
}

fn is_default(key: &str, value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag == default_flag(key),
        Value::Object(map) => map.is_empty(),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}

fn version() -> Pair {
    ("version", VERSION.into())
}

/// Read by the reference, but not written by its export: only where there is something to say.
fn management(is_managed_externally: bool, external_url: Option<&str>) -> Vec<Pair> {
    let managed = is_managed_externally.then(|| ("is_managed_externally", true.into()));
    managed.into_iter().chain(external_url.map(|url| ("external_url", url.into()))).collect()
}

/// An object that came over the API as JSON text is a mapping in the file, as the reference has it.
fn unwrapped(value: &Option<Value>) -> Value {
    let parsed = match value {
        Some(Value::String(text)) => serde_json::from_str(text).ok().filter(Value::is_object),
        _ => None,
    };
    parsed.or_else(|| value.clone()).unwrap_or_default()
}

fn object(file: &str, key: &str, text: &str) -> Result<Value, BundleError> {
    let text = if text.trim().is_empty() { "{}" } else { text };
    let parsed = serde_json::from_str::<Map<String, Value>>(text);
    parsed.map(Value::Object).map_err(|error| BundleError::new(file, format!("{key}: it is no JSON object: {error}")))
}

/// What import kept although nobody understands it yet may hold secrets: they stay here.
fn without_secrets(rest: &Map<String, Value>) -> Map<String, Value> {
    let mut rest = rest.clone();
    rest.shift_remove("encrypted_extra");
    if let Some(Value::Object(tunnel)) = rest.get_mut("ssh_tunnel") {
        // The reference refuses a file with a key that it does not know.
        tunnel.shift_remove("host_key");
        for key in ["password", "private_key", "private_key_password"] {
            if let Some(secret) = tunnel.get_mut(key).filter(|secret| !secret.is_null()) {
                *secret = MASK.into();
            }
        }
    }
    rest
}
