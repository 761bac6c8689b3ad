use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::fault;
use crate::harness::{TestApp, answer};

#[tokio::test]
async fn users_and_roles_are_managed_and_nobody_locks_themselves_out() {
    let app = TestApp::start().await;
    let (status, role) = app.post("/api/v1/security/roles/", &json!({ "name": "Sales" })).await;
    assert_eq!(status, StatusCode::CREATED, "{role}");
    let (status, body) = app.post("/api/v1/security/roles/", &json!({ "name": "Gamma" })).await;
    assert_eq!((status, fault(&body, "name")), (StatusCode::UNPROCESSABLE_ENTITY, &json!("Already exists")));
    let (status, _) = app.send(Method::DELETE, "/api/v1/security/roles/1", &Value::Null).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a built-in role stays");

    let new = json!({ "username": "anna", "password": "a long password", "first_name": "Anna", "last_name": "Ott",
                      "email": "anna@example.org", "roles": [role["id"]] });
    let (status, made) = app.post("/api/v1/security/users/", &new).await;
    assert_eq!((status, &made["result"]["roles"][0]["name"]), (StatusCode::CREATED, &json!("Sales")), "{made}");
    assert!(!made.to_string().contains("password"), "{made}");
    let (status, body) = app.post("/api/v1/security/users/", &new).await;
    assert_eq!(
        (status, fault(&body, "username")),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("Username already exists"))
    );
    let short = json!({ "username": "otto", "password": "short", "first_name": "", "last_name": "", "email": "" });
    assert_eq!(app.post("/api/v1/security/users/", &short).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(app.get("/api/v1/security/users/").await.1["count"], 2);

    let path = format!("/api/v1/security/users/{}", made["id"]);
    let token = app.sign_in("anna", "a long password").await;
    let me = || answer(app.client.get(app.path("/api/v1/me/")).bearer_auth(&token));
    assert_eq!(me().await.0, StatusCode::OK);
    let (status, body) = app.send(Method::PUT, &path, &json!({ "last_name": "Otto", "active": false })).await;
    assert_eq!((status, &body["result"]["last_name"]), (StatusCode::OK, &json!("Otto")), "{body}");
    assert_eq!(me().await.0, StatusCode::UNAUTHORIZED, "deactivated at once");
    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.0, StatusCode::OK);

    for change in [json!({ "active": false }), json!({ "roles": [role["id"]] }), json!({ "username": "root" })] {
        let (status, body) = app.send(Method::PUT, "/api/v1/security/users/1", &change).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let (status, _) = app.send(Method::DELETE, "/api/v1/security/users/1", &Value::Null).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = format!("/api/v1/security/roles/{}", role["id"]);
    assert_eq!(app.send(Method::PUT, &path, &json!({ "name": "Selling" })).await.1["result"]["name"], "Selling");
    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.0, StatusCode::OK);
    assert_eq!(app.get("/api/v1/security/roles/").await.1["count"], 4);
}
