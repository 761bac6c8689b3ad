//! From the operations to the document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sx_model::ErrorBody;

use super::{Access, Draft, Operation, Schemas, describe::FAILURES};

const ABOUT: &str = "Sextant's REST API, in the shapes of Apache Superset 6.1. A slash at the end of a path means nothing. \
    Lists take `q` in Rison or as JSON. What a person may not see answers like what does not exist.";

/// First segments of paths, the group that they belong to, and what is in it; a longer beginning comes first.
const TAGS: [(&str, &str, &str); 17] = [
    ("/dashboard/permalink", "Permalinks", "Short addresses of a state"),
    ("/explore/permalink", "Permalinks", "Short addresses of a state"),
    ("/dashboard", "Dashboards", "Layouts of charts, with filters"),
    ("/chart", "Charts", "Stored questions and how they are drawn; their data"),
    ("/dataset", "Datasets", "Tables and queries with described columns and metrics"),
    ("/datasource", "Datasets", "Tables and queries with described columns and metrics"),
    ("/database", "Databases", "Connections, what is in them, and uploads"),
    ("/explore", "Explore", "What the chart builder asks"),
    ("/time_range", "Explore", "What the chart builder asks"),
    ("/assets", "Import and export", "Bundles of YAML files"),
    ("/draft", "Drafts", "Work that is not saved yet; not in Superset"),
    ("/trash", "Trash", "What was deleted; not in Superset"),
    ("/security/users", "Users", "People and their accounts"),
    ("/security/roles", "Roles", "What people may do and read"),
    ("/security", "Sign-in", "Tokens"),
    ("/me", "Current user", "One's own account"),
    ("/log", "Log", "Who changed what, and when"),
];
const OTHER: (&str, &str) = ("Other", "What belongs to no asset");

/// OpenAPI 3.0.3.
pub fn document(operations: &[Operation]) -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    let mut tags = BTreeMap::new();
    for operation in operations {
        let (tag, about) = tag(&operation.path);
        tags.insert(tag, about);
        let path = paths.entry(format!("/api/v1{}", operation.path)).or_insert_with(|| json!({}));
        path[operation.method] = describe(operation, tag, &mut schemas);
    }
    paths.sort_keys();
    let responses = failures(&mut schemas);
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Sextant", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": "/" }],
        "tags": tags.iter().map(|(name, about)| json!({ "name": name, "description": about })).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "responses": responses, "securitySchemes": security_schemes() },
    });
    schemas.finish(&mut document);
    document
}

fn tag(path: &str) -> (&'static str, &'static str) {
    // “/dashboard/{id_or_slug}/permalink” makes what “/dashboard/permalink/{key}” reads.
    if path.ends_with("/permalink") {
        return (TAGS[0].1, TAGS[0].2);
    }
    let is_below = |start: &str| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let found = TAGS.iter().find(|(start, ..)| is_below(start));
    found.map_or(OTHER, |(_, name, about)| (name, about))
}

fn describe(operation: &Operation, tag: &str, schemas: &mut Schemas) -> Value {
    let mut draft = Draft {
        schemas,
        parameters: Vec::new(),
        body: None,
        responses: BTreeMap::new(),
        access: Access::Nothing,
        has_number: false,
    };
    (operation.describe)(&mut draft);
    let mut parameters = path_parameters(&operation.path, draft.has_number);
    parameters.append(&mut draft.parameters);
    let responses: Map<_, _> = draft.responses.iter().map(|(status, it)| (status.to_string(), it.clone())).collect();
    let mut described = json!({
        "tags": [tag],
        "operationId": operation_id(operation),
        "summary": summary(operation.name),
        "parameters": parameters,
        "responses": responses,
        "security": security(draft.access),
    });
    if let (Value::Object(described), Some(body)) = (&mut described, draft.body.take()) {
        described.insert("requestBody".to_owned(), body);
    }
    if !operation.about.is_empty() {
        described["description"] = operation.about.into();
    }
    described
}

fn path_parameters(path: &str, has_number: bool) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let schema = |name| {
        if has_number && name == "id" {
            json!({ "type": "integer", "format": "int64" })
        } else {
            json!({ "type": "string" })
        }
    };
    names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": schema(name) })).collect()
}

/// `put_chart_id_favorites`: of the address, for it is the one thing that a client cannot do without.
fn operation_id(operation: &Operation) -> String {
    let words = operation.path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(operation.method.to_owned(), |id, word| format!("{id}_{word}"))
}

/// “List charts”, from the handler's name.
fn summary(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn security(access: Access) -> Value {
    match access {
        Access::Nothing => json!([]),
        Access::Caller => json!([{ "jwt": [] }, { "session": [] }]),
        Access::Writer => json!([{ "jwt": [] }, { "session": [], "csrf": [] }]),
        Access::RefreshToken => json!([{ "jwt_refresh": [] }]),
    }
}

fn security_schemes() -> Value {
    json!({
        "jwt": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                 "description": "The access token that POST /api/v1/security/login answers." },
        "jwt_refresh": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                         "description": "The refresh token from the same place." },
        "session": { "type": "apiKey", "in": "cookie", "name": "session", "description": "The browser's own sign-in." },
        "csrf": { "type": "apiKey", "in": "header", "name": "X-CSRFToken",
                  "description": "With a session, every write carries what GET /api/v1/security/csrf_token answers." },
    })
}

fn failures(schemas: &mut Schemas) -> Value {
    let schema = schemas.answer::<ErrorBody>();
    let response = |(status, description): &(u16, &str)| {
        let content = json!({ "application/json": { "schema": schema } });
        (status.to_string(), json!({ "description": description, "content": content }))
    };
    FAILURES.iter().map(response).collect::<Map<_, _>>().into()
}
