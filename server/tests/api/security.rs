use reqwest::{Client, Method, StatusCode, redirect::Policy};
use serde_json::json;

use crate::harness::{PASSWORD, TestApp, answer};

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_read_alike() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for (username, password) in [("admin", "wrong"), ("nobody", PASSWORD)] {
        let body = json!({ "username": username, "password": password, "provider": "db" });
        answers.push(answer(app.client.post(app.path("/api/v1/security/login")).json(&body)).await);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert_eq!(answers[0].1["errors"][0]["message"], "The username or the password is wrong.");
}

#[tokio::test]
async fn without_a_token_the_api_answers_401_and_pages_lead_to_the_sign_in() {
    let app = TestApp::start().await;
    for path in ["/api/v1/me/", "/api/v1/dashboard/", "/api/v1/chart/", "/api/v1/dataset/", "/api/v1/database/"] {
        let (status, body) = answer(app.client.get(app.path(path))).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(body["errors"][0]["error_type"], "UNAUTHORIZED_ERROR");
    }
    let (status, _) = answer(app.client.post(app.path("/api/v1/chart/data")).json(&json!({}))).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let page = client.get(app.path("/dashboards?search=x")).send().await.unwrap();
    assert_eq!(page.headers()["location"], "/login?next=/dashboards%3Fsearch%3Dx");
}

#[tokio::test]
async fn a_refresh_token_gives_access_and_nothing_else() {
    let app = TestApp::start().await;
    let body = json!({ "username": "admin", "password": PASSWORD, "provider": "db", "refresh": true });
    let (_, tokens) = answer(app.client.post(app.path("/api/v1/security/login")).json(&body)).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let ask = |path: &str, method| app.client.request(method, app.path(path)).bearer_auth(refresh);
    assert_eq!(answer(ask("/api/v1/me/", Method::GET)).await.0, StatusCode::UNAUTHORIZED);
    let (status, fresh) = answer(ask("/api/v1/security/refresh", Method::POST)).await;
    assert_eq!(status, StatusCode::OK);
    let token = fresh["access_token"].as_str().unwrap();
    let (status, me) = answer(app.client.get(app.path("/api/v1/me/")).bearer_auth(token)).await;
    assert_eq!((status, me["result"]["username"].as_str()), (StatusCode::OK, Some("admin")));
}

#[tokio::test]
async fn by_cookie_a_write_needs_the_csrf_token() {
    let app = TestApp::start().await;
    let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
    let form = [("username", "admin"), ("password", PASSWORD), ("next", "//evil.example")];
    let signed_in = client.post(app.path("/login")).form(&form).send().await.unwrap();
    assert_eq!(signed_in.headers()["location"], "/");
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");

    let write = || {
        client.post(app.path("/api/v1/database/test_connection/")).json(&json!({ "sqlalchemy_uri": "duckdb:////tmp" }))
    };
    assert_eq!(answer(write()).await.0, StatusCode::BAD_REQUEST);
    let (_, token) = answer(client.get(app.path("/api/v1/security/csrf_token/"))).await;
    let token = token["result"].as_str().unwrap();
    assert_eq!(answer(write().header("X-CSRFToken", token)).await.0, StatusCode::OK);

    let refused = client.post(app.path("/logout")).form(&[("csrf_token", "guess")]).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    client.post(app.path("/logout")).form(&[("csrf_token", token)]).send().await.unwrap();
    assert_eq!(answer(client.get(app.path("/api/v1/me/"))).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_new_password_ends_sessions_and_tokens() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/api/v1/me/").await.0, StatusCode::OK);
    let (ok, said) = app.run(&["reset-password", "admin", "--password", "another password"]);
    assert!(ok, "{said}");
    // Another process changed it: this one learns of it within a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(app.get("/api/v1/me/").await.0, StatusCode::UNAUTHORIZED);
    app.sign_in("admin", "another password").await;
}

#[tokio::test]
async fn after_five_failures_a_name_has_to_wait_and_others_do_not() {
    let app = TestApp::start().await;
    let attempt = async |username: &str, password: &str| {
        let body = json!({ "username": username, "password": password, "provider": "db" });
        answer(app.client.post(app.path("/api/v1/security/login")).json(&body)).await
    };
    for username in ["admin", "nobody"] {
        for _ in 0..5 {
            assert_eq!(attempt(username, "wrong").await.0, StatusCode::UNAUTHORIZED);
        }
    }
    let (known, unknown) = (attempt("admin", PASSWORD).await, attempt("nobody", PASSWORD).await);
    assert_eq!((known.0, unknown.0), (StatusCode::TOO_MANY_REQUESTS, StatusCode::TOO_MANY_REQUESTS));
    assert!(known.1["message"].as_str().unwrap().starts_with("Too many failed attempts to sign in."), "{}", known.1);
    assert_eq!(attempt("somebody", "wrong").await.0, StatusCode::UNAUTHORIZED);
    let form = Client::builder().redirect(Policy::none()).build().unwrap().post(app.path("/login"));
    let refused = form.form(&[("username", "admin"), ("password", PASSWORD)]).send().await.unwrap();
    assert_eq!(refused.headers()["location"], "/login?error=wait&next=/");
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(attempt("admin", PASSWORD).await.0, StatusCode::OK);
}

#[tokio::test]
async fn other_sites_cannot_call_server_functions() {
    let app = TestApp::start().await;
    for (site, expected) in [("cross-site", StatusCode::FORBIDDEN), ("same-site", StatusCode::FORBIDDEN)] {
        let request = app.request(Method::POST, "/fn/delete_user").header("sec-fetch-site", site);
        assert_eq!(answer(request).await.0, expected, "{site}");
    }
    let request = app.request(Method::POST, "/fn/delete_user").header("sec-fetch-site", "same-origin");
    let request = request.json(&json!({ "id": 999 }));
    assert_eq!(answer(request).await.0, StatusCode::NOT_FOUND);
}
