//! Templates in datasets and questions, through every door.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    harness::{TestApp, postgres_batch, postgres_url, postgres_with},
    people::Person,
};

const TABLES: &str = "CREATE TABLE orders (id int, placed timestamp, country text, amount int, seller text);
    INSERT INTO orders VALUES (1, '2024-01-10', 'FR', 10, 'alf'), (2, '2024-02-10', 'FR', 20, 'bea'),
                              (3, '2024-03-10', 'DE', 30, 'alf'), (4, '2024-04-10', 'O''Brien', 40, 'bea')";

struct Shop {
    app: TestApp,
    database: String,
}

impl Shop {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let (database, uri) = postgres_with(TABLES).await;
        let (status, made) =
            app.post("/api/v1/database/", &json!({ "database_name": "Shop", "sqlalchemy_uri": uri })).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        Self { app, database }
    }

    async fn dataset(&self, name: &str, sql: &str, params: Value) -> i64 {
        let new = json!({ "database": 1, "table_name": name, "sql": sql, "template_params": params });
        let (status, made) = self.app.post("/api/v1/dataset/", &new).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        made["id"].as_i64().unwrap()
    }

    async fn change(&self, dataset: i64, change: Value) -> (StatusCode, Value) {
        self.app.send(Method::PUT, &format!("/api/v1/dataset/{dataset}"), &change).await
    }

    async fn close(self) {
        let Self { app, database } = self;
        drop(app);
        postgres_batch(&postgres_url(), &format!("DROP DATABASE {database} WITH (FORCE)")).await;
    }
}

fn asking(dataset: i64, query: &Value) -> Value {
    json!({ "datasource": { "id": dataset, "type": "table" }, "queries": [query] })
}

/// The result of the one query.
fn told((status, answer): (StatusCode, Value)) -> Value {
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["result"][0].clone()
}

