use std::io::Write as _;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{TestApp, workspace};

pub const PASSWORDS: (&str, &str) = ("passwords", r#"{"databases/examples.yaml": "superset"}"#);

/// Dashboards as Superset exports them.
pub const BUNDLES: [&str; 3] = ["sales-dashboard", "video-game-sales", "featured-charts"];

pub fn bundle(name: &str) -> Vec<u8> {
    std::fs::read(workspace().join(format!("end2end/data/{name}.zip"))).unwrap()
}

pub fn sales_bundle() -> Vec<u8> {
    bundle("sales-dashboard")
}

/// What an import may change: all that the API tells of the assets, but for times.
async fn assets(app: &TestApp) -> Vec<Value> {
    let mut all = Vec::new();
    for kind in ["database", "dataset", "chart", "dashboard"] {
        let (_, list) = app.get(&format!("/api/v1/{kind}/?q=(page_size:100,order_column:changed_on)")).await;
        for id in list["ids"].as_array().unwrap() {
            let (_, mut one) = app.get(&format!("/api/v1/{kind}/{id}")).await;
            let fields = one["result"].as_object_mut().unwrap();
            fields.retain(|name, _| !name.starts_with("changed_on") && !name.starts_with("created_on"));
            all.push(one);
        }
    }
    all.sort_by_key(Value::to_string);
    all
}

#[tokio::test]
async fn the_sales_dashboard_comes_over_whole_and_twice_is_once() {
    let app = TestApp::start().await;
    let (status, body) = app.import(&sales_bundle(), &[PASSWORDS]).await;
    assert_eq!((status, body), (StatusCode::OK, json!({ "message": "OK" })));
    let first = assets(&app).await;
    assert_eq!(first.len(), 1 + 1 + 10 + 1);

    let (_, dashboard) = app.get("/api/v1/dashboard/04f79081-fb49-7bac-7f14-cc76cd2ad93b").await;
    let position: Value = serde_json::from_str(dashboard["result"]["position_json"].as_str().unwrap()).unwrap();
    assert_eq!(position["CHART-1NOOLm5YPs"]["meta"]["chartId"], 7, "the layout is kept as it came");
    let metadata: Value = serde_json::from_str(dashboard["result"]["json_metadata"].as_str().unwrap()).unwrap();
    assert_eq!(metadata["native_filter_configuration"].as_array().unwrap().len(), 7);
    assert_eq!(metadata["label_colors"]["Ships"], "#FCC700");

    let (status, _) = app.import(&sales_bundle(), &[PASSWORDS, ("overwrite", "true")]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(assets(&app).await, first);
}

#[tokio::test]
async fn without_overwrite_nothing_is_replaced() {
    let app = TestApp::start().await;
    app.import(&sales_bundle(), &[PASSWORDS]).await;
    let (status, body) = app.import(&sales_bundle(), &[PASSWORDS]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let extra = body["errors"][0]["extra"].to_string();
    assert!(extra.contains("Dashboard already exists and `overwrite=true` was not passed"), "{body}");
}

#[tokio::test]
async fn a_masked_password_has_to_be_given() {
    let app = TestApp::start().await;
    let (status, body) = app.import(&sales_bundle(), &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let extra = &body["errors"][0]["extra"];
    assert_eq!(
        extra["databases/examples.yaml"]["_schema"],
        json!(["Must provide a password for the database"]),
        "{body}"
    );
    assert!(assets(&app).await.is_empty(), "a refused import changes nothing");
}

#[tokio::test]
async fn the_command_line_imports_too() {
    let app = TestApp::start().await;
    let file = workspace().join("end2end/data/sales-dashboard.zip");
    let (ok, said) = app.run(&["import", file.to_str().unwrap()]);
    assert!(!ok && said.contains("password"), "{said}");
    let (ok, said) = app.run(&["import", file.to_str().unwrap(), "--passwords", PASSWORDS.1]);
    assert!(ok && said.contains("1 dashboard"), "{said}");
    let (_, list) = app.get("/api/v1/dashboard/").await;
    assert_eq!(list["result"][0]["dashboard_title"], "Sales Dashboard");
}

#[tokio::test]
async fn a_hostile_archive_is_refused_whole() {
    let app = TestApp::start().await;
    let metadata = "version: 1.0.0\ntype: Dashboard\ntimestamp: '2026-01-01T00:00:00+00:00'\n";
    let cases: [(&str, Vec<(&str, &str)>); 4] = [
        ("a path that escapes", vec![("x/metadata.yaml", metadata), ("../../etc/passwd", "x")]),
        ("no metadata", vec![("x/charts/a.yaml", "slice_name: a")]),
        ("an unknown version", vec![("x/metadata.yaml", "version: 9.0.0\ntype: Dashboard\n")]),
        ("bad YAML", vec![("x/metadata.yaml", metadata), ("x/dashboards/a.yaml", "dashboard_title: [")]),
    ];
    for (what, files) in cases {
        let (status, body) = app.import(&archive(&files), &[]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {body}");
        assert!(body["errors"][0]["message"].as_str().is_some_and(|sentence| !sentence.is_empty()), "{what}");
    }
    let (status, _) = app.import(b"this is no archive", &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(assets(&app).await.is_empty());
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
