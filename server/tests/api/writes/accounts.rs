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
    let (status, body) = app.post("/api/v1/security/users/", &short).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(fault(&body, "password"), "A password has at least 8 characters.");
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

#[tokio::test]
async fn one_admin_stays_whoever_asks() {
    let app = TestApp::start().await;
    let boss = app.person("boss", "Admin").await;
    let id = boss.id().await;
    let admin = "/api/v1/security/users/1";
    // The second admin deactivates the first, who made them; then nobody can do the same to the second.
    assert_eq!(boss.put(admin, &json!({ "active": false })).await.0, StatusCode::OK);
    assert_eq!(app.get("/api/v1/me/").await.0, StatusCode::UNAUTHORIZED, "signed out");
    for (method, path, body) in [
        (Method::PUT, format!("/api/v1/security/users/{id}"), json!({ "roles": [] })),
        (Method::DELETE, format!("/api/v1/security/users/{id}"), Value::Null),
        (Method::PUT, "/api/v1/security/roles/1/users".to_owned(), json!({ "user_ids": [1] })),
    ] {
        let (status, body) = boss.send(method, &path, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {body}");
    }
    // The operator has no account that could be the last one.
    let (ok, said) = app.run(&["reset-password", "boss", "--password", "boss"]);
    assert!(!ok && said.contains("A password has at least 8 characters."), "{said}");
    assert_eq!(boss.put(admin, &json!({ "active": true })).await.0, StatusCode::OK);
    let (status, body) = boss.put("/api/v1/security/roles/1/users", &json!({ "user_ids": [id] })).await;
    assert_eq!((status, &body["result"]["user_ids"]), (StatusCode::OK, &json!([id])));
}

#[tokio::test]
async fn people_of_a_role_are_set_and_lists_are_filtered() {
    let app = TestApp::start().await;
    for name in ["anna", "bob", "carl"] {
        app.person(name, "Gamma").await;
    }
    let names = async |q: &str| {
        let (status, list) = app.get(&format!("/api/v1/security/users/?q={q}")).await;
        assert_eq!(status, StatusCode::OK, "{list}");
        let items = list["result"].as_array().unwrap().iter();
        items.map(|user| user["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("(order_column:username,order_direction:desc,page_size:2)").await, "carl bob");
    assert_eq!(names("(filters:!((col:username,opr:ct,value:AN)))").await, "anna");
    assert_eq!(names("(filters:!((col:roles,opr:rel_m_m,value:3)))").await, "anna bob carl");
    let (status, _) = app.get("/api/v1/security/users/?q=(order_column:password_hash)").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (_, list) = app.get("/api/v1/security/users/?q=(filters:!((col:username,opr:eq,value:anna)))").await;
    let anna = &list["result"][0];
    assert_eq!((&anna["login_count"], &anna["fail_login_count"]), (&json!(1), &json!(0)));
    assert!(anna["last_login"].is_string(), "{anna}");

    let gamma = "/api/v1/security/roles/3/users";
    let (status, body) = app.send(Method::PUT, gamma, &json!({ "user_ids": [anna["id"], 999] })).await;
    assert_eq!(
        (status, fault(&body, "user_ids")),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("User 999 does not exist"))
    );
    app.send(Method::PUT, gamma, &json!({ "user_ids": [anna["id"]] })).await;
    assert_eq!(names("(filters:!((col:roles,opr:rel_m_m,value:3)))").await, "anna");
    let (_, found) = app.get("/api/v1/security/roles/search/?q=(filters:!((col:name,opr:ct,value:amm)))").await;
    assert_eq!((&found["count"], &found["result"][0]["user_ids"]), (&json!(1), &json!([anna["id"]])));
}

#[tokio::test]
async fn ones_own_names_and_password_are_ones_own_to_change() {
    let app = TestApp::start().await;
    let anna = app.person("anna", "Gamma").await;
    let (status, body) = anna.put("/api/v1/me/", &json!({ "last_name": "Ott", "email": "x@y" })).await;
    assert_eq!((status, &body["result"]["last_name"]), (StatusCode::OK, &json!("Ott")));
    assert_eq!(body["result"]["email"], "", "the address is the admins' to change: {body}");
    let (status, body) = anna.put("/api/v1/me/", &json!({ "password": "anna", "current_password": "wrong" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(fault(&body, "password"), "A password has at least 8 characters.");
    assert_eq!(fault(&body, "current_password"), "This is not your present password.");
    let change = json!({ "password": "another password", "current_password": "a long password" });
    assert_eq!(anna.put("/api/v1/me/", &change).await.0, StatusCode::OK);
    assert_eq!(anna.get("/api/v1/me/").await.0, StatusCode::UNAUTHORIZED, "tokens of before are worthless");
    app.sign_in("anna", "another password").await;
    let (_, log) = app.get("/api/v1/log/?q=(page_size:1)").await;
    let entry = &log["result"][0];
    assert_eq!((&entry["username"], &entry["changes"]), (&json!("anna"), &json!({ "password": "changed" })));
    let (_, roles) = app.get("/api/v1/me/roles/").await;
    assert_eq!(roles["result"]["roles"][0]["name"], "Admin");
}

#[tokio::test]
async fn the_log_is_filtered_and_tells_ones_own_activity() {
    let app = TestApp::start().await;
    let gina = app.person("gina", "Gamma").await;
    let (_, made) = gina.post("/api/v1/dashboard/", &json!({ "dashboard_title": "Hers" })).await;
    gina.put(&format!("/api/v1/dashboard/{}", made["id"]), &json!({ "dashboard_title": "Mine" })).await;
    let id = gina.id().await;
    for (filter, count) in [
        (format!("(col:user,opr:eq,value:{id})"), 2),
        ("(col:action,opr:eq,value:update)".to_owned(), 1),
        ("(col:asset_kind,opr:eq,value:user)".to_owned(), 2),
        (format!("(col:asset_kind,opr:eq,value:dashboard),(col:asset_id,opr:eq,value:{})", made["id"]), 2),
        ("(col:dttm,opr:gt,value:'2100-01-01')".to_owned(), 0),
    ] {
        let (status, log) = app.get(&format!("/api/v1/log/?q=(filters:!({filter}))")).await;
        assert_eq!((status, &log["count"]), (StatusCode::OK, &json!(count)), "{filter}: {log}");
    }
    let (_, log) = app.get("/api/v1/log/?q=(order_column:dttm,order_direction:asc,page_size:1)").await;
    assert_eq!(log["result"][0]["asset_kind"], "user", "the first admin");
    let (status, entry) = app.get(&format!("/api/v1/log/{}", log["ids"][0])).await;
    assert_eq!((status, &entry["result"]), (StatusCode::OK, &log["result"][0]));
    assert_eq!(app.get("/api/v1/log/999999").await.0, StatusCode::NOT_FOUND);

    let (status, recent) = gina.get("/api/v1/log/recent_activity/?q=(page_size:5)").await;
    assert_eq!(status, StatusCode::OK);
    let told =
        recent["result"].as_array().unwrap().iter().map(|one| format!("{} {}", one["action"], one["item_title"]));
    assert_eq!(told.collect::<Vec<_>>(), ["\"update\" \"Mine\"", "\"create\" \"Mine\""]);
    assert_eq!(gina.get("/api/v1/log/recent_activity/?user_id=1").await.0, StatusCode::FORBIDDEN);
    assert_eq!(app.get(&format!("/api/v1/log/recent_activity/?user_id={id}")).await.0, StatusCode::OK);
}
