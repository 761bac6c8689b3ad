//! Whether a value is what a schema of the document says: OpenAPI 3.0, as far as the document uses it. Stricter in one thing:
//! a field that the schema does not name is a fault.

use serde_json::Value;

/// What is wrong, each with its place.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(document, schema, value, "$", &mut faults);
    faults
}

fn check(document: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    if let Some(to) = schema["$ref"].as_str() {
        let target = document.pointer(to.trim_start_matches('#')).unwrap();
        return check(document, target, value, place, faults);
    }
    if value.is_null() && schema["nullable"] == true {
        return;
    }
    for part in list(&schema["allOf"]) {
        check(document, part, value, place, faults);
    }
    for choices in [&schema["anyOf"], &schema["oneOf"]] {
        let fits = |choice: &Value| {
            let mut wrong = Vec::new();
            check(document, choice, value, place, &mut wrong);
            wrong.is_empty()
        };
        if choices.is_array() && !list(choices).any(fits) {
            faults.push(format!("{place}: none of the choices fits {value}"));
        }
    }
    if schema["enum"].is_array() && !list(&schema["enum"]).any(|one| one == value) {
        faults.push(format!("{place}: {value} is none of {}", schema["enum"]));
    }
    match schema["type"].as_str() {
        Some("object") => check_object(document, schema, value, place, faults),
        Some("array") => match value.as_array() {
            Some(items) => {
                for (index, item) in items.iter().enumerate() {
                    check(document, &schema["items"], item, &format!("{place}[{index}]"), faults);
                }
            }
            None => faults.push(format!("{place}: {value} is no list")),
        },
        Some(kind) if !is_of_type(kind, value) => faults.push(format!("{place}: {value} is no {kind}")),
        _ => {}
    }
}

fn check_object(document: &Value, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    let Some(object) = value.as_object() else {
        faults.push(format!("{place}: {value} is no object"));
        return;
    };
    for name in list(&schema["required"]).filter_map(Value::as_str) {
        if !object.contains_key(name) {
            faults.push(format!("{place}.{name}: missing"));
        }
    }
    let is_open = !schema["properties"].is_object() || ["anyOf", "oneOf"].iter().any(|key| schema[key].is_array());
    for (name, value) in object {
        let place = format!("{place}.{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Object(_)) => {
                check(document, &schema["additionalProperties"], value, &place, faults);
            }
            (Value::Null, Value::Bool(true)) => {}
            (Value::Null, _) if is_open => {}
            (Value::Null, _) => faults.push(format!("{place}: the schema does not name it")),
            (schema, _) => check(document, schema, value, &place, faults),
        }
    }
}

fn is_of_type(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => false,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[test]
fn what_does_not_fit_is_told_with_its_place() {
    let document = serde_json::json!({ "components": { "schemas": { "Thing": {
        "type": "object", "required": ["id"],
        "properties": { "id": { "type": "integer" }, "name": { "type": "string", "nullable": true } },
    } } } });
    let schema = serde_json::json!({ "type": "array", "items": { "$ref": "#/components/schemas/Thing" } });
    let told = |value: Value| faults(&document, &schema, &value).join("; ");
    assert_eq!(told(serde_json::json!([{ "id": 1, "name": null }])), "");
    assert_eq!(
        told(serde_json::json!([{ "name": 2, "more": 3 }])),
        "$[0].id: missing; $[0].name: 2 is no string; $[0].more: the schema does not name it"
    );
    assert_eq!(told(serde_json::json!({})), "$: {} is no list");
}
