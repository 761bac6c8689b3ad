//! Reading a query context from the wire: old spellings made new, and errors that say where.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{Filter, MetricRef, OrderTarget, PostProcessing, QueryContext, QueryError, QueryObject, query::ColumnRef};

type Object = Map<String, Value>;

/// Old name → name of today. An old name with a value wins, as in the reference: clients send `columns: []` beside it.
static OLD_NAMES: [(&str, &str); 4] = [
    ("groupby", "columns"),
    ("granularity_sqla", "granularity"),
    ("timeseries_limit", "series_limit"),
    ("timeseries_limit_metric", "series_limit_metric"),
];

static CONTEXT_NAMES: [&str; 7] =
    ["custom_cache_timeout", "datasource", "force", "form_data", "queries", "result_format", "result_type"];

/// The OpenAPI document's, and what the reference's own browser code sends besides.
static QUERY_NAMES: [&str; 35] = [
    "annotation_layers",
    "applied_time_extras",
    "apply_fetch_values_predicate",
    "columns",
    "custom_form_data",
    "custom_params",
    "datasource",
    "extras",
    "filters",
    "granularity",
    "granularity_sqla",
    "group_others_when_limit_reached",
    "groupby",
    "having",
    "is_rowcount",
    "is_timeseries",
    "metrics",
    "order_desc",
    "orderby",
    "post_processing",
    "result_type",
    "row_limit",
    "row_offset",
    "series_columns",
    "series_limit",
    "series_limit_metric",
    "time_offsets",
    "time_range",
    "time_shift",
    "timeseries_limit",
    "timeseries_limit_metric",
    "url_params",
    "where",
    "druid_time_origin",
    "time_range_endpoints",
];

static EXTRAS_NAMES: [&str; 10] = [
    "column_order",
    "druid_time_origin",
    "having",
    "instant_time_comparison_range",
    "relative_end",
    "relative_start",
    "time_grain_sqla",
    "time_range_endpoints",
    "transpile_to_dialect",
    "where",
];

static COUNTS: [&str; 3] = ["row_limit", "row_offset", "series_limit"];

impl QueryContext {
    /// # Errors
    /// `QueryError::Body` names the wrong field: `queries[0].row_limit: …`.
    pub fn parse(body: &[u8]) -> Result<Self, QueryError> {
        let value: Value = serde_json::from_slice(body).map_err(|error| wrong("body", error))?;
        check_names(&value)?;
        Self::from_value(value)
    }

    /// The same from a stored context, such as a chart's `query_context`, which may hold names of other versions.
    ///
    /// # Errors
    /// As [`QueryContext::parse`].
    pub fn from_value(value: Value) -> Result<Self, QueryError> {
        let Value::Object(mut context) = value else { return Err(wrong("body", "an object is expected")) };
        drop_nulls(&mut context);
        let queries = match context.insert("queries".into(), json!([])) {
            Some(Value::Array(queries)) => queries,
            Some(_) => return Err(wrong("queries", "a list is expected")),
            None => return Err(wrong("queries", "missing data for required field")),
        };
        if !context.contains_key("datasource") {
            return Err(wrong("datasource", "missing data for required field"));
        }
        let mut context = read_fields::<Self>(context, "", &json!({"datasource": {"id": 0}, "queries": []}))?;
        let queries = queries.into_iter().enumerate();
        context.queries =
            queries.map(|(n, query)| read_query(query, &format!("queries[{n}]"))).collect::<Result<_, _>>()?;
        Ok(context)
    }
}

/// A misspelt name that is left out in silence changes the answer, so it is refused.
fn check_names(context: &Value) -> Result<(), QueryError> {
    known(context, "", &CONTEXT_NAMES)?;
    for (n, query) in context.get("queries").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let path = format!("queries[{n}]");
        known(query, &path, &QUERY_NAMES)?;
        if let Some(extras) = query.get("extras") {
            known(extras, &format!("{path}.extras"), &EXTRAS_NAMES)?;
        }
    }
    Ok(())
}

fn known(object: &Value, path: &str, names: &[&str]) -> Result<(), QueryError> {
    let mut given = object.as_object().into_iter().flat_map(Object::keys);
    match given.find(|name| !names.contains(&name.as_str())) {
        Some(name) if path.is_empty() => Err(wrong(name, "Unknown field.")),
        Some(name) => Err(wrong(&format!("{path}.{name}"), "Unknown field.")),
        None => Ok(()),
    }
}

