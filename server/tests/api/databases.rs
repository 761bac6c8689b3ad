use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::harness::{Start, TestApp, answer, postgres_batch, postgres_url, postgres_with};

#[tokio::test]
async fn a_connection_is_tested_with_the_databases_own_words() {
    let app = TestApp::start().await;
    let (name, uri) = postgres_with("CREATE TABLE t (a int)").await;
    let test = |uri: String| {
        app.request(Method::POST, "/api/v1/database/test_connection/").json(&json!({ "sqlalchemy_uri": uri }))
    };
    assert_eq!(answer(test(uri.clone())).await, (StatusCode::OK, json!({ "message": "OK" })));
    for (wrong, error_type) in [
        (uri.replace(&name, "no_such_database"), "CONNECTION_UNKNOWN_DATABASE_ERROR"),
        (uri.replace(":sextant@", ":wrong@"), "CONNECTION_INVALID_PASSWORD_ERROR"),
        ("postgresql://a:b@127.0.0.1:1/x".to_owned(), "CONNECTION_PORT_CLOSED_ERROR"),
    ] {
        let (status, body) = answer(test(wrong)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(body["errors"][0]["error_type"], error_type, "{body}");
        assert!(!body.to_string().contains("sextant@"), "a password leaked: {body}");
    }
    let (status, body) = answer(test("oracle://x".to_owned())).await;
    assert!(
        status.is_client_error() && body["errors"][0]["message"].as_str().unwrap().contains("postgresql"),
        "{body}"
    );
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test]
async fn a_hanging_server_is_given_up_with_a_sentence() {
    let app = TestApp::start().await;
    // It accepts and never answers.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("postgresql://a:b@{}/x?connect_timeout=1", listener.local_addr().unwrap());
    let began = Instant::now();
    let (status, body) = app.post("/api/v1/database/test_connection/", &json!({ "sqlalchemy_uri": uri })).await;
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert!(status.is_client_error() || status.is_server_error());
    assert!(body["errors"][0]["message"].as_str().is_some_and(|sentence| sentence.len() > 10), "{body}");
}

#[tokio::test]
async fn schemas_tables_and_columns_are_told() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let (_, list) = app.get("/api/v1/database/").await;
    let id = &list["result"][0]["id"];
    let (_, schemas) = app.get(&format!("/api/v1/database/{id}/schemas/")).await;
    assert!(schemas["result"].as_array().unwrap().contains(&json!("main")), "{schemas}");
    let (_, tables) = app.get(&format!("/api/v1/database/{id}/tables/?q=(schema_name:main)")).await;
    let names: Vec<_> =
        tables["result"].as_array().unwrap().iter().map(|table| table["value"].as_str().unwrap()).collect();
    assert!(names.contains(&"seattle_weather") && names.is_sorted(), "{names:?}");
    let path = format!("/api/v1/database/{id}/table_metadata/?name=seattle_weather&schema=main");
    let (_, metadata) = app.get(&path).await;
    let columns = metadata["columns"].as_array().unwrap();
    assert_eq!(columns[0]["name"], "date");
    assert_eq!((columns.len(), &columns[0]["is_dttm"]), (6, &json!(true)), "{metadata}");
}

#[tokio::test]
async fn a_password_goes_in_and_never_comes_out() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let uri = "postgresql://someone:top-secret@127.0.0.1:1/x";
    let (status, body) =
        answer(app.request(Method::PUT, "/api/v1/database/1").json(&json!({ "sqlalchemy_uri": uri }))).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (_, read) = app.get("/api/v1/database/1").await;
    assert_eq!(read["result"]["sqlalchemy_uri"], "postgresql://someone:XXXXXXXXXX@127.0.0.1:1/x");
    for text in [body.to_string(), read.to_string()] {
        assert!(!text.contains("top-secret"), "{text}");
    }
    let elsewhere = json!({ "sqlalchemy_uri": "postgresql://someone:XXXXXXXXXX@another.example:1/x" });
    let (status, refused) = answer(app.request(Method::PUT, "/api/v1/database/1").json(&elsewhere)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it would be sent to another server: {refused}");
    let (ok, said) = app.run(&["set-database-uri", "Examples", "duckdb:////tmp"]);
    assert!(ok && said.contains("duckdb:////tmp"), "{said}");
}
