use std::collections::HashSet;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{Start, TestApp};

async fn with_examples() -> TestApp {
    TestApp::start_with(Start { examples: true, ..Start::default() }).await
}

#[tokio::test]
async fn lists_speak_rison_and_json() {
    let app = with_examples().await;
    let rison = "/api/v1/dashboard/?q=(filters:!((col:dashboard_title,opr:ct,value:public)),order_column:changed_on,page_size:5)";
    let json =
        r#"/api/v1/dashboard/?q={"filters":[{"col":"dashboard_title","opr":"ct","value":"public"}],"page_size":5}"#;
    for path in [rison, json] {
        let (status, list) = app.get(path).await;
        assert_eq!(status, StatusCode::OK, "{list}");
        assert_eq!((&list["count"], &list["result"][0]["dashboard_title"]), (&json!(1), &json!("Public data")));
    }
    let (_, none) = app.get("/api/v1/dashboard/?q=(filters:!((col:dashboard_title,opr:ct,value:nothing)))").await;
    assert_eq!(none["count"], 0);
    for (path, count) in [("dashboard", 3), ("chart", 30), ("dataset", 4), ("database", 1)] {
        let (_, list) = app.get(&format!("/api/v1/{path}/?q=(page:0,page_size:100)")).await;
        assert_eq!(list["count"], count, "{path}");
        assert_eq!(list["ids"].as_array().unwrap().len(), count);
    }
    let (status, error) = app.get("/api/v1/dashboard/?q=(order_column:password)").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(error["errors"][0]["message"].as_str().unwrap().contains("password"), "{error}");
}

#[tokio::test]
async fn every_tile_of_the_examples_is_answered_in_one_stream() {
    let app = with_examples().await;
    let (_, charts) = app.get("/api/v1/dashboard/public-data/charts").await;
    let ids: Vec<i64> =
        charts["result"].as_array().unwrap().iter().map(|chart| chart["id"].as_i64().unwrap()).collect();
    let (status, lines) = app.post("/api/v1/dashboard/public-data/tiles", &json!({ "chart_ids": ids })).await;
    assert_eq!(status, StatusCode::OK);
    let lines = lines.as_str().expect("more than one JSON text").lines();
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered: HashSet<i64> = lines.iter().map(|line| line["chart_id"].as_i64().unwrap()).collect();
    assert_eq!(answered, ids.into_iter().collect());
    for line in &lines {
        assert!(line.get("error").is_none(), "{line}");
        let kind = line["drawing"]["type"].as_str().unwrap();
        assert!(["chart", "table", "number"].contains(&kind), "{line}");
    }
}

#[tokio::test]
async fn a_chart_is_a_picture_of_its_own() {
    let app = with_examples().await;
    let (_, charts) = app.get("/api/v1/chart/?q=(page_size:100)").await;
    for chart in charts["result"].as_array().unwrap() {
        let path = format!("/api/v1/chart/{}/image.svg?width=400&height=300", chart["id"]);
        let answer = app.request(reqwest::Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{}", chart["slice_name"]);
        assert_eq!(answer.headers()["content-type"], "image/svg+xml");
        let svg = answer.text().await.unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("<text") && !svg.contains("NaN"), "{}", chart["slice_name"]);
    }
}

#[tokio::test]
async fn what_is_not_there_or_not_mine_is_not_found() {
    let app = with_examples().await;
    for path in ["/api/v1/dashboard/nothing", "/api/v1/chart/99", "/api/v1/dataset/x", "/api/v1/nonsense"] {
        let (status, body) = app.get(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(body["errors"][0]["error_type"], "OBJECT_DOES_NOT_EXIST_ERROR");
    }
    let (ok, said) = app.run(&["create-user", "gina", "--password", "a long password", "--role", "Gamma"]);
    assert!(ok, "{said}");
    let token = app.sign_in("gina", "a long password").await;
    for (path, expected) in [
        ("/api/v1/dashboard/public-data", StatusCode::NOT_FOUND),
        ("/api/v1/chart/1", StatusCode::NOT_FOUND),
        ("/api/v1/chart/1/image.svg", StatusCode::NOT_FOUND),
        ("/api/v1/dataset/1", StatusCode::NOT_FOUND),
        ("/api/v1/database/1", StatusCode::NOT_FOUND),
        ("/api/v1/dashboard/", StatusCode::OK),
    ] {
        let answer = app.client.get(app.path(path)).bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{path}");
        if expected == StatusCode::OK {
            assert_eq!(answer.json::<Value>().await.unwrap()["count"], 0);
        }
    }
    let question =
        json!({ "datasource": { "id": 1, "type": "table" }, "queries": [{ "columns": ["weather"], "metrics": [] }] });
    let asked =
        app.client.post(app.path("/api/v1/chart/data")).bearer_auth(&token).json(&question).send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::NOT_FOUND);
}
