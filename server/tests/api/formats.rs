//! Answers as files, and questions for something else than all of an answer.

use std::{
    io::{Cursor, Read as _},
    time::Duration,
};

use futures::StreamExt as _;
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::harness::{TestApp, postgres_batch, postgres_url, postgres_url_of, postgres_with};

const TABLES: &str = "
    CREATE TABLE orders (id bigint, placed timestamp, country text, size text, amount float8, is_paid boolean, note text,
                         exact numeric(30,10));
    INSERT INTO orders VALUES
        (1, '2024-01-01', 'Spain', 'S', 10.5, true, '=1+1', 12345678901234567890.12345),
        (2, '2024-01-02 10:30:00', 'Spain', 'L', 20, false, 'a, \"b\"', -0.5),
        (3, NULL, 'France', 'S', NULL, NULL, NULL, NULL);
    CREATE VIEW many AS SELECT n, n * 0.5::float8 AS half, 'word ' || n % 100 AS word FROM generate_series(1, 1000000) n;
    -- In FROM the server would make all rows before the first one.
    CREATE VIEW endless AS SELECT generate_series(1, 1000000000) AS n;
    CREATE VIEW broken AS SELECT n, 1 / (300000 - n) AS share FROM generate_series(1, 1000000) n;";

const BYTE_ORDER_MARK: char = '\u{feff}';
const MEGABYTE: u64 = 1 << 20;

/// Datasets of our own: orders, many, endless, broken.
struct Shop {
    app: TestApp,
    database: String,
}

impl Shop {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let (database, uri) = postgres_with(TABLES).await;
        app.post("/api/v1/database/", &json!({ "database_name": "Shop", "sqlalchemy_uri": uri })).await;
        for table in ["orders", "many", "endless", "broken"] {
            let dataset = json!({ "database": 1, "table_name": table, "schema": "public" });
            let (status, body) = app.post("/api/v1/dataset/", &dataset).await;
            assert_eq!(status, StatusCode::CREATED, "{body}");
        }
        Self { app, database }
    }

    async fn end(self) {
        let name = self.database.clone();
        drop(self.app);
        postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }

    async fn ask(&self, body: &Value) -> reqwest::Response {
        self.app.request(Method::POST, "/api/v1/chart/data").json(body).send().await.unwrap()
    }
}

fn orders(format: &str, queries: &Value) -> Value {
    json!({ "datasource": { "id": 1, "type": "table" }, "result_format": format, "queries": queries })
}

fn rows(dataset: i64, columns: &[&str], limit: u64) -> Value {
    let query = json!({ "columns": columns, "row_limit": limit });
    json!({ "datasource": { "id": dataset, "type": "table" }, "result_format": "csv", "queries": [query] })
}

