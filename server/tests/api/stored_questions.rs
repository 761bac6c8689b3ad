//! What a chart's own question does not ask is for those who may ask the dataset; files and filters see what answers see.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Start, TestApp, postgres_batch, postgres_url, postgres_with};

#[tokio::test]
async fn a_chart_on_a_dashboard_shows_no_more_than_it_asks() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let gina = app.person("gina", "Gamma").await;
    let (_, charts) = app.get("/api/v1/chart/?q=(page_size:1)").await;
    let (id, uuid) = (&charts["result"][0]["id"], &charts["result"][0]["uuid"]);
    let position = json!({ "CHART-1": { "type": "CHART", "meta": { "uuid": uuid } } }).to_string();
    let new = json!({ "dashboard_title": "Hers", "position_json": position, "owners": [gina.id().await] });
    let (_, board) = app.post("/api/v1/dashboard/", &new).await;
    let path = |kind: &str| format!("/api/v1/chart/{id}/data/?type={kind}");
    let (status, own) = gina.get(&path("full")).await;
    assert_eq!(status, StatusCode::OK, "{own}");
    for kind in ["samples", "drill_detail", "columns"] {
        let (status, told) = gina.get(&path(kind)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{kind}: {told}");
        assert_eq!(app.get(&path(kind)).await.0, StatusCode::OK, "{kind}");
        let entry = json!({ "queries": [{ "id": 1, "chart_id": id, "result_type": kind }] });
        let request = gina.request(Method::POST, "/api/v1/chart/data/batch").json(&entry);
        assert!(lines(request).await.iter().all(|line| line["status"] == 404), "{kind}");
        let whole = format!("/api/v1/dashboard/{}/data", board["id"]);
        let request = gina.request(Method::POST, &whole).json(&json!({ "result_type": kind }));
        assert!(lines(request).await.iter().all(|line| line["status"] == 404), "{kind}");
    }
}

async fn lines(request: RequestBuilder) -> Vec<Value> {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let text = answer.text().await.unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!lines.is_empty());
    lines
}

#[tokio::test]
async fn files_and_filters_render_templates_too() {
    let app = TestApp::start().await;
    let (database, uri) = postgres_with("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2), (3)").await;
    let (status, made) = app.post("/api/v1/database/", &json!({ "database_name": "T", "sqlalchemy_uri": uri })).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let sql = "SELECT id FROM t WHERE id = '{{ url_param('id', '1') }}'";
    let new = json!({ "database": made["id"], "table_name": "of_url", "sql": sql });
    let (status, of_url) = app.post("/api/v1/dataset/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{of_url}");
    let mut asked = json!({ "datasource": { "id": of_url["id"], "type": "table" },
                            "form_data": { "url_params": { "id": "3" } },
                            "queries": [{ "columns": ["id"], "metrics": [] }] });
    let (_, answer) = app.post("/api/v1/chart/data", &asked).await;
    assert_eq!(answer["result"][0]["data"], json!([{ "id": 3 }]), "{answer}");
    asked["result_format"] = "csv".into();
    let file = app.request(Method::POST, "/api/v1/chart/data").json(&asked).send().await.unwrap();
    assert_eq!(file.text().await.unwrap().trim_start_matches('\u{feff}'), "id\n3\n");

    let new = json!({ "database": made["id"], "table_name": "t", "schema": "public" });
    let (_, plain) = app.post("/api/v1/dataset/", &new).await;
    let twice = json!({ "columns": [{ "column_name": "id", "type": "INTEGER" },
        { "column_name": "twice", "verbose_name": "Twice it", "type": "INTEGER", "expression": "id * {{ 1 + 1 }}" }] });
    let (status, changed) = app.send(Method::PUT, &format!("/api/v1/dataset/{}", plain["id"]), &twice).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    let asked = json!({ "datasource": { "id": plain["id"], "type": "table" }, "queries": [
        { "columns": ["id"], "metrics": [], "filters": [{ "col": "Twice it", "op": "==", "val": 4 }] }] });
    let (_, answer) = app.post("/api/v1/chart/data", &asked).await;
    assert_eq!(answer["result"][0]["data"], json!([{ "id": 2 }]), "{answer}");
    drop(app);
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {database} WITH (FORCE)")).await;
}
