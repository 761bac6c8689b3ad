use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, answer};

#[tokio::test]
async fn a_draft_comes_back_to_its_author_alone() {
    let app = TestApp::start().await;
    let (gina, otto) = (app.person("gina", "Gamma").await, app.person("otto", "Gamma").await);
    let path = "/api/v1/draft/dashboard/7";
    assert_eq!(gina.get(path).await.0, StatusCode::NOT_FOUND);
    let body = json!({ "z": 1, "a": [1.50, "ü"] });
    let draft = json!({ "body": body, "based_on": "2026-11-20T10:00:00.123456+00:00" });
    let (status, saved) = gina.put(path, &draft).await;
    assert_eq!(status, StatusCode::OK, "{saved}");
    let (status, read) = gina.get(path).await;
    assert_eq!((status, &read["result"]["body"]), (StatusCode::OK, &body), "{read}");
    assert_eq!(read["result"]["based_on"], "2026-11-20T10:00:00.123456Z");

    assert_eq!(otto.get(path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(otto.delete(path).await.0, StatusCode::OK, "there is none of theirs");
    assert_eq!(app.get(path).await.0, StatusCode::NOT_FOUND, "not even the admin");
    assert_eq!(gina.get("/api/v1/draft/chart/7").await.0, StatusCode::NOT_FOUND);

    gina.put(path, &json!({ "body": "again" })).await;
    let (_, read) = gina.get(path).await;
    assert_eq!((&read["result"]["body"], &read["result"]["based_on"]), (&json!("again"), &Value::Null));
    assert_eq!(gina.delete(path).await.0, StatusCode::OK);
    assert_eq!(gina.get(path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn drafts_have_their_limits() {
    let app = TestApp::start().await;
    let big = json!({ "body": "x".repeat(1 << 20) });
    let (status, _) = app.send(Method::PUT, "/api/v1/draft/chart/new-1", &big).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let fits = json!({ "body": "x".repeat((1 << 20) - 2) });
    assert_eq!(app.send(Method::PUT, "/api/v1/draft/chart/new-1", &fits).await.0, StatusCode::OK);
    for path in ["/draft/user/1", "/draft/chart/a.b", &format!("/draft/chart/{}", "k".repeat(65))] {
        let (status, _) = app.send(Method::PUT, &format!("/api/v1{path}"), &json!({ "body": 1 })).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
    }
    assert_eq!(app.send(Method::PUT, "/api/v1/draft/chart/1", &json!({})).await.0, StatusCode::BAD_REQUEST);
    let anonymous = answer(app.client.put(app.path("/api/v1/draft/chart/1")).json(&json!({ "body": 1 }))).await;
    assert_eq!(anonymous.0, StatusCode::UNAUTHORIZED);
    let reader = app.person("paul", "Public").await;
    assert_eq!(reader.put("/api/v1/draft/chart/1", &json!({ "body": 1 })).await.0, StatusCode::FORBIDDEN);

    // The oldest of more than a hundred goes.
    for n in 0..100 {
        app.send(Method::PUT, &format!("/api/v1/draft/dataset/{n}"), &json!({ "body": n })).await;
    }
    assert_eq!(app.get("/api/v1/draft/chart/new-1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/api/v1/draft/dataset/0").await.0, StatusCode::OK);
}
