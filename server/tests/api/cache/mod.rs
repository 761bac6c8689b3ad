//! Kept answers: how long, for whom, and how they travel.

mod http;
mod servers;

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    chart_data::Sales,
    harness::{Start, answer},
};

fn by_status() -> Value {
    json!([{ "columns": ["status"], "metrics": ["count"] }])
}

impl Sales {
    /// The first result of a question with these fields beside the usual ones.
    async fn ask_with(&self, queries: &Value, fields: &Value) -> Value {
        let mut body = self.question(queries, false);
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let (status, body) = self.app.post("/api/v1/chart/data", &body).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["result"][0].clone()
    }

    async fn is_kept(&self, queries: &Value) -> bool {
        self.ask_with(queries, &json!({})).await["is_cached"] == true
    }

    async fn invalidate(&self, body: &Value) -> StatusCode {
        self.app.post("/api/v1/cachekey/invalidate", body).await.0
    }

    async fn a_chart(&self) -> i64 {
        let query = format!("/api/v1/chart/?q=(filters:!((col:datasource_id,opr:eq,value:{})))", self.dataset);
        self.app.get(&query).await.1["ids"][0].as_i64().unwrap()
    }
}

#[tokio::test]
async fn the_nearest_timeout_counts() {
    let settings = [("SEXTANT_CACHE_TIMEOUT_SECS", "5000")];
    let sales = Sales::start(Start { settings: &settings, ..Start::default() }).await;
    let (chart, queries) = (sales.a_chart().await, by_status());
    let timeout = async |fields: &Value| sales.ask_with(&queries, fields).await["cache_timeout"].clone();
    assert_eq!(timeout(&json!({})).await, 5000);
    let (_, dataset) = sales.app.get(&format!("/api/v1/dataset/{}", sales.dataset)).await;
    let database = dataset["result"]["database"]["id"].as_i64().unwrap();
    let of_chart = json!({ "form_data": { "slice_id": chart } });
    for (path, id, secs) in [("database", database, 4000), ("dataset", sales.dataset, 3000), ("chart", chart, 2000)] {
        let change = json!({ "cache_timeout": secs });
        let (status, body) = sales.app.send(Method::PUT, &format!("/api/v1/{path}/{id}"), &change).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        assert_eq!(timeout(&of_chart).await, secs, "{path}");
    }
    // Another chart's is no matter of this question.
    assert_eq!(timeout(&json!({})).await, 3000);
    let mut custom = of_chart.clone();
    custom["custom_cache_timeout"] = 1000.into();
    assert_eq!(timeout(&custom).await, 1000);
    sales.end().await;
}

#[tokio::test]
async fn minus_one_bypasses_and_zero_never_ends() {
    let sales = Sales::start(Start::default()).await;
    let queries = by_status();
    for _ in 0..2 {
        let answer = sales.ask_with(&queries, &json!({ "custom_cache_timeout": -1 })).await;
        assert_eq!((&answer["is_cached"], &answer["cache_timeout"]), (&Value::Null, &json!(-1)));
    }
    assert!(!sales.is_kept(&queries).await, "what bypassed the cache was kept");
    let answer = sales.ask_with(&queries, &json!({ "custom_cache_timeout": 0 })).await;
    assert_eq!((&answer["is_cached"], &answer["cache_timeout"]), (&json!(true), &json!(0)));
    sales.end().await;
}

#[tokio::test]
async fn an_old_answer_is_given_at_once_and_asked_for_anew_behind() {
    let sales = Sales::start(Start::default()).await;
    let (queries, timeout) = (by_status(), json!({ "custom_cache_timeout": 10 }));
    let first = sales.ask_with(&queries, &timeout).await;
    assert_eq!(first["is_cached"], Value::Null);
    // Past four fifths of its life.
    tokio::time::sleep(Duration::from_millis(8_300)).await;
    let stale = sales.ask_with(&queries, &timeout).await;
    assert_eq!((&stale["is_cached"], &stale["cached_dttm"]), (&json!(true), &first["queried_dttm"]));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let renewed = sales.ask_with(&queries, &timeout).await;
    assert_eq!(renewed["is_cached"], true);
    assert_ne!(renewed["cached_dttm"], first["queried_dttm"]);
    sales.end().await;
}

