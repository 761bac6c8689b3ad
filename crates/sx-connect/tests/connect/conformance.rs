//! What every connector must do alike; a new connector adds one test at the end.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures::TryStreamExt as _;
use sx_connect::{ConnectErrorKind, Limits, Source, SourceQuery};
use sx_query::{Dialect, Kind, Param};

use crate::{harness::*, mysql_server::MySqlScratch};

/// A table `things` with these rows, in a schema of that name.
struct Case {
    source: Arc<dyn Source>,
    dialect: &'static dyn Dialect,
    schema: String,
}

/// Runs for minutes, in any database that has `generate_series`.
const SLOW: &str = "SELECT count(*) FROM generate_series(1, 10000) AS a(x), generate_series(1, 10000) AS b(y), \
                    generate_series(1, 10000) AS c(z) WHERE (x + y + z) % 7 = 3";
/// Many rows, one after the other.
const LONG: &str = "SELECT x FROM generate_series(1, 10000) AS a(x), generate_series(1, 10000) AS b(y)";

/// The same without `generate_series`.
const SQLITE_SLOW: &str = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a LIMIT 10000)
                           SELECT count(*) FROM a, a AS b, a AS c WHERE (a.x + b.x + c.x) % 7 = 3";
const SQLITE_LONG: &str = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a LIMIT 10000)
                           SELECT a.x FROM a, a AS b";

const MYSQL_SLOW: &str = "SELECT COUNT(*) FROM seq_1_to_10000 AS a, seq_1_to_10000 AS b, seq_1_to_10000 AS c
                          WHERE (a.seq + b.seq + c.seq) % 7 = 3";
const MYSQL_LONG: &str = "SELECT a.seq AS x FROM seq_1_to_10000 AS a, seq_1_to_10000 AS b";

impl Case {
    fn slow(&self) -> &'static str {
        match self.dialect.id() {
            "sqlite" => SQLITE_SLOW,
            "mysql" => MYSQL_SLOW,
            _ => SLOW,
        }
    }

    fn long(&self) -> &'static str {
        match self.dialect.id() {
            "sqlite" => SQLITE_LONG,
            "mysql" => MYSQL_LONG,
            _ => LONG,
        }
    }
}

async fn conforms(case: Case) {
    lists_what_there_is(&case).await;
    reads_every_common_type(&case).await;
    binds_parameters(&case).await;
    keeps_the_limits(&case).await;
    says_what_was_wrong(&case).await;
    stops_when_told(&case).await;
}

async fn lists_what_there_is(case: &Case) {
    let source = &*case.source;
    source.ping().await.unwrap();
    assert!(source.schemas().await.unwrap().contains(&case.schema));
    for schema in [None, Some(case.schema.as_str())] {
        let tables = source.tables(schema).await.unwrap();
        let things = tables.iter().find(|table| table.name == "things").unwrap();
        assert_eq!((things.schema.as_deref(), things.kind), (Some(case.schema.as_str()), "table"));

        let columns = source.columns(schema, "things").await.unwrap();
        let seen: Vec<_> = columns.iter().map(|c| (c.name.as_str(), c.kind, c.is_dttm)).collect();
        assert_eq!(
            seen,
            [
                ("id", Kind::Numeric, false),
                ("name", Kind::String, false),
                ("price", Kind::Numeric, false),
                ("sold", Kind::Boolean, false),
                ("day", Kind::Temporal, true),
                ("seen", Kind::Temporal, true),
            ]
        );
        assert!(columns.iter().all(|c| c.type_text == c.type_text.to_uppercase() && !c.type_text.is_empty()));
        // What the catalogue says of a column, the answer says too.
        let answer = ask(source, "SELECT * FROM things").await.unwrap();
        assert!(
            columns
                .iter()
                .zip(&answer.columns)
                .all(|(info, column)| info.kind == column.kind && info.name == column.name)
        );
    }
    assert_eq!(source.tables(Some("no_such_schema")).await.unwrap(), []);
}

