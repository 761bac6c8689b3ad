use reqwest::StatusCode;

use crate::harness::TestApp;

#[tokio::test]
async fn it_says_that_it_lives_and_what_it_stands_on() {
    let app = TestApp::start().await;
    for path in ["/health", "/healthcheck", "/ping"] {
        let answer = app.client.get(app.path(path)).send().await.unwrap();
        assert_eq!((answer.status(), answer.text().await.unwrap().as_str()), (StatusCode::OK, "OK"));
    }
    let (status, ready) = app.get("/ready").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(ready["metadata"], "ok");
    let with_redis = std::env::var("SEXTANT_TEST_REDIS").is_ok_and(|url| !url.is_empty());
    assert_eq!(ready.get("cache").is_some(), with_redis);
}

#[tokio::test]
async fn every_answer_carries_a_request_id_and_guards() {
    let app = TestApp::start().await;
    let answer = app.client.get(app.path("/health")).send().await.unwrap();
    for header in ["x-request-id", "x-content-type-options", "content-security-policy", "referrer-policy"] {
        assert!(answer.headers().contains_key(header), "{header} is missing");
    }
}

#[tokio::test]
async fn told_to_stop_it_ends_well() {
    let mut app = TestApp::start().await;
    let told = std::process::Command::new("kill").arg(app.pid().to_string()).status().unwrap();
    assert!(told.success());
    assert_eq!(app.wait(), Some(0));
}

#[tokio::test]
async fn a_wrong_setting_stops_the_start_and_is_named() {
    let app = TestApp::start().await;
    for (name, value, sentence) in [
        ("SEXTANT_ADDR", "nowhere", "SEXTANT_ADDR: “nowhere” is not an address"),
        ("SEXTANT_SECRET_KEY", "short", "SEXTANT_SECRET_KEY: it has at least 16 characters"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL: it begins with postgres:// or sqlite://"),
        ("REDIS_URL", "not a url", "REDIS_URL:"),
        ("SEXTANT_QUERY_TIMEOUT_SECS", "soon", "SEXTANT_QUERY_TIMEOUT_SECS: “soon” is not a number of seconds"),
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_sextant"))
            .current_dir(crate::harness::workspace())
            .env("SEXTANT_HOME", &app.home)
            .env(name, value)
            .arg("check")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{name}");
        assert!(said.contains(sentence), "{name}: {said}");
    }
}

#[tokio::test]
async fn the_secret_key_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let app = TestApp::start().await;
    let mode = std::fs::metadata(app.home.join("secret_key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
