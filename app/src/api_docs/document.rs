//! What the page reads: the document that `GET /api/v1/_openapi` answers.

use std::sync::Arc;

use leptos::prelude::use_context;
use serde_json::Value;
use sx_model::{AppError, Result};

use super::{
    example::example,
    model::{Answer, Content, Operation, OperationLine, Parameter},
    shape::Reader,
};
use crate::Failure;

/// The server provides it as context.
#[derive(Clone)]
pub struct ApiDocument(pub Arc<Value>);

/// For those who signed in, as the document itself.
pub fn read() -> std::result::Result<ApiDocument, Failure> {
    let (_, caller) = crate::ctx::service()?;
    caller.require_user().map_err(crate::ctx::fail)?;
    use_context::<ApiDocument>().ok_or_else(|| AppError::internal().into())
}

impl ApiDocument {
    pub fn lines(&self) -> Vec<OperationLine> {
        let mut lines: Vec<_> = self.operations().map(|(path, method, it)| line(path, method, it)).collect();
        lines.sort_by(|a, b| (&a.tag, &a.path).cmp(&(&b.tag, &b.path)));
        lines
    }

    pub fn operation(&self, id: &str) -> Result<Operation> {
        let found = self.operations().find(|(.., it)| it["operationId"] == id);
        let (path, method, it) = found.ok_or_else(|| AppError::not_found("This operation"))?;
        let reader = Reader::new(&self.0);
        let line = line(path, method, it);
        let parameters: Vec<_> = list(&it["parameters"]).map(|parameter| self.parameter(reader, parameter)).collect();
        let body = self.content(reader, &it["requestBody"]["content"]);
        let answers = it["responses"].as_object().into_iter().flatten();
        let answers = answers.map(|(status, response)| self.answer(reader, status, response)).collect();
        let curl = curl(&line, &parameters, body.as_ref(), it);
        let (description, access) = (text(&it["description"]), access(it).to_owned());
        Ok(Operation { line, description, access, parameters, body, answers, curl })
    }

    /// Path, method, operation.
    fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    fn parameter(&self, reader: Reader<'_>, parameter: &Value) -> Parameter {
        let inner = [&parameter["schema"], &parameter["content"]["application/json"]["schema"]];
        let schema = inner.into_iter().find(|schema| !schema.is_null()).unwrap_or(&Value::Null);
        let mut shape = reader.shape(&text(&parameter["name"]), schema, parameter["required"] == true);
        if let Some(description) = parameter["description"].as_str() {
            description.clone_into(&mut shape.description);
        }
        Parameter { place: text(&parameter["in"]), shape }
    }

    fn answer(&self, reader: Reader<'_>, status: &str, response: &Value) -> Answer {
        let response = reader.follow(response);
        let content = self.content(reader, &response["content"]);
        Answer { status: status.to_owned(), description: text(&response["description"]), content }
    }

    fn content(&self, reader: Reader<'_>, content: &Value) -> Option<Content> {
        let (content_type, content) = content.as_object()?.iter().next()?;
        let shape = reader.shape("", &content["schema"], true);
        let example = match content_type.as_str() {
            "application/json" | "application/x-ndjson" => example(reader, &content["schema"]),
            _ => Value::Null,
        };
        let example = if example.is_null() { String::new() } else { format!("{example:#}") };
        Some(Content { content_type: content_type.clone(), shape, example })
    }
}

fn line(path: &str, method: &str, operation: &Value) -> OperationLine {
    OperationLine {
        id: text(&operation["operationId"]),
        tag: text(&operation["tags"][0]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
    }
}

fn access(operation: &Value) -> &'static str {
    let ways = &operation["security"];
    if list(ways).any(|way| way.get("csrf").is_some()) {
        "Needs a token, or the browser's session with the header X-CSRFToken."
    } else if list(ways).any(|way| way.get("jwt_refresh").is_some()) {
        "Needs the refresh token."
    } else if list(ways).next().is_some() {
        "Needs a token or the browser's session."
    } else {
        "Open to everybody."
    }
}

/// The host is the reader's own, so it stands as a variable; the address is quoted, for Rison has parentheses.
fn curl(line: &OperationLine, parameters: &[Parameter], body: Option<&Content>, operation: &Value) -> String {
    let mut parts = vec!["curl".to_owned()];
    if line.method != "GET" {
        parts.push(format!("-X {}", line.method));
    }
    let needed = parameters.iter().filter(|it| it.place == "query" && it.shape.is_required).map(|it| &it.shape.name);
    let query = needed.map(|name| format!("{name}={}", if name == "q" { "!(1,2)" } else { "…" })).collect::<Vec<_>>();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    parts.push(format!("\"$SEXTANT_URL\"'{}{query}'", line.path));
    if list(&operation["security"]).next().is_some() {
        parts.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    match body.map(|body| body.content_type.as_str()) {
        Some("multipart/form-data") => {
            let file = if line.path.ends_with("/import") { "formData=@bundle.zip" } else { "file=@table.csv" };
            parts.push(format!("-F {file}"));
        }
        Some(content_type) => {
            let compact = body.and_then(|body| serde_json::from_str::<Value>(&body.example).ok()).unwrap_or_default();
            let quoted = compact.to_string().replace('\'', "'\\''");
            parts.push(format!("-H 'Content-Type: {content_type}' -d '{quoted}'"));
        }
        None => {}
    }
    parts.join(" ")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> ApiDocument {
        ApiDocument(Arc::new(json!({
            "paths": { "/api/v1/thing/{id}": { "put": {
                "operationId": "put_thing_id", "tags": ["Things"], "summary": "Change thing",
                "security": [{ "jwt": [] }, { "session": [], "csrf": [] }],
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } },
                    { "name": "q", "in": "query", "required": true,
                      "content": { "application/json": { "schema": { "type": "array", "items": { "type": "integer" } } } } },
                ],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "responses": { "404": { "$ref": "#/components/responses/404" } },
            } } },
            "components": {
                "responses": { "404": { "description": "No such thing." } },
                "schemas": { "Thing": {
                    "type": "object", "required": ["name"],
                    "properties": {
                        "name": { "type": "string", "description": "It's own." },
                        "inner": { "allOf": [{ "$ref": "#/components/schemas/Thing" }], "nullable": true },
                    },
                } },
            },
        })))
    }

    #[test]
    fn an_operation_is_read_with_its_references_followed() {
        let operation = document().operation("put_thing_id").unwrap();
        assert_eq!(operation.line.method, "PUT");
        assert_eq!(operation.parameters[0].shape.type_text, "whole number");
        assert_eq!(operation.parameters[1].shape.type_text, "list of whole numbers");
        assert_eq!(operation.access, "Needs a token, or the browser's session with the header X-CSRFToken.");
        assert_eq!(operation.answers[0].description, "No such thing.");
        let body = operation.body.unwrap();
        assert_eq!(body.shape.type_text, "Thing");
        let [name, inner] = body.shape.parts.as_slice() else { panic!("{:?}", body.shape.parts) };
        assert!(name.is_required && !inner.is_required && inner.is_nullable);
        assert_eq!(inner.parts, [], "a schema within itself is named, not unfolded");
        assert_eq!(
            operation.curl,
            "curl -X PUT \"$SEXTANT_URL\"'/api/v1/thing/{id}?q=!(1,2)' -H \"Authorization: Bearer $TOKEN\" \
             -H 'Content-Type: application/json' -d '{\"name\":\"text\"}'"
        );
        assert_eq!(document().operation("nothing").unwrap_err().status_code(), 404);
    }
}
