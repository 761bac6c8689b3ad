//! Files become tables, and what does not fit is told.

use std::fs;

use reqwest::{
    Method, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::harness::{Start, TestApp, answer};

const SALES: &str =
    "id,day,amount\n1,2026-01-01,1.5\n2,2026-01-02,2\n3,2026-01-03,4\n4,2026-01-04,8\n5,2026-01-05,16\n";
const BAD: &str = "id,day,amount\n1,2026-01-01,1.5\nx,2026-01-02,2\n3,yesterday,4\n4,2026-01-04,8\n5,2026-01-05,16\n6,2026-01-06,-\n7,2026-01-07,many\n8,2026-01-08,3\n9,2026-01-09,3\n10,2026-01-10,3\n";

async fn send(app: &TestApp, path: &str, file: (&str, &str), fields: &[(&'static str, &str)]) -> (StatusCode, Value) {
    let part = Part::bytes(file.1.as_bytes().to_vec()).file_name(file.0.to_owned());
    let mut form = Form::new().part("file", part);
    for (name, text) in fields {
        form = form.text(*name, (*text).to_owned());
    }
    answer(app.request(Method::POST, &format!("/api/v1/database/{path}")).multipart(form)).await
}

/// The sum of the amounts, asked as a chart asks.
async fn sum(app: &TestApp, dataset: &Value) -> Value {
    let metric = json!({ "expressionType": "SQL", "sqlExpression": "SUM(amount)", "label": "sum" });
    let question = json!({ "datasource": { "id": dataset, "type": "table" }, "queries": [{ "metrics": [metric] }] });
    let (status, body) = app.post("/api/v1/chart/data", &question).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["result"][0]["data"][0]["sum"].clone()
}

fn files(app: &TestApp) -> Vec<String> {
    let entries = fs::read_dir(app.home.join("uploads")).map(|entries| entries.collect::<Vec<_>>()).unwrap_or_default();
    let mut names: Vec<_> = entries.into_iter().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_first_file_makes_a_place_a_table_and_a_dataset() {
    let app = TestApp::start().await;
    let (status, seen) = send(&app, "upload_metadata/", ("My Sales.csv", SALES), &[("type", "csv")]).await;
    assert_eq!(status, StatusCode::OK, "{seen}");
    let result = &seen["result"];
    assert_eq!((&result["table_name"], &result["delimiter"]), (&json!("My_Sales"), &json!(",")));
    assert_eq!(result["items"][0]["column_names"], json!(["id", "day", "amount"]));
    let types: Vec<_> = result["items"][0]["columns"].as_array().unwrap().iter().map(|it| it["type"].clone()).collect();
    assert_eq!(types, ["integer", "date", "number"]);
    assert_eq!((result["items"][0]["rows"][0].clone(), files(&app).len()), (json!(["1", "2026-01-01", "1.5"]), 0));

    let (status, made) = send(&app, "upload/", ("a.csv", SALES), &[("table_name", "sales")]).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let made = &made["result"];
    assert_eq!(
        (&made["rows"], &made["bad_rows"]["count"], files(&app)),
        (&json!(5), &json!(0), vec!["sales.parquet".into()])
    );
    assert_eq!(sum(&app, &made["dataset_id"]).await, 31.5);
    let (_, dataset) = app.get(&format!("/api/v1/dataset/{}", made["dataset_id"])).await;
    assert_eq!((&dataset["result"]["main_dttm_col"], &dataset["result"]["schema"]), (&json!("day"), &json!("main")));
    let (_, database) = app.get(&format!("/api/v1/database/{}", made["database_id"])).await;
    assert_eq!(database["result"]["database_name"], "Uploads");
    let (_, log) = app.get("/api/v1/log/").await;
    let deeds: Vec<_> = log["result"].as_array().unwrap().iter().map(|it| it["action"].as_str().unwrap()).collect();
    assert!(deeds.starts_with(&["create", "upload", "create"]), "{deeds:?}");

    // Replaced, added to: one table, one dataset, and no answer of yesterday's.
    for (choice, expected) in [("replace", 31.5), ("append", 63.0)] {
        let (status, again) =
            send(&app, "upload/", ("a.csv", SALES), &[("table_name", "Sales"), ("already_exists", choice)]).await;
        assert_eq!(
            (status, &again["result"]["dataset_id"], &again["result"]["table_name"]),
            (StatusCode::CREATED, &made["dataset_id"], &json!("sales")),
            "{again}"
        );
        assert_eq!(sum(&app, &made["dataset_id"]).await, expected);
    }
    let (status, refused) = send(&app, "1/upload/", ("a.csv", SALES), &[("table_name", "SALES")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert!(refused["errors"][0]["extra"]["table_name"][0].as_str().unwrap().contains("exists already"), "{refused}");
    assert_eq!(files(&app), ["sales.parquet"]);
    assert!(fs::read_dir(app.home.join("incoming")).unwrap().next().is_none());
}

#[tokio::test]
async fn bad_rows_are_listed_left_out_or_emptied() {
    let app = TestApp::start().await;
    let upload = async |fields: &[(&'static str, &str)]| {
        let fields = [&[("table_name", "bad")], fields].concat();
        send(&app, "upload/", ("bad.csv", BAD), &fields).await
    };
    let (status, refused) = upload(&[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    let bad = &refused["errors"][0]["extra"]["bad_rows"];
    assert_eq!((&bad["count"], files(&app).len()), (&json!(3), 0));
    let cell = |row: u64, column: &str, value: &str, reason: &str| json!({ "row": row, "column": column, "value": value, "reason": reason });
    let expected = [
        cell(3, "id", "x", "It is no integer."),
        cell(4, "day", "yesterday", "It is no date."),
        cell(8, "amount", "many", "It is no number."),
    ];
    assert_eq!(bad["rows"], json!(expected));
    let (_, left_out) = upload(&[("bad_rows", "leave_out")]).await;
    assert_eq!((&left_out["result"]["rows"], &left_out["result"]["bad_rows"]["count"]), (&json!(7), &json!(3)));
    let (_, emptied) = upload(&[("bad_rows", "empty"), ("already_exists", "replace")]).await;
    assert_eq!(emptied["result"]["rows"], 10);
    let texts = r#"[{"source":"id","name":"Key","type":"text"},{"source":"amount","name":"amount","type":"text"}]"#;
    let (status, chosen) = upload(&[("columns", texts), ("already_exists", "replace")]).await;
    assert_eq!((status, &chosen["result"]["rows"]), (StatusCode::CREATED, &json!(10)), "{chosen}");
    let (_, dataset) = app.get(&format!("/api/v1/dataset/{}", chosen["result"]["dataset_id"])).await;
    let columns: Vec<_> =
        dataset["result"]["columns"].as_array().unwrap().iter().map(|it| it["column_name"].clone()).collect();
    assert_eq!(columns, ["Key", "amount"]);
}

#[tokio::test]
async fn what_is_no_upload_changes_nothing() {
    let app = TestApp::start_with(Start { settings: &[("SEXTANT_UPLOAD_MB", "1")], ..Start::default() }).await;
    let large = "a\n".repeat(700_000);
    let wide = vec!["c"; 2_001].join(",");
    for (file, fields, expected) in [
        (("a.csv", large.as_str()), vec![("table_name", "t")], 413),
        (("a.csv", wide.as_str()), vec![("table_name", "t")], 422),
        (("a.csv", ""), vec![("table_name", "t")], 422),
        (("a.xlsx", "no workbook"), vec![("table_name", "t")], 422),
        (("a.parquet", "no parquet"), vec![("table_name", "t")], 422),
        (("a.csv", SALES), vec![("table_name", "../t")], 422),
        (("a.csv", SALES), vec![("table_name", "t\"; DROP")], 422),
        (("a.csv", SALES), vec![("table_name", "t"), ("schema", "other")], 422),
        (("a.csv", SALES), vec![("table_name", "t"), ("columns", r#"[{"source":"x","name":"x","type":"text"}]"#)], 422),
        (("a.doc", SALES), vec![("table_name", "t")], 422),
        (("a.csv", SALES), vec![("table_name", "t"), ("type", "csv"), ("header_row", "many")], 422),
    ] {
        let (status, body) = send(&app, "upload/", file, &fields).await;
        assert_eq!(status.as_u16(), expected, "{} {fields:?}: {body}", file.0);
        assert!(body["message"].as_str().is_some_and(|sentence| sentence.len() > 10), "{body}");
    }
    let missing =
        answer(app.request(Method::POST, "/api/v1/database/upload/").multipart(Form::new().text("table_name", "t")))
            .await;
    assert_eq!(missing.0, StatusCode::UNPROCESSABLE_ENTITY, "{}", missing.1);
    assert_eq!(files(&app), Vec::<String>::new());
    assert_eq!(app.get("/api/v1/dataset/").await.1["count"], 0);
    assert!(fs::read_dir(app.home.join("incoming")).unwrap().next().is_none());
}

#[tokio::test]
async fn files_go_only_where_they_may() {
    let app = TestApp::start().await;
    let folder = app.home.join("uploads/own");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("mine.csv"), "a\n1\n").unwrap();
    let new = |allow: bool| json!({ "database_name": format!("Own {allow}"), "sqlalchemy_uri": format!("duckdb:///{}", folder.display()), "allow_file_upload": allow });
    for allow in [false, true] {
        assert_eq!(app.post("/api/v1/database/", &new(allow)).await.0, StatusCode::CREATED);
    }
    let fields = [("table_name", "mine"), ("already_exists", "replace")];
    let (status, refused) = send(&app, "1/upload/", ("a.csv", SALES), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    let (status, refused) = send(&app, "2/upload/", ("a.csv", SALES), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a file of somebody else is not replaced: {refused}");
    assert_eq!(app.get("/api/v1/database/2/schemas_access_for_file_upload/").await.1["schemas"], json!(["main"]));
    assert_eq!(send(&app, "9/upload/", ("a.csv", SALES), &[("table_name", "t")]).await.0, StatusCode::NOT_FOUND);
    // The first that takes files, without being named.
    let (status, made) = send(&app, "upload/", ("a.csv", SALES), &[("table_name", "t")]).await;
    assert_eq!((status, &made["result"]["database_id"]), (StatusCode::CREATED, &json!(2)), "{made}");

    for (role, expected) in [("Alpha", StatusCode::CREATED), ("Gamma", StatusCode::FORBIDDEN)] {
        let person = app.person(&role.to_lowercase(), role).await;
        let part = Part::bytes(SALES.as_bytes().to_vec()).file_name("a.csv");
        let form = Form::new().part("file", part).text("table_name", format!("of_{role}"));
        let (status, body) = answer(person.request(Method::POST, "/api/v1/database/upload/").multipart(form)).await;
        assert_eq!(status, expected, "{role}: {body}");
    }
}

#[tokio::test]
async fn two_files_at_once_are_both_added() {
    let app = TestApp::start().await;
    let (_, made) = send(&app, "upload/", ("a.csv", SALES), &[("table_name", "t")]).await;
    let append = || send(&app, "upload/", ("a.csv", SALES), &[("table_name", "t"), ("already_exists", "append")]);
    let (one, two) = tokio::join!(append(), append());
    assert_eq!((one.0, two.0), (StatusCode::CREATED, StatusCode::CREATED), "{} {}", one.1, two.1);
    assert_eq!(sum(&app, &made["result"]["dataset_id"]).await, 3.0 * 31.5);
}
