//! Files as tables, and DuckDB's types.

use std::{fs, os::unix::fs::symlink, time::Duration};

use futures::TryStreamExt as _;
use sx_connect::{ConnectErrorKind as Kind, Source};

use crate::harness::*;

async fn tables(source: &dyn Source) -> String {
    source.tables(None).await.unwrap().into_iter().map(|table| table.name).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn each_kind_of_file_is_a_table() {
    let folder = Folder::new();
    folder.write("plain.csv", "a,b\n1,x\n");
    folder.write("tabs.tsv", "a\tb\n2\ty\n");
    folder.write("list.json", r#"[{"a": 3, "b": "z"}]"#);
    folder.write("lines.ndjson", "{\"a\": 4}\n{\"a\": 5}\n");
    folder.write("My file-2.csv", "a\n6\n");
    folder.write("it's.csv", "a\n7\n");
    folder.write("notes.txt", "no table");
    folder.write(".hidden.csv", "a\n8\n");
    folder.copy("things.parquet", "things.parquet");
    let source = folder.source();
    insta::assert_snapshot!(tables(&*source).await, @"My_file_2, it_s, lines, list, plain, tabs, things");
    for (table, expected) in [
        ("plain", "1 | \"x\""),
        ("tabs", "2 | \"y\""),
        ("list", "3 | \"z\""),
        ("lines", "4\n5"),
        ("My_file_2", "6"),
        ("it_s", "7"),
    ] {
        assert_eq!(rows(&ask(&*source, &format!("SELECT * FROM {table}")).await.unwrap()), expected, "{table}");
    }
    let columns = source.columns(Some("main"), "things").await.unwrap();
    let text: Vec<String> = columns.iter().map(|column| format!("{} {}", column.name, column.type_text)).collect();
    insta::assert_snapshot!(text.join(", "), @"id BIGINT, name VARCHAR, price DOUBLE, sold BOOLEAN, day DATE, seen TIMESTAMP");
}

#[tokio::test]
async fn new_changed_and_removed_files_are_noticed() {
    let folder = Folder::new();
    folder.write("a.csv", "x\n1\n");
    let source = folder.source();
    assert_eq!(value(&*source, "SELECT sum(x) FROM a").await, "1.0");
    folder.write("b.csv", "y\n2\n");
    assert_eq!(value(&*source, "SELECT sum(y) FROM b").await, "2.0");
    folder.write("a.csv", "other,columns\n10,20\n");
    assert_eq!(rows(&ask(&*source, "SELECT * FROM a").await.unwrap()), "10 | 20");
    fs::remove_file(folder.path().join("b.csv")).unwrap();
    assert_eq!(tables(&*source).await, "a");
    assert_eq!(ask(&*source, "SELECT * FROM b").await.unwrap_err().kind, Kind::TableDoesNotExistError);
}

#[tokio::test]
async fn one_broken_file_leaves_the_others() {
    let folder = Folder::new();
    folder.write("broken.parquet", "this is no parquet");
    folder.write("good.csv", "a\n1\n");
    assert_eq!(tables(&*folder.source()).await, "good");
}

#[tokio::test]
async fn equal_names_are_told_apart() {
    let folder = Folder::new();
    folder.write("sales.csv", "a\n1\n");
    folder.write("sales.json", r#"[{"a": 2}]"#);
    let source = folder.source();
    assert_eq!(tables(&*source).await, "sales_csv, sales_json");
    assert_eq!(value(&*source, "SELECT a FROM sales_json").await, "2");
}

#[tokio::test]
async fn links_may_not_leave_the_folder() {
    let (folder, outside) = (Folder::new(), Folder::new());
    outside.write("secret.csv", "a\n42\n");
    folder.write("good.csv", "a\n1\n");
    symlink(outside.path().join("secret.csv"), folder.path().join("link.csv")).unwrap();
    symlink("../../../../../../etc/passwd", folder.path().join("passwd.csv")).unwrap();
    symlink("good.csv", folder.path().join("inside.csv")).unwrap();
    assert_eq!(tables(&*folder.source()).await, "good, inside");
}

#[tokio::test]
async fn a_missing_folder_is_a_sentence() {
    let source = open("duckdb:////no/such/folder");
    let error = source.ping().await.unwrap_err();
    assert_eq!(error.kind, Kind::ConnectionUnknownDatabaseError);
    insta::assert_snapshot!(error.message, @r#"The folder "/no/such/folder" cannot be read: No such file or directory (os error 2)."#);
}

#[tokio::test]
async fn every_type_has_a_place_in_a_table() {
    let folder = Folder::new();
    let source = folder.source();
    let mut lines = String::new();
    for expression in [
        "true",
        "(-128)::TINYINT",
        "255::UTINYINT",
        "4294967295::UINTEGER",
        "18446744073709551615::UBIGINT",
        "170141183460469231731687303715884105727::HUGEINT",
        "0.1::FLOAT",
        "0.1::DOUBLE",
        "12.34::DECIMAL(10,2)",
        "(SELECT sum(x) FROM (VALUES (1), (2)) AS t(x))",
        "'ä😀'",
        "'happy'::ENUM('sad', 'happy')",
        "'2f1b9a3e-0000-4000-8000-00000000000f'::UUID",
        "'\\x00\\xFF'::BLOB",
        "DATE '2024-02-29'",
        "TIMESTAMP '2024-02-29 12:34:56.789012'",
        "TIMESTAMP_NS '2024-02-29 12:34:56.789012345'",
        "TIMESTAMP_S '2024-02-29 12:34:56'",
        "TIMESTAMPTZ '2024-02-29 12:00:00+02'",
        "TIME '23:59:59.25'",
        "INTERVAL '1 year 2 days 3 seconds'",
        "[1, NULL, 3]",
        "{'a': 1, 'b': [DATE '2024-01-01']}",
        "MAP {'k': 1.5}",
        "'{\"a\": 1}'::JSON",
        "'101'::BIT",
        "[1, 2]::INTEGER[2]",
        "union_value(n := 1)",
        "[['a'], []]",
    ] {
        let sql = format!("SELECT {expression} AS v UNION ALL SELECT NULL");
        let table = ask(&*source, &sql).await.unwrap_or_else(|error| panic!("{expression}: {error}"));
        let batches: Vec<_> = source.query(query(&sql)).await.unwrap().try_collect().await.unwrap();
        let column = &table.columns[0];
        let (first, second) = (column.values.json(0), column.values.json(1));
        assert!(first.is_null() != second.is_null(), "{expression}");
        let value = if first.is_null() { second } else { first };
        lines += &format!("{expression} → {}, {:?}, {value}\n", batches[0].schema().field(0).data_type(), column.kind);
    }
    insta::assert_snapshot!(lines, @r#"
    true → Boolean, Boolean, true
    (-128)::TINYINT → Int64, Numeric, -128
    255::UTINYINT → Int64, Numeric, 255
    4294967295::UINTEGER → Int64, Numeric, 4294967295
    18446744073709551615::UBIGINT → Float64, Numeric, 1.8446744073709552e+19
    170141183460469231731687303715884105727::HUGEINT → Float64, Numeric, 1.7014118346046923e+38
    0.1::FLOAT → Float64, Numeric, 0.1
    0.1::DOUBLE → Float64, Numeric, 0.1
    12.34::DECIMAL(10,2) → Float64, Numeric, 12.34
    (SELECT sum(x) FROM (VALUES (1), (2)) AS t(x)) → Float64, Numeric, 3.0
    'ä😀' → Utf8, String, "ä😀"
    'happy'::ENUM('sad', 'happy') → Utf8, String, "happy"
    '2f1b9a3e-0000-4000-8000-00000000000f'::UUID → Utf8, String, "2f1b9a3e-0000-4000-8000-00000000000f"
    '\x00\xFF'::BLOB → Binary, String, "\\x00ff"
    DATE '2024-02-29' → Date32, Temporal, 1709164800000.0
    TIMESTAMP '2024-02-29 12:34:56.789012' → Timestamp(µs), Temporal, 1709210096789.012
    TIMESTAMP_NS '2024-02-29 12:34:56.789012345' → Timestamp(µs), Temporal, 1709210096789.012
    TIMESTAMP_S '2024-02-29 12:34:56' → Timestamp(µs), Temporal, 1709210096000.0
    TIMESTAMPTZ '2024-02-29 12:00:00+02' → Timestamp(µs, "UTC"), Temporal, 1709200800000.0
    TIME '23:59:59.25' → Time64(µs), String, "23:59:59.250000"
    INTERVAL '1 year 2 days 3 seconds' → Utf8, String, "12 mons 2 days 3.000000000 secs"
    [1, NULL, 3] → Utf8, String, [1,null,3]
    {'a': 1, 'b': [DATE '2024-01-01']} → Utf8, String, {"a":1,"b":["2024-01-01"]}
    MAP {'k': 1.5} → Utf8, String, {"k":1.5}
    '{"a": 1}'::JSON → Utf8, String, "{\"a\": 1}"
    '101'::BIT → Binary, String, "\\x05fd"
    [1, 2]::INTEGER[2] → Utf8, String, [1,2]
    union_value(n := 1) → Utf8, String, "{n=1}"
    [['a'], []] → Utf8, String, [["a"],[]]
    "#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_does_not_fit_in_memory_spills_to_a_private_folder() {
    let folder = Folder::new();
    folder.write("a.csv", "x\n1\n");
    let source = folder.source();
    let spill = value(&*source, "SELECT current_setting('temp_directory')").await.replace('"', "");
    assert!(fs::metadata(&spill).unwrap().is_dir());
    drop(source);
    // Closing frees the engine on another thread.
    for _ in 0..100 {
        if fs::metadata(&spill).is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{spill} is still there");
}
