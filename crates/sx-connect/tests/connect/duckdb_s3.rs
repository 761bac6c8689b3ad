//! Objects of a bucket as tables, and what stays out of reach.

use std::{fs, path::Path, sync::Arc};

use sx_connect::{ConnectErrorKind as Kind, Source};

use crate::{harness::*, s3_server::*};

async fn shop() -> (S3Server, Arc<dyn Source>) {
    let server = S3Server::new().await;
    let things = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/things.parquet");
    server.put("2024/things.parquet", fs::read(things).unwrap());
    server.put("2024/orders.csv", "id,name\n1,apple\n2,pear\n");
    server.put("2024/list.json", r#"[{"a": 3}]"#);
    server.put("2024/notes.txt", "no table");
    server.put("2024/deeper/hidden.csv", "a\n42\n");
    server.put("2024-secret/salaries.csv", "a\n42\n");
    server.put("salaries.csv", "a\n42\n");
    let source = open(&server.uri(&format!("s3://{BUCKET}/2024"), KEY, SECRET));
    (server, source)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_object_below_the_prefix_is_a_table() {
    let (server, source) = shop().await;
    source.ping().await.unwrap();
    let tables = source.tables(Some("main")).await.unwrap();
    let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["list", "orders", "things"]);
    assert_eq!(rows(&ask(&*source, "SELECT * FROM orders ORDER BY id").await.unwrap()), "1 | \"apple\"\n2 | \"pear\"");
    assert_eq!(value(&*source, "SELECT a FROM list").await, "3");
    assert_eq!(value(&*source, "SELECT sum(price) FROM things").await, "-0.75");
    let columns = source.columns(None, "things").await.unwrap();
    assert_eq!((columns.len(), columns[4].type_text.as_str()), (6, "DATE"));
    // What is in an object is asked for anew each time.
    server.put("2024/orders.csv", "id,name\n3,a fig or two\n");
    assert_eq!(rows(&ask(&*source, "SELECT * FROM orders").await.unwrap()), "3 | \"a fig or two\"");
    let elsewhere = |asked: &&String| !asked.contains("/shop/2024/") && !asked.contains("prefix=2024%2F");
    let asked = server.asked();
    assert_eq!(asked.iter().find(elsewhere), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_else_can_be_read_and_nothing_written() {
    let (server, source) = shop().await;
    source.ping().await.unwrap();
    let before = server.asked().len();
    for sql in [
        "SELECT * FROM read_csv('s3://shop/salaries.csv')",
        "SELECT * FROM read_csv('s3://shop/2024-secret/salaries.csv')",
        "SELECT * FROM read_csv('s3://shop/2024/deeper/hidden.csv')",
        "SELECT * FROM read_csv('s3://shop/2024/../salaries.csv')",
        "SELECT * FROM read_csv('s3://shop/2024/*.csv')",
        "SELECT * FROM read_csv('s3://shop/2024/orders.csv?s3_endpoint=127.0.0.1:1')",
        "SELECT * FROM glob('s3://shop/*')",
        "SELECT * FROM read_text('http://127.0.0.1:{port}/shop/salaries.csv')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM 's3://shop/salaries.csv'",
        "COPY (SELECT 1) TO 's3://shop/2024/orders.csv'",
        "CREATE SECRET other (TYPE s3, KEY_ID 'a', SECRET 'b')",
        "SET s3_endpoint = '127.0.0.1:1'",
        "ATTACH 's3://shop/2024/x.db'",
    ] {
        let sql = sql.replace("{port}", &server.port.to_string());
        let error = ask(&*source, &sql).await.unwrap_err();
        assert_eq!(error.kind, Kind::ConnectionDatabasePermissionsError, "{sql}: {error}");
    }
    assert_eq!(server.asked().len(), before);
    // The environment's keys were forgotten: without that, the setting would be NULL or the key.
    assert_eq!(value(&*source, "SELECT current_setting('s3_secret_access_key')").await, r#""""#);
    // The engine tells that there is a key, and not what it is.
    let told = rows(&ask(&*source, "SELECT secret_string FROM duckdb_secrets()").await.unwrap());
    assert!(told.contains("redacted") && !told.contains(SECRET), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_bucket_is_a_sentence_without_its_key() {
    let (server, _) = shop().await;
    let failure = async |place: &str, key: &str, port: u16| {
        let uri = server.uri(place, key, SECRET).replace(&format!(":{}/", server.port), &format!(":{port}/"));
        let error = open(&uri).ping().await.unwrap_err();
        assert!(!error.message.contains(SECRET) && error.message.starts_with("s3://"), "{error}");
        (error.kind, error.settings())
    };
    let here = format!("s3://{BUCKET}/2024");
    let (kind, settings) = failure(&here, "AKWRONG", server.port).await;
    assert_eq!((kind, settings[0]), (Kind::ConnectionAccessDeniedError, "username"));
    let (kind, settings) = failure("s3://no-such-bucket", KEY, server.port).await;
    assert_eq!((kind, settings), (Kind::ConnectionUnknownDatabaseError, &["database"] as &[_]));
    let (kind, settings) = failure(&here, KEY, 9).await;
    assert_eq!((kind, settings[0]), (Kind::ConnectionHostDownError, "host"));
}
