//! Slow databases: what is ready leaves, who goes away is not worked for, and who asks much does not keep out others.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::{StreamExt as _, future::join};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING},
};
use serde_json::{Value, json};
use tokio_postgres::{Client, NoTls};

use super::BATCH;
use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_url_of, postgres_with};

/// Statements that a source asks at once.
const AT_ONCE: i64 = 8;

/// Datasets of our own: `quick`, `slow` (a second), `long` (a minute).
struct Slow {
    app: TestApp,
    database: String,
    client: Client,
}

impl Slow {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let views = [("quick", 0.0), ("slow", 1.0), ("long", 60.0)].map(|(name, seconds)| {
            format!("CREATE VIEW {name} AS SELECT pg_sleep({seconds})::text || '{name}' AS slept;")
        });
        let (database, uri) = postgres_with(&views.concat()).await;
        app.post("/api/v1/database/", &json!({ "database_name": "Slow", "sqlalchemy_uri": uri })).await;
        for view in ["quick", "slow", "long"] {
            let dataset = json!({ "database": 1, "table_name": view, "schema": "public" });
            let (status, body) = app.post("/api/v1/dataset/", &dataset).await;
            assert_eq!(status, StatusCode::CREATED, "{body}");
        }
        let (client, connection) = tokio_postgres::connect(&postgres_url_of(&database), NoTls).await.unwrap();
        tokio::spawn(connection);
        Self { app, database, client }
    }

    /// Questions that run in the database.
    async fn running(&self) -> i64 {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
                   AND query LIKE '%sextant user=%' AND pid <> pg_backend_pid()";
        self.client.query_one(sql, &[]).await.unwrap().get(0)
    }

    async fn until_running(&self, count: i64) {
        let mut left = 100;
        while self.running().await != count {
            assert!(left > 0, "{} run, not {count}", self.running().await);
            left -= 1;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn end(self) {
        drop(self.app);
        drop(self.client);
        postgres_batch(&postgres_url(), &format!("DROP DATABASE {} WITH (FORCE)", self.database)).await;
    }
}

/// Each limit is another question.
fn question(dataset: usize, limit: usize) -> Value {
    let datasource = json!({ "id": dataset, "type": "table" });
    json!({ "datasource": datasource, "queries": [{ "columns": ["slept"], "metrics": [], "row_limit": limit }] })
}

fn questions(dataset: usize, limits: std::ops::Range<usize>) -> Value {
    let queries: Vec<_> =
        limits.map(|limit| json!({ "id": limit, "query_context": question(dataset, limit) })).collect();
    json!({ "queries": queries })
}

#[tokio::test]
async fn an_answer_leaves_as_soon_as_it_is_ready_compressed_or_not() {
    let slow = Slow::start().await;
    let mut limit = 1;
    for encoding in ["identity", "gzip", "br"] {
        limit += 1;
        let queries = json!({ "queries": [
            { "id": "quick", "query_context": question(1, limit) },
            { "id": "long", "query_context": question(3, limit) },
        ] });
        let request = slow.app.request(Method::POST, BATCH).header(ACCEPT_ENCODING, encoding).json(&queries);
        let answer = request.send().await.unwrap();
        let encoded = answer.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap());
        assert_eq!(encoded.unwrap_or("identity"), encoding);
        let (mut chunks, mut bytes) = (answer.bytes_stream(), 0);
        // More than the head of a compressed body: the line itself.
        while bytes < 200 {
            let chunk = tokio::time::timeout(Duration::from_secs(20), chunks.next()).await;
            bytes += chunk.expect("the line is held back").unwrap().unwrap().len();
        }
        // The other one runs still, or has yet to begin; had the line waited for it, there were none.
        slow.until_running(1).await;
        drop(chunks);
        slow.until_running(0).await;
    }
    slow.end().await;
}

#[tokio::test]
async fn who_goes_away_stops_what_nobody_else_waits_for() {
    let slow = Slow::start().await;
    let request = slow.app.request(Method::POST, BATCH).json(&questions(3, 1..31));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    // The others wait for their turn.
    slow.until_running(AT_ONCE).await;
    let ben = slow.app.person("ben", "Alpha").await;
    let shared = question(3, 1);
    let waits = async {
        let asked = ben.request(Method::POST, "/api/v1/chart/data").json(&shared).send();
        tokio::time::timeout(Duration::from_secs(12), asked).await
    };
    let leaves = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        drop(answer);
        slow.until_running(1).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(slow.running().await, 1, "nothing that waited was begun");
        true
    };
    let (waited, left) = join(waits, leaves).await;
    assert!(waited.is_err() && left);
    slow.until_running(0).await;
    slow.end().await;
}

#[tokio::test]
async fn one_question_does_not_wait_for_anothers_forty() {
    let slow = Slow::start().await;
    let ben = slow.app.person("ben", "Alpha").await;
    let answered = Arc::new(AtomicUsize::new(0));
    let request = slow.app.request(Method::POST, BATCH).json(&questions(2, 1..41));
    let count = Arc::clone(&answered);
    let forty = tokio::spawn(async move {
        let mut chunks = request.send().await.unwrap().bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let lines = chunk.unwrap().iter().filter(|byte| **byte == b'\n').count();
            count.fetch_add(lines, Ordering::SeqCst);
        }
    });
    slow.until_running(AT_ONCE).await;
    let before = answered.load(Ordering::SeqCst);
    let (status, body) = ben.post("/api/v1/chart/data", &question(2, 100)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let meanwhile = answered.load(Ordering::SeqCst) - before;
    // Its turn comes when the running ones end, and then it takes as long as they took: two rounds of eight.
    assert!(meanwhile <= 20, "{meanwhile} of the forty were answered first");
    forty.await.unwrap();
    assert_eq!(answered.load(Ordering::SeqCst), 40);
    slow.end().await;
}
