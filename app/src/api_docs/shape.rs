//! From a schema to a tree that people read.

use serde_json::Value;

use super::model::Shape;

/// Deeper than this nobody reads; what is within itself stops earlier.
const DEEPEST: usize = 6;

#[derive(Clone, Copy)]
pub struct Reader<'a> {
    document: &'a Value,
}

/// Names of the schemas that are being read, so that one within itself is not read for ever.
type Open<'o> = [&'o str];

impl<'a> Reader<'a> {
    pub fn new(document: &'a Value) -> Self {
        Self { document }
    }

    pub fn shape(self, name: &str, schema: &Value, is_required: bool) -> Shape {
        self.read(name, schema, is_required, &[])
    }

    /// What a reference stands for, or the value itself.
    pub fn follow<'v>(self, value: &'v Value) -> &'v Value
    where
        'a: 'v,
    {
        match value["$ref"].as_str().and_then(|to| self.document.pointer(to.trim_start_matches('#'))) {
            Some(found) => found,
            None => value,
        }
    }

    fn read(self, name: &str, schema: &Value, is_required: bool, open: &Open<'_>) -> Shape {
        let only = unwrapped(schema);
        let reference = reference(only);
        let is_known = reference.is_some_and(|name| open.contains(&name)) || open.len() >= DEEPEST;
        let target = self.follow(only);
        let described = [schema, only, target].into_iter().find_map(|it| it["description"].as_str());
        let mut deeper = open.to_vec();
        deeper.push(reference.unwrap_or(""));
        Shape {
            name: name.to_owned(),
            type_text: self.type_text(only, false),
            is_required,
            is_nullable: schema["nullable"] == true || target["nullable"] == true,
            description: described.unwrap_or_default().to_owned(),
            parts: if is_known { Vec::new() } else { self.parts(target, &deeper) },
        }
    }

    fn parts(self, schema: &Value, open: &Open<'_>) -> Vec<Shape> {
        if let Some(choices) = choices(schema) {
            // A choice of plain types is told by its words.
            let choices = choices.iter().filter(|choice| self.has_parts(choice));
            return choices.map(|choice| self.read("", choice, true, open)).collect();
        }
        if schema["type"] == "array" {
            let items = self.follow(unwrapped(&schema["items"]));
            let name = reference(unwrapped(&schema["items"]));
            let is_known = name.is_some_and(|name| open.contains(&name));
            let mut deeper = open.to_vec();
            deeper.push(name.unwrap_or(""));
            return if is_known || open.len() >= DEEPEST { Vec::new() } else { self.parts(items, &deeper) };
        }
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        let properties = schema["properties"].as_object().into_iter().flatten();
        let part = |(name, schema): (&String, &Value)| {
            self.read(name, schema, required.iter().any(|it| it == name.as_str()), open)
        };
        properties.map(part).collect()
    }

    fn has_parts(self, schema: &Value) -> bool {
        let target = self.follow(unwrapped(schema));
        target["properties"].is_object() || target["items"].is_object() || choices(target).is_some()
    }

    fn type_text(self, schema: &Value, is_plural: bool) -> String {
        if let Some(name) = reference(schema) {
            return name.to_owned();
        }
        if let Some(values) = schema["enum"].as_array() {
            return values.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ");
        }
        if let Some(choices) = choices(schema) {
            let texts = choices.iter().map(|choice| self.type_text(unwrapped(choice), is_plural)).collect::<Vec<_>>();
            return texts.join(" or ");
        }
        let plural = |word: &str| if is_plural { format!("{word}s") } else { word.to_owned() };
        match schema["type"].as_str() {
            Some("array") => format!("{} of {}", plural("list"), self.type_text(unwrapped(&schema["items"]), true)),
            Some("string") => match schema["format"].as_str() {
                Some("date-time") => plural("time"),
                Some("uuid") => plural("UUID"),
                Some("binary") => plural("file"),
                _ => plural("text"),
            },
            Some("integer") => plural("whole number"),
            Some("number") => plural("number"),
            Some("boolean") => "true or false".to_owned(),
            Some("object") => plural("object"),
            _ => "any JSON".to_owned(),
        }
    }
}

/// `{"allOf": [it], …}` is how OpenAPI 3.0 says something beside a reference.
fn unwrapped(schema: &Value) -> &Value {
    match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) => only,
        _ => schema,
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

fn choices(schema: &Value) -> Option<&Vec<Value>> {
    schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array())
}
