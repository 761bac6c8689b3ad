//! Random questions of a person with rules, against the same questions over a table from which the forbidden rows and
//! columns were removed. Both must answer the same, also that they cannot answer.

use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{
    dialects::{DUCKDB, Dialect, MARIADB, POSTGRES, SQLITE},
    shop::{Place, Shop, asking},
};
use crate::people::Person;

const CASES: usize = 90;

#[tokio::test]
async fn on_postgres_what_is_hidden_might_as_well_not_be_there() {
    let mut shop = Shop::open().await;
    let (all, seen) = (shop.postgres(false).await, shop.postgres(true).await);
    compare(&shop, all, seen, POSTGRES).await;
    shop.close().await;
}

#[tokio::test]
async fn on_duckdb_what_is_hidden_might_as_well_not_be_there() {
    let mut shop = Shop::open().await;
    let (all, seen) = (shop.duckdb(false).await, shop.duckdb(true).await);
    compare(&shop, all, seen, DUCKDB).await;
    shop.close().await;
}

#[tokio::test]
async fn on_mariadb_what_is_hidden_might_as_well_not_be_there() {
    let mut shop = Shop::open().await;
    let (all, seen) = (shop.mariadb(false).await, shop.mariadb(true).await);
    compare(&shop, all, seen, MARIADB).await;
    shop.close().await;
}

#[tokio::test]
async fn on_sqlite_what_is_hidden_might_as_well_not_be_there() {
    let mut shop = Shop::open().await;
    let (all, seen) = (shop.sqlite(false).await, shop.sqlite(true).await);
    compare(&shop, all, seen, SQLITE).await;
    shop.close().await;
}

const EXPRESSIONS: &[&str] = &[
    "UPPER(name)",
    "score * 2",
    "salary",
    "salary + 1",
    "staff.salary",
    "COALESCE(region, 'x')",
    "CAST(substr(note, 2) AS INT)",
    "CASE WHEN score > 120 THEN note ELSE region END",
    "CASE WHEN score = 7 THEN CAST(note AS INT) ELSE 1 END",
    "length(note)",
];

const CONDITIONS: &[&str] = &[
    "score > 120",
    "region = 'south'",
    "region <> 'north'",
    "salary > 887766010",
    "note LIKE '%secret%'",
    "CAST(substr(note, 2) AS INT) > 20",
    "1 = 1) OR (1 = 1",
    "id IN (SELECT id FROM staff)",
    "EXISTS (SELECT salary FROM staff)",
    "region = 'south' OR TRUE",
];

const METRICS: &[&str] = &[
    "COUNT(*)",
    "SUM(score)",
    "MAX(note)",
    "SUM(salary)",
    "MIN(CAST(substr(note, 2) AS INT))",
    "COUNT(DISTINCT region)",
];

const SELECTS: &[&str] = &[
    "SELECT * FROM staff",
    "SELECT id, name, note, region, score FROM staff WHERE CAST(substr(note, 2) AS INT) > 0",
    "SELECT id, name, note, region, salary AS score FROM staff",
    "WITH staff AS (SELECT * FROM staff) SELECT * FROM staff",
    "WITH a AS (SELECT * FROM staff), staff AS (SELECT * FROM a WHERE score > 110) SELECT * FROM staff",
    "SELECT x.id, x.name, y.note, y.region, y.score FROM staff x JOIN staff y ON x.id = y.id + 3",
    "SELECT * FROM shift NATURAL JOIN staff",
    "SELECT * FROM staff JOIN shift USING (id, name)",
    "SELECT id, name, note, region, score FROM staff UNION SELECT id, name, 'x', 'y', hours FROM shift",
    "SELECT id, name, note, region, score FROM staff EXCEPT SELECT id, name, note, region, score FROM staff WHERE score < 120",
    "SELECT h.id, h.name, h.hours AS score, (SELECT max(note) FROM staff WHERE staff.id = h.id) AS note, 'r' AS region FROM shift h",
    "SELECT id, name, hours AS score, 'n' AS note, 'r' AS region FROM shift WHERE EXISTS (SELECT 1 FROM staff s WHERE s.id = shift.id)",
    "SELECT name AS note, region, name, max(score) AS score, count(*) AS id FROM staff GROUP BY 1, 2, 3",
    "SELECT id, name, note, region, sum(score) OVER (ORDER BY id) AS score FROM staff",
    "SELECT * FROM staff ORDER BY salary LIMIT 5",
];

