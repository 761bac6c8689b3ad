use reqwest::{Client, Method, StatusCode, redirect::Policy};
use serde_json::json;

use super::with_examples;
use crate::harness::{PASSWORD, answer};

#[tokio::test]
async fn by_cookie_every_write_needs_the_csrf_token() {
    let app = with_examples().await;
    let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
    client.post(app.path("/login")).form(&[("username", "admin"), ("password", PASSWORD)]).send().await.unwrap();
    let dashboard = json!({ "dashboard_title": "Mine" });
    for (method, path) in [
        (Method::POST, "/chart/"),
        (Method::PUT, "/chart/1"),
        (Method::DELETE, "/chart/1"),
        (Method::DELETE, "/chart/?q=!(1)"),
        (Method::POST, "/chart/1/favorites/"),
        (Method::DELETE, "/chart/1/favorites/"),
        (Method::POST, "/dashboard/"),
        (Method::PUT, "/dashboard/1"),
        (Method::DELETE, "/dashboard/1"),
        (Method::DELETE, "/dashboard/?q=!(1)"),
        (Method::POST, "/dashboard/1/copy/"),
        (Method::POST, "/dashboard/1/favorites/"),
        (Method::POST, "/dashboard/1/permalink"),
        (Method::POST, "/explore/permalink"),
        (Method::PUT, "/draft/chart/1"),
        (Method::DELETE, "/draft/chart/1"),
        (Method::POST, "/trash/restore"),
        (Method::DELETE, "/trash/"),
        (Method::POST, "/dataset/"),
        (Method::POST, "/dataset/duplicate"),
        (Method::PUT, "/dataset/1"),
        (Method::PUT, "/dataset/1/refresh"),
        (Method::DELETE, "/dataset/1"),
        (Method::DELETE, "/dataset/?q=!(1)"),
        (Method::POST, "/database/"),
        (Method::PUT, "/database/1"),
        (Method::DELETE, "/database/1"),
        (Method::DELETE, "/database/?q=!(1)"),
        (Method::POST, "/security/users/"),
        (Method::PUT, "/security/users/1"),
        (Method::DELETE, "/security/users/1"),
        (Method::POST, "/security/roles/"),
        (Method::PUT, "/security/roles/1"),
        (Method::DELETE, "/security/roles/1"),
        (Method::PUT, "/security/roles/1/grants"),
    ] {
        let request = client.request(method.clone(), app.path(&format!("/api/v1{path}"))).json(&dashboard);
        let (status, body) = answer(request).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{method} {path}");
        assert!(body["message"].as_str().unwrap().contains("CSRF"), "{method} {path}: {body}");
    }
    let (_, token) = answer(client.get(app.path("/api/v1/security/csrf_token/"))).await;
    let request = client.post(app.path("/api/v1/dashboard/")).json(&dashboard);
    let (status, _) = answer(request.header("X-CSRFToken", token["result"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_log_tells_what_changed_and_nothing_of_what_failed() {
    let app = with_examples().await;
    app.send(Method::PUT, "/api/v1/dashboard/1", &json!({ "dashboard_title": "Neu", "slug": "public-data" })).await;
    app.send(Method::PUT, "/api/v1/dashboard/1", &json!({ "dashboard_title": "" , "json_metadata": "[" })).await;
    app.send(
        Method::PUT,
        "/api/v1/database/1",
        &json!({ "sqlalchemy_uri": "postgresql://a:top-secret@127.0.0.1:1/x" }),
    )
    .await;
    let (status, log) = app.get("/api/v1/log/?q=(page_size:2)").await;
    assert_eq!((status, &log["count"]), (StatusCode::OK, &json!(4)), "{log}");
    let (database, dashboard) = (&log["result"][0], &log["result"][1]);
    assert_eq!(dashboard["changes"], json!({ "dashboard_title": { "from": "Public data", "to": "Neu" } }));
    assert_eq!(
        (&dashboard["action"], &dashboard["dashboard_id"], &dashboard["username"]),
        (&json!("update"), &json!(1), &json!("admin"))
    );
    assert_eq!((&database["asset_kind"], &database["changes"]["password"]), (&json!("database"), &json!("changed")));
    assert!(!log.to_string().contains("top-secret"), "a password leaked: {log}");
    let (_, rest) = app.get("/api/v1/log/?q=(page:1,page_size:2)").await;
    let told =
        rest["result"].as_array().unwrap().iter().map(|entry| format!("{} {}", entry["username"], entry["action"]));
    assert_eq!(told.collect::<Vec<_>>(), ["\"operator\" \"import\"", "\"operator\" \"create\""]);
}
