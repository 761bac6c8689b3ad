//! What the server really answers, and what clients really send, against the document's schemas.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{document, schema::faults};
use crate::harness::{Start, TestApp, answer};

/// Asks, and compares the answer (and the body that was sent) with what the document says of the path's template.
async fn ask(app: &TestApp, document: &Value, asked: (Method, &str, &str), body: Option<Value>) -> (StatusCode, Value) {
    let (method, template, path) = asked;
    let operation = &document["paths"][format!("/api/v1{template}")][method.as_str().to_lowercase()];
    assert!(operation.is_object(), "{method} {template} is not in the document");
    let mut request = app.request(method.clone(), &format!("/api/v1{path}"));
    if let Some(body) = &body {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(faults(document, schema, body), [""; 0], "body of {method} {path}: {body}");
        request = request.json(body);
    }
    let (status, answered) = answer(request).await;
    let response = &operation["responses"][status.as_str()];
    let response = match response["$ref"].as_str() {
        Some(to) => document.pointer(to.trim_start_matches('#')).unwrap(),
        None => response,
    };
    assert!(response.is_object(), "{method} {path}: {status} is not in the document: {answered}");
    let schema = &response["content"]["application/json"]["schema"];
    assert_eq!(faults(document, schema, &answered), [""; 0], "{method} {path} answers {answered}");
    (status, answered)
}

async fn get(app: &TestApp, document: &Value, template: &str, path: &str) -> Value {
    let (status, answered) = ask(app, document, (Method::GET, template, path), None).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answered}");
    answered
}

#[tokio::test]
async fn reads_answer_what_the_document_says() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let document = document(&app).await;
    let mut ids = Vec::new();
    for kind in ["chart", "dashboard", "dataset", "database"] {
        let list = get(&app, &document, &format!("/{kind}"), &format!("/{kind}?q=(page_size:100)")).await;
        let id = list["ids"][0].as_i64().unwrap();
        ids.push(id);
        let name = if kind == "dashboard" { "{id_or_slug}" } else { "{id}" };
        get(&app, &document, &format!("/{kind}/{name}"), &format!("/{kind}/{id}")).await;
        get(&app, &document, &format!("/{kind}/_info"), &format!("/{kind}/_info")).await;
        get(&app, &document, &format!("/{kind}/related/{{column}}"), &format!("/{kind}/related/created_by")).await;
        if kind != "dashboard" {
            let template = format!("/{kind}/{{id}}/related_objects");
            get(&app, &document, &template, &format!("/{kind}/{id}/related_objects")).await;
        }
    }
    let [chart, dashboard, dataset, database] = ids[..] else { panic!("{ids:?}") };
    for (template, path) in [
        ("/chart/favorite_status", format!("/chart/favorite_status?q=!({chart})")),
        ("/dashboard/favorite_status", format!("/dashboard/favorite_status?q=!({dashboard})")),
        ("/dashboard/{id_or_slug}/charts", format!("/dashboard/{dashboard}/charts")),
        ("/dataset/{id}/refresh", format!("/dataset/{dataset}/refresh")),
        ("/dataset/distinct/{column}", "/dataset/distinct/schema".to_owned()),
        ("/database/available", "/database/available".to_owned()),
        ("/database/{id}/connection", format!("/database/{database}/connection")),
        ("/database/{id}/schemas", format!("/database/{database}/schemas")),
        ("/database/{id}/catalogs", format!("/database/{database}/catalogs")),
        ("/database/{id}/tables", format!("/database/{database}/tables")),
        ("/database/{id}/function_names", format!("/database/{database}/function_names")),
        ("/explore", format!("/explore?slice_id={chart}")),
        ("/time_range", "/time_range?q='Last week'".to_owned()),
        ("/security/csrf_token", "/security/csrf_token".to_owned()),
        ("/security/users", "/security/users".to_owned()),
        ("/security/users/{id}", "/security/users/1".to_owned()),
        ("/security/roles", "/security/roles".to_owned()),
        ("/security/roles/search", "/security/roles/search".to_owned()),
        ("/security/roles/{id}", "/security/roles/1".to_owned()),
        ("/security/roles/{id}/grants", "/security/roles/1/grants".to_owned()),
        ("/security/roles/{id}/permissions", "/security/roles/1/permissions".to_owned()),
        ("/me", "/me".to_owned()),
        ("/me/roles", "/me/roles".to_owned()),
        ("/log", "/log".to_owned()),
        ("/log/recent_activity", "/log/recent_activity".to_owned()),
        ("/trash", "/trash".to_owned()),
    ] {
        get(&app, &document, template, &path).await;
    }
}

#[tokio::test]
async fn writes_and_questions_take_and_answer_what_the_document_says() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let document = document(&app).await;
    let dataset = get(&app, &document, "/dataset", "/dataset").await["ids"][0].as_i64().unwrap();
    let wanted = json!({ "slice_name": "Documented", "datasource_id": dataset, "datasource_type": "table",
                         "viz_type": "table", "description": null });
    let (status, made) = ask(&app, &document, (Method::POST, "/chart", "/chart"), Some(wanted)).await;
    assert_eq!(status, StatusCode::CREATED);
    let path = format!("/chart/{}", made["id"]);
    let change = json!({ "slice_name": "Documented twice", "cache_timeout": 60 });
    let (status, _) = ask(&app, &document, (Method::PUT, "/chart/{id}", &path), Some(change)).await;
    assert_eq!(status, StatusCode::OK);
    let dashboard = json!({ "dashboard_title": "Documented", "published": true });
    let (status, _) = ask(&app, &document, (Method::POST, "/dashboard", "/dashboard"), Some(dashboard)).await;
    assert_eq!(status, StatusCode::CREATED);
    let question = json!({
        "datasource": { "id": dataset, "type": "table" },
        "queries": [{ "metrics": [{ "expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": "rows" }],
                      "filters": [], "orderby": [["rows", false]], "row_limit": 1 }],
    });
    let (status, answered) = ask(&app, &document, (Method::POST, "/chart/data", "/chart/data"), Some(question)).await;
    assert_eq!(status, StatusCode::OK, "{answered}");
    let (status, _) = ask(&app, &document, (Method::DELETE, "/chart/{id}", &path), None).await;
    assert_eq!(status, StatusCode::OK);
    get(&app, &document, "/trash", "/trash").await;
}

#[tokio::test]
async fn what_goes_wrong_is_answered_as_the_document_says() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let nothing = json!({ "slice_name": "x", "datasource_id": 999_999, "datasource_type": "table" });
    for (expected, method, template, path, body) in [
        (404, Method::GET, "/chart/{id}", "/chart/999999", None),
        (404, Method::DELETE, "/dashboard/{id_or_slug}", "/dashboard/no-such", None),
        (400, Method::GET, "/chart", "/chart?q=(page:x", None),
        (422, Method::POST, "/chart", "/chart", Some(nothing)),
    ] {
        let (status, answered) = ask(&app, &document, (method, template, path), body).await;
        assert_eq!(status.as_u16(), expected, "{path}: {answered}");
    }
}
