//! What is deleted lies in the trash: as if it did not exist, until it is restored or removed for good.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    harness::{Start, TestApp, answer},
    import::{PASSWORDS, sales_bundle},
};

async fn with_examples() -> TestApp {
    TestApp::start_with(Start { examples: true, ..Start::default() }).await
}

fn items(items: &[(&str, &Value)]) -> Value {
    items.iter().map(|(kind, id)| json!({ "kind": kind, "id": id })).collect()
}

/// `chart 1`, the last deleted first.
async fn in_trash(app: &TestApp) -> Vec<String> {
    let (status, list) = app.get("/api/v1/trash/").await;
    assert_eq!(status, StatusCode::OK, "{list}");
    let found = list["result"].as_array().unwrap().iter();
    found.map(|it| format!("{} {}", it["kind"].as_str().unwrap(), it["id"])).collect()
}

async fn restore(app: &TestApp, kind: &str, id: i64) -> (StatusCode, Value) {
    app.post("/api/v1/trash/restore", &items(&[(kind, &json!(id))])).await
}

async fn delete(app: &TestApp, path: &str) {
    let (status, body) = app.send(Method::DELETE, path, &Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
}

async fn ids(app: &TestApp, kind: &str) -> Vec<i64> {
    let (_, list) = app.get(&format!("/api/v1/{kind}/?q=(page_size:100)")).await;
    list["ids"].as_array().unwrap().iter().filter_map(Value::as_i64).collect()
}

#[tokio::test]
async fn a_chart_comes_back_to_its_dashboard_with_all_that_it_had() {
    let app = with_examples().await;
    let gina = app.person("gina", "Gamma").await;
    let (_, roles) = app.get("/api/v1/dashboard/related/roles?q=(filter:gamma)").await;
    let grants = format!("/api/v1/security/roles/{}/grants", roles["result"][0]["value"]);
    app.send(Method::PUT, &grants, &json!({ "grants": [{ "kind": "chart", "id": 1 }] })).await;
    app.post("/api/v1/chart/1/favorites/", &Value::Null).await;
    let (_, before) = app.get("/api/v1/chart/1").await;
    let (_, charts) = app.get("/api/v1/dashboard/1/charts").await;
    delete(&app, "/api/v1/chart/1").await;

    for path in ["/chart/1", "/chart/1/image.svg", "/chart/1/related_objects", "/chart/export/?q=!(1)"] {
        assert_eq!(app.get(&format!("/api/v1{path}")).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    for (method, path) in
        [(Method::PUT, "/chart/1"), (Method::DELETE, "/chart/1"), (Method::POST, "/chart/1/favorites")]
    {
        let (status, _) = app.send(method.clone(), &format!("/api/v1{path}"), &json!({})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    assert!(!ids(&app, "chart").await.contains(&1));
    let (_, of_dashboard) = app.get("/api/v1/dashboard/1/charts").await;
    assert!(!of_dashboard.to_string().contains(before["result"]["uuid"].as_str().unwrap()), "{of_dashboard}");
    assert_eq!(app.get(&grants).await.1["result"], json!([]), "a grant on it is not told either");
    assert_eq!(in_trash(&app).await, ["chart 1"]);
    let (_, list) = app.get("/api/v1/trash/?q=(filters:!((col:kind,opr:eq,value:dashboard)))").await;
    assert_eq!(list["count"], 0);

    // Whoever saves the layout meanwhile keeps its place.
    let (_, dashboard) = app.get("/api/v1/dashboard/1").await;
    let layout = json!({ "position_json": dashboard["result"]["position_json"] });
    let (status, body) = app.send(Method::PUT, "/api/v1/dashboard/1", &layout).await;
    assert_eq!(status, StatusCode::OK, "{body}");

    let (status, body) = restore(&app, "chart", 1).await;
    assert_eq!((status, &body["result"][0]["id"]), (StatusCode::OK, &json!(1)), "{body}");
    let (_, after) = app.get("/api/v1/chart/1").await;
    for field in ["uuid", "params", "owners", "changed_on_utc", "datasource_id"] {
        assert_eq!(after["result"][field], before["result"][field], "{field}");
    }
    assert_eq!(app.get("/api/v1/dashboard/1/charts").await.1, charts);
    let (_, marks) = app.get("/api/v1/chart/favorite_status/?q=!(1)").await;
    assert_eq!(marks["result"][0]["value"], true);
    assert_eq!(gina.get("/api/v1/chart/1").await.0, StatusCode::OK, "the grant is back");
    assert_eq!(restore(&app, "chart", 1).await.0, StatusCode::NOT_FOUND, "it is in the trash no more");
    let (_, log) = app.get("/api/v1/log/").await;
    assert_eq!((&log["result"][0]["action"], &log["result"][0]["slice_id"]), (&json!("restore"), &json!(1)));
}

#[tokio::test]
async fn names_in_the_trash_are_free_and_nothing_is_restored_over_another() {
    let app = with_examples().await;
    delete(&app, "/api/v1/dashboard/public-data").await;
    assert_eq!(app.get("/api/v1/dashboard/public-data").await.0, StatusCode::NOT_FOUND);
    let new = json!({ "dashboard_title": "Another", "slug": "public-data" });
    let (status, made) = app.post("/api/v1/dashboard/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let (status, refused) = restore(&app, "dashboard", 1).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert!(refused["errors"][0]["extra"]["dashboard"][0].as_str().unwrap().contains("slug"), "{refused}");
    assert_eq!(in_trash(&app).await, ["dashboard 1"]);
    app.send(Method::PUT, "/api/v1/dashboard/public-data", &json!({ "slug": "other" })).await;
    assert_eq!(restore(&app, "dashboard", 1).await.0, StatusCode::OK);
    assert_eq!(app.get("/api/v1/dashboard/public-data").await.1["result"]["id"], 1);
}

#[tokio::test]
async fn a_chart_says_where_its_dataset_is_and_databases_wait_for_their_datasets() {
    let app = with_examples().await;
    let (_, chart) = app.get("/api/v1/chart/1").await;
    let dataset = chart["result"]["datasource_id"].as_i64().unwrap();
    let (_, read) = app.get(&format!("/api/v1/dataset/{dataset}")).await;
    let name = read["result"]["table_name"].as_str().unwrap();
    let database = &read["result"]["database"]["id"];
    delete(&app, &format!("/api/v1/dataset/{dataset}")).await;
    let (status, said) = app.get("/api/v1/chart/1/image.svg").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said["message"].as_str().unwrap().contains(&format!("“{name}” is in the trash")), "{said}");
    let (status, said) = app.get("/api/v1/chart/export/?q=!(1)").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
    let tiles = app.post("/api/v1/dashboard/1/tiles", &json!({ "chart_ids": [1] })).await.1;
    assert!(tiles.to_string().contains("is in the trash"), "{tiles}");
    let question = json!({ "datasource": { "id": dataset, "type": "table" }, "queries": [{ "metrics": ["count"] }] });
    assert_eq!(app.post("/api/v1/chart/data", &question).await.0, StatusCode::NOT_FOUND);

    let path = format!("/api/v1/database/{database}");
    let others: Vec<_> = ids(&app, "dataset").await;
    if !others.is_empty() {
        let (status, refused) = app.send(Method::DELETE, &path, &Value::Null).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
        let list = others.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        delete(&app, &format!("/api/v1/dataset/?q=!({list})")).await;
    }
    delete(&app, &path).await;
    let (status, refused) = restore(&app, "dataset", dataset).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("The database"), "{refused}");
    let (status, refused) = app.send(Method::DELETE, "/api/v1/trash/", &items(&[("database", database)])).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");

    // Together they come back, in whatever order they are named.
    let both = items(&[("dataset", &json!(dataset)), ("database", database)]);
    let (status, body) = app.post("/api/v1/trash/restore", &both).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(app.get("/api/v1/chart/1/image.svg").await.0, StatusCode::OK);
}

#[tokio::test]
async fn everybody_has_a_trash_of_their_own() {
    let app = with_examples().await;
    let (gina, otto, alf) =
        (app.person("gina", "Gamma").await, app.person("otto", "Gamma").await, app.person("alf", "Alpha").await);
    let (_, made) = gina.post("/api/v1/dashboard/", &json!({ "dashboard_title": "Hers" })).await;
    let one = items(&[("dashboard", &made["id"])]);
    assert_eq!(gina.delete(&format!("/api/v1/dashboard/{}", made["id"])).await.0, StatusCode::OK);
    for (person, count) in [(&gina, 1), (&otto, 0), (&alf, 0)] {
        assert_eq!(person.get("/api/v1/trash/").await.1["count"], count);
    }
    for person in [&otto, &alf] {
        assert_eq!(person.post("/api/v1/trash/restore", &one).await.0, StatusCode::NOT_FOUND);
        assert_eq!(person.send(Method::DELETE, "/api/v1/trash/", &one).await.0, StatusCode::NOT_FOUND);
    }
    let anonymous = answer(app.client.get(app.path("/api/v1/trash/"))).await;
    assert_eq!(anonymous.0, StatusCode::UNAUTHORIZED);
    assert_eq!(in_trash(&app).await, [format!("dashboard {}", made["id"])], "the admin sees all");
    // All or none.
    let with_missing = items(&[("dashboard", &made["id"]), ("dashboard", &json!(999))]);
    assert_eq!(gina.post("/api/v1/trash/restore", &with_missing).await.0, StatusCode::NOT_FOUND);
    assert_eq!(gina.get("/api/v1/trash/").await.1["count"], 1);
    assert_eq!(gina.send(Method::DELETE, "/api/v1/trash/", &one).await.0, StatusCode::OK);
    assert_eq!(gina.post("/api/v1/trash/restore", &one).await.0, StatusCode::NOT_FOUND);
    assert_eq!(in_trash(&app).await, [""; 0]);
    for wrong in [json!([]), json!([{ "kind": "user", "id": 1 }]), json!({})] {
        assert_eq!(app.post("/api/v1/trash/restore", &wrong).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn an_import_brings_back_what_is_in_the_trash() {
    let app = TestApp::start().await;
    let (status, body) = app.import(&sales_bundle(), &[PASSWORDS]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let before = (ids(&app, "dashboard").await, ids(&app, "chart").await, ids(&app, "dataset").await);
    let list = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    for (kind, ids) in [("dashboard", &before.0), ("chart", &before.1), ("dataset", &before.2)] {
        delete(&app, &format!("/api/v1/{kind}/?q=!({})", list(ids))).await;
    }
    let (status, body) = app.import(&sales_bundle(), &[PASSWORDS]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let mut after = (ids(&app, "dashboard").await, ids(&app, "chart").await, ids(&app, "dataset").await);
    let mut before = before;
    for ids in [&mut before.0, &mut before.1, &mut before.2, &mut after.0, &mut after.1, &mut after.2] {
        ids.sort_unstable();
    }
    assert_eq!(after, before);
    assert_eq!(in_trash(&app).await, [""; 0]);
}
