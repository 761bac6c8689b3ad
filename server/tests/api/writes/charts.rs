use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{deeds, fault, with_examples};

#[tokio::test]
async fn a_chart_is_made_changed_marked_and_removed() {
    let app = with_examples().await;
    let new = json!({ "slice_name": "Rain", "viz_type": "pie", "datasource_id": 1, "datasource_type": "table",
                      "params": "{\"metric\": \"count\"}", "description": "x", "dashboards": [1] });
    let (status, made) = app.post("/api/v1/chart/", &new).await;
    assert_eq!((status, &made["result"]["slice_name"]), (StatusCode::CREATED, &json!("Rain")), "{made}");
    let path = format!("/api/v1/chart/{}", made["id"]);
    for (wrong, status, field) in [
        (json!({ "params": "{" }), 400, ""),
        (json!({ "slice_name": "" }), 400, ""),
        (json!({ "slice_name": 5 }), 400, ""),
        (json!({ "slice_name": "New", "datasource_id": 99 }), 422, "datasource_id"),
        (json!({ "slice_name": "New", "owners": [99] }), 422, "owners"),
        (json!({ "slice_name": "New", "dashboards": [99] }), 422, "dashboards"),
    ] {
        let (answered, body) = app.send(Method::PUT, &path, &wrong).await;
        assert_eq!(answered.as_u16(), status, "{wrong}: {body}");
        assert!(field.is_empty() || fault(&body, field).is_string(), "{wrong}: {body}");
    }
    assert_eq!(app.get(&path).await.1["result"]["slice_name"], "Rain");
    let change = json!({ "slice_name": "Rain!", "description": null, "cache_timeout": 60 });
    let (status, body) = app.send(Method::PUT, &path, &change).await;
    let result = &body["result"];
    assert_eq!(
        (status, &result["slice_name"], &result["description"]),
        (StatusCode::OK, &json!("Rain!"), &Value::Null)
    );
    assert_eq!((&result["params"], &result["cache_timeout"]), (&new["params"], &json!(60)), "absent stays as it is");
    let (_, related) = app.get(&format!("{path}/related_objects")).await;
    assert_eq!(related["dashboards"]["result"][0]["id"], 1, "{related}");

    let id = made["id"].as_i64().unwrap();
    let status_of = format!("/api/v1/chart/favorite_status/?q=!({id},1)");
    let marked = |is_marked| json!({ "result": [{ "id": 1, "value": false }, { "id": id, "value": is_marked }] });
    let favorites = format!("{path}/favorites/");
    assert_eq!(app.post(&favorites, &Value::Null).await, (StatusCode::OK, json!({ "result": "OK" })));
    assert_eq!(app.get(&status_of).await.1, marked(true));
    let (_, list) = app.get("/api/v1/chart/?q=(filters:!((col:id,opr:chart_is_favorite,value:!t)))").await;
    assert_eq!(list["ids"], json!([id]));
    app.send(Method::DELETE, &favorites, &Value::Null).await;
    assert_eq!(app.get(&status_of).await.1, marked(false));

    // All or none.
    let (status, _) = app.send(Method::DELETE, &format!("/api/v1/chart/?q=!({id},999)"), &Value::Null).await;
    assert_eq!((status, app.get(&path).await.0), (StatusCode::NOT_FOUND, StatusCode::OK));
    let (status, _) = app.send(Method::DELETE, "/api/v1/chart/", &Value::Null).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, body) = app.send(Method::DELETE, &format!("/api/v1/chart/?q=!({id},1)"), &Value::Null).await;
    assert_eq!((status, body), (StatusCode::OK, json!({ "message": "Deleted 2 charts" })));
    assert_eq!(app.get(&path).await.0, StatusCode::NOT_FOUND);
    let tail = deeds(&app).await.split_off(2);
    assert_eq!(
        tail,
        [
            format!("create chart {id}"),
            format!("update chart {id}"),
            "delete chart 1".into(),
            format!("delete chart {id}")
        ]
    );
}
