//! The document at `/api/v1/_openapi`: complete, true of what is answered, and compared with the reference's.

mod answers;
mod reference;
mod schema;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, answer, workspace};

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

async fn document(app: &TestApp) -> Value {
    let (status, document) = app.get("/api/v1/_openapi").await;
    assert_eq!(status, StatusCode::OK, "{document}");
    document
}

/// Path below `/api/v1`, method, operation.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, methods)| {
        let path = path.strip_prefix("/api/v1").unwrap();
        methods.as_object().unwrap().iter().map(move |(method, operation)| (path, method.as_str(), operation))
    })
}

#[tokio::test]
async fn every_operation_that_is_written_down_is_there() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let mut ids = Vec::new();
    for (path, method, operation) in operations(&document) {
        ids.push(operation["operationId"].as_str().unwrap().to_owned());
        assert!(METHODS.contains(&method), "{method} {path}");
        let address = format!("/api/v1{}", path.replace("{table}", "t").replace(['{', '}'], ""));
        // Nothing is named, so nothing is changed: “id” is no id.
        let (status, body) = answer(app.request(method.to_uppercase().parse::<Method>().unwrap(), &address)).await;
        assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_ne!(body["message"], "This resource not found", "{method} {path}");
    }
    assert!(ids.len() > 90, "only {} operations", ids.len());
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an operation id comes twice");
}

/// `ApiRouter` takes no route without its types; axum's own router would.
#[test]
fn no_route_goes_around_the_document() {
    let folder = workspace().join("server/src/api");
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        for around in ["axum::routing", "routing::", "axum::Router", " Router::new", "Json<Value>"] {
            assert!(!text.contains(around), "{}: {around}", file.display());
        }
    }
}

#[tokio::test]
async fn the_document_is_for_those_who_signed_in_and_has_no_loose_ends() {
    let app = TestApp::start().await;
    let (status, _) = answer(app.client.get(app.path("/api/v1/_openapi"))).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let document = document(&app).await;
    assert_eq!(document["openapi"], "3.0.3");
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(references.len() > 100);
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
    let write = &document["paths"]["/api/v1/chart"]["post"];
    assert_eq!(write["security"], json!([{ "jwt": [] }, { "session": [], "csrf": [] }]));
    let schema = &document["components"]["schemas"]["NewChart"];
    assert_eq!(schema["required"], json!(["slice_name", "datasource_id", "datasource_type"]));
    assert_eq!(schema["properties"]["cache_timeout"]["nullable"], true);
    assert_eq!(schema["properties"]["slice_name"], json!({ "type": "string" }));
}

fn collect_references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}
