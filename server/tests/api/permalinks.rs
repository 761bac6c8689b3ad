use reqwest::{Client, Method, StatusCode, header::LOCATION, redirect::Policy};
use serde_json::{Value, json};

use crate::harness::{PASSWORD, Start, TestApp, answer};

#[tokio::test]
async fn a_permalink_leads_to_its_state_and_opens_nothing() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let state =
        json!({ "activeTabs": ["TAB-2", "TAB-5"], "dataMask": { "F": {} }, "anchor": null, "urlParams": [["a", "b"]] });
    let (status, made) = app.post("/api/v1/dashboard/public-data/permalink", &state).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let key = made["key"].as_str().unwrap();
    assert_eq!(made["url"], format!("{}/dashboard/p/{key}/", app.url));
    let (status, again) = app.post("/api/v1/dashboard/1/permalink", &state).await;
    assert_eq!((status, &again["key"]), (StatusCode::CREATED, &made["key"]), "one for each state");
    let path = format!("/api/v1/dashboard/permalink/{key}");
    assert_eq!(app.get(&path).await, (StatusCode::OK, json!({ "dashboardId": 1, "state": state })));

    let form = json!({ "datasource": "1__table", "slice_id": 1, "viz_type": "pie", "metric": "count" });
    let (status, made) = app.post("/api/v1/explore/permalink", &json!({ "formData": form })).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let explore = format!("/api/v1/explore/permalink/{}", made["key"].as_str().unwrap());
    let (_, found) = app.get(&explore).await;
    assert_eq!((&found["chartId"], &found["datasource"]), (&json!(1), &json!("1__table")));
    assert_eq!(found["state"]["formData"], form);

    let gina = app.person("gina", "Gamma").await;
    assert_eq!(gina.get(&path).await.0, StatusCode::NOT_FOUND, "rights are still needed");
    assert_eq!(gina.get(&explore).await.0, StatusCode::NOT_FOUND);
    assert_eq!(gina.post("/api/v1/dashboard/1/permalink", &state).await.0, StatusCode::NOT_FOUND);
    assert_eq!(gina.post("/api/v1/explore/permalink", &json!({ "formData": form })).await.0, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/api/v1/dashboard/permalink/nothing").await.0, StatusCode::NOT_FOUND);
    for wrong in [json!({}), json!({ "formData": { "datasource": "1" } })] {
        assert_eq!(app.post("/api/v1/explore/permalink", &wrong).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(answer(app.client.get(app.path(&path))).await.0, StatusCode::UNAUTHORIZED);

    // The pages lead on, once someone is signed in.
    let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
    client.post(app.path("/login")).form(&[("username", "admin"), ("password", PASSWORD)]).send().await.unwrap();
    for (page, leads_to) in [
        (format!("/dashboard/p/{key}"), "/dashboard/public-data?a=b&tab=TAB-2,TAB-5".to_owned()),
        (format!("/dashboard/p/{key}/"), "/dashboard/public-data?a=b&tab=TAB-2,TAB-5".to_owned()),
        (
            format!("/explore/p/{}", made["key"].as_str().unwrap()),
            format!("/explore?slice_id=1&permalink_key={}", made["key"].as_str().unwrap()),
        ),
    ] {
        let answer = client.get(app.path(&page)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FOUND, "{page}");
        assert_eq!(answer.headers()[LOCATION].to_str().unwrap(), leads_to);
    }
    assert_eq!(client.get(app.path("/dashboard/p/nothing")).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_dataset_of_sql_is_duplicated() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let duplicate = async |id: &Value, name: &str| {
        app.post("/api/v1/dataset/duplicate", &json!({ "base_model_id": id, "table_name": name })).await
    };
    let (_, physical) =
        app.get("/api/v1/dataset/?q=(filters:!((col:sql,opr:dataset_is_null_or_empty,value:!t)))").await;
    if let Some(id) = physical["ids"].get(0) {
        let (status, refused) = duplicate(id, "Copy").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
    let (_, database) = app.get("/api/v1/database/").await;
    let new = json!({ "database": database["ids"][0], "table_name": "numbers", "sql": "SELECT 1 AS one" });
    let (_, original) = app.post("/api/v1/dataset/", &new).await;
    let id = &original["id"];
    let metrics = json!({ "metrics": [{ "metric_name": "m", "expression": "SUM(one)" }], "description": "Numbers" });
    app.send(Method::PUT, &format!("/api/v1/dataset/{id}"), &metrics).await;
    let (status, refused) = duplicate(id, "numbers").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    let (status, made) = duplicate(id, "numbers 2").await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let (_, copy) = app.get(&format!("/api/v1/dataset/{}", made["id"])).await;
    let (_, original) = app.get(&format!("/api/v1/dataset/{id}")).await;
    let (copy, original) = (&copy["result"], &original["result"]);
    assert_eq!((&copy["table_name"], &copy["sql"]), (&json!("numbers 2"), &original["sql"]));
    assert_eq!((&copy["description"], &copy["metrics"][0]["expression"]), (&json!("Numbers"), &json!("SUM(one)")));
    assert!(copy["uuid"] != original["uuid"] && copy["metrics"][0]["id"] != original["metrics"][0]["id"]);
    assert_eq!(duplicate(&json!(999), "x").await.0, StatusCode::NOT_FOUND);
    let gina = app.person("gina", "Gamma").await;
    let body = json!({ "base_model_id": id, "table_name": "y" });
    assert_eq!(gina.post("/api/v1/dataset/duplicate", &body).await.0, StatusCode::FORBIDDEN);
}
