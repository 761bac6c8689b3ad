//! The schemas of what is taken and of what is answered. One type may read more than it writes, so there are two generators;
//! where both say the same of a type, it is one schema in the document.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

const ANSWERS: &str = "#/components/schemas/";
const REQUESTS: &str = "#/components/requests/";

pub struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

impl Schemas {
    pub fn new() -> Self {
        let mut requests = SchemaSettings::openapi3().for_deserialize();
        // Told apart from those of answers until the end.
        requests.definitions_path = "/components/requests".into();
        Self {
            requests: requests.into_generator(),
            answers: SchemaSettings::openapi3().for_serialize().into_generator(),
        }
    }

    /// As OpenAPI 3.0 writes it; named types are references.
    pub fn request<T: JsonSchema>(&mut self) -> Value {
        let schema = self.requests.subschema_for::<T>();
        transformed(&mut self.requests, schema)
    }

    /// The type's own schema even if it has a name.
    pub fn inlined_request<T: JsonSchema>(&mut self) -> Value {
        let schema = T::json_schema(&mut self.requests);
        transformed(&mut self.requests, schema)
    }

    pub fn answer<T: JsonSchema>(&mut self) -> Value {
        let schema = self.answers.subschema_for::<T>();
        transformed(&mut self.answers, schema)
    }

    /// Puts all named schemas into the document, and lets its references lead there.
    pub fn finish(mut self, document: &mut Value) {
        let (mut requests, mut all) = (self.requests.take_definitions(true), self.answers.take_definitions(true));
        let apart = differing(&requests, &all);
        requests.values_mut().for_each(|schema| redirect(schema, &apart));
        redirect(document, &apart);
        all.extend(requests.into_iter().map(|(name, schema)| (request_name(&name, &apart), schema)));
        all.sort_keys();
        all.values_mut().for_each(tidy);
        tidy(document);
        document["components"]["schemas"] = Value::Object(all);
    }
}

fn transformed(generator: &mut SchemaGenerator, mut schema: Schema) -> Value {
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema.to_value()
}

/// Names that mean one thing in requests and another in answers, and whatever refers to one of them.
fn differing(requests: &Map<String, Value>, answers: &Map<String, Value>) -> BTreeSet<String> {
    let mut apart = BTreeSet::new();
    loop {
        let found: Vec<_> = requests
            .iter()
            .filter(|(name, _)| !apart.contains(*name))
            .filter(|(name, schema)| {
                let mut schema = (*schema).clone();
                redirect(&mut schema, &apart);
                answers.get(*name).is_some_and(|answer| *answer != schema)
            })
            .map(|(name, _)| name.clone())
            .collect();
        if found.is_empty() {
            return apart;
        }
        apart.extend(found);
    }
}

fn request_name(name: &str, apart: &BTreeSet<String>) -> String {
    if apart.contains(name) { format!("{name}Request") } else { name.to_owned() }
}

/// References to schemas of requests become references to where they stand in the document.
fn redirect(value: &mut Value, apart: &BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value.as_str().filter(|_| key == "$ref").and_then(|to| to.strip_prefix(REQUESTS)) {
                    Some(name) => *value = format!("{ANSWERS}{}", request_name(name, apart)).into(),
                    None => redirect(value, apart),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| redirect(value, apart)),
        _ => {}
    }
}

/// Takes out what says nothing, or what OpenAPI 3.0 does not know: null as the default of what may be left out, a schema of
/// null beside a reference, which 3.0 writes as `nullable`, a schema for each place of a list, and links of rustdoc.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(tidy);
            if object.get("default").is_some_and(Value::is_null) {
                object.remove("default");
            }
            if let Some(Value::String(description)) = object.get_mut("description") {
                *description = description.replace("[`", "`").replace("`]", "`");
            }
            nullable_reference(object);
            one_schema_for_items(object);
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn nullable_reference(object: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = object.get_mut("anyOf") else { return };
    let before = choices.len();
    choices.retain(|choice| choice["enum"] != Value::Array(vec![Value::Null]));
    if choices.len() == before {
        return;
    }
    if let [_] = choices.as_slice() {
        let only = object.remove("anyOf").unwrap_or_default();
        object.insert("allOf".to_owned(), only);
    }
    object.insert("nullable".to_owned(), true.into());
}

fn one_schema_for_items(object: &mut Map<String, Value>) {
    if object.get("type").is_none_or(|kind| kind != "array") {
        return;
    }
    object.remove("additionalItems");
    let items = match object.remove("items") {
        Some(Value::Array(places)) => json!({ "anyOf": places }),
        Some(items) => items,
        None => json!({}),
    };
    object.insert("items".to_owned(), items);
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Both {
        name: String,
        #[serde(default)]
        is_new: bool,
        inner: Option<Inner>,
        order: (String, bool),
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Inner {
        count: i64,
    }

    #[test]
    fn a_type_that_reads_more_than_it_writes_is_two_schemas() {
        let mut schemas = Schemas::new();
        let mut document = json!({ "request": schemas.request::<Both>(), "answer": schemas.answer::<Both>() });
        schemas.finish(&mut document);
        assert_eq!(document["request"]["$ref"], "#/components/schemas/BothRequest");
        assert_eq!(document["answer"]["$ref"], "#/components/schemas/Both");
        let all = &document["components"]["schemas"];
        let names: Vec<_> = all.as_object().unwrap().keys().collect();
        assert_eq!(names, ["Both", "BothRequest", "Inner"]);
        assert_eq!(all["Both"]["required"], json!(["name", "is_new", "inner", "order"]));
        assert_eq!(all["BothRequest"]["required"], json!(["name", "order"]));
        assert_eq!(
            all["Both"]["properties"]["order"]["items"],
            json!({ "anyOf": [{ "type": "string" }, { "type": "boolean" }] })
        );
        let inner = json!({ "allOf": [{ "$ref": "#/components/schemas/Inner" }], "nullable": true });
        assert_eq!(all["BothRequest"]["properties"]["inner"], inner);
    }
}
