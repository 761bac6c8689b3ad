//! Sources that hang, break off and come back. What is wrong with one of them is no matter of another one, nothing is left open,
//! and the first question after it is back is answered. The figures of docs/performance.md come from
//! `cargo test --test api hard_sources -- --nocapture`.

mod proxy;

use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use self::proxy::Proxy;
use crate::{
    harness::{Start, TestApp, postgres_batch, postgres_url, postgres_url_of, postgres_with},
    mariadb::{mariadb, mariadb_schema, mariadb_uri},
};

const CONNECT_SECS: u64 = 2;
const QUERY_SECS: u64 = 6;
/// Beyond the limits, for the machine may be busy.
const GRACE: Duration = Duration::from_secs(4);
/// In which what was given up is closed: the server is told, for some seconds, and then no longer asked.
const CLOSING: Duration = Duration::from_secs(15);

const TABLES: &str = "CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2), (3);";

/// A server with a database behind a proxy, and another one straight.
struct Place {
    app: TestApp,
    proxy: Proxy,
    /// Of Postgres, behind the proxy, and of the other one.
    databases: Vec<String>,
    schema: Option<String>,
    /// Over `t` behind the proxy.
    far: i64,
    near: i64,
}

impl Place {
    async fn postgres() -> Self {
        let (name, uri) = postgres_with(TABLES).await;
        let mut place = Self::behind(&uri, Some("public")).await;
        place.databases.push(name);
        place
    }

    async fn mariadb() -> Self {
        let schema = mariadb_schema("utf8mb4_general_ci");
        mariadb(&schema, TABLES);
        let mut place = Self::behind(&mariadb_uri(&schema), Some(&schema)).await;
        place.schema = Some(schema);
        place
    }

    async fn behind(uri: &str, schema: Option<&str>) -> Self {
        let seconds = QUERY_SECS.to_string();
        let settings = [("SEXTANT_QUERY_TIMEOUT_SECS", &*seconds), ("SEXTANT_EXPORT_TIMEOUT_SECS", &*seconds)];
        let app = TestApp::start_with(Start { settings: &settings, ..Start::default() }).await;
        let address = uri.rsplit_once('@').unwrap().1.split('/').next().unwrap();
        let proxy = Proxy::to(address).await;
        let far_uri = format!("{}?connect_timeout={CONNECT_SECS}", uri.replace(address, &proxy.address));
        let far = dataset(&app, &far_uri, schema).await;
        let (near_name, near_uri) = postgres_with(TABLES).await;
        let near = dataset(&app, &near_uri, Some("public")).await;
        Self { app, proxy, databases: vec![near_name], schema: None, far, near }
    }

