//! SQLite's values, whatever a column was declared as.

use futures::TryStreamExt as _;
use sx_connect::{Limits, SourceQuery};
use sx_query::{Dialect as _, Param, Sqlite};

use crate::harness::*;

/// Each column with the values of its rows, one line each: `declared: values → Arrow type, kind, JSON`.
const COLUMNS: &[(&str, &str)] = &[
    ("INTEGER", "1, NULL, -9223372036854775808"),
    ("INTEGER", "1, 'n/a', 2.5"),
    ("INTEGER", "9007199254740993, 0.5"),
    ("BIGINT UNSIGNED", "1, 0.5"),
    ("DECIMAL(10, 2)", "12.34, 10, NULL"),
    ("NUMERIC", "9007199254740993, 1"),
    ("DOUBLE PRECISION", "0.1, 9e999, -9e999"),
    ("BOOLEAN", "true, false, NULL"),
    ("BOOLEAN", "true, 2"),
    ("BOOLEAN", "'yes', 0"),
    ("DATE", "'2024-02-29', '1969-12-31 00:00:00'"),
    ("DATE", "'2024-02-29', '2024-02-29 12:00:00'"),
    ("DATE", "'29.02.2024', '2024-02-29'"),
    ("DATETIME", "'2024-02-29', '2024-02-29T12:34:56.789012Z', '2024-02-29 12:00:00+02:00'"),
    ("TIMESTAMP", "1709210096, 1709210096789, 2460369.5"),
    ("TIMESTAMP", "2024, 20240229"),
    ("TIME", "'23:59:59'"),
    ("VARCHAR(20)", "'ä😀', 5, x'00ff'"),
    ("JSON", "'{\"a\": 1}', 5"),
    ("UUID", "'2f1b9a3e-0000-4000-8000-00000000000f'"),
    ("BLOB", "x'00ff', NULL"),
    ("BLOB", "x'00ff', 1"),
    ("", "1, 2"),
    ("", "'a', 2"),
    ("", "NULL"),
];

