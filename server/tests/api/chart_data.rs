use std::{
    process::{Command, Stdio},
    time::Duration,
};

use futures::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    harness::{Start, TestApp, postgres_batch, postgres_url, postgres_url_of, postgres_with, workspace},
    import::{PASSWORDS, sales_bundle},
};

/// The Sales dashboard over its table in a database of our own.
pub struct Sales {
    pub app: TestApp,
    database: String,
    pub dataset: i64,
}

impl Sales {
    pub async fn start(start: Start<'_>) -> Self {
        let app = TestApp::start_with(start).await;
        let (database, uri) = postgres_with("").await;
        load_table(&postgres_url_of(&database));
        app.import(&sales_bundle(), &[PASSWORDS]).await;
        let (ok, said) = app.run(&["set-database-uri", "examples", &uri]);
        assert!(ok, "{said}");
        let (_, list) =
            app.get("/api/v1/dataset/?q=(filters:!((col:table_name,opr:eq,value:cleaned_sales_data)))").await;
        let dataset = list["ids"][0].as_i64().unwrap();
        Self { app, database, dataset }
    }

    pub fn question(&self, queries: &Value, force: bool) -> Value {
        json!({ "datasource": { "id": self.dataset, "type": "table" }, "queries": queries, "force": force })
    }

    pub async fn ask(&self, queries: &Value) -> (StatusCode, Value) {
        self.app.post("/api/v1/chart/data", &self.question(queries, false)).await
    }

    pub async fn end(self) {
        let name = self.database.clone();
        drop(self.app);
        postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

fn load_table(url: &str) {
    let file = workspace().join("end2end/data/cleaned_sales_data.sql.gz");
    let loaded = Command::new("bash")
        .args(["-o", "pipefail", "-c", r#"gzip -dc "$0" | psql "$1" -qX -v ON_ERROR_STOP=1"#])
        .arg(file)
        .arg(url)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(loaded.success(), "psql could not load the table");
}

fn captures() -> Vec<(String, Value)> {
    let folder = workspace().join("server/tests/api/captures");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Those of the other dashboards lie in folders; captures_elsewhere/ asks all of them.
    files.retain(|path| path.is_file());
    files.sort();
    let read = |path: &std::path::PathBuf| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    files.iter().map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), read(path))).collect()
}

/// Numbers within 1e-9, everything else exactly.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (a, b) => a == b,
    }
}

/// Rows whose order the question leaves open are compared as a set.
fn sorted(rows: &Value) -> Value {
    let mut rows = rows.as_array().cloned().unwrap_or_default();
    let rounded = |row: &Value| -> String {
        let fields = row.as_object().unwrap().iter();
        fields
            .map(|(key, value)| format!("{key}={}", value.as_f64().map_or(value.to_string(), |n| format!("{n:.6e}"))))
            .collect()
    };
    rows.sort_by_cached_key(rounded);
    rows.into()
}

#[tokio::test]
async fn every_captured_question_gets_the_captured_answer() {
    let sales = Sales::start(Start::default()).await;
    let captures = captures();
    assert!(captures.len() >= 15);
    for (name, capture) in captures {
        let (status, body) = sales.ask(&capture["queries"]).await;
        assert_eq!(status, StatusCode::OK, "{name}: {body}");
        let (ours, theirs) = (&body["result"], capture["result"].as_array().unwrap());
        assert_eq!(ours.as_array().unwrap().len(), theirs.len(), "{name}");
        for (ours, theirs) in ours.as_array().unwrap().iter().zip(theirs) {
            for (fact, expected) in theirs.as_object().unwrap().iter().filter(|(fact, _)| *fact != "data") {
                assert!(same(&ours[fact], expected), "{name}: {fact} is {} instead of {expected}", ours[fact]);
            }
            let is_same =
                same(&ours["data"], &theirs["data"]) || same(&sorted(&ours["data"]), &sorted(&theirs["data"]));
            assert!(is_same, "{name}: data is {} instead of {}", ours["data"], theirs["data"]);
        }
    }
    sales.end().await;
}

