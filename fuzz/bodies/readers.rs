//! Whatever stands in `q=` or is sent as a question: no panic, and what was read as Rison can be said in JSON.

use serde_json::Value;
use sx_model::ListQuery;
use sx_query::QueryContext;

use super::read;

pub fn holds(text: &str) {
    if let Ok(value) = read::<Value>(text, "anything")
        && (value.is_object() || value.is_array())
    {
        let again = read::<Value>(&value.to_string(), "anything");
        assert!(again.is_ok_and(|again| again == value || has_floats(&value)), "{text}");
    }
    let _listed = read::<ListQuery>(text, "a list query");
    let _ids = read::<Vec<i64>>(text, "ids");
    if let Ok(asked) = serde_json::from_str::<QueryContext>(text) {
        let value = serde_json::to_value(&asked).unwrap();
        let again = serde_json::from_value::<QueryContext>(value.clone());
        assert!(again.is_ok_and(|again| again == asked || has_floats(&value)), "{text}");
    }
}

/// Their last digit may change when they are read once more.
fn has_floats(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(values) => values.iter().any(has_floats),
        Value::Object(fields) => fields.values().any(has_floats),
        _ => false,
    }
}
