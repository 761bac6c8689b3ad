//! Both backends must have the same tables. What they hold is read back from the databases themselves.

use std::collections::BTreeSet;

use sqlx::{Connection as _, PgConnection, Row as _, SqliteConnection};
use sx_store::Store;

use crate::harness::{TestDatabase, TestFile, key};

#[tokio::test]
async fn is_the_same_on_both() {
    let (database, file) = (TestDatabase::create().await, TestFile::new());
    let mut schemas = Vec::new();
    for url in [&database.url, &file.url()] {
        let store = Store::connect(url, key()).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await;
    }
    schemas.push(postgres_schema(&database.url).await);
    schemas.push(sqlite_schema(&file.url()).await);
    database.drop().await;

    let only_postgres: Vec<_> = schemas[0].difference(&schemas[1]).collect();
    let only_sqlite: Vec<_> = schemas[1].difference(&schemas[0]).collect();
    assert!(only_postgres.is_empty() && only_sqlite.is_empty(), "Postgres {only_postgres:#?}, SQLite {only_sqlite:#?}");
    // Two empty schemas would be equal, too.
    assert!(schemas[0].contains("charts.dataset_id BIGINT NULL"), "{:#?}", schemas[0]);
    assert!(schemas[0].contains("charts.dataset_id -> datasets ON DELETE SET NULL"));
    assert!(schemas[0].contains("charts UNIQUE (uuid)"));
    assert!(schemas[0].contains("charts INDEX charts_dataset_id_idx (dataset_id)"));
}

/// Servers that start at the same moment must not run a migration twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn may_be_migrated_by_many_at_once() {
    let (database, file) = (TestDatabase::create().await, TestFile::new());
    for url in [database.url.clone(), file.url()] {
        let servers: Vec<_> = (0..4)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move {
                    let store = Store::connect(&url, key()).await.unwrap();
                    store.migrate().await.unwrap();
                    // A later start finds nothing to do.
                    store.migrate().await.unwrap();
                    let roles = store.list_roles().await.unwrap();
                    store.close().await;
                    roles.len()
                })
            })
            .collect();
        for server in servers {
            assert_eq!(server.await.unwrap(), 4);
        }
    }
    database.drop().await;
}

const POSTGRES_SCHEMA: &str = include_str!("schema_postgres.sql");
const SQLITE_SCHEMA: &str = include_str!("schema_sqlite.sql");

async fn postgres_schema(url: &str) -> BTreeSet<String> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let rows = sqlx::query(POSTGRES_SCHEMA).fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn sqlite_schema(url: &str) -> BTreeSet<String> {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let rows = sqlx::query(SQLITE_SCHEMA).fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