fn header<'a>(answer: &'a reqwest::Response, name: &reqwest::header::HeaderName) -> &'a str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_question_is_answered_in_each_format() {
    let shop = Shop::start().await;
    let others =
        ["id", "placed", "country", "size", "is_paid", "note", "exact"].map(|name| json!({ "column_name": name }));
    let mut columns = others.to_vec();
    columns.push(json!({ "column_name": "amount", "verbose_name": "Amount, net" }));
    let (status, body) = shop.app.send(Method::PUT, "/api/v1/dataset/1", &json!({ "columns": columns })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let query = json!([{ "columns": ["id", "placed", "country", "amount", "is_paid", "note", "exact"], "orderby": [["id", true]] }]);
    let mut asked = orders("csv", &query);
    asked["form_data"] = json!({ "slice_name": "All orders", "viz_type": "table" });
    let answer = shop.ask(&asked).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(header(&answer, &CONTENT_TYPE), "text/csv; charset=utf-8");
    let name = header(&answer, &CONTENT_DISPOSITION).to_owned();
    assert!(name.starts_with("attachment; filename=All_orders_20") && name.ends_with(".csv"), "{name}");
    let text = answer.text().await.unwrap();
    insta::assert_snapshot!(text.trim_start_matches(BYTE_ORDER_MARK), @r#"
    id,placed,country,"Amount, net",is_paid,note,exact
    1,2024-01-01 00:00:00,Spain,10.5,True,'=1+1,12345678901234567890.1234500000
    2,2024-01-02 10:30:00,Spain,20.0,False,"a, ""b""",-0.5000000000
    3,,France,,,,
    "#);

    for (format, media_type, start) in [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
        ("arrow", "application/vnd.apache.arrow.stream", b"\xff\xff\xff\xff"),
        ("parquet", "application/vnd.apache.parquet", b"PAR1"),
    ] {
        let answer = shop.ask(&orders(format, &query)).await;
        assert_eq!((answer.status(), header(&answer, &CONTENT_TYPE)), (StatusCode::OK, media_type));
        assert_eq!(&answer.bytes().await.unwrap()[..4], start, "{format}");
    }
    let answer = shop.ask(&orders("pdf", &query)).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(answer.text().await.unwrap().contains("result_format"));
    shop.end().await;
}

#[tokio::test]
async fn the_client_chooses_by_accept_or_by_a_form() {
    let shop = Shop::start().await;
    let asked =
        json!({ "datasource": { "id": 1, "type": "table" }, "queries": [{ "columns": ["id"], "row_limit": 1 }] });
    let accept =
        |media_type| shop.app.request(Method::POST, "/api/v1/chart/data").header(ACCEPT, media_type).json(&asked);
    let answer = accept("text/csv").send().await.unwrap();
    assert_eq!(answer.text().await.unwrap().trim_start_matches(BYTE_ORDER_MARK).lines().next(), Some("id"));
    let answer = accept("application/json, text/csv").send().await.unwrap();
    assert_eq!(header(&answer, &CONTENT_TYPE), "application/json");

    let mut asked = asked.clone();
    asked["result_format"] = "csv".into();
    let form = [("form_data", asked.to_string()), ("filename", "mine.csv".to_owned())];
    let answer = shop.app.request(Method::POST, "/api/v1/chart/data").form(&form).send().await.unwrap();
    assert_eq!(header(&answer, &CONTENT_DISPOSITION), "attachment; filename=mine.csv");
    let answer = shop.app.request(Method::POST, "/api/v1/chart/data").form(&[("x", "y")]).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    shop.end().await;
}

#[tokio::test]
async fn several_queries_are_files_in_a_zip() {
    let shop = Shop::start().await;
    let queries = json!([
        { "columns": ["country"], "metrics": ["count"], "orderby": [["country", true]] },
        { "columns": [], "metrics": ["count"] },
    ]);
    let answer = shop.ask(&orders("csv", &queries)).await;
    assert_eq!((answer.status(), header(&answer, &CONTENT_TYPE)), (StatusCode::OK, "application/zip"));
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes().await.unwrap())).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text.trim_start_matches(BYTE_ORDER_MARK).to_owned()
    };
    assert_eq!(read("query_1.csv"), "country,COUNT(*)\nFrance,1\nSpain,2\n");
    assert_eq!(read("query_2.csv"), "COUNT(*)\n3\n");
    shop.end().await;
}

