//! Every door by which data or its description goes out, tried by somebody who may see a part of it.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::shop::{Place, Shop, asking};
use crate::people::Person;

/// A name and a note that only the hidden rows have; the salaries are numbers from 887766001 on.
const FORBIDDEN: [&str; 5] = ["\"p1\"", ">p1<", "nsecret", "salary", "887766"];

fn clean(door: &str, said: &Value) {
    let text = match said {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    for forbidden in FORBIDDEN {
        assert!(!text.contains(forbidden), "{door} tells “{forbidden}”: {text}");
    }
}

#[tokio::test]
async fn every_door_of_a_physical_dataset() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    let metrics = json!({ "metrics": [{ "metric_name": "count", "expression": "COUNT(*)" },
                                       { "metric_name": "paid", "expression": "SUM(salary)" }] });
    let path = format!("/api/v1/dataset/{}", place.staff);
    assert_eq!(shop.app.send(Method::PUT, &path, &metrics).await.0, StatusCode::OK);
    shop.rule(place).await;
    let alpha = shop.app.person("alf", "Alpha").await;

    let (status, dataset) = alpha.get(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(dataset["result"]["columns"].as_array().unwrap().len(), 5, "{dataset}");
    assert_eq!(dataset["result"]["metrics"].as_array().unwrap().len(), 1, "{dataset}");
    clean("dataset", &dataset);

    for result_type in ["full", "results", "samples", "columns", "drill_detail", "post_processed"] {
        let mut body = asking(place.staff, &json!({ "columns": ["name", "note"], "metrics": [] }));
        body["result_type"] = result_type.into();
        let (status, answer) = alpha.post("/api/v1/chart/data", &body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        clean(result_type, &answer);
    }
    // A small file comes from the answer, a large one streams.
    for row_limit in [100, 1_000_000] {
        let mut body = asking(place.staff, &json!({ "columns": ["name", "note"], "row_limit": row_limit }));
        body["result_format"] = "csv".into();
        let (status, file) = alpha.post("/api/v1/chart/data", &body).await;
        assert_eq!(status, StatusCode::OK, "{file}");
        assert!(file.to_string().contains("p39") && !file.to_string().contains("p40"), "{file}");
        clean("csv", &file);
    }
    for query in [
        json!({ "columns": ["salary"] }),
        json!({ "columns": ["name"], "metrics": ["paid"] }),
        json!({ "columns": ["name"], "metrics": [], "orderby": [["salary", true]] }),
        json!({ "columns": [{ "label": "x", "sqlExpression": "salary", "expressionType": "SQL" }] }),
        json!({ "columns": [{ "label": "x", "sqlExpression": "staff.salary", "expressionType": "SQL" }] }),
        json!({ "columns": [], "metrics": [{ "expressionType": "SIMPLE", "aggregate": "SUM", "column": { "column_name": "salary" }, "label": "x" }] }),
        json!({ "columns": [], "metrics": [{ "expressionType": "SQL", "sqlExpression": "SUM(salary)", "label": "x" }] }),
        json!({ "columns": ["name"], "extras": { "where": "salary > 887766000" } }),
        json!({ "columns": ["name"], "metrics": ["count"], "extras": { "having": "MAX(salary) > 9000" } }),
        json!({ "columns": ["name"], "filters": [{ "col": { "label": "x", "sqlExpression": "salary", "expressionType": "SQL" }, "op": "==", "val": 1 }] }),
    ] {
        let (status, answer) = alpha.post("/api/v1/chart/data", &asking(place.staff, &query)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}: {answer}");
        assert!(!answer.to_string().contains("887766"), "{query}: {answer}");
    }
    // As for a column that there never was: left out, and reported.
    let filtered = json!({ "columns": ["name"], "filters": [{ "col": "salary", "op": ">", "val": 887_766_039 }] });
    let (_, answer) = alpha.post("/api/v1/chart/data", &asking(place.staff, &filtered)).await;
    assert_eq!(answer["result"][0]["rowcount"], 13, "{answer}");
    assert_eq!(answer["result"][0]["rejected_filters"][0]["reason"], "not_in_datasource");

    let values = |column: &str| format!("/api/v1/datasource/table/{}/column/{column}/values/", place.staff);
    let (status, names) = alpha.get(&values("name")).await;
    assert_eq!((status, names["result"].as_array().unwrap().len()), (StatusCode::OK, 13), "{names}");
    clean("values", &names);
    assert_eq!(alpha.get(&values("salary")).await.0, StatusCode::BAD_REQUEST);
    let (_, page) = alpha.get(&format!("/api/v1/explore/?datasource_id={}&datasource_type=table", place.staff)).await;
    clean("explore", &page);
    let form = json!({ "all_columns": ["name"], "query_mode": "raw" });
    let chart =
        json!({ "dataset_id": place.staff, "viz_type": "table", "form": form, "force": false, "chart_id": null });
    let (status, asked) = alpha.post("/api/v1/explore/ask", &chart).await;
    assert_eq!(status, StatusCode::OK, "{asked}");
    clean("explore/ask", &asked);
    clean("explore/samples", &alpha.post("/api/v1/explore/samples", &json!({ "dataset_id": place.staff })).await.1);
    let check = |text: &str| json!({ "expression": text, "expression_type": "column" });
    let validate = format!("/api/v1/datasource/table/{}/validate_expression/", place.staff);
    let (_, known) = alpha.post(&validate, &check("score")).await;
    assert_eq!(known["result"], json!([]), "{known}");
    let (_, unknown) = alpha.post(&validate, &check("salary")).await;
    assert_ne!(unknown["result"], json!([]), "{unknown}");
    clean("validate_expression", &alpha.post(&validate, &check("CAST(note AS INT)")).await.1);

    let metadata = format!("/api/v1/database/{}/table_metadata/?name=staff&schema=public", place.database);
    let (status, table) = alpha.get(&metadata).await;
    assert_eq!(status, StatusCode::OK, "{table}");
    clean("table_metadata", &table);
    clean("select_star", &alpha.get(&format!("/api/v1/database/{}/select_star/staff/public/", place.database)).await.1);
    pictures_and_dashboards(&shop, place, &alpha).await;
    drop(alpha);
    shop.close().await;
}

async fn pictures_and_dashboards(shop: &Shop, place: Place, alpha: &Person<'_>) {
    let params = json!({ "viz_type": "table", "query_mode": "raw", "all_columns": ["name", "note"] }).to_string();
    let chart = json!({ "slice_name": "Names", "viz_type": "table", "datasource_id": place.staff, "datasource_type": "table",
                        "params": params });
    let (_, chart) = shop.app.post("/api/v1/chart/", &chart).await;
    let position = json!({ "CHART-1": { "type": "CHART", "meta": { "chartId": chart["id"] } } }).to_string();
    let board = json!({ "dashboard_title": "Names", "published": true, "position_json": position });
    let (_, board) = shop.app.post("/api/v1/dashboard/", &board).await;
    let picture = format!("/api/v1/chart/{}/image.svg", chart["id"]);
    let (status, drawn) = alpha.get(&picture).await;
    assert_eq!(status, StatusCode::OK);
    clean("image.svg", &drawn);
    assert!(shop.app.get(&picture).await.1.to_string().contains("nsecret"), "the picture shows no notes at all");
    let (status, tiles) =
        alpha.post(&format!("/api/v1/dashboard/{}/tiles", board["id"]), &json!({ "chart_ids": [chart["id"]] })).await;
    assert_eq!(status, StatusCode::OK);
    clean("tiles", &tiles);
    assert!(tiles.to_string().contains("p3"), "{tiles}");
    let (status, html) = alpha.get(&format!("/dashboard/{}", board["id"])).await;
    assert_eq!(status, StatusCode::OK);
    clean("first HTML", &html);
}

#[tokio::test]
async fn sql_that_somebody_writes_reads_what_the_rules_leave() {
    let mut shop = Shop::open().await;
    for place in [shop.postgres(false).await, shop.duckdb(false).await] {
        shop.rule(place).await;
        let name = format!("alf{}", place.staff);
        let alpha = shop.app.person(&name, "Alpha").await;
        for sql in [
            "SELECT * FROM staff",
            "SELECT s.* FROM staff AS s",
            "WITH staff AS (SELECT * FROM staff) SELECT * FROM staff",
            "SELECT * FROM (SELECT * FROM staff) x JOIN staff y USING (id)",
            "SELECT * FROM shift NATURAL JOIN staff",
            "SELECT * FROM staff WHERE id = 3 UNION ALL SELECT * FROM staff",
            "SELECT h.id, (SELECT max(note) FROM staff WHERE staff.id = h.id) AS note FROM shift h",
        ] {
            let preview = json!({ "database_id": place.database, "sql": sql, "schema": null, "table_name": null });
            let (status, rows) = alpha.post("/api/v1/dataset/preview", &preview).await;
            assert_eq!(status, StatusCode::OK, "{sql}: {rows}");
            clean(sql, &rows);
        }
        for sql in ["SELECT salary FROM staff", "SELECT column_name FROM information_schema.columns"] {
            let preview = json!({ "database_id": place.database, "sql": sql, "schema": null, "table_name": null });
            let (status, refused) = alpha.post("/api/v1/dataset/preview", &preview).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{sql}: {refused}");
        }
        let table = json!({ "database_id": place.database, "sql": null, "schema": null, "table_name": "staff" });
        let (status, rows) = alpha.post("/api/v1/dataset/preview", &table).await;
        assert_eq!(status, StatusCode::OK, "{rows}");
        clean("preview of a table", &rows);
        // The database's own words would quote a note.
        let raising = json!({ "database_id": place.database, "schema": null, "table_name": null,
                              "sql": "SELECT CAST(note AS INT) AS n FROM staff" });
        let (status, refused) = alpha.post("/api/v1/dataset/preview", &raising).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
        assert!(refused.to_string().contains("you see only a part of this data"), "{refused}");
    }
    shop.close().await;
}

/// Rules of a table follow it into virtual datasets; those of a virtual dataset are around its SELECT.
#[tokio::test]
async fn virtual_datasets_have_both_kinds_of_rules() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    let all =
        json!({ "database": place.database, "table_name": "all", "sql": "SELECT *, score * 2 AS twice FROM staff" });
    let all = shop.app.add_dataset(all).await;
    shop.rule(place).await;
    shop.add_rule(json!({ "name": "Few", "filter_type": "Regular", "tables": [all], "roles": [shop.alpha_role],
                          "clause": "twice > 270", "hidden_columns": ["twice"] }))
        .await;
    let alpha = shop.app.person("alf", "Alpha").await;
    let (_, dataset) = alpha.get(&format!("/api/v1/dataset/{all}")).await;
    let columns = dataset["result"]["columns"].as_array().unwrap();
    let names: Vec<_> = columns.iter().map(|column| column["column_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["id", "name", "region", "note", "score"], "{dataset}");
    let mut rows = asking(all, &json!({ "columns": [], "metrics": [] }));
    rows["result_type"] = "samples".into();
    let (status, answer) = alpha.post("/api/v1/chart/data", &rows).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["result"][0]["rowcount"], 2, "{answer}");
    clean("samples of a virtual dataset", &answer["result"][0]["data"]);
    let (_, everything) = shop.app.post("/api/v1/chart/data", &rows).await;
    assert_eq!(everything["result"][0]["rowcount"], 40);
    // What a template becomes is known only when it is asked.
    let template = "SELECT * FROM staff WHERE name <> '{{ current_username() }}'";
    let template = json!({ "database": place.database, "table_name": "template", "sql": template });
    let template = shop.app.add_dataset(template).await;
    let (status, answer) = alpha.post("/api/v1/chart/data", &asking(template, &json!({ "columns": ["name"] }))).await;
    assert_eq!((status, &answer["result"][0]["rowcount"]), (StatusCode::OK, &json!(13)), "{answer}");
    drop(alpha);
    shop.close().await;
}

/// Who edits a dataset without seeing all of it leaves the rest as it is.
#[tokio::test]
async fn an_owner_does_not_lose_what_they_do_not_see() {
    let mut shop = Shop::open().await;
    let place = shop.postgres(false).await;
    shop.rule(place).await;
    let alpha = shop.app.person("alf", "Alpha").await;
    let (_, me) = alpha.get("/api/v1/me/").await;
    let path = format!("/api/v1/dataset/{}", place.staff);
    assert_eq!(shop.app.send(Method::PUT, &path, &json!({ "owners": [me["result"]["id"]] })).await.0, StatusCode::OK);
    let change =
        json!({ "columns": [{ "column_name": "id", "type": "INTEGER" }, { "column_name": "name", "type": "TEXT" }] });
    let (status, saved) = alpha.send(Method::PUT, &path, &change).await;
    assert_eq!(status, StatusCode::OK, "{saved}");
    clean("the answer to a save", &saved);
    let (status, synced) = alpha.send(Method::PUT, &format!("{path}/refresh"), &Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{synced}");
    clean("a refresh", &synced);
    let names = async || {
        let (_, dataset) = shop.app.get(&path).await;
        let columns = dataset["result"]["columns"].as_array().unwrap();
        let mut names: Vec<_> = columns.iter().map(|it| it["column_name"].as_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        names
    };
    // What the dataset does not know any more is not there for who does not see all of it.
    assert_eq!(names().await, ["id", "name", "salary"]);
    assert_eq!(shop.app.send(Method::PUT, &format!("{path}/refresh"), &Value::Null).await.0, StatusCode::OK);
    assert_eq!(names().await, ["id", "name", "note", "region", "salary", "score"]);
    drop(alpha);
    shop.close().await;
}
