//! Tables as wide as databases let them be: 2,000 columns, and 1,600 on PostgreSQL, which has no more. The figures of
//! docs/performance.md come from `cargo test --test api wide -- --nocapture`.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_with};

/// A debug build on a busy machine; what grows with the square of the columns would take minutes.
const LONGEST: Duration = Duration::from_secs(20);

fn names(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("column_{at}")).collect()
}

fn statements(count: usize) -> String {
    let columns: Vec<_> = names(count).iter().map(|name| format!("{name} int")).collect();
    let rows: Vec<_> = (0..3).map(|row| format!("({})", vec![row.to_string(); count].join(", "))).collect();
    format!("CREATE TABLE wide ({}); INSERT INTO wide VALUES {};", columns.join(", "), rows.join(", "))
}

/// The answer, and how long it took.
async fn timed(app: &TestApp, method: Method, path: &str, body: &Value) -> (Value, Duration) {
    let begun = Instant::now();
    let (status, answer) = match method {
        Method::GET => app.get(path).await,
        method => app.send(method, path, body).await,
    };
    let took = begun.elapsed();
    assert!(status.is_success(), "{path}: {status}: {answer:.500}");
    assert!(took < LONGEST, "{path} took {took:?}");
    (answer, took)
}

async fn works(app: &TestApp, name: &str, uri: &str, schema: &str, count: usize) {
    let database = json!({ "database_name": name, "sqlalchemy_uri": uri });
    let (status, made) = app.post("/api/v1/database/", &database).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let table = json!({ "database": made["id"], "table_name": "wide", "schema": schema });
    let (dataset, added) = timed(app, Method::POST, "/api/v1/dataset/", &table).await;
    let path = format!("/api/v1/dataset/{}", dataset["id"]);

    let (_, synced) = timed(app, Method::PUT, &format!("{path}/refresh"), &json!({})).await;
    let (told, described) = timed(app, Method::GET, &path, &Value::Null).await;
    assert_eq!(told["result"]["columns"].as_array().unwrap().len(), count);
    let samples = json!({ "dataset_id": dataset["id"], "row_limit": 3 });
    let (sampled, samples) = timed(app, Method::POST, "/api/v1/explore/samples", &samples).await;
    assert_eq!(sampled["table"]["columns"].as_array().map_or(0, Vec::len), count);

    let asked = |query: Value| json!({ "datasource": { "id": dataset["id"], "type": "table" }, "queries": [query], "force": true });
    let raw = asked(json!({ "columns": names(count), "row_limit": 100 }));
    let (answer, rows) = timed(app, Method::POST, "/api/v1/chart/data", &raw).await;
    let answer = &answer["result"][0];
    assert_eq!((&answer["rowcount"], answer["colnames"].as_array().unwrap().len()), (&json!(3), count));
    assert_eq!(answer["data"][2][names(count).last().unwrap()], 2);

    let metrics: Vec<_> = names(count)
        .iter()
        .map(|name| {
            json!({ "expressionType": "SIMPLE", "aggregate": "SUM", "column": { "column_name": name }, "label": format!("sum {name}") })
        })
        .collect();
    let sums = asked(json!({ "metrics": metrics }));
    let (answer, sums) = timed(app, Method::POST, "/api/v1/chart/data", &sums).await;
    assert_eq!(answer["result"][0]["data"][0][format!("sum column_{}", count - 1)].as_f64(), Some(3.0));
    println!(
        "{name}, {count} columns: added {added:?}, synced {synced:?}, described {described:?}, samples {samples:?}, \
         raw rows {rows:?}, a sum of each {sums:?}"
    );
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sextant-wide-{}", uuid::Uuid::new_v4().simple()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test]
async fn postgres_with_all_columns_it_can_have() {
    let app = TestApp::start().await;
    let (name, uri) = postgres_with(&statements(1_600)).await;
    works(&app, "PostgreSQL", &uri, "public", 1_600).await;
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test]
async fn files_with_2000_columns() {
    let app = TestApp::start().await;
    let folder = folder();
    let rows: Vec<_> = (0..3).map(|row| vec![row.to_string(); 2_000].join(",")).collect();
    fs::write(folder.join("wide.csv"), format!("{}\n{}\n", names(2_000).join(","), rows.join("\n"))).unwrap();
    works(&app, "DuckDB over CSV", &format!("duckdb:///{}", folder.display()), "main", 2_000).await;
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn sqlite_with_2000_columns() {
    let app = TestApp::start().await;
    let folder = folder();
    let file = folder.join("wide.db");
    rusqlite::Connection::open(&file).unwrap().execute_batch(&statements(2_000)).unwrap();
    works(&app, "SQLite", &format!("sqlite:///{}", file.display()), "main", 2_000).await;
    fs::remove_dir_all(folder).unwrap();
}