#[tokio::test]
async fn an_answer_is_kept_until_it_is_forced() {
    let sales = Sales::start(Start::default()).await;
    let queries = json!([{ "columns": ["status"], "metrics": ["count"] }]);
    let ask = async |force| {
        let (status, body) = sales.app.post("/api/v1/chart/data", &sales.question(&queries, force)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["result"][0].clone()
    };
    let first = ask(false).await;
    assert_eq!((&first["is_cached"], &first["cached_dttm"]), (&Value::Null, &Value::Null));
    let second = ask(false).await;
    assert_eq!(second["is_cached"], true);
    assert_eq!((&second["cached_dttm"], &second["cache_key"]), (&first["queried_dttm"], &first["cache_key"]));
    assert_eq!(second["data"], first["data"]);
    assert_eq!(ask(true).await["is_cached"], Value::Null);
    sales.end().await;
}

#[tokio::test]
async fn fifty_at_once_cost_the_database_one_query() {
    let sales = Sales::start(Start::default()).await;
    // A label of its own finds this question, and no other, in the database's log.
    let label = format!("n{}", uuid::Uuid::new_v4().simple());
    let metric = json!({ "expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": label });
    let queries = json!([{ "columns": ["country"], "metrics": [metric] }]);
    let answers = join_all((0..50).map(|_| sales.ask(&queries))).await;
    assert!(answers.iter().all(|(status, body)| *status == StatusCode::OK && body["result"][0]["rowcount"] == 19));
    assert_eq!(executions(&label).await.len(), 1);
    sales.end().await;
}

/// What Postgres' own log has of the statements with this label.
pub async fn executions(label: &str) -> Vec<String> {
    let log = std::env::var("SEXTANT_TEST_POSTGRES_LOG")
        .expect("SEXTANT_TEST_POSTGRES_LOG: run the tests by `make test-rust`");
    tokio::time::sleep(Duration::from_millis(200)).await;
    let log = std::fs::read_to_string(log).unwrap();
    log.lines().filter(|line| line.contains(label) && line.contains("execute")).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_wrong_question_is_told_what_is_wrong() {
    let sales = Sales::start(Start::default()).await;
    for (queries, part) in [
        (json!([{ "columns": ["nothing"], "metrics": [] }]), "nothing"),
        (json!([{ "columns": "country" }]), "queries[0].columns"),
        (json!([{ "metrics": ["no_such_metric"] }]), "no_such_metric"),
        (
            json!([{ "columns": [], "metrics": ["count"], "filters": [{ "col": "country", "op": "??", "val": 1 }] }]),
            "??",
        ),
        (json!([{ "columns": ["country"], "metrics": [], "post_processing": [{ "operation": "magic" }] }]), "magic"),
        (
            json!([{ "metrics": [{ "expressionType": "SQL", "sqlExpression": "pg_sleep(10)", "label": "x" }] }]),
            "pg_sleep",
        ),
        (
            json!([{ "metrics": [{ "expressionType": "SQL", "sqlExpression": "(SELECT 1)", "label": "x" }] }]),
            "sub-queries",
        ),
        (json!([{ "columns": ["country"], "metrics": [], "extras": { "where": "1=1) OR (1=1" } }]), "expression"),
    ] {
        let (status, body) = sales.ask(&queries).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{queries}: {body}");
        let message = body["errors"][0]["message"].as_str().unwrap();
        assert!(message.to_lowercase().contains(&part.to_lowercase()), "{queries}: {message}");
    }
    let (status, _) = sales.app.post("/api/v1/chart/data", &json!({ "queries": [] })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    sales.end().await;
}

#[tokio::test]
async fn the_databases_own_error_reaches_the_person_who_asked() {
    let sales = Sales::start(Start::default()).await;
    let metric = json!({ "expressionType": "SQL", "sqlExpression": "SUM(country)", "label": "x" });
    let (status, body) = sales.ask(&json!([{ "metrics": [metric] }])).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("sum(text)"), "{body}");
    sales.end().await;
}

/// A Redis of our own, so that it can be stopped.
pub fn spawn_redis() -> (std::process::Child, String) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    (server, format!("redis://127.0.0.1:{port}"))
}

#[tokio::test]
async fn a_redis_that_stops_in_the_middle_costs_speed_only() {
    let (mut redis, url) = spawn_redis();
    let settings = [("REDIS_URL", url.as_str())];
    let sales = Sales::start(Start { settings: &settings, ..Start::default() }).await;
    let question = |column: &str| json!([{ "columns": [column], "metrics": ["count"] }]);
    assert_eq!(sales.ask(&question("status")).await.0, StatusCode::OK);
    assert_eq!(sales.app.get("/ready").await.1["cache"], "ok");
    redis.kill().unwrap();
    redis.wait().unwrap();
    for column in ["status", "country", "deal_size"] {
        assert_eq!(sales.ask(&question(column)).await.0, StatusCode::OK);
    }
    let (status, ready) = sales.app.get("/ready").await;
    assert_eq!((status, &ready["cache"]), (StatusCode::OK, &json!("Redis does not answer.")));
    sales.end().await;
}
