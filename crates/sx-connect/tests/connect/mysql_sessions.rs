//! Connections: read-only, few, kept, replaced, and cancelled; straight and through a tunnel.

use std::{sync::Arc, time::Duration};

use futures::{TryStreamExt as _, future::join_all};
use sx_connect::{
    ConnectErrorKind, ConnectionUri, DataRoots, Limits, Secret, Source, SourceQuery, SshCredentials, SshTunnel,
    connector_for,
};

use crate::{
    harness::*,
    mysql_server::{MySqlScratch, admin, mysql_uri},
    ssh_server::{INSIDE, INSIDE_PORT, PASSWORD, SshServer, USER},
};

const SLEEP: &str = "SELECT SLEEP(60)";

#[tokio::test]
async fn a_session_reads_only() {
    let scratch = MySqlScratch::new("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
    let source = scratch.source();
    let error = ask(&*source, "INSERT INTO t VALUES (2)").await.unwrap_err();
    insta::assert_snapshot!(error.message, @"Cannot execute statement in a READ ONLY transaction");
    let error = ask(&*source, "SELECT 1; DELETE FROM t").await.unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::SyntaxError, "one statement at a time");
    assert_eq!(value(&*source, "SELECT COUNT(*) FROM t").await, "1");
}

#[tokio::test]
async fn every_session_has_the_same_settings() {
    admin("SET GLOBAL sql_mode = 'ANSI,ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES', GLOBAL time_zone = '+05:30'");
    let scratch = MySqlScratch::new("");
    let source = scratch.source();
    let sql = "SELECT @@time_zone, @@sql_mode, @@character_set_client, 'a\\'b', \"text\"";
    let seen = rows(&ask(&*source, sql).await.unwrap());
    admin("SET GLOBAL sql_mode = DEFAULT, GLOBAL time_zone = DEFAULT");
    insta::assert_snapshot!(seen, @r#""+00:00" | "" | "utf8mb4" | "a'b" | "text""#);
    // The server itself gives up a little later than we do.
    assert_eq!(value(&*source, "SELECT @@max_statement_time").await, "31.0");
}

#[tokio::test]
async fn the_servers_list_tells_who_asked() {
    let scratch = MySqlScratch::new("");
    let sql = "SELECT info FROM information_schema.processlist WHERE id = CONNECTION_ID()";
    let tagged = SourceQuery { tag: "chart 7 */ DROP".into(), ..query(sql) };
    let seen = scratch.source().collect(tagged).await.unwrap();
    insta::assert_snapshot!(rows(&seen), @r#""/* chart 7    DROP */ SELECT info FROM information_schema.processlist WHERE id = CONNECTION_ID()""#);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_are_few_and_kept() {
    let scratch = MySqlScratch::new("");
    let source = scratch.source();
    let ids = join_all((0..30).map(|_| value(&*source, "SELECT CONNECTION_ID() + SLEEP(0.02)"))).await;
    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    assert!((2..=8).contains(&distinct.len()), "{} connections", distinct.len());
    // One after the other, one connection is enough; also where the question's own LIMIT ends it.
    let id = value(&*source, "SELECT CONNECTION_ID() + SLEEP(0)").await;
    assert!(distinct.contains(&id));
    let limits = Limits { rows: 5, ..LIMITS };
    source.collect(SourceQuery { limits, ..query("SELECT seq FROM seq_1_to_100 LIMIT 5") }).await.unwrap();
    assert_eq!(value(&*source, "SELECT CONNECTION_ID() + SLEEP(0)").await, id);
    drop(source);
    scratch.wait_until_connected(0).await;
}

#[tokio::test]
async fn statements_are_forgotten_in_time() {
    let scratch = MySqlScratch::new("");
    let source = scratch.source();
    for n in 0..70 {
        assert_eq!(value(&*source, &format!("SELECT {n}")).await, n.to_string());
    }
    let sql = "SELECT variable_value + 0 FROM information_schema.session_status WHERE variable_name = 'Com_stmt_close'";
    assert_eq!(value(&*source, sql).await, "7.0");
}

#[tokio::test]
async fn a_connection_that_the_server_closed_is_replaced() {
    let scratch = MySqlScratch::new("");
    let source = scratch.source();
    for _ in 0..2 {
        let id = value(&*source, "SELECT CONNECTION_ID()").await;
        admin(&format!("KILL {id}"));
        assert_ne!(value(&*source, "SELECT CONNECTION_ID()").await, id);
    }
}

#[tokio::test]
async fn an_altered_table_is_read_anew() {
    let scratch = MySqlScratch::new("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
    let source = scratch.source();
    assert_eq!(rows(&ask(&*source, "SELECT * FROM t").await.unwrap()), "1");
    admin(&format!("ALTER TABLE {}.t MODIFY a varchar(5), ADD b int", scratch.schema));
    assert_eq!(rows(&ask(&*source, "SELECT * FROM t").await.unwrap()), "\"1\" | null");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_question_ends_on_the_server() {
    let scratch = MySqlScratch::new("");
    let source = scratch.source();

    // Dropped while the server works.
    let waiting = {
        let source = source.clone();
        tokio::spawn(async move { ask(&*source, SLEEP).await })
    };
    scratch.wait_until_busy(1).await;
    waiting.abort();
    scratch.wait_until_busy(0).await;

    // Dropped between two batches, on a thread without a runtime.
    let long = "SELECT seq, REPEAT('x', 100) FROM seq_1_to_100000000";
    let mut batches = source.query(query(long)).await.unwrap();
    assert_eq!(batches.try_next().await.unwrap().unwrap().num_rows(), 8192);
    scratch.wait_until_busy(1).await;
    std::thread::spawn(move || drop(batches)).join().unwrap();
    scratch.wait_until_busy(0).await;

    // Out of time.
    let limits = Limits { timeout: Duration::from_millis(200), ..LIMITS };
    let error = source.collect(SourceQuery { limits, ..query(SLEEP) }).await.unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
    scratch.wait_until_busy(0).await;

    // Out of rows.
    let limits = Limits { rows: 3, ..LIMITS };
    let table = source.collect(SourceQuery { limits, ..query(long) }).await.unwrap();
    assert_eq!(table.row_count(), 3);
    scratch.wait_until_connected(0).await;
}

async fn tunnel_to(server: &SshServer, schema: &str, more: &str) -> Arc<dyn Source> {
    let tunnel = SshTunnel {
        server_address: "127.0.0.1".to_owned(),
        server_port: server.port,
        username: USER.to_owned(),
        credentials: SshCredentials::Password(Secret::new(PASSWORD)),
        host_key: Some(server.host_key.clone()),
    };
    let outside = mysql_uri();
    let (user, password) = (outside.username().unwrap(), outside.password().unwrap());
    let uri = format!("mysql://{user}:{password}@{INSIDE}:{INSIDE_PORT}/{schema}?connect_timeout=5{more}");
    let uri = ConnectionUri::parse(&uri).unwrap();
    connector_for(&uri).unwrap().open_through(tunnel, &uri, &DataRoots::new([std::env::temp_dir()])).unwrap()
}

#[tokio::test]
async fn a_server_behind_an_ssh_server_answers_and_is_told_to_stop() {
    let outside = mysql_uri();
    let server = SshServer::start(&format!("{}:{}", outside.host().unwrap(), outside.port().unwrap().unwrap())).await;
    let scratch = MySqlScratch::new("");
    for more in ["&ssl_mode=DISABLED", "&ssl_mode=REQUIRED"] {
        let source = tunnel_to(&server, &scratch.schema, more).await;
        assert_eq!(value(&*source, "SELECT COUNT(*) FROM seq_1_to_100000").await, "100000");
        assert_eq!(source.ssh_host_key().as_ref(), Some(&server.host_key));
        let asking = tokio::spawn({
            let source = Arc::clone(&source);
            async move { ask(&*source, SLEEP).await.map(drop) }
        });
        scratch.wait_until_busy(1).await;
        asking.abort();
        scratch.wait_until_connected(0).await;
    }
    // The certificate must have the database's name, not the SSH server's.
    let ca = std::env::var("SEXTANT_TEST_MYSQL_CA").unwrap();
    let error = tunnel_to(&server, &scratch.schema, &format!("&ssl_ca={ca}")).await.ping().await.unwrap_err();
    assert!(error.message.contains("certificate"), "{error}");
}
