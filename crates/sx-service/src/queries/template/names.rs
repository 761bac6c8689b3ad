//! The names of the question, as the reference gives them to templates.

use serde_json::{Map, Value, json};
use sx_query::QueryObject;

use super::surroundings::{filters, times};

/// `from_dttm` and `to_dttm` are Python's `isoformat()`; what the question does not say is None.
pub(super) fn of_question(query: &QueryObject, ends: Option<(Option<i64>, Option<i64>)>) -> Map<String, Value> {
    let (from, to) = times(ends.unwrap_or_default());
    let iso = |time: chrono::NaiveDateTime| time.format("%Y-%m-%dT%H:%M:%S%.f").to_string();
    let columns = json!(query.columns);
    let names = json!({
        "columns": columns,
        "groupby": columns,
        "metrics": query.metrics,
        "filter": filters(query),
        "from_dttm": from.map(iso),
        "to_dttm": to.map(iso),
        "row_limit": query.row_limit,
        "row_offset": query.row_offset.unwrap_or_default(),
        "time_column": query.granularity,
        "time_grain": query.extras.time_grain_sqla,
        "form_data": {
            "columns": columns,
            "metrics": query.metrics,
            "filters": filters(query),
            "time_range": query.time_range,
            "granularity": query.granularity,
            "row_limit": query.row_limit,
            "url_params": query.url_params,
        },
    });
    match names {
        Value::Object(names) => names,
        _ => Map::new(),
    }
}
