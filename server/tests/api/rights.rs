//! Cells of the table of rights (`sx-service/src/access/rights.rs`), asked from outside.

use reqwest::{Method, StatusCode};
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