#[tokio::test]
async fn a_datasets_answers_are_forgotten_by_its_id_its_uuid_and_its_name() {
    let sales = Sales::start(Start::default()).await;
    let queries = by_status();
    let (_, dataset) = sales.app.get(&format!("/api/v1/dataset/{}", sales.dataset)).await;
    let named =
        json!({ "datasource_type": "table", "datasource_name": "cleaned_sales_data", "database_name": "examples" });
    for body in [
        json!({ "datasource_uids": [format!("{}__table", sales.dataset)] }),
        json!({ "datasource_uids": [dataset["result"]["uuid"]] }),
        json!({ "datasources": [named] }),
    ] {
        sales.is_kept(&queries).await;
        assert!(sales.is_kept(&queries).await);
        assert_eq!(sales.invalidate(&body).await, StatusCode::CREATED, "{body}");
        assert!(!sales.is_kept(&queries).await, "{body}");
    }
    // Others keep theirs.
    for body in [
        json!({ "datasource_uids": [format!("{}__table", sales.dataset + 1), format!("{}__query", sales.dataset)] }),
        json!({ "datasources": [{ "datasource_type": "table", "datasource_name": "another" }] }),
        json!({}),
    ] {
        assert_eq!(sales.invalidate(&body).await, StatusCode::CREATED);
        assert!(sales.is_kept(&queries).await, "{body}");
    }
    for body in [json!({ "datasource_uids": ["sales"] }), json!({ "datasets": [1] }), json!({ "datasources": [{}] })] {
        assert_eq!(sales.invalidate(&body).await, StatusCode::BAD_REQUEST, "{body}");
    }
    let (_, log) = sales.app.get("/api/v1/log/?q=(filters:!((col:action,opr:eq,value:invalidate_cache)))").await;
    assert_eq!(log["count"], 3, "{log}");
    sales.end().await;
}

#[tokio::test]
async fn who_may_not_see_a_dataset_forgets_nothing_of_it() {
    let sales = Sales::start(Start::default()).await;
    let queries = by_status();
    sales.is_kept(&queries).await;
    let stranger = sales.app.person("stranger", "Gamma").await;
    let body = json!({ "datasource_uids": [format!("{}__table", sales.dataset)] });
    assert_eq!(stranger.post("/api/v1/cachekey/invalidate", &body).await.0, StatusCode::CREATED);
    assert!(sales.is_kept(&queries).await);
    sales.end().await;
}

#[tokio::test]
async fn a_changed_dataset_has_no_old_answers() {
    let sales = Sales::start(Start::default()).await;
    let queries = by_status();
    sales.is_kept(&queries).await;
    let path = format!("/api/v1/dataset/{}", sales.dataset);
    let (status, body) = sales.app.send(Method::PUT, &path, &json!({ "description": "anew" })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert!(!sales.is_kept(&queries).await);
    sales.end().await;
}

#[tokio::test]
async fn what_is_warmed_up_is_there_when_it_is_asked_for() {
    let sales = Sales::start(Start::default()).await;
    let chart = sales.a_chart().await;
    let kept =
        async || sales.app.get(&format!("/api/v1/chart/{chart}/data/")).await.1["result"][0]["is_cached"].clone();
    let warm = async |path: &str, body: Value| {
        answer(sales.app.request(Method::PUT, &format!("/api/v1/{path}/warm_up_cache")).json(&body)).await
    };
    let (status, body) = warm("chart", json!({ "chart_id": chart })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(body, json!({ "result": [{ "chart_id": chart, "viz_error": null, "viz_status": "success" }] }));
    assert_eq!(kept().await, true);

    let table = json!({ "db_name": "examples", "table_name": "cleaned_sales_data" });
    let (status, body) = warm("dataset", table.clone()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let query = format!("/api/v1/chart/?q=(filters:!((col:datasource_id,opr:eq,value:{})))", sales.dataset);
    let charts = sales.app.get(&query).await.1["count"].as_u64().unwrap();
    let result = body["result"].as_array().unwrap();
    assert_eq!(result.len() as u64, charts);
    assert!(result.iter().all(|chart| chart["viz_status"] == "success"), "{body}");

    // What the database says of a chart is told with it.
    let filter = json!([{ "col": "no_such_column", "op": "==", "val": 1 }]).to_string();
    let wrong = json!({ "expressionType": "SQL", "sqlExpression": "SUM(country)", "label": "x" });
    let params = json!({ "viz_type": "big_number_total", "metric": wrong }).to_string();
    let new = json!({ "slice_name": "Broken", "viz_type": "big_number_total", "params": params,
                      "datasource_id": sales.dataset, "datasource_type": "table" });
    let broken = sales.app.post("/api/v1/chart/", &new).await.1["id"].clone();
    let (status, body) = warm("chart", json!({ "chart_id": broken, "extra_filters": filter })).await;
    assert_eq!((status, &body["result"][0]["viz_status"]), (StatusCode::OK, &Value::Null), "{body}");
    assert!(body["result"][0]["viz_error"].as_str().unwrap().contains("sum(text)"), "{body}");

    for (path, body, expected) in [
        ("chart", json!({ "chart_id": 999_999 }), StatusCode::NOT_FOUND),
        ("chart", json!({}), StatusCode::BAD_REQUEST),
        ("chart", json!({ "chart_id": chart, "extra_filters": "{}" }), StatusCode::BAD_REQUEST),
        ("chart", json!({ "chart_id": chart, "dashboard_id": 999_999 }), StatusCode::NOT_FOUND),
        ("dataset", json!({ "db_name": "examples", "table_name": "nothing" }), StatusCode::NOT_FOUND),
    ] {
        let (status, said) = warm(path, body.clone()).await;
        assert_eq!(status, expected, "{path} {body}: {said}");
    }
    sales.end().await;
}