fn ids(result: &Value) -> Vec<i64> {
    result["data"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

async fn ask(person: &Person<'_>, dataset: i64, query: &Value) -> Value {
    told(person.post("/api/v1/chart/data", &asking(dataset, query)).await)
}

fn rows(filters: Value) -> Value {
    json!({ "columns": ["id"], "metrics": [], "filters": filters, "orderby": [["id", true]] })
}

#[tokio::test]
async fn a_select_follows_filters_times_and_parameters() {
    let shop = Shop::open().await;
    let sql = "SELECT id, placed, amount FROM {{ schema }}.orders WHERE TRUE
        {% if filter_values('land') %} AND country IN {{ filter_values('land', remove_filter=True)|where_in }}{% endif %}
        {% if from_dttm %} AND placed >= '{{ from_dttm }}'{% endif %}
        AND amount >= {{ url_param('least', 0) }}";
    let dataset = shop.dataset("sold", sql, json!({ "schema": "public" })).await;
    let ask = async |query: &Value| told(shop.app.post("/api/v1/chart/data", &asking(dataset, query)).await);

    assert_eq!(ids(&ask(&rows(json!([]))).await), [1, 2, 3, 4]);
    // The SELECT has no column “land”: the template took the filter over.
    let filter = json!([{ "col": "land", "op": "IN", "val": ["FR", "O'Brien"] }]);
    let result = ask(&rows(filter)).await;
    assert_eq!(ids(&result), [1, 2, 4]);
    assert_eq!(result["applied_template_filters"], json!(["land"]));
    assert_eq!((&result["applied_filters"], &result["rejected_filters"]), (&json!([{ "column": "land" }]), &json!([])));

    let range = json!([{ "col": "placed", "op": "TEMPORAL_RANGE", "val": "2024-02-01 : 2024-04-01" }]);
    let result = ask(&rows(range)).await;
    assert_eq!(ids(&result), [2, 3]);
    assert!(result["query"].as_str().unwrap().contains("placed >= '2024-02-01T00:00:00'"), "{result}");

    let mut least = rows(json!([]));
    least["url_params"] = json!({ "least": "25" });
    assert_eq!(ids(&ask(&least).await), [3, 4]);
    let mut context = asking(dataset, &rows(json!([])));
    context["form_data"] = json!({ "url_params": { "least": "35" } });
    assert_eq!(ids(&told(shop.app.post("/api/v1/chart/data", &context).await)), [4]);

    least["url_params"] = json!({ "least": "0 OR 1=1" });
    let (status, refused) = shop.app.post("/api/v1/chart/data", &asking(dataset, &least)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{refused}");
    assert!(refused.to_string().contains("inside of quotes"), "{refused}");
    shop.close().await;
}

#[tokio::test]
async fn each_person_has_answers_of_their_own() {
    let shop = Shop::open().await;
    let sql = "SELECT id, seller FROM orders WHERE seller = '{{ current_username() }}'";
    let dataset = shop.dataset("mine", sql, Value::Null).await;
    let (alf, bea) = (shop.app.person("alf", "Alpha").await, shop.app.person("bea", "Alpha").await);
    let query = rows(json!([]));
    for _ in 0..2 {
        assert_eq!(ids(&ask(&alf, dataset, &query).await), [1, 3]);
        assert_eq!(ids(&ask(&bea, dataset, &query).await), [2, 4]);
    }
    assert_eq!(ask(&alf, dataset, &query).await["is_cached"], true);

    // Equal SQL is one answer, but for what a template keeps apart itself.
    let apart = shop.dataset("apart", "SELECT 1 AS id {# {{ 1 }} #}", Value::Null).await;
    let key = async |person: &Person<'_>| ask(person, apart, &query).await["cache_key"].clone();
    assert_eq!(key(&alf).await, key(&bea).await);
    let sql = "{% set _ = cache_key_wrapper(current_user_id()) %}SELECT 1 AS id";
    assert_eq!(shop.change(apart, json!({ "sql": sql })).await.0, StatusCode::OK);
    assert_ne!(key(&alf).await, key(&bea).await);
    shop.close().await;
}

#[tokio::test]
async fn columns_metrics_and_questions_are_rendered_when_they_are_used() {
    let shop = Shop::open().await;
    let dataset = shop.app.add_dataset(json!({ "database": 1, "table_name": "orders", "schema": "public" })).await;
    let change = json!({
        "columns": [{ "column_name": "id" }, { "column_name": "country" }, { "column_name": "amount" },
                    { "column_name": "shown", "expression": "country || '{{ url_param('mark', '!') }}'" },
                    { "column_name": "needs", "expression": "amount + {{ filter_values('n')[0] }}" }],
        "metrics": [{ "metric_name": "total", "expression": "SUM(amount)" },
                    { "metric_name": "share", "expression": "{{ metric('total') }} * {{ factor }}" }],
        "template_params": { "factor": 2 },
        "fetch_values_predicate": "amount > {{ factor }} * 10",
    });
    let (status, changed) = shop.change(dataset, change).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    let post = async |query: Value| shop.app.post("/api/v1/chart/data", &asking(dataset, &query)).await;

    let query = json!({ "columns": ["shown"], "metrics": ["share"], "orderby": [["shown", true]], "row_limit": 1 });
    assert_eq!(told(post(query).await)["data"], json!([{ "shown": "DE!", "share": 60 }]));
    let (status, refused) = post(json!({ "columns": ["needs"], "metrics": [] })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{refused}");
    assert!(refused.to_string().contains("“needs” of this dataset cannot be used"), "{refused}");
    let needs = json!({ "columns": ["needs"], "metrics": [], "orderby": [["needs", false]], "row_limit": 1,
                        "filters": [{ "col": "n", "op": "IN", "val": [5] }] });
    assert_eq!(told(post(needs).await)["data"], json!([{ "needs": 45 }]));

    let adhoc = json!({
        "columns": [{ "label": "x", "sqlExpression": "country || '{{ filter_values('country')[0] }}'", "expressionType": "SQL" }],
        "metrics": [{ "label": "n", "expressionType": "SQL", "sqlExpression": "COUNT(*) + {{ 1 + 1 }}" }],
        "filters": [{ "col": "country", "op": "IN", "val": ["O'Brien"] }],
        "extras": { "where": "amount < {{ factor * 100 }}", "having": "COUNT(*) > {{ 0 }}" },
    });
    assert_eq!(told(post(adhoc).await)["data"], json!([{ "x": "O'BrienO'Brien", "n": 3 }]));
    let (status, refused) = post(json!({ "columns": ["id"], "extras": { "where": "id = {{ nothing }}" } })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(refused.to_string().contains("WHERE: The template knows no “nothing” (line 1)."), "{refused}");
    // What a template becomes is guarded like any other text.
    let sneaky = json!({ "columns": ["id"], "extras": { "where": "id = {{ '(SELECT 1)' }}" } });
    assert_eq!(post(sneaky).await.0, StatusCode::BAD_REQUEST);

    let (status, values) = shop.app.get(&format!("/api/v1/datasource/table/{dataset}/column/shown/values/")).await;
    assert_eq!((status, &values["result"]), (StatusCode::OK, &json!(["DE!", "O'Brien!"])), "{values}");
    let samples = json!({ "dataset_id": dataset, "row_limit": 2 });
    let (status, samples) = shop.app.post("/api/v1/explore/samples", &samples).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "“needs” is asked for, too: {samples}");
    let check = |text: &str| json!({ "expression": text, "expression_type": "where" });
    let validate = format!("/api/v1/datasource/table/{dataset}/validate_expression/");
    let (_, fine) = shop.app.post(&validate, &check("country IN {{ filter_values('c')|where_in }}")).await;
    assert_eq!(fine["result"], json!([]), "{fine}");
    let (_, wrong) = shop.app.post(&validate, &check("country = {{ nothing }}")).await;
    assert!(wrong.to_string().contains("knows no “nothing”"), "{wrong}");
    shop.close().await;
}

#[tokio::test]
async fn a_dataset_may_stand_on_another() {
    let shop = Shop::open().await;
    let own =
        shop.dataset("own", "SELECT id, amount FROM orders WHERE seller = '{{ current_username() }}'", Value::Null);
    let own = own.await;
    let sql = format!("SELECT id FROM {{{{ dataset({own}, columns=['id']) }}}}");
    let above = shop.dataset("above", &sql, Value::Null).await;
    let alf = shop.app.person("alf", "Alpha").await;
    assert_eq!(ids(&ask(&alf, above, &rows(json!([]))).await), [1, 3]);
    // Who may not see the other dataset is told that there is none.
    let missing = format!("SELECT id FROM {{{{ dataset({}) }}}}", above + 100);
    assert_eq!(shop.change(above, json!({ "sql": missing })).await.0, StatusCode::OK);
    let (status, refused) = alf.post("/api/v1/chart/data", &asking(above, &rows(json!([])))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{refused}");
    assert!(refused.to_string().contains("was not found"), "{refused}");
    // A dataset over itself has an end.
    let endless = format!("SELECT id FROM {{{{ dataset({above}) }}}}");
    assert_eq!(shop.change(above, json!({ "sql": endless })).await.0, StatusCode::OK);
    assert_eq!(alf.post("/api/v1/chart/data", &asking(above, &rows(json!([])))).await.0, StatusCode::BAD_REQUEST);
    shop.close().await;
}

#[tokio::test]
async fn what_is_saved_is_checked() {
    let shop = Shop::open().await;
    let dataset = shop.dataset("sold", "SELECT id FROM orders", Value::Null).await;
    for (sql, part) in [
        ("SELECT id FROM orders WHERE id = {{ nothing }}", "knows no “nothing” (line 1)"),
        ("SELECT id\nFROM orders {% if %}", "Line 2 of the template could not be read"),
        ("DELETE FROM {{ 'orders' }}", "Only SELECT is allowed"),
        ("SELECT pg_sleep({{ 1 }})", "“pg_sleep” is not allowed"),
    ] {
        let (status, refused) = shop.change(dataset, json!({ "sql": sql })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
        let fault = refused["errors"][0]["extra"]["sql"][0].as_str().unwrap();
        assert!(fault.contains(part), "{fault}");
    }
    for sql in [
        "SELECT id FROM orders WHERE country = '{{ filter_values('c')[0] }}'",
        "SELECT id FROM orders WHERE id = {{ url_param('n')|int(1) }}",
        "SELECT id FROM orders {% if filter_values('c') %}WHERE country IN {{ filter_values('c')|where_in }}{% endif %}",
    ] {
        let (status, said) = shop.change(dataset, json!({ "sql": sql })).await;
        assert_eq!(status, StatusCode::OK, "{sql}: {said}");
        let (status, said) =
            shop.app.send(Method::PUT, &format!("/api/v1/dataset/{dataset}/refresh"), &json!({})).await;
        assert_eq!(status, StatusCode::OK, "{sql}: {said}");
    }
    for (params, expected) in [
        (json!({ "a": 1 }), StatusCode::OK),
        (json!("{\"a\": 1}"), StatusCode::OK),
        (Value::Null, StatusCode::OK),
        (json!([1]), StatusCode::BAD_REQUEST),
        (json!("{"), StatusCode::BAD_REQUEST),
        (json!("\"a\""), StatusCode::BAD_REQUEST),
    ] {
        let (status, said) = shop.change(dataset, json!({ "template_params": params })).await;
        assert_eq!(status, expected, "{params}: {said}");
    }
    shop.close().await;
}
