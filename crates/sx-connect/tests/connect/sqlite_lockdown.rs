//! What a statement cannot do, should one ever come this far without having been parsed.

use std::{fs, time::Duration};

use sx_connect::{ConnectErrorKind as Kind, Limits, SourceQuery};

use crate::harness::*;

const DDL: &str = "CREATE TABLE t (a, secret); INSERT INTO t VALUES (1, 42); CREATE VIEW v AS SELECT a FROM t; \
                   CREATE VIRTUAL TABLE words USING fts5(body); INSERT INTO words VALUES ('an apple'), ('a pear')";

#[tokio::test]
async fn nothing_is_written_attached_or_told_about() {
    let folder = Folder::new();
    let source = folder.sqlite("a.db", DDL);
    let before = fs::read(folder.path().join("a.db")).unwrap();
    for sql in [
        "INSERT INTO t VALUES (2, 2)",
        "INSERT INTO t VALUES (2, 2) RETURNING a",
        "UPDATE t SET a = 2 RETURNING a",
        "DELETE FROM t",
        "CREATE TABLE u (a)",
        "CREATE TEMP TABLE u AS SELECT 1",
        "DROP VIEW v",
        "ATTACH ':memory:' AS m",
        "ATTACH 'file:/tmp/sx-connect-escaped.db?mode=rwc' AS m",
        "VACUUM INTO '/tmp/sx-connect-escaped.db'",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA table_info(t)",
        "BEGIN",
        "SAVEPOINT s",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('/tmp/evil.so')",
        "SELECT fts3_tokenizer('simple')",
        "UPDATE sqlite_master SET sql = ''",
        "UPDATE sqlite_master SET rootpage = 1 WHERE name = 't' RETURNING sql",
        "SELECT count(*) FROM sqlite_master",
        "SELECT rowid, sql FROM sqlite_master",
        "SELECT * FROM sqlite_schema",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM SQLITE_SEQUENCE",
        "SELECT * FROM pragma_database_list",
        "SELECT file FROM pragma_database_list()",
        "SELECT * FROM dbstat",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('/tmp/sx-connect-escaped.db', 'x')",
        "SELECT 1; SELECT 2",
        "SELECT rowid FROM (SELECT a FROM t)",
        "SELECT secret FROM (SELECT a FROM t) AS t",
        "SELECT t.secret FROM (SELECT a FROM t) AS t",
        "",
    ] {
        if let Ok(table) = ask(&*source, sql).await {
            panic!("{sql} answered {}", rows(&table));
        }
    }
    assert!(!fs::exists("/tmp/sx-connect-escaped.db").unwrap());
    assert_eq!(fs::read(folder.path().join("a.db")).unwrap(), before);
    // A name in double quotes that is no column is none.
    assert_eq!(ask(&*source, "SELECT \"nothing\" FROM t").await.unwrap_err().kind, Kind::ColumnDoesNotExistError);
    for sql in [
        "SELECT a FROM v",
        "WITH x AS (SELECT 1 AS a) SELECT a FROM x",
        "VALUES (1)",
        "SELECT value FROM t, json_each('[1]')",
        "SELECT count(*) FROM words WHERE words MATCH 'apple'",
        "SELECT a FROM main.t",
    ] {
        assert_eq!(value(&*source, sql).await, "1", "{sql}");
    }
}

#[tokio::test]
async fn what_a_view_in_the_file_calls_is_refused_too() {
    let folder = Folder::new();
    let source = folder.sqlite("a.db", "CREATE VIEW evil AS SELECT load_extension('/tmp/evil.so') AS x");
    assert!(ask(&*source, "SELECT * FROM evil").await.is_err());
}

#[tokio::test]
async fn one_value_cannot_fill_the_memory() {
    let folder = Folder::new();
    let source = folder.sqlite("a.db", DDL);
    for sql in
        ["SELECT length(zeroblob(1000000000))", "SELECT length(replace(hex(zeroblob(30000000)), '0', '0123456789'))"]
    {
        let error = ask(&*source, sql).await.unwrap_err();
        assert!(error.message.contains("too big"), "{sql}: {error}");
    }
    assert_eq!(value(&*source, "SELECT printf('%*d', 500000000, 1)").await, "null");
    let error = ask(&*source, &format!("SELECT 'a' LIKE '{}'", "%a".repeat(5_000))).await.unwrap_err();
    insta::assert_snapshot!(error.message, @"LIKE or GLOB pattern too complex");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_sorts_or_waits_for_its_reader_stops_too() {
    let folder = Folder::new();
    let source = folder.sqlite("a.db", DDL);
    let numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)";
    for sql in [format!("{numbers} SELECT x FROM n ORDER BY -x"), format!("{numbers} SELECT count(*) FROM n")] {
        let limits = Limits { timeout: Duration::from_millis(300), ..LIMITS };
        let error = source.collect(SourceQuery { limits, ..query(&sql) }).await.unwrap_err();
        assert_eq!(error.kind, Kind::BackendTimeoutError, "{sql}");
    }
    // All threads of the pool are free again.
    for _ in 0..8 {
        assert_eq!(value(&*source, "SELECT a FROM t").await, "1");
    }
}
