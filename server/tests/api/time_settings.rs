//! Where “today” lies: the dashboard's word, then the person's, then UTC.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_with};

const EVENTS: &str = "CREATE TABLE events (at timestamp, n int);
INSERT INTO events VALUES ('2026-01-31 22:30', 1), ('2026-01-31 23:30', 2), ('2026-02-01 00:30', 4);";

/// The sum over January 2026, as the dashboard shows it, or as it is without one.
async fn january(app: &TestApp, dashboard: Option<i64>) -> Value {
    let sum = json!({ "expressionType": "SIMPLE", "column": { "column_name": "n" }, "aggregate": "SUM", "label": "s" });
    let query = json!({ "metrics": [sum], "granularity": "at", "time_range": "2026-01-01 : 2026-02-01" });
    let question = json!({ "datasource": { "id": 1, "type": "table" }, "queries": [query],
                           "form_data": { "dashboardId": dashboard } });
    let (status, body) = app.post("/api/v1/chart/data", &question).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["result"][0]["data"][0]["s"].clone()
}

#[tokio::test]
async fn a_month_begins_where_the_dashboard_or_the_person_is() {
    let app = TestApp::start().await;
    let (database, uri) = postgres_with(EVENTS).await;
    app.post("/api/v1/database/", &json!({ "database_name": "Events", "sqlalchemy_uri": uri })).await;
    let new = json!({ "database": 1, "table_name": "events", "schema": "public" });
    assert_eq!(app.post("/api/v1/dataset/", &new).await.0, StatusCode::CREATED);
    let metadata = json!({ "time_zone": "Atlantic/Azores" }).to_string();
    let (status, made) =
        app.post("/api/v1/dashboard/", &json!({ "dashboard_title": "Azores", "json_metadata": metadata })).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let azores = made["id"].as_i64();
    assert_eq!(january(&app, None).await, 3, "UTC");
    assert_eq!(january(&app, azores).await, 7, "an hour behind UTC");

    let mine = json!({ "time_zone": "Europe/Berlin", "week_start": "sunday" });
    let (status, me) = app.send(Method::PUT, "/api/v1/me", &mine).await;
    assert_eq!(status, StatusCode::OK, "{me}");
    assert_eq!((&me["result"]["time_zone"], &me["result"]["week_start"]), (&mine["time_zone"], &mine["week_start"]));
    assert_eq!(january(&app, None).await, 1, "an hour ahead of UTC");
    assert_eq!(january(&app, azores).await, 7, "the dashboard comes first");
    assert_eq!(january(&app, Some(4_711)).await, 1, "no such dashboard");
    let (_, range) = app.get("/api/v1/time_range/?q='2026-07-01 : 2026-08-01'").await;
    assert_eq!(range["result"][0]["since"], "2026-06-30T22:00:00");

    let (_, me) = app.send(Method::PUT, "/api/v1/me", &json!({ "time_zone": "" })).await;
    assert_eq!((&me["result"]["time_zone"], &me["result"]["week_start"]), (&json!(null), &json!("sunday")));
    assert_eq!(january(&app, None).await, 3);
    drop(app);
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {database} WITH (FORCE)")).await;
}

#[tokio::test]
async fn what_is_no_time_zone_is_refused_with_its_field() {
    let app = TestApp::start().await;
    let wrong = json!({ "time_zone": "Mars/Olympus", "week_start": "friday" });
    let (status, body) = app.send(Method::PUT, "/api/v1/me", &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = body.to_string();
    assert!(
        told.contains("“Mars/Olympus” is not a time zone") && told.contains("monday, saturday or sunday"),
        "{told}"
    );
    let new = json!({ "dashboard_title": "x", "json_metadata": "{\"time_zone\":\"Mars/Olympus\"}" });
    let (status, body) = app.post("/api/v1/dashboard/", &new).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.to_string().contains("json_metadata"), "{body}");
}
