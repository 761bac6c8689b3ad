//! What the chart builder asks.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{PASSWORD, TestApp, answer, postgres_batch, postgres_url, postgres_with};

const ORDERS: &str =
    "CREATE TABLE orders (id int, placed timestamp, customer text, amount numeric(10,2), open boolean);
    INSERT INTO orders VALUES (1, '2026-01-01', 'Anna', 10.5, true), (2, '2026-01-02', 'Bert', 4, false),
                              (3, '2026-02-03', 'anna_2', 5.5, true), (4, '2026-02-04', NULL, 1, NULL)";

struct Orders {
    app: TestApp,
    database: String,
}

impl Orders {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let (database, uri) = postgres_with(ORDERS).await;
        app.post("/api/v1/database/", &json!({ "database_name": "Shop", "sqlalchemy_uri": uri })).await;
        let new = json!({ "database": 1, "table_name": "orders", "schema": "public" });
        let (status, made) = app.post("/api/v1/dataset/", &new).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        Self { app, database }
    }

    async fn put(&self, change: &Value) -> (StatusCode, Value) {
        self.app.send(Method::PUT, "/api/v1/dataset/1", change).await
    }

    async fn end(self) {
        let name = self.database.clone();
        drop(self.app);
        postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

#[tokio::test]
async fn a_form_that_is_not_stored_is_answered_column_by_column() {
    let orders = Orders::start().await;
    let form = json!({ "query_mode": "aggregate", "groupby": ["open"], "metrics": ["count"], "row_limit": 2 });
    let question = json!({ "dataset_id": 1, "viz_type": "table", "form": form });
    let (status, body) = orders.app.post("/api/v1/explore/ask", &question).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let query = &body["queries"][0];
    assert_eq!(query["table"]["columns"][0]["name"], "open", "{query}");
    assert_eq!(
        (&query["row_count"], &query["row_limit"], &query["is_limit_reached"]),
        (&json!(2), &json!(2), &json!(true))
    );
    assert_eq!(query["is_cached"], false);
    assert!(query["sql"].as_str().unwrap().contains("GROUP BY"), "{query}");
    let (_, again) = orders.app.post("/api/v1/explore/ask", &question).await;
    assert_eq!(again["queries"][0]["is_cached"], true);
    let mut forced = question.clone();
    forced["force"] = true.into();
    let (_, asked) = orders.app.post("/api/v1/explore/ask", &forced).await;
    assert_eq!(asked["queries"][0]["is_cached"], false);

    let samples = json!({ "dataset_id": 1, "row_limit": 2, "row_offset": 1, "with_total": true,
                          "filters": [{ "col": "amount", "op": ">", "val": 1 }] });
    let (status, body) = orders.app.post("/api/v1/explore/samples", &samples).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!((&body["row_count"], &body["total_count"]), (&json!(2), &json!(3)), "{body}");
    assert_eq!(body["applied_filters"], json!(["amount"]));

    let gone = json!({ "dataset_id": 99, "viz_type": "table", "form": {} });
    assert_eq!(orders.app.post("/api/v1/explore/ask", &gone).await.0, StatusCode::NOT_FOUND);
    let anonymous = orders.app.client.post(orders.app.path("/api/v1/explore/ask")).json(&question);
    assert_eq!(answer(anonymous).await.0, StatusCode::UNAUTHORIZED);
    orders.end().await;
}

#[tokio::test]
async fn chart_data_answers_rows_columns_and_grains() {
    let orders = Orders::start().await;
    let ask = async |result_type: &str, query: Value| {
        let body =
            json!({ "datasource": { "id": 1, "type": "table" }, "queries": [query], "result_type": result_type });
        orders.app.post("/api/v1/chart/data", &body).await
    };
    let grouped = json!({ "columns": ["open"], "metrics": ["count"], "extras": { "having": "COUNT(*) > 5" },
                          "filters": [{ "col": "open", "op": "IS TRUE" }], "row_limit": 1 });
    let (status, body) = ask("samples", grouped.clone()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let result = &body["result"][0];
    assert_eq!(result["colnames"], json!(["id", "placed", "customer", "amount", "open"]));
    assert_eq!((&result["rowcount"], &result["data"][0]["open"]), (&json!(1), &json!(true)));
    let (_, body) = ask("drill_detail", grouped.clone()).await;
    assert_eq!(body["result"][0]["data"][0]["customer"], "Anna", "{body}");
    let (_, body) = ask("columns", grouped.clone()).await;
    let first = json!({ "column_name": "id", "verbose_name": null, "dtype": 0 });
    assert_eq!(body["result"][0]["data"][0], first);
    let (_, body) = ask("query", grouped.clone()).await;
    assert_eq!(body["result"][0]["language"], "sql");
    let (_, body) = ask("timegrains", grouped).await;
    assert_eq!(body["result"][0]["data"][0]["duration"], "PT1S");
    orders.end().await;
}

#[tokio::test]
async fn values_are_searched_in_the_database() {
    let orders = Orders::start().await;
    let values = async |rest: &str| orders.app.get(&format!("/api/v1/datasource/table/1/column/{rest}")).await;
    let (status, body) = values("customer/values/").await;
    assert_eq!((status, &body["result"]), (StatusCode::OK, &json!(["Anna", "Bert", "anna_2", null])), "{body}");
    assert_eq!(values("customer/values/?search=ANNA").await.1["result"], json!(["Anna", "anna_2"]));
    assert_eq!(values("customer/values/?search=_").await.1["result"], json!(["anna_2"]));
    assert_eq!(values("customer/values/?search=%25").await.1["result"], json!([]));
    assert_eq!(values("customer/values/?search=%5C").await.1["result"], json!([]));
    assert_eq!(values("customer/values/?limit=1").await.1["result"], json!(["Anna"]));
    assert_eq!(values("gone/values/").await.0, StatusCode::BAD_REQUEST);
    let (status, body) = orders.put(&json!({ "fetch_values_predicate": "amount > 5" })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    assert_eq!(values("customer/values/").await.1["result"], json!(["Anna", "anna_2"]));
    assert_eq!(orders.app.get("/api/v1/datasource/query/1/column/a/values/").await.0, StatusCode::BAD_REQUEST);
    orders.end().await;
}

#[tokio::test]
async fn expressions_are_asked_of_the_database() {
    let orders = Orders::start().await;
    let problem = async |kind: &str, text: &str| {
        let body = json!({ "expression": text, "expression_type": kind });
        let path = "/api/v1/datasource/table/1/validate_expression/";
        let (status, body) = orders.app.post(path, &body).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["result"][0]["message"].as_str().unwrap_or("fine").to_owned()
    };
    for (kind, text) in [
        ("column", "upper(customer)"),
        ("metric", "SUM(amount) / COUNT(*)"),
        ("where", "amount > 3 AND open"),
        ("having", "SUM(amount) > 3"),
    ] {
        assert_eq!(problem(kind, text).await, "fine", "{kind}");
    }
    assert!(problem("column", "upper(").await.contains("could not be read"));
    assert!(problem("column", "uper(customer)").await.contains("uper"));
    assert!(problem("column", "nothing + 1").await.contains("nothing"));
    assert!(problem("metric", "amount + 1").await.contains("GROUP BY"));
    assert!(problem("where", "amount").await.contains("boolean"));
    assert!(problem("where", "(SELECT true)").await.contains("Sub-queries"));
    let body = json!({ "expression": "amount * 2", "expression_type": "column" });
    let (_, body) = orders.app.post("/api/v1/explore/expression/1", &body).await;
    assert_eq!((&body["kind"], &body["problems"]), (&json!(0), &json!([])), "{body}");
    orders.end().await;
}

#[tokio::test]
async fn time_ranges_say_what_they_mean() {
    let app = TestApp::start().await;
    let (status, body) = app.get("/api/v1/time_range/?q='2026-01-01 : 2026-02-01'").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let expected = json!([{ "since": "2026-01-01T00:00:00", "until": "2026-02-01T00:00:00",
                            "timeRange": "2026-01-01 : 2026-02-01", "shift": null }]);
    assert_eq!(body["result"], expected);
    let (_, body) = app
        .get("/api/v1/time_range/?q=!((timeRange:'2026-01-01 : ',shift:'1 year ago'),(timeRange:'No filter'))")
        .await;
    assert_eq!((&body["result"][0]["since"], &body["result"][1]["since"]), (&json!("2025-01-01T00:00:00"), &json!("")));
    let (status, body) = app.get("/api/v1/time_range/?q='whenever'").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body["message"].as_str().unwrap().starts_with("Unexpected time range"), "{body}");
    assert_eq!(app.get("/api/v1/time_range/").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_builders_page_and_unsaved_work() {
    let orders = Orders::start().await;
    let app = &orders.app;
    let chart = json!({ "slice_name": "Orders", "datasource_id": 1, "datasource_type": "table", "viz_type": "pie",
                        "params": "{\"groupby\":[\"customer\"]}" });
    app.post("/api/v1/chart/", &chart).await;
    let (status, body) = app.get("/api/v1/explore/?slice_id=1").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let result = &body["result"];
    assert_eq!(
        result["form_data"],
        json!({ "groupby": ["customer"], "viz_type": "pie", "datasource": "1__table", "slice_id": 1 })
    );
    assert_eq!((&result["slice"]["slice_name"], &result["dataset"]["name"]), (&json!("Orders"), &json!("orders")));
    assert_eq!(result["dataset"]["granularity_sqla"], json!([["placed", "placed"]]));
    assert_eq!(result["dataset"]["columns"][1]["type_generic"], 2);

    let entry = json!({ "datasource_id": 1, "datasource_type": "table", "chart_id": 1,
                        "form_data": "{\"viz_type\":\"table\"}" });
    let (status, kept) = app.post("/api/v1/explore/form_data", &entry).await;
    assert_eq!(status, StatusCode::CREATED, "{kept}");
    let path = format!("/api/v1/explore/form_data/{}", kept["key"].as_str().unwrap());
    assert_eq!(app.get(&path).await.1, json!({ "form_data": "{\"viz_type\":\"table\"}" }));
    let (_, body) = app.get(&format!("/api/v1/explore/?form_data_key={}", kept["key"].as_str().unwrap())).await;
    assert_eq!(
        (&body["result"]["form_data"]["viz_type"], &body["result"]["slice"]["slice_id"]),
        (&json!("table"), &json!(1))
    );
    let state = json!({ "formData": { "datasource": "1__table", "viz_type": "pie", "row_limit": 7 } });
    let (status, link) = app.post("/api/v1/explore/permalink", &state).await;
    assert_eq!(status, StatusCode::CREATED, "{link}");
    let (_, body) = app.get(&format!("/api/v1/explore/?permalink_key={}", link["key"].as_str().unwrap())).await;
    assert_eq!(
        (&body["result"]["form_data"]["row_limit"], &body["result"]["slice"]),
        (&json!(7), &Value::Null),
        "{body}"
    );
    let mut other = entry.clone();
    other["form_data"] = "{".into();
    assert_eq!(app.send(Method::PUT, &path, &other).await.0, StatusCode::BAD_REQUEST);
    other["datasource_id"] = 99.into();
    assert_eq!(app.post("/api/v1/explore/form_data", &other).await.0, StatusCode::BAD_REQUEST);
    other["form_data"] = "{}".into();
    assert_eq!(app.post("/api/v1/explore/form_data", &other).await.0, StatusCode::NOT_FOUND);

    // Who has the key still needs the dataset, and only its owner changes what it holds.
    for (name, role, read, written) in [
        ("ann", "Alpha", StatusCode::OK, StatusCode::FORBIDDEN),
        ("gus", "Gamma", StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
    ] {
        let token = account(app, name, role).await;
        let get = app.client.get(app.path(&path)).bearer_auth(&token);
        assert_eq!(answer(get).await.0, read, "{name}");
        let put = app.client.put(app.path(&path)).bearer_auth(&token).json(&entry);
        assert_eq!(answer(put).await.0, written, "{name}");
    }
    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.0, StatusCode::OK);
    assert_eq!(app.get(&path).await.0, StatusCode::NOT_FOUND);
    orders.end().await;
}

async fn account(app: &TestApp, name: &str, role: &str) -> String {
    let (_, roles) = app.get("/api/v1/security/roles/?q=(page_size:100)").await;
    let roles = roles["result"].as_array().unwrap();
    let id = &roles.iter().find(|it| it["name"] == role).unwrap()["id"];
    let new = json!({ "username": name, "first_name": name, "last_name": "", "email": format!("{name}@example.com"),
                      "password": PASSWORD, "roles": [id], "active": true });
    let (status, body) = app.post("/api/v1/security/users/", &new).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    app.sign_in(name, PASSWORD).await
}