#[tokio::test]
async fn values_that_do_not_fit_make_a_column_wider() {
    let folder = Folder::new();
    let mut ddl = String::new();
    for (n, (declared, values)) in COLUMNS.iter().enumerate() {
        let values: Vec<String> = values.split(", ").map(|value| format!("({value})")).collect();
        ddl += &format!("CREATE TABLE t{n} (v {declared}); INSERT INTO t{n} VALUES {};", values.join(", "));
    }
    let source = folder.sqlite("a.db", &ddl);
    let mut lines = String::new();
    for (n, (declared, values)) in COLUMNS.iter().enumerate() {
        let sql = format!("SELECT v FROM t{n}");
        let batches: Vec<_> = source.query(query(&sql)).await.unwrap().try_collect().await.unwrap();
        let table = ask(&*source, &sql).await.unwrap();
        let found = rows(&table).replace('\n', ", ");
        let data_type = batches[0].schema().field(0).data_type().clone();
        lines += &format!("{declared}: {values} → {data_type}, {:?}, {found}\n", table.columns[0].kind);
    }
    insta::assert_snapshot!(lines, @r#"
    INTEGER: 1, NULL, -9223372036854775808 → Int64, Numeric, 1, null, -9223372036854775808
    INTEGER: 1, 'n/a', 2.5 → Utf8, String, "1", "n/a", "2.5"
    INTEGER: 9007199254740993, 0.5 → Utf8, String, "9007199254740993", "0.5"
    BIGINT UNSIGNED: 1, 0.5 → Float64, Numeric, 1.0, 0.5
    DECIMAL(10, 2): 12.34, 10, NULL → Float64, Numeric, 12.34, 10.0, null
    NUMERIC: 9007199254740993, 1 → Int64, Numeric, 9007199254740993, 1
    DOUBLE PRECISION: 0.1, 9e999, -9e999 → Float64, Numeric, 0.1, null, null
    BOOLEAN: true, false, NULL → Boolean, Boolean, true, false, null
    BOOLEAN: true, 2 → Int64, Numeric, 1, 2
    BOOLEAN: 'yes', 0 → Utf8, String, "yes", "0"
    DATE: '2024-02-29', '1969-12-31 00:00:00' → Date32, Temporal, 1709164800000.0, -86400000.0
    DATE: '2024-02-29', '2024-02-29 12:00:00' → Timestamp(µs), Temporal, 1709164800000.0, 1709208000000.0
    DATE: '29.02.2024', '2024-02-29' → Utf8, String, "29.02.2024", "2024-02-29"
    DATETIME: '2024-02-29', '2024-02-29T12:34:56.789012Z', '2024-02-29 12:00:00+02:00' → Timestamp(µs), Temporal, 1709164800000.0, 1709210096789.012, 1709200800000.0
    TIMESTAMP: 1709210096, 1709210096789, 2460369.5 → Timestamp(µs), Temporal, 1709210096000.0, 1709210096789.0, 1709164800000.0
    TIMESTAMP: 2024, 20240229 → Int64, Numeric, 2024, 20240229
    TIME: '23:59:59' → Utf8, String, "23:59:59"
    VARCHAR(20): 'ä😀', 5, x'00ff' → Utf8, String, "ä😀", "5", "\\x00ff"
    JSON: '{"a": 1}', 5 → Utf8, String, "{\"a\": 1}", "5"
    UUID: '2f1b9a3e-0000-4000-8000-00000000000f' → Utf8, String, "2f1b9a3e-0000-4000-8000-00000000000f"
    BLOB: x'00ff', NULL → Binary, String, "\\x00ff", null
    BLOB: x'00ff', 1 → Utf8, String, "\\x00ff", "1"
    : 1, 2 → Int64, Numeric, 1, 2
    : 'a', 2 → Utf8, String, "a", "2"
    : NULL → Utf8, String, null
    "#);
}

#[tokio::test]
async fn expressions_are_what_they_give() {
    let folder = Folder::new();
    let source =
        folder.sqlite("a.db", "CREATE TABLE t (at DATETIME, n INTEGER); INSERT INTO t VALUES ('2024-01-31', 3)");
    let sql = "SELECT at, (SELECT at FROM t), max(at), n / 2, n / 2.0, n > 1, sqrt(16), power(2, 3) FROM t";
    insta::assert_snapshot!(rows(&ask(&*source, sql).await.unwrap()), @r#"1706659200000.0 | 1706659200000.0 | "2024-01-31" | 1 | 1.5 | 1 | 4.0 | 8.0"#);
}

/// The type is settled by the first rows; a wrong answer is worse than none.
#[tokio::test]
async fn a_late_stranger_is_an_error_and_no_loss() {
    let folder = Folder::new();
    let source = folder.sqlite(
        "a.db",
        "CREATE TABLE t (x INTEGER);
         WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) INSERT INTO t SELECT x FROM n;
         INSERT INTO t VALUES ('n/a')",
    );
    let all = |sql: &str| SourceQuery { limits: Limits { rows: 200_000, ..LIMITS }, ..query(sql) };
    let error = source.collect(all("SELECT x FROM t")).await.unwrap_err();
    insta::assert_snapshot!(error.message, @r#"Column "x" holds values of different kinds, and the first 65536 rows did not show it. Cast it to text in the query."#);
    let table = source.collect(all("SELECT CAST(x AS TEXT) AS x FROM t")).await.unwrap();
    assert_eq!(table.row_count(), 100_001);
    assert_eq!(table.columns[0].values.json(100_000), "n/a");
}

/// A moment has several texts in a file; whichever it is, it is found.
#[tokio::test]
async fn a_moment_is_found_however_it_is_written() {
    let folder = Folder::new();
    let source = folder.sqlite(
        "a.db",
        "CREATE TABLE t (at DATETIME);
         INSERT INTO t VALUES ('2024-01-30 23:59:59.999999'), ('2024-01-31'), ('2024-01-31 00:00'), ('2024-01-31 00:00:00'),
             ('2024-01-31 00:00:00.000000'), ('2024-01-31 00:00:00.000001'), ('2024-02-01')",
    );
    let count = async |condition: &str, micros: &[i64]| {
        let params = micros.iter().map(|micros| Param::Time(*micros)).collect();
        let table = ask_with(&*source, &format!("SELECT count(*) FROM t WHERE {condition}"), params).await.unwrap();
        table.columns[0].values.json(0).to_string()
    };
    let day = 1_706_659_200_000_000;
    assert_eq!(count("at >= ?1", &[day]).await, "6");
    assert_eq!(count("at < ?1", &[day]).await, "1");
    assert_eq!(count("at >= ?1 AND at < ?2", &[day, day + 1]).await, "4");
    // The literal says the same as the parameter.
    let literal = Sqlite.literal(&Param::Time(day));
    assert_eq!(count(&format!("at >= {literal}"), &[]).await, "6");
}

#[tokio::test]
async fn grains_cut_to_where_they_say() {
    let folder = Folder::new();
    let source = folder.sqlite(
        "a.db",
        "CREATE TABLE t (at); INSERT INTO t VALUES ('2024-02-29 13:47:38.5'), ('2024-03-04'), ('2024-03-03')",
    );
    let mut lines = String::new();
    for grain in Sqlite.time_grains().iter().chain(Sqlite.hidden_time_grains()) {
        let sql = format!("SELECT {} FROM t", grain.function.replace("{col}", "at"));
        lines += &format!("{}: {}\n", grain.duration, rows(&ask(&*source, &sql).await.unwrap()).replace('\n', ", "));
    }
    insta::assert_snapshot!(lines, @r#"
    PT1S: "2024-02-29 13:47:38", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT5S: "2024-02-29 13:47:35", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT30S: "2024-02-29 13:47:30", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT1M: "2024-02-29 13:47:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT5M: "2024-02-29 13:45:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT10M: "2024-02-29 13:40:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT15M: "2024-02-29 13:45:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT30M: "2024-02-29 13:30:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT1H: "2024-02-29 13:00:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    PT6H: "2024-02-29 12:00:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    P1D: "2024-02-29 00:00:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    P1W: "2024-02-25 00:00:00", "2024-03-03 00:00:00", "2024-03-03 00:00:00"
    1969-12-28T00:00:00Z/P1W: "2024-02-25 00:00:00", "2024-03-03 00:00:00", "2024-03-03 00:00:00"
    1969-12-29T00:00:00Z/P1W: "2024-02-26 00:00:00", "2024-03-04 00:00:00", "2024-02-26 00:00:00"
    P1W/1970-01-03T00:00:00Z: "2024-03-02 00:00:00", "2024-03-09 00:00:00", "2024-03-09 00:00:00"
    P1W/1970-01-04T00:00:00Z: "2024-03-03 00:00:00", "2024-03-10 00:00:00", "2024-03-03 00:00:00"
    P1M: "2024-02-01 00:00:00", "2024-03-01 00:00:00", "2024-03-01 00:00:00"
    P3M: "2024-01-01 00:00:00", "2024-01-01 00:00:00", "2024-01-01 00:00:00"
    P1Y: "2024-01-01 00:00:00", "2024-01-01 00:00:00", "2024-01-01 00:00:00"
    PT0.5H: "2024-02-29 13:30:00", "2024-03-04 00:00:00", "2024-03-03 00:00:00"
    P0.25Y: "2024-01-01 00:00:00", "2024-01-01 00:00:00", "2024-01-01 00:00:00"
    "#);
    assert_eq!(
        value(&*source, &format!("SELECT {}", Sqlite.epoch_millis_to_time("1709210858500"))).await,
        r#""2024-02-29 12:47:38""#
    );
}