fn read_query(query: Value, path: &str) -> Result<QueryObject, QueryError> {
    let Value::Object(mut query) = query else { return Err(wrong(path, "an object is expected")) };
    drop_nulls(&mut query);
    rename_old(&mut query);
    for name in COUNTS {
        if let Some(count) = query.get_mut(name) {
            check_count(count, &format!("{path}.{name}"))?;
        }
    }
    if let Some(Value::Object(extras)) = query.get_mut("extras") {
        drop_nulls(extras);
    }
    for metric in query.get_mut("metrics").and_then(Value::as_array_mut).into_iter().flatten() {
        saved_by_label(metric);
    }
    read_fields(query, path, &json!({}))
}

fn drop_nulls(object: &mut Object) {
    object.retain(|_, value| !value.is_null());
}

fn rename_old(query: &mut Object) {
    for (old, new) in OLD_NAMES {
        if let Some(value) = query.remove(old)
            && (has_value(&value) || !query.contains_key(new))
        {
            query.insert(new.into(), value);
        }
    }
    for name in ["where", "having"] {
        if let Some(value) = query.remove(name).filter(has_value)
            && let Value::Object(extras) = query.entry("extras").or_insert_with(|| json!({}))
        {
            extras.insert(name.into(), value);
        }
    }
}

fn has_value(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Bool(true) | Value::Object(_) => true,
    }
}

/// Old charts keep limits as text.
fn check_count(value: &mut Value, path: &str) -> Result<(), QueryError> {
    if let Some(number) = value.as_str().and_then(|text| text.trim().parse::<i64>().ok()) {
        *value = number.into();
    }
    // `1000.0` is the same count.
    if let Some(number) = value.as_f64().filter(|number| number.fract() == 0.0 && value.as_i64().is_none()) {
        *value = (number as i64).into();
    }
    match value.as_i64() {
        None => Err(wrong(path, "not a valid integer")),
        Some(number) if number < 0 => Err(wrong(path, "must be greater than or equal to 0")),
        Some(_) => Ok(()),
    }
}

/// `{"label": "count"}` once named a saved metric.
fn saved_by_label(metric: &mut Value) {
    if metric.get("expressionType").is_none()
        && let Some(label) = metric.get("label").and_then(Value::as_str)
    {
        *metric = label.into();
    }
}

/// Reads the whole; when that fails, reads each field alone (beside `others`, which are right) to say which is wrong.
fn read_fields<T: for<'de> Deserialize<'de>>(object: Object, path: &str, others: &Value) -> Result<T, QueryError> {
    let error = match serde_json::from_value::<T>(Value::Object(object.clone())) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    let place = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, value) in object {
        let mut alone = others.clone();
        alone[&name] = value.clone();
        if let Err(error) = serde_json::from_value::<T>(alone) {
            return Err(wrong_element(&name, &value, &place(&name)).unwrap_or_else(|| wrong(&place(&name), error)));
        }
    }
    Err(wrong(if path.is_empty() { "body" } else { path }, error))
}

/// The first wrong element of a list, and what it should have been.
fn wrong_element(name: &str, value: &Value, path: &str) -> Option<QueryError> {
    fn is<T: for<'de> Deserialize<'de>>(value: &Value) -> bool {
        T::deserialize(value).is_ok()
    }
    let (is_right, expected): (fn(&Value) -> bool, _) = match name {
        "columns" | "series_columns" => (is::<ColumnRef>, "a column's name or an ad-hoc column is expected"),
        "metrics" => (is::<MetricRef>, "a metric's name or an ad-hoc metric is expected"),
        "filters" => (is::<Filter>, "a filter with col, op and val is expected"),
        "orderby" => (is::<(OrderTarget, bool)>, "a pair of what to order by and whether it ascends is expected"),
        "post_processing" => (is::<Option<PostProcessing>>, "an operation with its options is expected"),
        _ => return None,
    };
    let Some(elements) = value.as_array() else { return Some(wrong(path, "a list is expected")) };
    let position = elements.iter().position(|element| !is_right(element))?;
    Some(wrong(&format!("{path}[{position}]"), expected))
}

fn wrong(path: &str, problem: impl ToString) -> QueryError {
    QueryError::Body { path: path.into(), problem: problem.to_string() }
}
