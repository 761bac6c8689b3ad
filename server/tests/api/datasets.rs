//! Datasets beyond reading and writing them whole.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_url_of, postgres_with};

const ORDERS: &str = "CREATE TABLE orders (id int, placed timestamp, customer text, amount numeric(10,2));
                      INSERT INTO orders SELECT n, '2026-01-01', 'Anna', n FROM generate_series(1, 40) n";

async fn start() -> (TestApp, String) {
    let app = TestApp::start().await;
    let (database, uri) = postgres_with(ORDERS).await;
    app.post("/api/v1/database/", &json!({ "database_name": "Shop", "sqlalchemy_uri": uri })).await;
    (app, database)
}

async fn end(app: TestApp, database: &str) {
    drop(app);
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {database} WITH (FORCE)")).await;
}

fn names(columns: &Value) -> Vec<&str> {
    columns.as_array().unwrap().iter().filter_map(|it| it["column_name"].as_str()).collect()
}

#[tokio::test]
async fn a_table_has_one_dataset_however_often_it_is_asked_for() {
    let (app, database) = start().await;
    let wanted = json!({ "database_id": 1, "table_name": "orders", "schema": "public" });
    let (status, made) = app.post("/api/v1/dataset/get_or_create/", &wanted).await;
    assert_eq!((status, &made), (StatusCode::OK, &json!({ "result": { "table_id": 1 } })), "{made}");
    assert_eq!(app.post("/api/v1/dataset/get_or_create/", &wanted).await.1, made);
    let other = json!({ "database_id": 1, "table_name": "nothing", "schema": "public" });
    assert_eq!(app.post("/api/v1/dataset/get_or_create/", &other).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, schemas) = app.get("/api/v1/dataset/distinct/schema").await;
    assert_eq!(schemas, json!({ "count": 1, "result": [{ "text": "public", "value": "public" }] }));
    assert_eq!(app.get("/api/v1/dataset/distinct/schema?q=(filter:x)").await.1["count"], 0);
    assert_eq!(app.get("/api/v1/dataset/distinct/sql").await.0, StatusCode::NOT_FOUND);
    end(app, &database).await;
}

#[tokio::test]
async fn a_source_is_looked_into_before_it_is_a_dataset() {
    let (app, database) = start().await;
    let preview = async |question: Value| app.post("/api/v1/dataset/preview/", &question).await;
    let (status, body) = preview(json!({ "database_id": 1, "schema": "public", "table_name": "orders" })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(body["columns"][1], json!({ "name": "placed", "type_text": "TIMESTAMP", "kind": 2, "is_dttm": true }));
    assert_eq!(body["table"]["columns"][0]["values"]["Int"].as_array().unwrap().len(), 25);
    let (status, body) = preview(json!({ "database_id": 1, "sql": "SELECT count(*) AS n FROM orders;" })).await;
    assert_eq!((status, &body["table"]["columns"][0]["values"]), (StatusCode::OK, &json!({ "Int": [40] })), "{body}");
    for sql in ["DELETE FROM orders", "SELECT nothing FROM orders", "SELECT pg_read_file('/etc/passwd')", "SELEC 1"] {
        let (status, body) = preview(json!({ "database_id": 1, "sql": sql })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{sql}: {body}");
        assert!(body["errors"][0]["extra"]["sql"][0].is_string(), "{sql}: {body}");
    }
    assert_eq!(preview(json!({ "database_id": 99, "sql": "SELECT 1" })).await.0, StatusCode::NOT_FOUND);
    assert_eq!(preview(json!({ "database_id": 1 })).await.0, StatusCode::BAD_REQUEST);
    let quoted = json!({ "database_id": 1, "table_name": "orders\"; DROP TABLE orders; --" });
    assert_eq!(preview(quoted).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    end(app, &database).await;
}

#[tokio::test]
async fn new_expressions_are_asked_of_the_database_before_they_are_stored() {
    let (app, database) = start().await;
    app.post("/api/v1/dataset/", &json!({ "database": 1, "table_name": "orders", "schema": "public" })).await;
    let put = async |change: Value| app.send(Method::PUT, "/api/v1/dataset/1", &change).await;
    let metric = |expression: &str| json!({ "metrics": [{ "metric_name": "m", "expression": expression }] });
    let column = json!({ "columns": [{ "column_name": "id" }, { "column_name": "c", "expression": "upper(amount)" }] });
    for (change, field, sentence) in [
        (metric("SUM(nothing)"), "metrics", "nothing"),
        (metric("amount"), "metrics", "GROUP BY"),
        (column, "columns", "upper"),
        (json!({ "fetch_values_predicate": "customer" }), "fetch_values_predicate", "boolean"),
        (json!({ "main_dttm_col": "nothing" }), "main_dttm_col", "nothing"),
    ] {
        let (status, body) = put(change).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let told = body["errors"][0]["extra"][field][0].as_str().unwrap_or_default();
        assert!(told.contains(sentence), "{field}: {body}");
    }
    // What is stored already, or cannot be checked just now, does not stand in the way.
    let (status, body) = put(metric("SUM(amount)")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    postgres_batch(&postgres_url_of(&database), "ALTER TABLE orders RENAME amount TO price").await;
    let change = json!({ "metrics": [{ "id": body["result"]["metrics"][0]["id"], "metric_name": "m",
                                       "expression": "SUM(amount)", "d3format": ",.2f" }] });
    assert_eq!(put(change).await.0, StatusCode::OK);
    end(app, &database).await;
}

#[tokio::test]
async fn parts_go_one_by_one_and_a_refresh_tells_first_what_it_would_do() {
    let (app, database) = start().await;
    app.post("/api/v1/dataset/", &json!({ "database": 1, "table_name": "orders", "schema": "public" })).await;
    let delete = async |path: &str| app.send(Method::DELETE, path, &Value::Null).await.0;
    let (_, read) = app.get("/api/v1/dataset/1").await;
    let (placed, count) = (&read["result"]["columns"][1]["id"], &read["result"]["metrics"][0]["id"]);
    assert_eq!(delete(&format!("/api/v1/dataset/1/column/{placed}")).await, StatusCode::OK);
    assert_eq!(delete(&format!("/api/v1/dataset/1/column/{placed}")).await, StatusCode::NOT_FOUND);
    assert_eq!(delete(&format!("/api/v1/dataset/1/metric/{count}")).await, StatusCode::OK);
    assert_eq!(delete("/api/v1/dataset/1/metric/x").await, StatusCode::NOT_FOUND);
    assert_eq!(delete("/api/v1/dataset/99/metric/1").await, StatusCode::NOT_FOUND);
    let (_, read) = app.get("/api/v1/dataset/1").await;
    assert_eq!(names(&read["result"]["columns"]), ["id", "customer", "amount"]);
    assert_eq!((&read["result"]["metrics"], &read["result"]["main_dttm_col"]), (&json!([]), &Value::Null));

    let (status, body) = app.get("/api/v1/dataset/1/refresh").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(body["result"]["summary"], json!({ "added": ["placed"], "changed": [], "removed": [] }));
    assert_eq!(names(&body["result"]["columns"]), ["id", "placed", "customer", "amount"]);
    assert_eq!(body["result"]["main_dttm_col"], "placed");
    assert_eq!(names(&app.get("/api/v1/dataset/1").await.1["result"]["columns"]).len(), 3);
    end(app, &database).await;
}