/// Runs every case twice.
async fn compare(shop: &Shop, all: Place, seen: Place, dialect: Dialect) {
    shop.rule(all).await;
    let alpha = shop.app.person("alf", "Alpha").await;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let cases = (virtual_dataset(dialect), question(dialect));
    let (mut answered, mut refused, mut wrong) = (0, 0, Vec::new());
    for number in 0..CASES {
        let (select, query) = cases.new_tree(&mut runner).unwrap().current();
        let (by_alpha, by_admin) = match &select {
            None => (Some(all.staff), Some(seen.staff)),
            Some(sql) => {
                let name = format!("virtual {number}");
                let dataset = |place: Place| json!({ "database": place.database, "table_name": name, "sql": sql });
                let made = alpha.post("/api/v1/dataset/", &dataset(all)).await;
                let other = shop.app.post("/api/v1/dataset/", &dataset(seen)).await;
                if made.0 != other.0 {
                    wrong.push(format!("{sql}: {} {} is not {} {}", made.0, made.1, other.0, other.1));
                }
                (made.1["id"].as_i64(), other.1["id"].as_i64())
            }
        };
        let (Some(by_alpha), Some(by_admin)) = (by_alpha, by_admin) else {
            refused += 1;
            continue;
        };
        let mine = ask(&alpha, by_alpha, &query).await;
        let (status, body) = shop.app.post("/api/v1/chart/data", &asking(by_admin, &query)).await;
        let truth = told(status, &body);
        if mine.0 != truth {
            wrong.push(format!("{select:?} {query}\n  {}\n  is not\n  {truth}\n  ({})", mine.0, mine.1));
        }
        if mine.0.starts_with("200") {
            answered += 1;
        } else {
            refused += 1;
            if mine.1.contains("nsecret") || mine.1.contains("887766") {
                wrong.push(format!("{select:?} {query}: the error tells too much: {}", mine.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {CASES}:\n{}", wrong.len(), wrong.join("\n"));
    // A test that only sees refusals, or none, shows little.
    assert!(answered > CASES / 4 && refused > CASES / 10, "{answered} answered, {refused} refused");
}

/// What was answered, and the error's words.
async fn ask(person: &Person<'_>, dataset: i64, query: &Value) -> (String, String) {
    let (status, body) = person.post("/api/v1/chart/data", &asking(dataset, query)).await;
    (told(status, &body), body["errors"][0]["message"].to_string() + &body["message"].to_string())
}

/// Status, then the rows in an order of their own and what is said about them, or the kind of the error.
fn told(status: StatusCode, body: &Value) -> String {
    if status != StatusCode::OK {
        return format!("{status} {}", body["errors"][0]["error_type"]);
    }
    let result = &body["result"][0];
    let mut rows: Vec<_> = result["data"].as_array().into_iter().flatten().map(Value::to_string).collect();
    rows.sort_unstable();
    let parts = ["colnames", "coltypes", "rowcount", "applied_filters", "rejected_filters"].map(|key| &result[key]);
    format!("{status} {} {}", json!(parts), rows.join("\n"))
}

/// Half of the questions are about the table itself.
fn virtual_dataset(dialect: Dialect) -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(select([SELECTS, dialect.selects].concat()))
}

fn question(dialect: Dialect) -> impl Strategy<Value = Value> {
    let names = || select(vec!["id", "name", "region", "note", "score", "salary"]);
    let own = || select([EXPRESSIONS, dialect.expressions].concat());
    let column = prop_oneof![
        4 => names().prop_map(Value::from),
        1 => own().prop_map(|sql| json!({ "label": "own", "sqlExpression": sql, "expressionType": "SQL" })),
    ];
    let metric = select([METRICS, dialect.metrics].concat())
        .prop_map(|sql| json!({ "expressionType": "SQL", "sqlExpression": sql, "label": "metric" }));
    let filter = prop_oneof![
        (names(), select(vec!["IS NOT NULL", "IS NULL"])).prop_map(|(col, op)| json!({ "col": col, "op": op })),
        (names(), select(vec!["==", "!="]), select(vec!["p3", "north", "nsecret1", "7"]))
            .prop_map(|(col, op, val)| json!({ "col": col, "op": op, "val": val })),
        (names(), select(vec![">", "<="]), select(vec![3_i64, 7, 120, 887_766_010]))
            .prop_map(|(col, op, val)| json!({ "col": col, "op": op, "val": val })),
        (names(), Just("LIKE"), select(vec!["%secret%", "p1%", "%9%"]))
            .prop_map(|(col, op, val)| json!({ "col": col, "op": op, "val": val })),
    ];
    let condition = proptest::option::weighted(0.4, select([CONDITIONS, dialect.conditions].concat()));
    let having = proptest::option::weighted(0.2, select(vec!["COUNT(*) > 1", "MAX(salary) > 0", "MIN(score) > 7"]));
    (
        proptest::collection::vec(column, 1..3),
        proptest::option::of(metric),
        proptest::collection::vec(filter, 0..2),
        condition,
        having,
    )
        .prop_map(|(mut columns, metric, filters, condition, having)| {
            columns.dedup();
            let mut query = json!({ "columns": columns, "filters": filters });
            if let Some(metric) = metric {
                query["metrics"] = json!([metric]);
                query["extras"]["having"] = having.unwrap_or_default().into();
            }
            query["extras"]["where"] = condition.unwrap_or_default().into();
            query
        })
}