    async fn end(self) {
        drop(self.app);
        for name in self.databases {
            postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        if let Some(schema) = self.schema {
            mariadb("", &format!("DROP DATABASE {schema}"));
        }
    }

    /// No two questions are equal, so each one reaches its source.
    async fn ask(&self, dataset: i64, number: usize) -> Answer {
        let query = json!({ "columns": ["n"], "metrics": ["count"], "row_limit": 10 + number });
        let mut asked = asking(dataset, &query);
        asked["force"] = true.into();
        self.send(&asked).await
    }

    async fn send(&self, asked: &Value) -> Answer {
        let begun = Instant::now();
        let (status, body) = self.app.post("/api/v1/chart/data", asked).await;
        Answer { status, body, took: begun.elapsed() }
    }

    /// So many questions at once.
    async fn ask_all(&self, count: usize) -> Vec<Answer> {
        join_all((0..count).map(|number| self.ask(self.far, number))).await
    }

    /// How long the other source takes, at the longest, while the first one does not answer.
    async fn others_meanwhile(&self, rounds: usize) -> Duration {
        let mut longest = Duration::ZERO;
        for number in 0..rounds {
            let answer = self.ask(self.near, number).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            longest = longest.max(answer.took);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        longest
    }

    /// Waits until no connection is open that goes nowhere.
    async fn closed(&self) -> Duration {
        let begun = Instant::now();
        while self.proxy.open() > 0 {
            assert!(begun.elapsed() < CLOSING, "{} connections are still open", self.proxy.open());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        begun.elapsed()
    }
}

struct Answer {
    status: StatusCode,
    body: Value,
    took: Duration,
}

impl Answer {
    #[track_caller]
    fn is_right(&self) {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        assert_eq!(self.body["result"][0]["rowcount"], 3, "{}", self.body);
    }

    #[track_caller]
    fn is_error(&self, kinds: &[&str], within: Duration) {
        let kind = self.body["errors"][0]["error_type"].as_str().unwrap_or_default();
        assert!(kinds.contains(&kind), "{}: {}", self.status, self.body);
        assert!(self.status.is_client_error() || self.status.is_server_error());
        assert!(self.took < within + GRACE, "{:?}: {}", self.took, self.body);
    }
}

async fn dataset(app: &TestApp, uri: &str, schema: Option<&str>) -> i64 {
    let database = json!({ "database_name": uuid::Uuid::new_v4(), "sqlalchemy_uri": uri });
    let (status, made) = app.post("/api/v1/database/", &database).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    app.add_dataset(json!({ "database": made["id"], "table_name": "t", "schema": schema })).await
}

fn asking(dataset: i64, query: &Value) -> Value {
    json!({ "datasource": { "id": dataset, "type": "table" }, "queries": [query] })
}

fn longest(answers: &[Answer]) -> Duration {
    answers.iter().map(|answer| answer.took).max().unwrap_or_default()
}

const CONNECT: Duration = Duration::from_secs(CONNECT_SECS);
const QUERY: Duration = Duration::from_secs(QUERY_SECS);
const HOST_DOWN: &str = "CONNECTION_HOST_DOWN_ERROR";
const TIMEOUT: &str = "BACKEND_TIMEOUT_ERROR";

/// It accepts connections and says nothing.
async fn hangs(place: Place, name: &str) {
    place.proxy.cut();
    while place.proxy.open() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    place.proxy.silence();
    let (answers, others) = tokio::join!(place.ask_all(10), place.others_meanwhile(40));
    for answer in &answers {
        // The last two wait for one of the eight connections.
        answer.is_error(&[HOST_DOWN, TIMEOUT], CONNECT * 2);
    }
    assert!(others < Duration::from_secs(2), "the other source took {others:?}");
    let closed = place.closed().await;
    place.proxy.come_back();
    place.ask(place.far, 0).await.is_right();
    println!(
        "{name} that accepts and never speaks: 10 questions failed within {:?} (connect timeout {CONNECT:?}); \
         the other source answered within {others:?}; all closed {closed:?} later",
        longest(&answers)
    );
    place.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_never_speaks() {
    hangs(Place::postgres().await, "PostgreSQL").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mariadb_that_never_speaks() {
    hangs(Place::mariadb().await, "MariaDB").await;
}

/// It stops in the middle of its answers: as JSON they are errors, as files they break off.
async fn stalls(place: Place, name: &str, many_sql: &str) {
    let database = place.app.get(&format!("/api/v1/dataset/{}", place.far)).await.1["result"]["database"]["id"].clone();
    let many = json!({ "database": database, "table_name": "many", "sql": many_sql });
    let many = place.app.add_dataset(many).await;
    let many_rows = |number: usize| asking(many, &json!({ "columns": ["n"], "row_limit": 50_000 - number }));

    place.ask_all(8).await.iter().for_each(Answer::is_right);
    place.proxy.silence_after(100_000);
    let asked: Vec<_> = (0..8).map(many_rows).collect();
    let (answers, others) =
        tokio::join!(join_all(asked.iter().map(|asked| place.send(asked))), place.others_meanwhile(40));
    answers.iter().for_each(|answer| answer.is_error(&[TIMEOUT, HOST_DOWN], QUERY));
    assert!(others < Duration::from_secs(2), "the other source took {others:?}");
    let closed = place.closed().await;

    place.proxy.come_back();
    place.ask(place.far, 0).await.is_right();
    place.proxy.silence_after(400_000);
    let mut file = many_rows(0);
    file["result_format"] = "csv".into();
    file["queries"][0]["row_limit"] = 1_000_000.into();
    let begun = Instant::now();
    let answer = place.app.request(Method::POST, "/api/v1/chart/data").json(&file).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.bytes().await.is_err(), "a file that breaks off must not look whole");
    let broken = begun.elapsed();
    assert!(broken < QUERY + GRACE, "{broken:?}");
    place.closed().await;
    println!(
        "{name} that stalls in the middle: 8 questions failed within {:?}, a file within {broken:?} (timeout {QUERY:?}); \
         the other source answered within {others:?}; all closed {closed:?} later",
        longest(&answers)
    );
    place.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_stalls() {
    stalls(Place::postgres().await, "PostgreSQL", "SELECT generate_series(1, 1000000) AS n").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mariadb_that_stalls() {
    let many = "SELECT a.n * 1000000 + b.n AS n FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k, t l";
    stalls(Place::mariadb().await, "MariaDB", many).await;
}

/// Away and back, again and again, in both ways to be away.
async fn flaps(place: &Place, name: &str) {
    let (mut slowest_error, mut slowest_return) = (Duration::ZERO, Duration::ZERO);
    for round in 0..3 {
        place.ask_all(8).await.iter().for_each(Answer::is_right);
        place.proxy.cut();
        let away = place.ask(place.far, round).await;
        away.is_error(&[HOST_DOWN, "CONNECTION_PORT_CLOSED_ERROR"], CONNECT);
        place.proxy.come_back();
        let back = place.ask(place.far, round).await;
        back.is_right();
        (slowest_error, slowest_return) = (slowest_error.max(away.took), slowest_return.max(back.took));
    }
    println!(
        "{name} that is cut: error within {slowest_error:?}, first answer after it is back within {slowest_return:?}"
    );

    let (mut slowest_error, mut slowest_return) = (Duration::ZERO, Duration::ZERO);
    for round in 0..2 {
        place.ask_all(8).await.iter().for_each(Answer::is_right);
        place.proxy.silence();
        let away = place.ask(place.far, round).await;
        away.is_error(&[HOST_DOWN, TIMEOUT], QUERY);
        place.proxy.come_back();
        let back = place.ask(place.far, round).await;
        back.is_right();
        (slowest_error, slowest_return) = (slowest_error.max(away.took), slowest_return.max(back.took));
    }
    println!(
        "{name} that falls silent: error within {slowest_error:?}, first answer after it is back within {slowest_return:?}"
    );
    // More questions than connections, when it falls silent: all places of the pool are taken by what goes nowhere.
    place.proxy.silence();
    let answers = place.ask_all(16).await;
    answers.iter().for_each(|answer| answer.is_error(&[HOST_DOWN, TIMEOUT], QUERY * 3));
    place.proxy.come_back();
    let back = place.ask(place.far, 0).await;
    back.is_right();
    println!("{name} with 16 questions when it falls silent: first answer after it is back within {:?}", back.took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_comes_and_goes() {
    let place = Place::postgres().await;
    flaps(&place, "PostgreSQL").await;
    // What the pool holds is what the server has.
    let (client, connection) =
        tokio_postgres::connect(&postgres_url_of(&place.databases[1]), tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let begun = Instant::now();
    loop {
        let known = client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0);
        if known == place.proxy.open() as i64 && known <= 8 {
            break;
        }
        assert!(begun.elapsed() < CLOSING, "{} connections are open, the server knows {known}", place.proxy.open());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(client);
    connection.await.unwrap().unwrap();
    place.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mariadb_that_comes_and_goes() {
    let place = Place::mariadb().await;
    flaps(&place, "MariaDB").await;
    place.end().await;
}
