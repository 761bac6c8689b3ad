use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{TABLE, deeds, fault};
use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_with};

#[tokio::test]
async fn a_database_is_tried_used_and_kept_while_it_is_used() {
    let app = TestApp::start().await;
    let (name, uri) = postgres_with(TABLE).await;
    let database = |name: &str, uri: &str| json!({ "database_name": name, "sqlalchemy_uri": uri });
    for (new, expected) in [
        (database("Shop", &uri.replace(&name, "no_such_database")), StatusCode::UNPROCESSABLE_ENTITY),
        (database("Shop", "oracle://x"), StatusCode::UNPROCESSABLE_ENTITY),
        (database(" ", &uri), StatusCode::BAD_REQUEST),
        (json!({ "sqlalchemy_uri": uri }), StatusCode::BAD_REQUEST),
    ] {
        let (status, body) = app.post("/api/v1/database/", &new).await;
        assert_eq!(status, expected, "{new}: {body}");
    }
    assert_eq!(app.get("/api/v1/database/").await.1["count"], 0);
    let (status, made) = app.post("/api/v1/database/", &database("Shop", &uri)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert!(!made.to_string().contains("sextant@"), "a password leaked: {made}");
    let (status, taken) = app.post("/api/v1/database/", &database("Shop", &uri)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{taken}");
    assert_eq!(fault(&taken, "database_name"), "A database with the same name already exists.");

    let path = format!("/api/v1/database/{}", made["id"]);
    let (_, dataset) = app
        .post("/api/v1/dataset/", &json!({ "database": made["id"], "table_name": "orders", "schema": "public" }))
        .await;
    let chart = json!({ "slice_name": "Orders", "datasource_id": dataset["id"], "datasource_type": "table" });
    assert_eq!(app.post("/api/v1/chart/", &chart).await.0, StatusCode::CREATED);
    let (_, related) = app.get(&format!("{path}/related_objects/")).await;
    assert_eq!(
        (&related["charts"]["count"], &related["charts"]["result"][0]["slice_name"]),
        (&json!(1), &json!("Orders"))
    );
    let (status, refused) = app.send(Method::DELETE, &path, &Value::Null).await;
    assert_eq!(
        (status, &fault(&refused, "datasets")["table_name"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("orders")),
        "{refused}"
    );
    assert_eq!(app.get(&path).await.0, StatusCode::OK);

    let dataset_path = format!("/api/v1/dataset/{}", dataset["id"]);
    assert_eq!(app.send(Method::DELETE, &dataset_path, &Value::Null).await.0, StatusCode::OK);
    let bulk = format!("/api/v1/database/?q=!({})", made["id"]);
    let deleted = json!({ "message": "Deleted 1 database" });
    assert_eq!(app.send(Method::DELETE, &bulk, &Value::Null).await, (StatusCode::OK, deleted));
    assert_eq!(app.get(&path).await.0, StatusCode::NOT_FOUND);
    let expected = [
        "create user 1",
        "create database 1",
        "create dataset 1",
        "create chart 1",
        "delete dataset 1",
        "delete database 1",
    ];
    assert_eq!(deeds(&app).await, expected);
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}
