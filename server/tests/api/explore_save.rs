//! What the chart builder stores, by its server functions.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::TestApp;

async fn save(app: &TestApp, id: Value, name: &str, form: Value, based_on: Value) -> (StatusCode, Value) {
    let chart = json!({ "id": id, "name": name, "dataset_id": 1, "form": form.to_string(), "based_on": based_on });
    app.post("/fn/save_explored", &json!({ "chart": chart })).await
}

fn number() -> Value {
    json!({ "viz_type": "big_number_total", "datasource": "1__table", "metric": "count", "slice_id": 99 })
}

async fn based_on(app: &TestApp, id: &Value) -> Value {
    let (_, page) = app.post("/fn/open_explore", &json!({ "question": { "chart_id": id } })).await;
    page["chart"]["based_on"].clone()
}

async fn layout(app: &TestApp, dashboard: i64) -> Value {
    let (_, read) = app.get(&format!("/api/v1/dashboard/{dashboard}")).await;
    serde_json::from_str(read["result"]["position_json"].as_str().unwrap_or("{}")).unwrap()
}

fn charts(layout: &Value) -> Vec<i64> {
    let nodes = layout.as_object().unwrap().values();
    nodes.filter_map(|node| node["meta"]["chartId"].as_i64()).collect()
}

async fn example() -> TestApp {
    TestApp::start_with(crate::harness::Start { examples: true, ..Default::default() }).await
}

#[tokio::test]
async fn a_chart_is_stored_with_its_question() {
    let app = example().await;
    let (status, id) = save(&app, Value::Null, "How many", number(), Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{id}");
    let (_, read) = app.get(&format!("/api/v1/chart/{id}")).await;
    let result = &read["result"];
    assert_eq!((&result["slice_name"], &result["viz_type"]), (&json!("How many"), &json!("big_number_total")));
    let params: Value = serde_json::from_str(result["params"].as_str().unwrap()).unwrap();
    assert_eq!(params.get("slice_id"), None, "ids of this server are no part of a form: {params}");
    let context: Value = serde_json::from_str(result["query_context"].as_str().unwrap()).unwrap();
    assert_eq!(context["queries"][0]["metrics"], json!(["count"]));
    assert_eq!(context["datasource"], json!({ "id": 1, "type": "table" }));
}

#[tokio::test]
async fn a_save_over_a_newer_one_is_refused_until_it_is_meant() {
    let app = example().await;
    let (_, id) = save(&app, Value::Null, "First", number(), Value::Null).await;
    let opened = based_on(&app, &id).await;
    let (status, _) = save(&app, id.clone(), "Theirs", number(), opened.clone()).await;
    assert_eq!(status, StatusCode::OK);
    let (status, refused) = save(&app, id.clone(), "Mine", number(), opened).await;
    assert_eq!(status, StatusCode::CONFLICT, "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("saved this chart since you opened it"), "{refused}");
    let (_, read) = app.get(&format!("/api/v1/chart/{id}")).await;
    assert_eq!(read["result"]["slice_name"], "Theirs");
    let (status, _) = save(&app, id, "Mine", number(), Value::Null).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_chart_comes_onto_a_dashboard_once() {
    let app = example().await;
    let (_, id) = save(&app, Value::Null, "How many", number(), Value::Null).await;
    let new = json!({ "chart": id, "onto": { "New": { "title": "Mine" } } });
    let (status, href) = app.post("/fn/put_onto_dashboard", &new).await;
    assert_eq!(status, StatusCode::OK, "{href}");
    let dashboard: i64 = href.as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(charts(&layout(&app, dashboard).await), [id.as_i64().unwrap()]);
    let again = json!({ "chart": id, "onto": { "Dashboard": { "id": dashboard, "tab": null } } });
    let (status, _) = app.post("/fn/put_onto_dashboard", &again).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(charts(&layout(&app, dashboard).await).len(), 1);
}

#[tokio::test]
async fn a_chart_comes_onto_the_tab_that_is_named() {
    let app = example().await;
    let (_, id) = save(&app, Value::Null, "How many", number(), Value::Null).await;
    let tabbed = json!({
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": { "type": "ROOT", "id": "ROOT_ID", "children": ["TABS-1"] },
        "TABS-1": { "type": "TABS", "id": "TABS-1", "children": ["TAB-1", "TAB-2"], "parents": ["ROOT_ID"], "meta": {} },
        "TAB-1": { "type": "TAB", "id": "TAB-1", "children": [], "parents": ["ROOT_ID", "TABS-1"], "meta": { "text": "One" } },
        "TAB-2": { "type": "TAB", "id": "TAB-2", "children": [], "parents": ["ROOT_ID", "TABS-1"], "meta": { "text": "Two" } },
        "GRID_ID": { "type": "GRID", "id": "GRID_ID", "children": [] },
    });
    let new = json!({ "dashboard_title": "Tabbed", "position_json": tabbed.to_string() });
    let (_, made) = app.post("/api/v1/dashboard/", &new).await;
    let dashboard = made["id"].as_i64().unwrap();
    let (_, places) = app.get("/fn/choose_place?search=Tabbed").await;
    assert_eq!(places[0]["tabs"], json!([["TAB-1", "One"], ["TAB-2", "Two"]]), "{places}");
    let onto = json!({ "chart": id, "onto": { "Dashboard": { "id": dashboard, "tab": "TAB-2" } } });
    let (_, href) = app.post("/fn/put_onto_dashboard", &onto).await;
    assert_eq!(href, json!(format!("/dashboard/{dashboard}?tab=TAB-2")));
    let layout = layout(&app, dashboard).await;
    let row = layout["TAB-2"]["children"][0].as_str().unwrap();
    let chart = layout[row]["children"][0].as_str().unwrap();
    assert_eq!(layout[chart]["meta"]["chartId"], id);
}
