//! `/api/v1/rowlevelsecurity`: the rules themselves, and for whom they are.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::shop::{Place, Shop, asking};
use crate::harness::answer;

const RULES: &str = "/api/v1/rowlevelsecurity/";

#[tokio::test]
async fn a_rule_is_made_changed_and_removed_and_the_log_tells_it() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    let app = &shop.app;
    let new = json!({ "name": "North", "filter_type": "Regular", "tables": [place.staff], "roles": [shop.alpha_role],
                      "group_key": "region", "clause": "region = 'north'", "description": "Only ours",
                      "hidden_columns": ["salary"] });
    let (status, made) = app.post(RULES, &new).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("{RULES}{}", made["id"]);
    let (_, shown) = app.get(&path).await;
    let rule = &shown["result"];
    assert_eq!(rule["tables"], json!([{ "id": place.staff, "table_name": "staff", "schema": "public" }]));
    assert_eq!(rule["roles"], json!([{ "id": shop.alpha_role, "name": "Alpha" }]));
    assert_eq!((&rule["clause"], &rule["group_key"]), (&json!("region = 'north'"), &json!("region")));
    assert_eq!(rule["hidden_columns"], json!(["salary"]));

    let change = json!({ "filter_type": "Base", "group_key": null });
    let (status, changed) = app.send(Method::PUT, &path, &change).await;
    assert_eq!((status, &changed["result"]["filter_type"]), (StatusCode::OK, &json!("Base")), "{changed}");
    assert_eq!((&changed["result"]["group_key"], &changed["result"]["name"]), (&Value::Null, &json!("North")));
    let (_, list) = app.get(&format!("{RULES}?q=(filters:!((col:name,opr:ct,value:nor)),order_column:name)")).await;
    assert_eq!((&list["count"], &list["result"][0]["name"]), (&json!(1), &json!("North")));
    let of_dataset = format!("{RULES}?q=(filters:!((col:tables,opr:rel_m_m,value:{})))", place.staff);
    assert_eq!(app.get(&of_dataset).await.1["count"], 1);
    let (_, choices) = app.get(&format!("{RULES}related/tables?q=(filter:sta)")).await;
    assert_eq!(choices["result"][0]["text"], "public.staff");
    assert!(app.get(&format!("{RULES}related/roles")).await.1["count"].as_i64().unwrap() >= 4);
    assert_eq!(app.get(&format!("{RULES}_info")).await.1["permissions"], json!(["can_read", "can_write"]));

    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.0, StatusCode::OK);
    assert_eq!(app.get(&path).await.0, StatusCode::NOT_FOUND);
    let log = "/api/v1/log/?q=(filters:!((col:asset_kind,opr:eq,value:row_rule)),order_column:id,order_direction:asc)";
    let (_, log) = app.get(log).await;
    let deeds: Vec<_> = log["result"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    assert_eq!(deeds, ["create", "update", "delete"], "{log}");
    shop.close().await;
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    let app = &shop.app;
    shop.add_rule(
        json!({ "name": "Taken", "filter_type": "Base", "tables": [place.staff], "roles": [], "clause": "1 = 1" }),
    )
    .await;
    let wrong = json!({ "name": "Taken", "filter_type": "Regular", "tables": [place.staff, 999_999], "roles": [999_999],
                        "clause": "nothing = 1", "hidden_columns": ["wages"] });
    let (status, body) = app.post(RULES, &wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let text = body.to_string();
    for field in ["name", "tables", "roles", "clause", "hidden_columns"] {
        assert!(text.contains(field), "{field}: {body}");
    }
    for clause in
        ["pg_sleep(1) IS NULL", "id IN (SELECT id FROM staff)", "1 = 1) OR (1 = 1", "region = 'x'; DROP TABLE staff"]
    {
        let wrong =
            json!({ "name": "x", "filter_type": "Base", "tables": [place.staff], "roles": [], "clause": clause });
        assert_eq!(app.post(RULES, &wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{clause}");
    }
    let nothing = json!({ "name": "x", "filter_type": "Base", "tables": [place.staff], "roles": [], "clause": " " });
    assert_eq!(app.post(RULES, &nothing).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let kind = json!({ "name": "x", "filter_type": "Other", "tables": [place.staff], "roles": [], "clause": "1 = 1" });
    assert_eq!(app.post(RULES, &kind).await.0, StatusCode::BAD_REQUEST);
    let alpha = app.person("alf", "Alpha").await;
    assert_eq!(alpha.get(RULES).await.0, StatusCode::FORBIDDEN);
    assert_eq!(answer(app.client.get(app.path(RULES))).await.0, StatusCode::UNAUTHORIZED);
    shop.close().await;
}

/// As in the reference: Regular is for the roles that are listed, Base for all others; rules of one key are joined with OR,
/// everything else with AND; nobody is exempt by rank.
#[tokio::test]
async fn rules_are_for_whom_their_roles_say_and_take_effect_at_once() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    let alpha = shop.app.person("alf", "Alpha").await;
    let count = async |by_alpha: bool| {
        let question = asking(place.staff, &json!({ "metrics": ["count"], "columns": [] }));
        let (status, answer) = match by_alpha {
            true => alpha.post("/api/v1/chart/data", &question).await,
            false => shop.app.post("/api/v1/chart/data", &question).await,
        };
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["result"][0]["data"][0]["count"].as_i64().unwrap()
    };
    let rule = |name: &str, kind: &str, key: Value, clause: &str| {
        json!({ "name": name, "filter_type": kind, "tables": [place.staff], "roles": [shop.alpha_role],
                "group_key": key, "clause": clause })
    };
    assert_eq!((count(true).await, count(false).await), (40, 40));
    let base = shop.add_rule(rule("Base", "Base", Value::Null, "id <= 30")).await;
    assert_eq!((count(true).await, count(false).await), (40, 30));
    shop.add_rule(rule("One", "Regular", json!("k"), "id <= 2")).await;
    assert_eq!((count(true).await, count(false).await), (2, 30));
    shop.add_rule(rule("Two", "Regular", json!("k"), "id BETWEEN 2 AND 9")).await;
    assert_eq!(count(true).await, 9);
    let third = shop.add_rule(rule("Three", "Regular", json!("other"), "id > 4 OR id = 1")).await;
    assert_eq!(count(true).await, 6);
    let path = format!("{RULES}{third}");
    shop.app.send(Method::PUT, &path, &json!({ "clause": "id > 8" })).await;
    assert_eq!(count(true).await, 1);
    shop.app.send(Method::DELETE, &path, &Value::Null).await;
    assert_eq!(count(true).await, 9);
    shop.app.send(Method::DELETE, &format!("{RULES}?q=!({base})"), &Value::Null).await;
    assert_eq!(count(false).await, 40);
    drop(alpha);
    shop.close().await;
}

#[tokio::test]
async fn a_clause_may_be_a_template() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    shop.add_rule(
        json!({ "name": "Own", "filter_type": "Regular", "tables": [place.staff], "roles": [shop.alpha_role],
                          "clause": "name = '{{ current_username() }}'" }),
    )
    .await;
    let question = asking(place.staff, &json!({ "columns": ["id"] }));
    for (username, id) in [("p3", 3), ("p4", 4)] {
        let person = shop.app.person(username, "Alpha").await;
        let (status, answer) = person.post("/api/v1/chart/data", &question).await;
        assert_eq!((status, &answer["result"][0]["data"]), (StatusCode::OK, &json!([{ "id": id }])), "{answer}");
    }
    shop.close().await;
}

/// Two callers with equal rules share an answer, others do not.
#[tokio::test]
async fn answers_are_shared_by_those_with_equal_rules() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    shop.rule(place).await;
    let (one, two) = (shop.app.person("alf", "Alpha").await, shop.app.person("bea", "Alpha").await);
    let question = asking(place.staff, &json!({ "metrics": ["count"], "columns": ["region"] }));
    let key = |answer: &Value| answer["result"][0]["cache_key"].as_str().unwrap().to_owned();
    let by_one = one.post("/api/v1/chart/data", &question).await.1;
    let by_two = two.post("/api/v1/chart/data", &question).await.1;
    let by_admin = shop.app.post("/api/v1/chart/data", &question).await.1;
    assert_eq!((key(&by_one), by_two["result"][0]["is_cached"].clone()), (key(&by_two), json!(true)));
    assert_ne!(key(&by_one), key(&by_admin));
    assert_eq!(by_one["result"][0]["data"], json!([{ "region": "north", "count": 13 }]));
    assert_eq!(by_admin["result"][0]["data"].as_array().unwrap().len(), 2);
    shop.close().await;
}

/// The owner of a dataset does not get around its rules by moving it away from its table, nor by throwing it away.
#[tokio::test]
async fn a_table_does_not_lose_its_rules() {
    let mut shop = Shop::open().await;
    let place: Place = shop.postgres(false).await;
    shop.rule(place).await;
    let alpha = shop.app.person("alf", "Alpha").await;
    let (_, me) = alpha.get("/api/v1/me/").await;
    let path = format!("/api/v1/dataset/{}", place.staff);
    let owners = json!({ "owners": [me["result"]["id"]] });
    assert_eq!(shop.app.send(Method::PUT, &path, &owners).await.0, StatusCode::OK);
    for change in [json!({ "table_name": "shift" }), json!({ "schema": "other" }), json!({ "sql": "SELECT 1 AS id" })] {
        let (status, body) = alpha.send(Method::PUT, &path, &change).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{change}: {body}");
    }
    let over_table = json!({ "database": place.database, "table_name": "mine", "sql": "SELECT * FROM staff" });
    let (_, made) = alpha.post("/api/v1/dataset/", &over_table).await;
    let question = asking(made["id"].as_i64().unwrap(), &json!({ "metrics": ["count"], "columns": [] }));
    let count = async || alpha.post("/api/v1/chart/data", &question).await.1["result"][0]["data"][0]["count"].clone();
    assert_eq!(count().await, 13);
    // In the trash it keeps its rules, and there it stays.
    assert_eq!(alpha.send(Method::DELETE, &path, &Value::Null).await.0, StatusCode::OK);
    let forced = json!({ "datasource": { "id": made["id"], "type": "table" }, "force": true,
                         "queries": [{ "metrics": ["count"], "columns": [] }] });
    let (_, again) = alpha.post("/api/v1/chart/data", &forced).await;
    assert_eq!(again["result"][0]["data"][0]["count"], 13, "{again}");
    shop.close().await;
}
