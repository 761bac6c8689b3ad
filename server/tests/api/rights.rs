//! Cells of the table of rights (`sx-service/src/access/rights.rs`), asked from outside.

use reqwest::{Client, Method, StatusCode, redirect::Policy};
use serde_json::{Value, json};

use crate::harness::{Start, TestApp, answer};

const OK: u16 = 200;
const MADE: u16 = 201;
const FORBIDDEN: u16 = 403;
const MISSING: u16 = 404;

async fn with_examples() -> TestApp {
    TestApp::start_with(Start { examples: true, ..Start::default() }).await
}

#[tokio::test]
async fn each_role_has_its_own_reach() {
    let app = with_examples().await;
    let (alpha, gamma) = (app.person("alf", "Alpha").await, app.person("gina", "Gamma").await);
    let public = app.person("paul", "Public").await;
    let chart = json!({ "slice_name": "Mine", "viz_type": "table", "datasource_id": 1, "datasource_type": "table" });
    let dashboard = json!({ "dashboard_title": "Mine" });
    let nothing = Value::Null;
    let user =
        json!({ "username": "new", "password": "a long password", "first_name": "", "last_name": "", "email": "" });
    let test = json!({ "sqlalchemy_uri": "duckdb:////tmp" });
    use Method as M;
    for (method, path, body, by_alpha, by_gamma, by_public) in [
        (M::GET, "/database/1", &nothing, OK, MISSING, MISSING),
        (M::PUT, "/database/1", &json!({}), FORBIDDEN, MISSING, MISSING),
        (M::DELETE, "/database/1", &nothing, FORBIDDEN, MISSING, MISSING),
        (M::POST, "/database/test_connection", &test, FORBIDDEN, FORBIDDEN, FORBIDDEN),
        (
            M::POST,
            "/database/",
            &json!({ "database_name": "x", "sqlalchemy_uri": "duckdb:////tmp" }),
            FORBIDDEN,
            FORBIDDEN,
            FORBIDDEN,
        ),
        (M::GET, "/dataset/1", &nothing, OK, MISSING, MISSING),
        (M::PUT, "/dataset/1", &json!({}), FORBIDDEN, MISSING, MISSING),
        (M::PUT, "/dataset/1/refresh", &nothing, FORBIDDEN, MISSING, MISSING),
        (M::DELETE, "/dataset/1", &nothing, FORBIDDEN, MISSING, MISSING),
        (M::POST, "/dataset/", &json!({ "database": 1, "table_name": "x" }), 422, FORBIDDEN, FORBIDDEN),
        (M::GET, "/chart/1", &nothing, OK, MISSING, MISSING),
        (M::PUT, "/chart/1", &json!({}), FORBIDDEN, MISSING, MISSING),
        (M::DELETE, "/chart/?q=!(1)", &nothing, FORBIDDEN, MISSING, MISSING),
        (M::POST, "/chart/1/favorites", &nothing, OK, MISSING, FORBIDDEN),
        // Gamma may make charts, but the dataset is not theirs to know of.
        (M::POST, "/chart/", &chart, MADE, 422, FORBIDDEN),
        (M::GET, "/dashboard/1", &nothing, OK, MISSING, MISSING),
        (M::PUT, "/dashboard/1", &json!({}), FORBIDDEN, MISSING, MISSING),
        (M::DELETE, "/dashboard/1", &nothing, FORBIDDEN, MISSING, MISSING),
        (M::POST, "/dashboard/", &dashboard, MADE, MADE, FORBIDDEN),
        (M::GET, "/dashboard/related/owners", &nothing, OK, OK, FORBIDDEN),
        (M::GET, "/log/", &nothing, FORBIDDEN, FORBIDDEN, FORBIDDEN),
        (M::GET, "/security/users/", &nothing, FORBIDDEN, FORBIDDEN, FORBIDDEN),
        (M::POST, "/security/users/", &user, FORBIDDEN, FORBIDDEN, FORBIDDEN),
        (M::GET, "/security/roles/", &nothing, FORBIDDEN, FORBIDDEN, FORBIDDEN),
        (M::DELETE, "/security/roles/1", &nothing, FORBIDDEN, FORBIDDEN, FORBIDDEN),
    ] {
        let path = format!("/api/v1{path}");
        for (person, expected) in [(&alpha, by_alpha), (&gamma, by_gamma), (&public, by_public)] {
            let (status, answered) = person.send(method.clone(), &path, body).await;
            assert_eq!(status.as_u16(), expected, "{method} {path}: {answered}");
        }
        let anonymous = answer(app.client.request(method.clone(), app.path(&path)).json(body)).await;
        assert_eq!(anonymous.0, StatusCode::UNAUTHORIZED, "{method} {path}");
    }
}

