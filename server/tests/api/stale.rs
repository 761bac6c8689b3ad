//! A save over somebody's newer save is noticed, and writes nothing.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Start, TestApp};

#[tokio::test]
async fn a_save_that_is_based_on_an_older_state_is_refused() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    for (kind, field) in [("dashboard", "dashboard_title"), ("chart", "slice_name"), ("dataset", "description")] {
        let path = format!("/api/v1/{kind}/1");
        let read = async || app.get(&path).await.1["result"].clone();
        let opened = read().await;
        let save = async |text: &str, based_on: &Value| {
            app.send(Method::PUT, &path, &json!({ field: text, "based_on": based_on })).await
        };
        let (status, first) = save("First", &opened["changed_on_utc"]).await;
        assert_eq!((status, &first["result"][field]), (StatusCode::OK, &json!("First")), "{first}");

        let (status, refused) = save("Second", &opened["changed_on_utc"]).await;
        let error = &refused["errors"][0];
        assert_eq!(
            (status, &error["error_type"]),
            (StatusCode::CONFLICT, &json!("OBJECT_CONFLICT_ERROR")),
            "{refused}"
        );
        assert_eq!(error["extra"]["changed_on"], first["result"]["changed_on_utc"]);
        assert_eq!(error["extra"]["changed_by"]["id"], 1);
        assert_eq!(read().await[field], "First", "nothing was written");

        // With what the first save answered it goes on, and without `based_on` the last save wins.
        assert_eq!(save("Third", &first["result"]["changed_on_utc"]).await.0, StatusCode::OK);
        assert_eq!(save("Fourth", &Value::Null).await.0, StatusCode::OK);
        assert_eq!(read().await[field], "Fourth");
        assert_eq!(save("Fifth", &json!("yesterday")).await.0, StatusCode::BAD_REQUEST);
    }
}

/// Of many saves at once that are based on the same state, one is written.
#[tokio::test]
async fn one_of_many_wins() {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let (_, opened) = app.get("/api/v1/dashboard/1").await;
    let based_on = &opened["result"]["changed_on_utc"];
    let bodies: Vec<_> =
        (0..8).map(|n| json!({ "dashboard_title": format!("Save {n}"), "based_on": based_on })).collect();
    let saves = bodies.iter().map(|body| app.send(Method::PUT, "/api/v1/dashboard/1", body));
    let answers = futures::future::join_all(saves).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|(status, _)| *status == StatusCode::OK);
    assert_eq!((won.len(), lost.len()), (1, 7));
    assert!(lost.iter().all(|(status, _)| *status == StatusCode::CONFLICT), "{lost:?}");
    assert_eq!(
        app.get("/api/v1/dashboard/1").await.1["result"]["dashboard_title"],
        won[0].1["result"]["dashboard_title"]
    );
}
