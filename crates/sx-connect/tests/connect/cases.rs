//! Every SQL snapshot of sx-query, every filter operator and every time grain, on the databases themselves.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use serde_json::{Value, json};
use sx_connect::{Source, SourceQuery};
use sx_query::{Dialect, Plan, QueryObject, Table};

use crate::{harness::*, mysql_server::MySqlScratch};

#[path = "../../../sx-query/tests/query/sales.rs"]
#[expect(dead_code, reason = "the planner's own tests use more of it")]
mod sales;

/// The table `orders` of the planner's tests, in a schema of that name, with these rows.
struct Orders {
    source: Arc<dyn Source>,
    dialect: &'static dyn Dialect,
    schema: String,
}

const COLUMNS: [&str; 9] =
    ["order_date", "sales", "quantity", "status", "deal_size", "is_paid", "seen_ms", "day_text", "region"];
/// A Wednesday, a leap day that is a Thursday, and nothing (but a text that is no day, for DuckDB guesses types).
const ROWS: [[&str; 9]; 3] = [
    ["2024-05-15 13:47:52", "120.5", "7", "Shipped", "Small", "true", "1715780872000", "2024-05-15", "north"],
    ["2024-02-29 00:00:00", "5", "12", "it's 50%", "Large", "false", "1709164800000", "2024-02-29", "south"],
    ["", "", "", "", "", "", "", "none", ""],
];

fn ddl(time: &str) -> String {
    let rows = ROWS.map(|row| {
        let values = row.map(|value| match value {
            "" => "NULL".to_owned(),
            "true" | "false" => value.to_owned(),
            value => format!("'{}'", value.replace('\'', "''")),
        });
        format!("({})", values.join(", "))
    });
    format!(
        "CREATE TABLE orders (order_date {time}, sales double precision, quantity int, status varchar(20), \
         deal_size varchar(20), is_paid boolean, seen_ms bigint, day_text varchar(20), region varchar(20));
         INSERT INTO orders VALUES {};",
        rows.join(", ")
    )
}

fn csv() -> String {
    [COLUMNS].iter().chain(&ROWS).map(|row| row.join(",") + "\n").collect()
}

impl Orders {
    async fn run(&self, question: &QueryObject) -> Result<Table, String> {
        let Plan { sql, params, .. } = sales::plan_for(question, self.dialect).map_err(|error| error.to_string())?;
        let sql = sql.replace(&self.dialect.quote("public"), &self.dialect.quote(&self.schema));
        let asked = self.source.collect(SourceQuery { params, ..query(&sql) }).await;
        asked.map_err(|error| format!("{error}\n{sql}"))
    }

    async fn ask(&self, what: &str, question: Value) -> Table {
        self.run(&sales::question(question))
            .await
            .unwrap_or_else(|error| panic!("{} {what}: {error}", self.dialect.id()))
    }
}

async fn run_all(orders: Orders) {
    every_case_runs(&orders).await;
    every_operator_runs(&orders).await;
    filters_find_what_they_should(&orders).await;
    every_grain_is_right(&orders).await;
    nothing_comes_last_upwards_and_first_downwards(&orders).await;
}

async fn every_case_runs(orders: &Orders) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sx-query/tests/cases");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut count = 0;
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "json")) {
        let question = sales::question(serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap());
        // What cannot be planned for this database is told by the snapshot.
        if sales::plan_for(&question, orders.dialect).is_ok() {
            let answer = orders.run(&question).await;
            answer.unwrap_or_else(|error| panic!("{} {}: {error}", orders.dialect.id(), file.display()));
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} cases ran");
}

