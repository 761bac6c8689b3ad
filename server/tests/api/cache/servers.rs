//! Several servers with one Redis, and a Redis that is slow.

use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{
    chart_data::{Sales, executions, spawn_redis},
    harness::{Start, TestApp, answer},
};

/// Its name finds it, and no other, in the database's log.
fn counted(label: &str) -> Value {
    json!([{ "metrics": [{ "expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": label }] }])
}

/// A question that takes the database a while: millions of rows.
async fn slow_dataset(sales: &Sales) -> i64 {
    let (_, dataset) = sales.app.get(&format!("/api/v1/dataset/{}", sales.dataset)).await;
    let sql = "SELECT a.country FROM cleaned_sales_data a CROSS JOIN cleaned_sales_data b";
    let new = json!({ "database": dataset["result"]["database"]["id"], "table_name": "pairs", "sql": sql });
    let (status, body) = sales.app.post("/api/v1/dataset/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body["id"].as_i64().unwrap()
}

async fn ask(app: &TestApp, body: &Value) -> (StatusCode, Value) {
    answer(app.request(Method::POST, "/api/v1/chart/data").json(body)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_at_once_at_two_servers_cost_the_database_one_query() {
    let (mut redis, url) = spawn_redis();
    // 500 at once keep two debug builds so busy that Redis seems slow; a server that gives it up would ask for itself.
    let settings = [("REDIS_URL", url.as_str()), ("SEXTANT_REDIS_PATIENCE_MS", "20000")];
    let sales = Sales::start(Start { settings: &settings, ..Start::default() }).await;
    let other = sales.app.beside().await;
    let label = format!("n{}", uuid::Uuid::new_v4().simple());
    let question =
        json!({ "datasource": { "id": slow_dataset(&sales).await, "type": "table" }, "queries": counted(&label) });
    let servers = [&sales.app, &other];
    let answers = join_all((0..500).map(|number| ask(servers[number % 2], &question))).await;
    let wrong: Vec<_> = answers.iter().filter(|(status, _)| *status != StatusCode::OK).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(answers.iter().all(|(_, body)| body["result"][0]["data"] == answers[0].1["result"][0]["data"]));
    let executed = executions(&label).await;
    assert_eq!(executed.len(), 1, "{executed:#?}");
    drop(other);
    sales.end().await;
    redis.kill().unwrap();
    redis.wait().unwrap();
}

#[tokio::test]
async fn what_one_server_forgets_the_other_forgets_within_a_second() {
    let (mut redis, url) = spawn_redis();
    let settings = [("REDIS_URL", url.as_str())];
    let sales = Sales::start(Start { settings: &settings, ..Start::default() }).await;
    let other = sales.app.beside().await;
    let question = sales.question(&counted("n"), false);
    let kept = async |app| ask(app, &question).await.1["result"][0]["is_cached"] == true;
    assert!(!kept(&sales.app).await);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(kept(&other).await, "the other server did not find the answer in Redis");
    let body = json!({ "datasource_uids": [format!("{}__table", sales.dataset)] });
    assert_eq!(other.post("/api/v1/cachekey/invalidate", &body).await.0, StatusCode::CREATED);
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert!(!kept(&sales.app).await);
    drop(other);
    sales.end().await;
    redis.kill().unwrap();
    redis.wait().unwrap();
}

/// A way to Redis that takes `delay` longer for each answer.
async fn slow_redis(to: Option<String>, delay: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut here, _)) = listener.accept().await {
            let to = to.clone();
            tokio::spawn(async move {
                let Some(to) = to else { return std::future::pending::<()>().await };
                let mut there = TcpStream::connect(to).await.unwrap();
                let (mut from_here, mut to_here) = here.split();
                let (mut from_there, mut to_there) = there.split();
                let back = async {
                    let mut buffer = vec![0; 64 << 10];
                    while let Ok(read @ 1..) = from_there.read(&mut buffer).await {
                        tokio::time::sleep(delay).await;
                        if to_here.write_all(&buffer[..read]).await.is_err() {
                            return;
                        }
                    }
                };
                let (_sent, ()) = tokio::join!(tokio::io::copy(&mut from_here, &mut to_there), back);
            });
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_slow_costs_speed_only() {
    let (mut redis, url) = spawn_redis();
    let to = url.trim_start_matches("redis://").to_owned();
    // One that is slow and one that is too slow; and one that takes connections and says nothing.
    for (to, delay) in [(Some(to.clone()), 50), (Some(to), 500), (None, 0)] {
        let url = slow_redis(to.clone(), Duration::from_millis(delay)).await;
        let settings = [("REDIS_URL", url.as_str())];
        let sales = Sales::start(Start { settings: &settings, ..Start::default() }).await;
        let begun = Instant::now();
        for column in ["status", "country", "deal_size", "product_line"] {
            let queries = json!([{ "columns": [column], "metrics": ["count"] }]);
            let (status, body) = sales.ask(&queries).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            assert_eq!(sales.ask(&queries).await.1["result"][0]["is_cached"], true);
        }
        // Far more than it takes, for the machine may be busy; far less than waiting for a Redis that says nothing.
        assert!(begun.elapsed() < Duration::from_secs(20), "{delay} ms: {:?}", begun.elapsed());
        sales.end().await;
    }
    redis.kill().unwrap();
    redis.wait().unwrap();
}
