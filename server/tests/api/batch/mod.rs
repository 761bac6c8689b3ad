//! Many questions in one request: a list of them, and a dashboard.

mod waiting;

use std::collections::HashMap;

use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use serde_json::{Value, json};

use crate::{
    chart_data::{Sales, executions},
    harness::{Start, TestApp},
};

const BATCH: &str = "/api/v1/chart/data/batch";

/// The answers by their ids.
async fn lines(request: RequestBuilder) -> HashMap<String, Value> {
    let answer = request.send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(status, StatusCode::OK, "{text}");
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| (line["id"].to_string(), line)).collect()
}

fn batch(app: &TestApp, queries: &Value) -> RequestBuilder {
    app.request(Method::POST, BATCH).json(&json!({ "queries": queries }))
}

/// A dashboard of 45 tables, each with another question; answers its id and theirs.
async fn dashboard_of_45(sales: &Sales) -> (i64, Vec<i64>) {
    let roles = sales.app.get("/api/v1/security/roles/").await.1;
    let gamma = roles["result"].as_array().unwrap().iter().find(|role| role["name"] == "Gamma").unwrap();
    let new = json!({ "dashboard_title": "All of them", "published": true, "roles": [gamma["id"]] });
    let (status, made) = sales.app.post("/api/v1/dashboard/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let (dashboard, mut charts) = (made["id"].as_i64().unwrap(), Vec::new());
    for limit in 1..=45 {
        let params =
            json!({ "query_mode": "aggregate", "groupby": ["country"], "metrics": ["count"], "row_limit": limit });
        let new = json!({ "slice_name": format!("Table {limit}"), "viz_type": "table", "params": params.to_string(),
                          "datasource_id": sales.dataset, "datasource_type": "table", "dashboards": [dashboard] });
        let (status, made) = sales.app.post("/api/v1/chart/", &new).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        charts.push(made["id"].as_i64().unwrap());
    }
    (dashboard, charts)
}

#[tokio::test]
async fn forty_five_charts_in_one_request_answer_as_one_by_one() {
    let sales = Sales::start(Start::default()).await;
    let (dashboard, charts) = dashboard_of_45(&sales).await;
    let path = format!("/api/v1/dashboard/{dashboard}/data");
    let ask = |body: &Value| sales.app.request(Method::POST, &path).json(body);
    let answers = lines(ask(&json!({}))).await;
    assert_eq!(answers.len(), 45);
    for chart in &charts {
        let (status, alone) = sales.app.get(&format!("/api/v1/chart/{chart}/data/")).await;
        let (line, alone) = (&answers[&chart.to_string()], &alone["result"][0]);
        assert_eq!((status, &line["status"]), (StatusCode::OK, &json!(200)), "{line}");
        for field in ["data", "query", "colnames", "coltypes", "rowcount", "cache_key", "queried_dttm"] {
            assert_eq!(line["result"][0][field], alone[field], "{field}");
        }
        assert_eq!(line["result"][0].as_object().unwrap().len(), alone.as_object().unwrap().len());
        assert_eq!(alone["is_cached"], true, "it was asked already");
    }

    // Those that are named, once each; one that does not stand there is told in its place.
    let named = json!({ "chart_ids": [charts[3], charts[3], 987], "result_type": "query",
                        "filters": [{ "col": "country", "op": "==", "val": "France" }] });
    let answers = lines(ask(&named)).await;
    assert_eq!(answers.len(), 2);
    assert_eq!(
        (&answers["987"]["status"], answers["987"]["errors"][0]["message"].as_str()),
        (&json!(404), Some("Chart not found"))
    );
    let asked = answers[&charts[3].to_string()]["result"][0]["query"].as_str().unwrap();
    assert!(asked.contains("France"), "{asked}");

    // Through the dashboard its charts' own questions are seen, and no others.
    let gina = sales.app.person("gina", "Gamma").await;
    let ask = |body: &Value| gina.request(Method::POST, &path).json(body);
    let answers = lines(ask(&json!({}))).await;
    assert!(answers.len() == 45 && answers.values().all(|line| line["status"] == 200));
    for narrowed in [json!({ "filters": named["filters"] }), json!({ "time_range": "Last week" })] {
        let answers = lines(ask(&narrowed)).await;
        assert!(answers.len() == 45 && answers.values().all(|line| line["status"] == 404), "{narrowed}");
    }
    assert_eq!(gina.post(&path, &json!({ "filter": [] })).await.0, StatusCode::BAD_REQUEST);
    sales.end().await;
}

#[tokio::test]
async fn equal_questions_are_asked_once() {
    let sales = Sales::start(Start::default()).await;
    let [forced, plain] = [(); 2].map(|()| format!("n{}", uuid::Uuid::new_v4().simple()));
    let question = |label: &str, force: bool| {
        let metric = json!({ "expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": label });
        sales.question(&json!([{ "metrics": [metric] }]), force)
    };
    let mut queries: Vec<_> = (0..10).map(|id| json!({ "id": id, "query_context": question(&forced, true) })).collect();
    // The same in other words.
    queries.extend((10..20).map(|id| {
        let mut context = question(&plain, false);
        context["form_data"] = json!({ "slice_name": id.to_string() });
        json!({ "id": id, "query_context": context })
    }));
    let answers = lines(batch(&sales.app, &queries.into())).await;
    assert_eq!(answers.len(), 20);
    for label in [&forced, &plain] {
        let executed = executions(label).await;
        assert_eq!(executed.len(), 1, "{executed:#?}");
    }
    let counts =
        answers.values().map(|line| line["result"][0]["data"][0].as_object().unwrap().values().next().cloned());
    assert!(counts.collect::<Vec<_>>().windows(2).all(|pair| pair[0] == pair[1]));
    sales.end().await;
}

#[tokio::test]
async fn what_is_wrong_with_one_is_told_in_its_place() {
    let sales = Sales::start(Start::default()).await;
    let good = sales.question(&json!([{ "columns": ["status"], "metrics": ["count"] }]), false);
    let bad = sales.question(&json!([{ "columns": ["nothing"], "metrics": [] }]), false);
    let mut file = good.clone();
    file["result_format"] = "csv".into();
    let unreadable = json!({ "datasource": 1 });
    let elsewhere = json!({ "datasource": { "id": 987, "type": "table" }, "queries": [{}] });
    let contexts =
        [("good", &good), ("bad", &bad), ("file", &file), ("unreadable", &unreadable), ("elsewhere", &elsewhere)];
    let mut queries = contexts.map(|(id, context)| json!({ "id": id, "query_context": context })).to_vec();
    queries.push(json!({ "id": 6, "chart_id": 987 }));
    let queries = Value::from(queries);
    let answers = lines(batch(&sales.app, &queries)).await;
    for (id, status, said) in [
        ("\"good\"", 200, ""),
        ("\"bad\"", 400, "nothing"),
        ("\"file\"", 400, "result_format"),
        ("\"unreadable\"", 400, "queries"),
        ("\"elsewhere\"", 404, "Dataset not found"),
        ("6", 404, "Chart not found"),
    ] {
        let line = &answers[id];
        assert_eq!(line["status"], status, "{line}");
        assert!(line["errors"][0]["message"].as_str().unwrap_or_default().contains(said), "{line}");
    }
    assert_eq!(
        answers["\"good\""]["result"],
        sales.ask(&good["queries"]).await.1["result"]
            .as_array()
            .map(|result| {
                let mut first = result[0].clone();
                // The second time it comes from the cache.
                (first["is_cached"], first["cached_dttm"]) = (Value::Null, Value::Null);
                json!([first])
            })
            .unwrap()
    );

    let twice = json!({ "queries": [{ "id": 1, "chart_id": 1 }, { "id": 1 }] });
    let (status, said) = sales.app.post(BATCH, &twice).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
    assert_eq!(said["errors"][0]["extra"].as_object().unwrap().len(), 2, "{said}");
    let anonymous = sales.app.client.post(sales.app.path(BATCH)).json(&json!({ "queries": [] })).send().await.unwrap();
    assert_eq!(anonymous.status(), StatusCode::UNAUTHORIZED);
    sales.end().await;
}

#[tokio::test]
async fn arrow_comes_in_frames() {
    let sales = Sales::start(Start::default()).await;
    let two =
        sales.question(&json!([{ "columns": ["status"], "metrics": ["count"] }, { "metrics": ["count"] }]), false);
    let bad = sales.question(&json!([{ "columns": ["nothing"], "metrics": [] }]), false);
    let mut sql = two.clone();
    sql["result_type"] = "query".into();
    let queries = json!([{ "id": "two", "query_context": two }, { "id": "bad", "query_context": bad },
                         { "id": "sql", "query_context": sql }]);
    let accepted = batch(&sales.app, &queries).header(ACCEPT, "application/vnd.apache.arrow.stream");
    let answer = accepted.send().await.unwrap();
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/vnd.sextant.arrow-frames");
    let bytes = answer.bytes().await.unwrap();
    let (mut rest, mut seen) = (&bytes[..], Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let (frame, after) = after.split_at(usize::try_from(u64::from_le_bytes(*length)).unwrap());
        rest = after;
        let end = frame.iter().position(|byte| *byte == b'\n').unwrap();
        let head: Value = serde_json::from_slice(&frame[..end]).unwrap();
        let rows = &frame[end + 1..];
        assert!(rows.is_empty() || rows.starts_with(b"\xff\xff\xff\xff"), "{head}");
        assert!(head["result"].get("data").is_none(), "{head}");
        let what = head["result"]["colnames"]
            .as_array()
            .map_or_else(|| head["result"]["language"].clone(), |names| json!(names));
        seen.push(format!(
            "{} {} {}/{} {what} {}",
            head["id"],
            head["status"],
            head["query"],
            head["queries"],
            !rows.is_empty()
        ));
    }
    assert!(rest.is_empty());
    seen.sort();
    insta::assert_snapshot!(seen.join("\n"), @r#"
    "bad" 400 null/null null false
    "sql" 200 0/2 "sql" false
    "sql" 200 1/2 "sql" false
    "two" 200 0/2 ["status","count"] true
    "two" 200 1/2 ["count"] true
    "#);
    sales.end().await;
}