async fn every_operator_runs(orders: &Orders) {
    let operators = ["==", "!=", ">", "<", ">=", "<=", "LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE", "IN", "NOT IN"];
    let columns = [
        ("order_date", json!("2024-05-15")),
        ("sales", json!(5.5)),
        ("quantity", json!(7)),
        ("status", json!("it's 5\\0%")),
        ("is_paid", json!(true)),
        ("seen_ms", json!(1_715_780_872_000_i64)),
        ("is_large", json!(true)),
    ];
    for (column, value) in &columns {
        for operator in operators {
            let value = if operator.ends_with("IN") { json!([value, null]) } else { value.clone() };
            // A pattern is a text, whatever the column.
            let value = if operator.contains("LIKE") { json!(value.to_string()) } else { value };
            let filter = json!({"col": column, "op": operator, "val": value});
            orders.ask(&filter.to_string(), json!({"columns": ["status"], "filters": [filter]})).await;
        }
        for operator in ["IS NULL", "IS NOT NULL"] {
            let filter = json!({"col": column, "op": operator});
            orders.ask(&filter.to_string(), json!({"columns": ["status"], "filters": [filter]})).await;
        }
    }
}

async fn filters_find_what_they_should(orders: &Orders) {
    for (column, operator, value, expected) in [
        ("status", "==", json!("it's 50%"), vec![12]),
        ("status", "ILIKE", json!("SHIP%"), vec![7]),
        ("status", "LIKE", json!("%50\\%"), vec![12]),
        ("status", "NOT IN", json!(["Shipped"]), vec![12]),
        ("quantity", ">", json!(7), vec![12]),
        ("sales", "<=", json!(120.5), vec![7, 12]),
        ("is_paid", "IS TRUE", Value::Null, vec![7]),
        ("is_paid", "==", json!(false), vec![12]),
        ("order_date", "==", json!("2024-02-29"), vec![12]),
        ("order_date", "!=", json!("2024-02-29"), vec![7]),
        ("order_date", ">", json!("2024-02-29"), vec![7]),
        ("order_date", "<=", json!("2024-02-29"), vec![12]),
        ("order_date", "IN", json!(["2024-02-29", "2024-05-15"]), vec![12]),
        ("order_date", "NOT IN", json!(["2024-02-29"]), vec![7]),
        ("order_date", "TEMPORAL_RANGE", json!("2024-05-15 : 2024-05-16"), vec![7]),
        ("order_date", "TEMPORAL_RANGE", json!("2024-02-29 : 2024-05-15T13:47:52"), vec![12]),
        ("seen_ms", "TEMPORAL_RANGE", json!("2024-05-15 : 2024-05-16"), vec![7]),
        ("day_text", "TEMPORAL_RANGE", json!("2024-02-29 : 2024-03-01"), vec![12]),
    ] {
        // LIKE has no escapes there, unless they are asked for.
        if matches!(orders.dialect.id(), "sqlite" | "duckdb") && value.as_str().is_some_and(|text| text.contains('\\'))
        {
            continue;
        }
        let filter = json!({"col": column, "op": operator, "val": value});
        let question = json!({"columns": ["quantity"], "filters": [filter], "orderby": [["quantity", true]]});
        let answer = orders.ask(&filter.to_string(), question).await;
        let found: Vec<_> = (0..answer.row_count()).map(|row| answer.columns[0].values.json(row)).collect();
        assert_eq!(found, expected, "{} {filter}", orders.dialect.id());
    }
}

/// 2024-05-15 13:47:52, cut.
fn cut(duration: &str, weeks_begin_on_sunday: bool) -> &'static str {
    match duration {
        "PT1S" => "2024-05-15 13:47:52",
        "PT5S" => "2024-05-15 13:47:50",
        "PT30S" => "2024-05-15 13:47:30",
        "PT1M" => "2024-05-15 13:47:00",
        "PT5M" | "PT15M" => "2024-05-15 13:45:00",
        "PT10M" => "2024-05-15 13:40:00",
        "PT30M" | "PT0.5H" => "2024-05-15 13:30:00",
        "PT1H" => "2024-05-15 13:00:00",
        "PT6H" => "2024-05-15 12:00:00",
        "P1D" => "2024-05-15 00:00:00",
        "P1W" if weeks_begin_on_sunday => "2024-05-12 00:00:00",
        "1969-12-28T00:00:00Z/P1W" => "2024-05-12 00:00:00",
        "P1W" | "1969-12-29T00:00:00Z/P1W" => "2024-05-13 00:00:00",
        "P1W/1970-01-03T00:00:00Z" => "2024-05-18 00:00:00",
        "P1W/1970-01-04T00:00:00Z" => "2024-05-19 00:00:00",
        "P1M" => "2024-05-01 00:00:00",
        "P3M" | "P0.25Y" => "2024-04-01 00:00:00",
        "P1Y" => "2024-01-01 00:00:00",
        other => panic!("what does {other} cut?"),
    }
}