#[tokio::test]
async fn each_result_type_has_its_own_shape() {
    let shop = Shop::start().await;
    let ask = async |result_type: &str, query: Value| {
        let body =
            json!({ "datasource": { "id": 1, "type": "table" }, "result_type": result_type, "queries": [query] });
        let (status, answer) = shop.app.post("/api/v1/chart/data", &body).await;
        assert_eq!(status, StatusCode::OK, "{result_type}: {answer}");
        answer["result"][0].clone()
    };
    let count = || json!({ "columns": ["country"], "metrics": ["count"], "orderby": [["country", true]] });
    let results = ask("results", count()).await;
    assert_eq!(
        results,
        json!({ "data": [{ "country": "France", "count": 1 }, { "country": "Spain", "count": 2 }],
                "colnames": ["country", "count"], "coltypes": [1, 0], "rowcount": 2, "sql_rowcount": 2 })
    );
    let columns = ask("columns", count()).await;
    let types: Vec<_> = columns["data"].as_array().unwrap().iter().map(|column| &column["dtype"]).collect();
    assert_eq!(types, [0, 2, 1, 1, 0, 1, 1, 0]);
    assert_eq!(columns["data"][1], json!({ "column_name": "placed", "verbose_name": null, "dtype": 2 }));
    let query = ask("query", count()).await;
    assert_eq!(query["language"], "sql");
    assert!(query["query"].as_str().unwrap().contains("GROUP BY"), "{query}");
    let grains = ask("timegrains", count()).await;
    assert!(grains["data"].as_array().unwrap().iter().any(|grain| grain["duration"] == "P1M"), "{grains}");
    let filtered = json!({ "columns": ["country"], "metrics": ["count"],
                           "filters": [{ "col": "country", "op": "==", "val": "Spain" }] });
    for result_type in ["samples", "drill_detail"] {
        let rows = ask(result_type, filtered.clone()).await;
        assert_eq!((&rows["rowcount"], &rows["data"][0]["note"]), (&json!(2), &json!("=1+1")), "{rows}");
    }
    let body = json!({ "datasource": { "id": 1, "type": "table" }, "result_type": "columns", "result_format": "csv",
                       "queries": [count()] });
    assert_eq!(shop.ask(&body).await.status(), StatusCode::BAD_REQUEST);
    shop.end().await;
}