#[tokio::test]
async fn owners_change_what_is_theirs_and_nobody_elses() {
    let app = with_examples().await;
    let (gina, otto) = (app.person("gina", "Gamma").await, app.person("otto", "Gamma").await);
    let (_, made) = gina.post("/api/v1/dashboard/", &json!({ "dashboard_title": "Draft" })).await;
    let path = format!("/api/v1/dashboard/{}", made["id"]);
    assert_eq!(otto.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(otto.put(&path, &json!({ "dashboard_title": "Stolen" })).await.0, StatusCode::NOT_FOUND);
    assert_eq!(gina.put(&path, &json!({ "dashboard_title": "Done" })).await.0, StatusCode::OK);

    // Published for a role, others of it see it, and may still not change it.
    let (_, roles) = gina.get("/api/v1/dashboard/related/roles?q=(filter:gamma)").await;
    let role = &roles["result"][0]["value"];
    let (status, body) = gina.put(&path, &json!({ "published": true, "roles": [role] })).await;
    assert_eq!((status, &body["result"]["roles"][0]["name"]), (StatusCode::OK, &json!("Gamma")), "{body}");
    assert_eq!(otto.get(&path).await.0, StatusCode::OK);
    let (status, body) = otto.delete(&path).await;
    assert_eq!((status, &body["errors"][0]["error_type"]), (StatusCode::FORBIDDEN, &json!("SECURITY_ACCESS_ERROR")));

    // A second owner may; nobody drops themselves by mistake.
    let (status, body) = gina.put(&path, &json!({ "owners": [otto.id().await] })).await;
    assert_eq!((status, body["result"]["owners"].as_array().unwrap().len()), (StatusCode::OK, 2), "{body}");
    assert_eq!(otto.delete(&path).await.0, StatusCode::OK);
    assert_eq!(gina.get(&path).await.0, StatusCode::NOT_FOUND);
}

/// Whoever owns a chart or a dashboard sees what its charts show, so ownership must not lead around the datasets' grants.
#[tokio::test]
async fn ownership_is_no_way_around_datasets() {
    let app = with_examples().await;
    let gina = app.person("gina", "Gamma").await;
    let (_, charts) = app.get("/api/v1/chart/?q=(page_size:1)").await;
    let (chart, uuid) = (&charts["result"][0]["id"], &charts["result"][0]["uuid"]);
    let chart_path = format!("/api/v1/chart/{chart}");

    // A layout cannot pull in a chart that its author does not see.
    for meta in [json!({ "chartId": chart }), json!({ "uuid": uuid })] {
        let position = json!({ "CHART-1": { "type": "CHART", "meta": meta } }).to_string();
        let new = json!({ "dashboard_title": "Mine", "position_json": position });
        let (status, body) = gina.post("/api/v1/dashboard/", &new).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(body["errors"][0]["extra"]["position_json"].is_array(), "{body}");
    }
    // The admin may, and gives it to her: what is there stays when she saves the layout again.
    let position = json!({ "CHART-1": { "type": "CHART", "meta": { "uuid": uuid } } }).to_string();
    let new = json!({ "dashboard_title": "Hers", "position_json": position, "owners": [gina.id().await] });
    let (_, made) = app.post("/api/v1/dashboard/", &new).await;
    let path = format!("/api/v1/dashboard/{}", made["id"]);
    assert_eq!(gina.put(&path, &json!({ "position_json": position })).await.0, StatusCode::OK);
    assert_eq!(gina.get(&format!("{chart_path}/image.svg")).await.0, StatusCode::OK);
    assert_eq!(gina.get(&chart_path).await.0, StatusCode::NOT_FOUND);
    // Copies of the charts would be hers, and could ask anything; a copy of the dashboard would be hers to pass on.
    for duplicate_slices in [true, false] {
        let copy = json!({ "json_metadata": "{}", "duplicate_slices": duplicate_slices });
        assert_eq!(gina.post(&format!("{path}/copy/"), &copy).await.0, StatusCode::FORBIDDEN);
    }
    let again = json!({ "dashboard_title": "Again", "position_json": position });
    assert_eq!(gina.post("/api/v1/dashboard/", &again).await.0, StatusCode::UNPROCESSABLE_ENTITY);

    // As its owner she may rename the chart, but make it ask nothing else.
    app.send(Method::PUT, &chart_path, &json!({ "owners": [gina.id().await] })).await;
    assert_eq!(gina.put(&chart_path, &json!({ "slice_name": "Hers" })).await.0, StatusCode::OK);
    for change in [json!({ "params": "{\"x\": 1}" }), json!({ "viz_type": "pie" }), json!({ "datasource_id": 2 })] {
        let (status, body) = gina.put(&chart_path, &change).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{change}: {body}");
        assert_eq!(body["errors"][0]["extra"]["datasource_id"], json!(["Dataset does not exist"]));
    }
}

#[tokio::test]
async fn gamma_works_with_what_was_granted() {
    let app = with_examples().await;
    let gina = app.person("gina", "Gamma").await;
    let (_, roles) = app.get("/api/v1/security/roles/").await;
    let gamma = roles["result"].as_array().unwrap().iter().find(|role| role["name"] == "Gamma").unwrap();
    let grants = format!("/api/v1/security/roles/{}/grants", gamma["id"]);
    let dataset = json!({ "kind": "dataset", "id": 1 });
    for (wrong, status) in [
        (json!([{ "kind": "user", "id": 1 }]), StatusCode::BAD_REQUEST),
        (json!([dataset, { "kind": "chart", "id": 999 }]), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(app.send(Method::PUT, &grants, &json!({ "grants": wrong })).await.0, status);
        assert_eq!(app.get(&grants).await.1["result"], json!([]));
    }
    let (status, body) = app.send(Method::PUT, &grants, &json!({ "grants": [dataset] })).await;
    assert_eq!((status, body), (StatusCode::OK, json!({ "result": [dataset] })));

    assert_eq!(gina.get("/api/v1/dataset/1").await.0, StatusCode::OK);
    assert_eq!(gina.get("/api/v1/dataset/2").await.0, StatusCode::NOT_FOUND);
    assert_eq!(gina.put("/api/v1/dataset/1", &json!({ "description": "x" })).await.0, StatusCode::FORBIDDEN);
    let chart = |dataset| json!({ "slice_name": "Hers", "datasource_id": dataset, "datasource_type": "table" });
    let (status, made) = gina.post("/api/v1/chart/", &chart(1)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(gina.post("/api/v1/chart/", &chart(2)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let position = json!({ "CHART-1": { "type": "CHART", "meta": { "chartId": made["id"] } } }).to_string();
    let (status, body) = gina.post("/api/v1/dashboard/", &json!({ "position_json": position })).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    let copy = json!({ "json_metadata": "{}", "duplicate_slices": true });
    assert_eq!(gina.post(&format!("/api/v1/dashboard/{}/copy/", body["id"]), &copy).await.0, StatusCode::OK);

    // Taken away, at once.
    app.send(Method::PUT, &grants, &json!({ "grants": [] })).await;
    assert_eq!(gina.get("/api/v1/dataset/1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(gina.post("/api/v1/chart/", &chart(1)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn drafts_are_their_owners_and_what_is_published_is_alphas_too() {
    let app = with_examples().await;
    let alf = app.person("alf", "Alpha").await;
    app.post("/api/v1/dashboard/", &json!({ "dashboard_title": "Draft" })).await;
    app.post("/api/v1/dashboard/", &json!({ "dashboard_title": "Published", "published": true })).await;
    let (_, list) =
        alf.get("/api/v1/dashboard/?q=(filters:!((col:created_by,opr:rel_o_m,value:1)),order_column:id)").await;
    let titles: Vec<_> = list["result"].as_array().unwrap().iter().map(|one| &one["dashboard_title"]).collect();
    assert_eq!(titles, ["Published"]);
    // Where a database is and who signs in there is for those who may change it.
    let (_, database) = alf.get("/api/v1/database/1").await;
    assert_eq!(
        (&database["result"]["sqlalchemy_uri"], &database["result"]["backend"]),
        (&json!("duckdb://"), &json!("duckdb"))
    );
    let (_, info) = alf.get("/api/v1/database/_info?q=(keys:!(permissions))").await;
    assert_eq!(info["permissions"], json!(["can_read", "can_export"]));
    let (_, info) = alf.get("/api/v1/dashboard/_info").await;
    assert_eq!(info["permissions"], json!(["can_read", "can_export", "can_write"]));
}

/// A grant on a schema opens the datasets over it, those made later included; a chart follows its dataset, and a published
/// dashboard that names no roles follows its charts.
#[tokio::test]
async fn grants_reach_down_from_schemas_to_dashboards() {
    let app = with_examples().await;
    let gina = app.person("gina", "Gamma").await;
    let dataset = async |name: &str, schema: Value| {
        let new = json!({ "database": 1, "table_name": name, "schema": schema, "sql": "SELECT 1 AS x" });
        let (status, body) = app.post("/api/v1/dataset/", &new).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["id"].as_i64().unwrap()
    };
    let (inside, outside) = (dataset("inside", json!("main")).await, dataset("outside", Value::Null).await);
    let chart = json!({ "slice_name": "x", "datasource_id": inside, "datasource_type": "table" });
    let (_, chart) = app.post("/api/v1/chart/", &chart).await;
    let position = json!({ "CHART-1": { "type": "CHART", "meta": { "chartId": chart["id"] } } }).to_string();
    let dashboard = json!({ "dashboard_title": "Draft", "position_json": position });
    let (_, dashboard) = app.post("/api/v1/dashboard/", &dashboard).await;
    let dashboard = format!("/api/v1/dashboard/{}", dashboard["id"]);
    let seen = async |path: &str| gina.get(path).await.0 == StatusCode::OK;
    assert!(!seen(&format!("/api/v1/dataset/{inside}")).await);

    let role = role_id(&app, "Gamma").await;
    let grants = json!({ "grants": [{ "kind": "schema", "id": 1, "schema": "main" }] });
    let path = format!("/api/v1/security/roles/{role}/grants");
    let (status, body) = app.send(Method::PUT, &path, &grants).await;
    assert_eq!((status, &body["result"]), (StatusCode::OK, &grants["grants"]));
    let later = dataset("later", json!("main")).await;
    for (path, expected) in [
        ("/api/v1/database/1".to_owned(), false),
        (format!("/api/v1/dataset/{inside}"), true),
        (format!("/api/v1/dataset/{later}"), true),
        (format!("/api/v1/dataset/{outside}"), false),
        (format!("/api/v1/chart/{}", chart["id"]), true),
        (dashboard.clone(), false),
    ] {
        assert_eq!(seen(&path).await, expected, "{path}");
    }
    app.send(Method::PUT, &dashboard, &json!({ "published": true })).await;
    assert!(seen(&dashboard).await, "published, and one of its datasets is hers");
    let listed = "/api/v1/dashboard/?q=(filters:!((col:dashboard_title,opr:eq,value:Draft)))";
    assert_eq!(gina.get(listed).await.1["count"], 1);
    let alpha = role_id(&app, "Alpha").await;
    app.send(Method::PUT, &dashboard, &json!({ "roles": [alpha] })).await;
    assert!(!seen(&dashboard).await, "now it is for Alpha");
    assert_eq!(gina.get(listed).await.1["count"], 0);
}

#[tokio::test]
async fn what_public_was_granted_is_seen_without_signing_in() {
    let app = with_examples().await;
    let visitor = Client::builder().redirect(Policy::none()).build().unwrap();
    let get = async |path: &str| answer(visitor.get(app.path(path))).await;
    let (_, dashboards) = app.get("/api/v1/dashboard/?q=(page_size:1)").await;
    let id = &dashboards["result"][0]["id"];
    let (rest, page) = (format!("/api/v1/dashboard/{id}"), format!("/dashboard/{id}"));
    assert_eq!(get(&rest).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(get("/api/v1/dashboard/").await.0, StatusCode::UNAUTHORIZED, "nothing is public yet");
    assert_eq!(get(&page).await.0, StatusCode::SEE_OTHER);

    let public = role_id(&app, "Public").await;
    app.send(Method::PUT, &rest, &json!({ "published": true, "roles": [public] })).await;
    assert_eq!(get(&rest).await.0, StatusCode::OK);
    let (status, list) = get("/api/v1/dashboard/").await;
    assert_eq!((status, &list["count"]), (StatusCode::OK, &json!(1)));
    let (status, html) = get(&page).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.as_str().unwrap().contains("Sign in"), "a way in");
    let tiles = visitor.post(app.path(&format!("{rest}/tiles"))).json(&json!({ "chart_ids": [] }));
    assert_eq!(tiles.send().await.unwrap().status(), StatusCode::OK);
    let (status, _) = get(&format!("/fn/open_dashboard?id_or_slug={id}")).await;
    assert_eq!(status, StatusCode::OK);
    // Who signs in sees no less than before.
    assert_eq!(app.person("sally", "Public").await.get(&rest).await.0, StatusCode::OK);
    assert_eq!(app.person("gina", "Gamma").await.get(&rest).await.0, StatusCode::OK);

    // Nothing else, and nothing is written.
    for path in ["/api/v1/dataset/1", "/api/v1/dataset/999999", "/api/v1/database/1", "/api/v1/log/", "/api/v1/me/"] {
        assert_eq!(get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/", "/dashboard/999999", "/users", "/roles", "/log", "/profile"] {
        assert_eq!(get(path).await.0, StatusCode::SEE_OTHER, "{path}");
    }
    let write = visitor.put(app.path(&rest)).json(&json!({ "dashboard_title": "x" }));
    assert_eq!(answer(write).await.0, StatusCode::UNAUTHORIZED);
    let favorite = visitor.post(app.path(&format!("{rest}/favorites/")));
    assert_eq!(answer(favorite).await.0, StatusCode::UNAUTHORIZED);

    app.send(Method::PUT, &rest, &json!({ "published": false })).await;
    assert_eq!(get(&rest).await.0, StatusCode::UNAUTHORIZED);
}

async fn role_id(app: &TestApp, name: &str) -> i64 {
    let (_, roles) = app.get(&format!("/api/v1/security/roles/?q=(filters:!((col:name,opr:eq,value:{name})))")).await;
    roles["result"][0]["id"].as_i64().unwrap()
}
