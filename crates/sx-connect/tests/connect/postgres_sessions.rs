//! Connections: read-only, few, kept, replaced, and cancelled.

use std::time::Duration;

use futures::{TryStreamExt as _, future::join_all};
use sx_connect::{ConnectErrorKind, Limits, SourceQuery};

use crate::harness::*;

#[tokio::test]
async fn a_session_reads_only() {
    let scratch = Scratch::new("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await;
    let source = scratch.source();
    let error = ask(&*source, "DELETE FROM t RETURNING a").await.unwrap_err();
    insta::assert_snapshot!(error.message, @"cannot execute DELETE in a read-only transaction");
    assert_eq!(value(&*source, "SELECT count(*) FROM t").await, "1");
    assert_eq!(value(&*source, "SELECT current_setting('TimeZone')").await, r#""UTC""#);
    scratch.drop_schema().await;
}

#[tokio::test]
async fn the_servers_log_tells_who_asked() {
    let scratch = Scratch::new("").await;
    let sql = "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    let tagged = SourceQuery { tag: "chart 7 */ DROP".into(), ..query(sql) };
    let seen = scratch.source().collect(tagged).await.unwrap();
    insta::assert_snapshot!(rows(&seen), @r#""/* chart 7    DROP */ SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()""#);
    scratch.drop_schema().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_few_and_kept() {
    let scratch = Scratch::new("").await;
    let source = scratch.source();
    let pids = join_all((0..30).map(|_| value(&*source, "SELECT pg_backend_pid() FROM pg_sleep(0.02)"))).await;
    let distinct: std::collections::HashSet<_> = pids.iter().collect();
    assert!((2..=8).contains(&distinct.len()), "{} connections", distinct.len());
    assert!(scratch.connections("idle").await <= 8);
    // One after the other, one connection is enough.
    let again = value(&*source, "SELECT pg_backend_pid()").await;
    assert!(distinct.contains(&again));
    drop(source);
    scratch.wait_for_connections("%", 0).await;
    scratch.drop_schema().await;
}

#[tokio::test]
async fn a_connection_that_the_server_closed_is_replaced() {
    let scratch = Scratch::new("").await;
    let source = scratch.source();
    source.ping().await.unwrap();
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
    scratch.admin.execute(sql, &[&scratch.schema]).await.unwrap();
    assert_eq!(value(&*source, "SELECT 1").await, "1");
    scratch.admin.execute(sql, &[&scratch.schema]).await.unwrap();
    source.ping().await.unwrap();
    scratch.drop_schema().await;
}

#[tokio::test]
async fn an_altered_table_is_read_anew() {
    let scratch = Scratch::new("CREATE TABLE t (a int); INSERT INTO t VALUES (1)").await;
    let source = scratch.source();
    assert_eq!(rows(&ask(&*source, "SELECT * FROM t").await.unwrap()), "1");
    scratch.admin.batch_execute("ALTER TABLE t ALTER a TYPE text, ADD b int").await.unwrap();
    assert_eq!(rows(&ask(&*source, "SELECT * FROM t").await.unwrap()), "\"1\" | null");
    scratch.drop_schema().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_question_ends_on_the_server() {
    let scratch = Scratch::new("").await;
    let source = scratch.source();

    // Dropped while the server works.
    let waiting = {
        let source = source.clone();
        tokio::spawn(async move { ask(&*source, "SELECT pg_sleep(60)").await })
    };
    scratch.wait_for_connections("active", 1).await;
    waiting.abort();
    scratch.wait_for_connections("active", 0).await;

    // Dropped between two batches, on a thread without a runtime.
    let mut batches = source.query(query("SELECT generate_series(1, 100000000), repeat('x', 100)")).await.unwrap();
    assert_eq!(batches.try_next().await.unwrap().unwrap().num_rows(), 8192);
    scratch.wait_for_connections("active", 1).await;
    std::thread::spawn(move || drop(batches)).join().unwrap();
    scratch.wait_for_connections("active", 0).await;

    // Out of time.
    let limits = Limits { timeout: Duration::from_millis(200), ..LIMITS };
    let error = source.collect(SourceQuery { limits, ..query("SELECT pg_sleep(60)") }).await.unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
    scratch.wait_for_connections("active", 0).await;

    // Out of rows.
    let limits = Limits { rows: 3, ..LIMITS };
    let table = source.collect(SourceQuery { limits, ..query("SELECT generate_series(1, 100000000)") }).await.unwrap();
    assert_eq!(table.row_count(), 3);
    scratch.wait_for_connections("active", 0).await;
    scratch.drop_schema().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_waits_for_a_lock_ends_too() {
    let mut scratch = Scratch::new("CREATE TABLE t (a int)").await;
    let source = scratch.source();
    let transaction = scratch.admin.transaction().await.unwrap();
    transaction.batch_execute("LOCK TABLE t").await.unwrap();
    let limits = Limits { timeout: Duration::from_millis(300), ..LIMITS };
    let error = source.collect(SourceQuery { limits, ..query("SELECT * FROM t") }).await.unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
    transaction.rollback().await.unwrap();
    scratch.wait_for_connections("active", 0).await;
    scratch.drop_schema().await;
}

#[tokio::test]
async fn the_querys_own_limit_keeps_the_connection() {
    let scratch = Scratch::new("").await;
    let source = scratch.source();
    let pid = value(&*source, "SELECT pg_backend_pid()").await;
    let limits = Limits { rows: 5, ..LIMITS };
    source.collect(SourceQuery { limits, ..query("SELECT * FROM generate_series(1, 100) LIMIT 5") }).await.unwrap();
    assert_eq!(value(&*source, "SELECT pg_backend_pid()").await, pid);
    scratch.drop_schema().await;
}