#[tokio::test]
async fn a_pivot_table_is_turned_before_it_is_a_file() {
    let shop = Shop::start().await;
    let metric = json!({ "expressionType": "SQL", "sqlExpression": "SUM(amount)", "label": "sold" });
    let query = json!([{ "columns": ["size", "country"], "metrics": [metric], "row_limit": 100 }]);
    let mut asked = orders("csv", &query);
    asked["result_type"] = "post_processed".into();
    asked["form_data"] = json!({ "viz_type": "pivot_table_v2", "groupbyRows": ["country"], "groupbyColumns": ["size"],
                                 "metrics": [metric], "rowTotals": true, "colTotals": true });
    let text = shop.ask(&asked).await.text().await.unwrap();
    insta::assert_snapshot!(text.trim_start_matches(BYTE_ORDER_MARK), @r"
    country,sold L,sold S,sold Total (Sum)
    Spain,20.0,10.5,30.5
    Total (Sum),20.0,10.5,30.5
    ");
    asked["form_data"]["viz_type"] = "table".into();
    let text = shop.ask(&asked).await.text().await.unwrap();
    assert_eq!(text.trim_start_matches(BYTE_ORDER_MARK).lines().next(), Some("size,country,sold"));
    shop.end().await;
}

#[tokio::test]
async fn a_stored_chart_answers_its_own_question() {
    let shop = Shop::start().await;
    let params = json!({ "viz_type": "table", "query_mode": "raw", "all_columns": ["id", "country"], "row_limit": 2,
                         "order_by_cols": ["[\"id\", true]"] });
    let new = json!({ "slice_name": "First two", "viz_type": "table", "params": params.to_string(), "datasource_id": 1,
                      "datasource_type": "table" });
    let (status, made) = shop.app.post("/api/v1/chart/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = |question: &str| format!("/api/v1/chart/{}/data/{question}", made["id"]);
    // Without a stored context, what the form asks.
    let (status, body) = shop.app.get(&path("")).await;
    assert_eq!((status, &body["result"][0]["rowcount"]), (StatusCode::OK, &json!(2)), "{body}");
    let (_, body) = shop.app.get(&path("?type=results")).await;
    assert_eq!(body["result"][0]["data"][0], json!({ "id": 1, "country": "Spain" }), "{body}");
    // The stored one names the dataset of another installation.
    let context = json!({ "datasource": { "id": 987, "type": "table" },
                          "queries": [{ "columns": ["country"], "metrics": ["count"], "orderby": [["country", true]] }] });
    let (status, _) = shop
        .app
        .send(Method::PUT, &format!("/api/v1/chart/{}", made["id"]), &json!({ "query_context": context.to_string() }))
        .await;
    assert_eq!(status, StatusCode::OK);
    let answer = shop.app.request(Method::GET, &path("?format=csv&force=true")).send().await.unwrap();
    assert!(header(&answer, &CONTENT_DISPOSITION).contains("First_two_"));
    assert_eq!(
        answer.text().await.unwrap().trim_start_matches(BYTE_ORDER_MARK),
        "country,COUNT(*)\nFrance,1\nSpain,2\n"
    );
    let answer = shop.app.request(Method::GET, &path("")).header(ACCEPT, "text/csv").send().await.unwrap();
    assert_eq!(header(&answer, &CONTENT_TYPE), "text/csv; charset=utf-8");
    for wrong in ["?format=pdf", "?type=all", "?force=perhaps"] {
        assert_eq!(shop.app.get(&path(wrong)).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(shop.app.get("/api/v1/chart/987/data/").await.0, StatusCode::NOT_FOUND);
    let anonymous = shop.app.client.get(shop.app.path(&path(""))).send().await.unwrap();
    assert_eq!(anonymous.status(), StatusCode::UNAUTHORIZED);
    shop.end().await;
}

/// Of the server's process, in bytes.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

#[tokio::test]
async fn a_million_rows_stream_in_little_memory() {
    let shop = Shop::start().await;
    // The first question opens the pool; what it takes is no matter of the rows.
    assert_eq!(shop.ask(&rows(2, &["n"], 1)).await.status(), StatusCode::OK);
    let idle = resident(shop.app.pid());
    for format in ["csv", "arrow", "parquet"] {
        let mut asked = rows(2, &["n", "half", "word"], 2_000_000);
        asked["result_format"] = format.into();
        let answer = shop.ask(&asked).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let (mut chunks, mut most, mut lines, mut bytes) = (answer.bytes_stream(), 0, 0, 0);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.unwrap();
            lines += chunk.iter().filter(|byte| **byte == b'\n').count();
            bytes += chunk.len() as u64;
            most = most.max(resident(shop.app.pid()));
        }
        assert!(format != "csv" || lines == 1_000_001, "{lines} lines");
        assert!(bytes > 4 * MEGABYTE, "{format}: {bytes} bytes");
        let more = most.saturating_sub(idle) / MEGABYTE;
        println!("{format}: {} MB sent, {more} MB more than idle", bytes / MEGABYTE);
        assert!(more <= 200, "{format}: {more} MB more than idle");
    }
    shop.end().await;
}

#[tokio::test]
async fn who_goes_away_stops_the_database() {
    let shop = Shop::start().await;
    let (client, connection) =
        tokio_postgres::connect(&postgres_url_of(&shop.database), tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let running = async || {
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
                   AND query LIKE '%sextant user=%' AND query LIKE '%endless%' AND pid <> pg_backend_pid()";
        client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0)
    };
    let answer = shop.ask(&rows(3, &["n"], 1_000_000_000)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let mut chunks = answer.bytes_stream();
    assert!(chunks.next().await.unwrap().is_ok());
    assert_eq!(running().await, 1);
    drop(chunks);
    let mut left = 50;
    while running().await > 0 {
        assert!(left > 0, "the query still runs");
        left -= 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(client);
    connection.await.unwrap().unwrap();
    shop.end().await;
}

#[tokio::test]
async fn a_file_that_fails_in_its_middle_does_not_look_whole() {
    let shop = Shop::start().await;
    let answer = shop.ask(&rows(4, &["n", "share"], 2_000_000)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.bytes().await.is_err());
    // What fails before the first rows is an answer of its own.
    let metric = json!({ "expressionType": "SQL", "sqlExpression": "SUM(note)", "label": "x" });
    let answer = shop.ask(&orders("csv", &json!([{ "metrics": [metric], "row_limit": 200_000 }]))).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(answer.text().await.unwrap().contains("sum(text)"));
    shop.end().await;
}
