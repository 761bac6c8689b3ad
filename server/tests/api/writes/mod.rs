//! Assets are made, changed and removed; bad input gets its error and changes nothing.

mod accounts;
mod all;
mod charts;
mod dashboards;
mod databases;
mod datasets;

use serde_json::Value;

use crate::harness::{Start, TestApp};

const TABLE: &str = "CREATE TABLE orders (id int, placed timestamp, customer text, amount numeric(10,2), open boolean);
                     INSERT INTO orders VALUES (1, '2026-01-01', 'Anna', 10.5, true)";

async fn with_examples() -> TestApp {
    TestApp::start_with(Start { examples: true, ..Start::default() }).await
}

/// The one fault's list.
fn fault<'a>(body: &'a Value, field: &str) -> &'a Value {
    &body["errors"][0]["extra"][field][0]
}

async fn deeds(app: &TestApp) -> Vec<String> {
    let (_, log) = app.get("/api/v1/log/?q=(page_size:100)").await;
    let entries = log["result"].as_array().unwrap().iter().rev();
    let told = entries.map(|entry| format!("{} {} {}", entry["action"], entry["asset_kind"], entry["asset_id"]));
    told.map(|line| line.replace('"', "")).collect()
}