async fn every_grain_is_right(orders: &Orders) {
    let dialect = orders.dialect;
    let on_sunday = matches!(dialect.id(), "mysql" | "sqlite");
    let mut wrong = BTreeMap::new();
    for grain in dialect.time_grains().iter().chain(dialect.hidden_time_grains()) {
        for column in ["order_date", "seen_ms"] {
            let axis = json!({"timeGrain": grain.duration, "columnType": "BASE_AXIS", "sqlExpression": column,
                              "label": "time", "expressionType": "SQL", "isColumnReference": true});
            let filter = json!({"col": "quantity", "op": "==", "val": 7});
            let question = json!({"columns": [axis], "metrics": ["count"], "filters": [filter]});
            let answer = orders.ask(grain.duration, question).await;
            let seen = match answer.columns[0].values.json(0) {
                Value::Number(millis) => chrono::DateTime::from_timestamp_millis(millis.as_f64().unwrap() as i64)
                    .unwrap()
                    .format("%Y-%m-%d %H:%M:%S")
                    .to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            };
            let expected = cut(grain.duration, on_sunday);
            if seen != expected && format!("{seen} 00:00:00") != expected {
                wrong.insert(format!("{} {column}", grain.duration), seen);
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:?}", dialect.id());
}

async fn nothing_comes_last_upwards_and_first_downwards(orders: &Orders) {
    for (is_ascending, expected) in
        [(true, [json!(7), json!(12), Value::Null]), (false, [Value::Null, json!(12), json!(7)])]
    {
        let raw = json!({"columns": ["quantity"], "orderby": [["quantity", is_ascending]]});
        // The label of the metric is the name of a column, too.
        let metric = json!({"expressionType": "SIMPLE", "aggregate": "MAX", "column": {"column_name": "quantity"}, "label": "sales"});
        let grouped = json!({"columns": ["status"], "metrics": [metric], "orderby": [[metric, is_ascending]]});
        for (question, column) in [(raw, 0), (grouped, 1)] {
            let answer = orders.ask("order", question).await;
            let seen: Vec<_> = (0..3).map(|row| answer.columns[column].values.json(row)).collect();
            assert_eq!(seen, expected, "{}", orders.dialect.id());
        }
    }
}

#[tokio::test]
async fn postgres_runs_every_case() {
    let scratch = Scratch::new(&ddl("timestamp")).await;
    run_all(Orders { source: scratch.source(), dialect: &sx_query::Postgres, schema: scratch.schema.clone() }).await;
    scratch.drop_schema().await;
}

#[tokio::test]
async fn mysql_runs_every_case() {
    let scratch = MySqlScratch::new(&ddl("datetime(6)"));
    run_all(Orders { source: scratch.source(), dialect: &sx_query::MySql, schema: scratch.schema.clone() }).await;
}

#[tokio::test]
async fn duckdb_runs_every_case() {
    let folder = Folder::new();
    folder.write("orders.csv", &csv());
    run_all(Orders { source: folder.source(), dialect: &sx_query::DuckDb, schema: "main".into() }).await;
}

#[tokio::test]
async fn sqlite_runs_every_case() {
    let folder = Folder::new();
    let source = folder.sqlite("orders.db", &ddl("timestamp"));
    run_all(Orders { source, dialect: &sx_query::Sqlite, schema: "main".into() }).await;
}