async fn reads_every_common_type(case: &Case) {
    let table = ask(&*case.source, "SELECT * FROM things ORDER BY id").await.unwrap();
    insta::allow_duplicates! {
        insta::assert_snapshot!(rows(&table), @r#"
        1 | "apple" | 1.5 | true | 1706659200000.0 | 1706745599500.0
        2 | "pear" | null | false | -86400000.0 | -86400000.0
        3 | null | -2.25 | null | null | null
        "#);
    }
    let empty = ask(&*case.source, "SELECT * FROM things WHERE id > 99").await.unwrap();
    assert_eq!((empty.row_count(), empty.columns.len()), (0, 6));
    let twice = ask(&*case.source, "SELECT 1 AS a, 2 AS a").await.unwrap();
    assert_eq!(rows(&twice), "1 | 2");
}

async fn binds_parameters(case: &Case) {
    let names = async |column: &str, operator: &str, param: Param| {
        let sql = format!(
            "SELECT name FROM things WHERE {column} {operator} {} ORDER BY id",
            case.dialect.placeholder(1, &param)
        );
        rows(&ask_with(&*case.source, &sql, vec![param]).await.unwrap())
    };
    assert_eq!(names("name", "=", Param::Text("apple".into())).await, r#""apple""#);
    assert_eq!(names("name", "=", Param::Text("' OR 1=1 --".into())).await, "");
    assert_eq!(names("id", "=", Param::Int(2)).await, r#""pear""#);
    assert_eq!(names("id", ">", Param::Float(1.5)).await, "\"pear\"\nnull");
    assert_eq!(names("price", ">", Param::Float(0.5)).await, r#""apple""#);
    assert_eq!(names("sold", "=", Param::Bool(false)).await, r#""pear""#);
    assert_eq!(names("seen", ">=", Param::Time(1_706_745_599_500_000)).await, r#""apple""#);
    assert_eq!(names("seen", ">", Param::Time(1_706_745_599_500_000)).await, "");
    assert_eq!(names("day", "<", Param::Time(0)).await, r#""pear""#);
    assert_eq!(names("name", "=", Param::Null).await, "");
    assert_eq!(names("id", "=", Param::Null).await, "");

    // The statement of a moment ago, with another value.
    let sql = format!("SELECT name FROM things WHERE id = {}", case.dialect.placeholder(1, &Param::Int(0)));
    for (id, name) in [(1, r#""apple""#), (2, r#""pear""#)] {
        assert_eq!(rows(&ask_with(&*case.source, &sql, vec![Param::Int(id)]).await.unwrap()), name);
    }
}

async fn keeps_the_limits(case: &Case) {
    let limited = |sql: &str, limits: Limits| SourceQuery { limits, ..query(sql) };
    for wanted in [0, 1, 10, 20_000] {
        let table = case.source.collect(limited(case.long(), Limits { rows: wanted, ..LIMITS })).await.unwrap();
        assert_eq!((table.row_count(), table.columns.len()), (wanted, 1));
    }
    let batches: Vec<_> = case
        .source
        .query(limited(case.long(), Limits { rows: 50_000, ..LIMITS }))
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert!(batches.len() > 1, "an answer is streamed");

    let error = case
        .source
        .collect(limited(case.long(), Limits { rows: usize::MAX, bytes: 1_000_000, ..LIMITS }))
        .await
        .unwrap_err();
    insta::allow_duplicates! {
        insta::assert_snapshot!(error.message, @"The answer is larger than 1 MB. Ask for fewer rows or columns.");
    }

    let begun = Instant::now();
    let error = case
        .source
        .collect(limited(case.slow(), Limits { timeout: Duration::from_millis(300), ..LIMITS }))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
    insta::allow_duplicates! {
        insta::assert_snapshot!(error.message, @"The query was stopped because it ran longer than 0.3 seconds.");
    }
    assert!(begun.elapsed() < Duration::from_secs(3));
}

async fn says_what_was_wrong(case: &Case) {
    for (sql, kind) in [
        ("SELECT nowhere FROM things", ConnectErrorKind::ColumnDoesNotExistError),
        ("SELECT things.nowhere FROM things", ConnectErrorKind::ColumnDoesNotExistError),
        ("SELECT * FROM nowhere", ConnectErrorKind::TableDoesNotExistError),
        ("SELECT FROM WHERE", ConnectErrorKind::SyntaxError),
    ] {
        let error = ask(&*case.source, sql).await.unwrap_err();
        assert_eq!(error.kind, kind, "{sql}: {error}");
        assert!(kind == ConnectErrorKind::SyntaxError || error.message.contains("nowhere"), "{sql}: {error}");
    }
    let error = case.source.columns(None, "nowhere").await.unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::TableDoesNotExistError);
    // After an error the source answers as before.
    case.source.ping().await.unwrap();
}

/// More dropped questions than a source answers at a time: had one not been stopped, the last would wait behind it.
async fn stops_when_told(case: &Case) {
    for sql in [case.slow(), case.long()].repeat(6) {
        let question = async {
            let mut batches = case.source.query(query(sql)).await.unwrap();
            batches.try_next().await.unwrap();
            tokio::time::sleep(Duration::from_secs(60)).await;
        };
        assert!(tokio::time::timeout(Duration::from_millis(100), question).await.is_err());
    }
    let begun = Instant::now();
    case.source.ping().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_conforms() {
    let scratch = Scratch::new(
        "CREATE TABLE things (id bigint, name text, price double precision, sold boolean, day date, seen timestamp);
         INSERT INTO things VALUES (1, 'apple', 1.5, true, '2024-01-31', '2024-01-31 23:59:59.5'),
             (2, 'pear', NULL, false, '1969-12-31', '1969-12-31'), (3, NULL, -2.25, NULL, NULL, NULL)",
    )
    .await;
    conforms(Case { source: scratch.source(), dialect: &sx_query::Postgres, schema: scratch.schema.clone() }).await;
    // Nothing goes on behind our back.
    scratch.wait_for_connections("active", 0).await;
    scratch.drop_schema().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mysql_conforms() {
    let scratch = MySqlScratch::new(
        "CREATE TABLE things (id bigint, name varchar(20), price double, sold boolean, day date, seen datetime(3));
         INSERT INTO things VALUES (1, 'apple', 1.5, true, '2024-01-31', '2024-01-31 23:59:59.5'),
             (2, 'pear', NULL, false, '1969-12-31', '1969-12-31'), (3, NULL, -2.25, NULL, NULL, NULL)",
    );
    conforms(Case { source: scratch.source(), dialect: &sx_query::MySql, schema: scratch.schema.clone() }).await;
    // Nothing goes on behind our back.
    scratch.wait_until_busy(0).await;
}

const THINGS_CSV: &str = "id,name,price,sold,day,seen
1,apple,1.5,true,2024-01-31,2024-01-31 23:59:59.5
2,pear,,false,1969-12-31,1969-12-31 00:00:00
3,,-2.25,,,
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duckdb_conforms_on_csv() {
    let folder = Folder::new();
    folder.write("things.csv", THINGS_CSV);
    conforms(Case { source: folder.source(), dialect: &sx_query::DuckDb, schema: "main".into() }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duckdb_conforms_on_parquet() {
    let folder = Folder::new();
    folder.copy("things.parquet", "things.parquet");
    conforms(Case { source: folder.source(), dialect: &sx_query::DuckDb, schema: "main".into() }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_conforms() {
    let folder = Folder::new();
    let source = folder.sqlite(
        "things.db",
        "CREATE TABLE things (id bigint, name text, price double precision, sold boolean, day date, seen timestamp);
         INSERT INTO things VALUES (1, 'apple', 1.5, true, '2024-01-31', '2024-01-31 23:59:59.5'),
             (2, 'pear', NULL, false, '1969-12-31', '1969-12-31'), (3, NULL, -2.25, NULL, NULL, NULL)",
    );
    conforms(Case { source, dialect: &sx_query::Sqlite, schema: "main".into() }).await;
}
