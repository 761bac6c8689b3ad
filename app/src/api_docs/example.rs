//! A value that a schema would take.

use serde_json::{Map, Value, json};

use super::shape::Reader;

/// Of requests the required fields are enough; of deep answers nobody reads the whole.
const DEEPEST: usize = 4;

pub fn example(reader: Reader<'_>, schema: &Value) -> Value {
    value(reader, schema, 0)
}

fn value(reader: Reader<'_>, schema: &Value, depth: usize) -> Value {
    let first = ["allOf", "anyOf", "oneOf"].into_iter().find_map(|key| schema[key].as_array()?.first());
    if let Some(first) = first {
        return value(reader, first, depth);
    }
    let schema = reader.follow(schema);
    if ["allOf", "anyOf", "oneOf"].into_iter().any(|key| schema[key].is_array()) {
        return if depth > DEEPEST { json!({}) } else { value(reader, schema, depth + 1) };
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.first().cloned().unwrap_or_default();
    }
    if let Some(default) = schema.get("default") {
        return default.clone();
    }
    match schema["type"].as_str() {
        Some("array") if depth > DEEPEST || schema["maxItems"] == 0 => json!([]),
        Some("array") => json!([value(reader, &schema["items"], depth + 1)]),
        Some("object") if depth > DEEPEST => json!({}),
        Some("object") => object(reader, schema, depth),
        Some("string") => text(schema["format"].as_str()).into(),
        Some("integer") => json!(1),
        Some("number") => json!(0.5),
        Some("boolean") => json!(true),
        _ => json!({}),
    }
}

fn object(reader: Reader<'_>, schema: &Value, depth: usize) -> Value {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let needed = properties.filter(|(name, _)| required.iter().any(|it| it == name.as_str()));
    let fields = needed.map(|(name, schema)| (name.clone(), value(reader, schema, depth + 1)));
    Value::Object(fields.collect::<Map<_, _>>())
}

fn text(format: Option<&str>) -> &'static str {
    match format {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("uuid") => "7b7e6f2e-5c1d-4b57-8f0a-2d1a0c7f4e11",
        _ => "text",
    }
}
