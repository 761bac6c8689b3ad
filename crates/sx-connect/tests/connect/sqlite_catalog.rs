//! What a file holds, and which file it is.

use std::{fs, os::unix::fs::symlink};

use sx_connect::ConnectErrorKind as Kind;

use crate::harness::*;

#[tokio::test]
async fn tables_views_and_columns_are_described() {
    let folder = Folder::new();
    let source = folder.sqlite(
        "a.db",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, \"Customer Name\" VARCHAR(20) NOT NULL, total decimal(10, 2),
                              gross REAL GENERATED ALWAYS AS (total * 1.2), at DATETIME, note);
         CREATE TABLE other (a);
         CREATE VIRTUAL TABLE words USING fts5(body);
         CREATE VIEW sums AS SELECT \"Customer Name\", sum(total) AS sum, max(at) AS last FROM orders GROUP BY 1;
         INSERT INTO orders (\"Customer Name\", total, at) VALUES ('Ann', 1.5, '2024-01-31')",
    );
    let tables = source.tables(None).await.unwrap();
    let named: Vec<String> = tables.iter().map(|table| format!("{} {}", table.name, table.kind)).collect();
    insta::assert_snapshot!(named.join(", "), @"orders table, other table, sums view, words table");

    let columns = async |table: &str| {
        let columns = source.columns(Some("main"), table).await.unwrap();
        let column =
            |c: sx_connect::ColumnInfo| format!("{} {} {:?} {} {}", c.name, c.type_text, c.kind, c.is_dttm, c.nullable);
        columns.into_iter().map(column).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(columns("orders").await, @"
    id INTEGER Numeric false true
    Customer Name VARCHAR(20) String false false
    total DECIMAL(10, 2) Numeric false true
    gross REAL Numeric false true
    at DATETIME Temporal true true
    note ANY String false true
    ");
    // What an expression gives is seen in its first rows.
    insta::assert_snapshot!(columns("SUMS").await, @"
    Customer Name VARCHAR(20) String false true
    sum ANY Numeric false true
    last ANY String false true
    ");
}

#[tokio::test]
async fn a_replaced_file_is_read_anew_and_a_changed_one_is_seen() {
    let folder = Folder::new();
    let source = folder.sqlite("a.db", "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    assert_eq!(value(&*source, "SELECT sum(x) FROM t").await, "1");
    folder.sqlite("a.db", "INSERT INTO t VALUES (10)");
    assert_eq!(value(&*source, "SELECT sum(x) FROM t").await, "11");
    folder.sqlite("b.db", "CREATE TABLE t (x); INSERT INTO t VALUES (2)");
    fs::rename(folder.path().join("b.db"), folder.path().join("a.db")).unwrap();
    assert_eq!(value(&*source, "SELECT sum(x) FROM t").await, "2");
}

#[tokio::test]
async fn a_file_that_cannot_be_opened_is_a_sentence() {
    let folder = Folder::new();
    folder.write("notes.txt", "this is no database, however long it may be, and it is long enough to have a head");
    symlink("/etc/passwd", folder.path().join("link.db")).unwrap();
    let failure = async |uri: &str| {
        let uri = uri.replace("{}", &folder.path().display().to_string());
        let error = open(&uri).ping().await.unwrap_err();
        (error.kind, error.message.replace(&folder.path().display().to_string(), "…"))
    };
    let (kind, message) = failure("sqlite:///{}/notes.txt").await;
    assert_eq!(kind, Kind::ConnectionUnknownDatabaseError);
    insta::assert_snapshot!(message, @r#"The file "…/notes.txt" cannot be opened: file is not a database."#);
    let (kind, message) = failure("sqlite:///{}/gone.db").await;
    assert_eq!(kind, Kind::ConnectionUnknownDatabaseError);
    insta::assert_snapshot!(message, @r#"The file "…/gone.db" cannot be read: No such file or directory (os error 2)."#);
    let (kind, message) = failure("sqlite:///{}").await;
    assert_eq!(kind, Kind::ConnectionUnknownDatabaseError);
    insta::assert_snapshot!(message, @r#""…" is no file."#);
    for outside in ["sqlite:////etc/passwd", "sqlite:///{}/link.db", "sqlite:///{}/../../etc/passwd"] {
        let (kind, message) = failure(outside).await;
        assert_eq!(kind, Kind::ConnectionAccessDeniedError, "{outside}: {message}");
        assert!(message.contains("SEXTANT_DATA_ROOTS"), "{message}");
    }
}

#[tokio::test]
async fn a_locked_file_is_waited_for_and_then_a_timeout() {
    let folder = Folder::new();
    let source = folder.sqlite("a.db", "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    let writer = rusqlite::Connection::open(folder.path().join("a.db")).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = ask(&*source, "SELECT x FROM t").await.unwrap_err();
    assert_eq!(error.kind, Kind::BackendTimeoutError);
    insta::assert_snapshot!(error.message, @"database is locked");
    writer.execute_batch("COMMIT").unwrap();
    assert_eq!(value(&*source, "SELECT x FROM t").await, "1");
}
