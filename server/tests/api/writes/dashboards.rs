use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{fault, with_examples};

#[tokio::test]
async fn a_dashboard_is_made_changed_copied_and_removed() {
    let app = with_examples().await;
    let (_, chart) = app.get("/api/v1/chart/1").await;
    let position = json!({
        "ROOT_ID": { "type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"] },
        "GRID_ID": { "type": "GRID", "id": "GRID_ID", "children": ["ROW-1"] },
        "ROW-1": { "type": "ROW", "id": "ROW-1", "children": ["CHART-1"], "meta": {} },
        "CHART-1": { "type": "CHART", "id": "CHART-1", "children": [], "meta": { "chartId": 1, "width": 4, "height": 50 } },
    });
    let new = json!({ "dashboard_title": "Weather", "slug": "the weather", "position_json": position.to_string(), "published": true });
    let (status, made) = app.post("/api/v1/dashboard/", &new).await;
    assert_eq!((status, &made["result"]["slug"]), (StatusCode::CREATED, &json!("the-weather")), "{made}");
    let (_, charts) = app.get("/api/v1/dashboard/the-weather/charts").await;
    assert_eq!(charts["result"][0]["slice_name"], chart["result"]["slice_name"]);

    for (wrong, status, field) in [
        (json!({ "dashboard_title": "New", "slug": "public-data", "owners": [99], "roles": [99] }), 422, "slug"),
        (json!({ "dashboard_title": "New", "slug": "12" }), 400, ""),
        (json!({ "dashboard_title": "New", "position_json": "{" }), 400, ""),
        (json!({ "dashboard_title": "New", "json_metadata": "[" }), 400, ""),
    ] {
        let (answered, body) = app.send(Method::PUT, "/api/v1/dashboard/the-weather", &wrong).await;
        assert_eq!(answered.as_u16(), status, "{wrong}: {body}");
        assert!(
            field.is_empty() || fault(&body, field) == "Must be unique" && fault(&body, "owners").is_string(),
            "{body}"
        );
        assert_eq!(app.post("/api/v1/dashboard/", &wrong).await.0.as_u16(), status, "{wrong}");
    }
    assert_eq!(app.get("/api/v1/dashboard/the-weather").await.1["result"]["dashboard_title"], "Weather");
    assert_eq!(app.get("/api/v1/dashboard/").await.1["count"], 4);

    let copy =
        json!({ "dashboard_title": "Copy", "json_metadata": "{\"color_scheme\": \"x\"}", "duplicate_slices": true });
    let (status, body) = app.post("/api/v1/dashboard/the-weather/copy/", &copy).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let copied = format!("/api/v1/dashboard/{}", body["result"]["id"]);
    let (_, read) = app.get(&copied).await;
    let result = &read["result"];
    assert_eq!(
        (&result["dashboard_title"], &result["slug"], &result["published"]),
        (&json!("Copy"), &Value::Null, &json!(false))
    );
    let (_, charts) = app.get(&format!("{copied}/charts")).await;
    let chart = &charts["result"][0];
    assert_ne!(chart["id"], 1);
    let position: Value = serde_json::from_str(result["position_json"].as_str().unwrap()).unwrap();
    assert_eq!(position["CHART-1"]["meta"]["uuid"], chart["uuid"]);

    let change = json!({ "slug": null, "position_json": "{}" });
    let (status, body) = app.send(Method::PUT, "/api/v1/dashboard/the-weather", &change).await;
    assert_eq!((status, &body["result"]["slug"]), (StatusCode::OK, &Value::Null), "{body}");
    let path = format!("/api/v1/dashboard/{}", made["id"]);
    assert_eq!(app.get(&format!("{path}/charts")).await.1["result"], json!([]));
    assert_eq!(app.post(&format!("{path}/favorites/"), &Value::Null).await.0, StatusCode::OK);
    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.0, StatusCode::OK);
    assert_eq!(app.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/api/v1/chart/1").await.0, StatusCode::OK, "its charts stay");
}
