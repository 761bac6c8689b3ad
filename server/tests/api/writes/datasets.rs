use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{TABLE, fault, with_examples};
use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_url_of, postgres_with};

#[tokio::test]
async fn a_dataset_knows_its_table_and_follows_it() {
    let app = TestApp::start().await;
    let (name, uri) = postgres_with(TABLE).await;
    app.post("/api/v1/database/", &json!({ "database_name": "Shop", "sqlalchemy_uri": uri })).await;
    let new = json!({ "database": 1, "table_name": "orders", "schema": "public" });
    let (status, made) = app.post("/api/v1/dataset/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let columns = |body: &Value| -> Vec<String> {
        let columns = body["result"]["columns"].as_array().unwrap().iter();
        columns.map(|it| format!("{} {} {}", it["column_name"], it["type"], it["is_dttm"]).replace('"', "")).collect()
    };
    let stored = [
        "id INTEGER false",
        "placed TIMESTAMP WITHOUT TIME ZONE true",
        "customer TEXT false",
        "amount NUMERIC(10, 2) false",
        "open BOOLEAN false",
    ];
    assert_eq!(columns(&made), stored);
    assert_eq!(
        (&made["result"]["main_dttm_col"], &made["result"]["metrics"][0]["expression"]),
        (&json!("placed"), &json!("COUNT(*)"))
    );
    assert_eq!(made["result"]["owners"][0]["id"], 1);

    for (wrong, field) in [
        (new.clone(), "table"),
        (json!({ "database": 99, "table_name": "x" }), "database"),
        (json!({ "database": 1, "table_name": "x", "owners": [99] }), "owners"),
        (json!({ "database": 1, "table_name": "x", "sql": "DELETE FROM orders" }), "sql"),
    ] {
        let (status, body) = app.post("/api/v1/dataset/", &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(fault(&body, field).is_string(), "{field}: {body}");
    }
    let (status, body) = app.post("/api/v1/dataset/", &json!({ "database": 1, "table_name": "nothing" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert_eq!(app.get("/api/v1/dataset/").await.1["count"], 1);

    // What a SELECT answers is a dataset, too.
    let sql = "SELECT customer, sum(amount) AS total, max(placed) AS last FROM orders GROUP BY customer";
    let (status, made) =
        app.post("/api/v1/dataset/", &json!({ "database": 1, "table_name": "customers", "sql": sql })).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(columns(&made), ["customer VARCHAR false", "total DOUBLE PRECISION false", "last TIMESTAMP true"]);

    // The table changes; a calculated column and what people wrote stay.
    let change = json!({ "columns": [
        { "id": 1, "column_name": "id", "description": "Number" }, { "column_name": "placed" }, { "column_name": "customer" },
        { "column_name": "double", "expression": "amount * 2", "type": "NUMERIC" },
    ]});
    let (status, body) = app.send(Method::PUT, "/api/v1/dataset/1", &change).await;
    assert_eq!((status, columns(&body).len()), (StatusCode::OK, 4), "{body}");
    postgres_batch(&postgres_url_of(&name), "ALTER TABLE orders ADD note text, DROP customer, ALTER id TYPE bigint")
        .await;
    let (status, body) = app.send(Method::PUT, "/api/v1/dataset/1/refresh", &Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let summary = json!({ "added": ["amount", "open", "note"], "changed": ["id"], "removed": ["customer"] });
    assert_eq!(body["result"], summary);
    let (_, read) = app.get("/api/v1/dataset/1").await;
    let names: Vec<_> = read["result"]["columns"].as_array().unwrap().iter().map(|it| &it["column_name"]).collect();
    assert_eq!(names, ["id", "placed", "amount", "open", "note", "double"]);
    assert_eq!(read["result"]["columns"][0]["description"], "Number");
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test]
async fn sql_of_a_dataset_is_checked_when_it_is_saved() {
    let app = with_examples().await;
    let (_, before) = app.get("/api/v1/dataset/1").await;
    let column = &before["result"]["columns"][0];
    for (change, field, sentence) in [
        (json!({ "metrics": [{ "metric_name": "m", "expression": "SUM(" }] }), "metrics", "could not be read"),
        (json!({ "metrics": [{ "metric_name": "m", "expression": "(SELECT 1)" }] }), "metrics", "Sub-queries"),
        (
            json!({ "columns": [{ "column_name": "c", "expression": "read_text('/etc/passwd')" }] }),
            "columns",
            "read_text",
        ),
        (json!({ "columns": [{ "column_name": "c" }, { "column_name": "c" }] }), "columns", "duplicated"),
        (json!({ "columns": [{ "id": 9999, "column_name": "c" }] }), "columns", "do not exist"),
        (json!({ "fetch_values_predicate": "1 = 1; DROP TABLE x" }), "fetch_values_predicate", ""),
        (json!({ "sql": "COPY x TO 'y'" }), "sql", "COPY"),
        (json!({ "database_id": 99 }), "database", "does not exist"),
    ] {
        let (status, body) = app.send(Method::PUT, "/api/v1/dataset/1", &change).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{change}: {body}");
        assert!(fault(&body, field).as_str().unwrap().contains(sentence), "{change}: {body}");
    }
    let (status, _) = app.send(Method::PUT, "/api/v1/dataset/1", &json!({ "extra": "{" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(app.get("/api/v1/dataset/1").await.1["result"]["columns"], before["result"]["columns"]);

    let metrics = json!([{ "metric_name": "rows", "expression": "COUNT(*)", "currency": { "symbol": "EUR" } }]);
    let change = json!({ "description": "Weather", "metrics": metrics, "extra": "{\"warning_markdown\": \"x\"}" });
    let (status, body) = app.send(Method::PUT, "/api/v1/dataset/1", &change).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let result = &body["result"];
    assert_eq!((&result["description"], &result["columns"][0]), (&json!("Weather"), column));
    assert_eq!(
        (&result["metrics"][0]["metric_name"], &result["extra"]["warning_markdown"]),
        (&json!("rows"), &json!("x"))
    );
}
