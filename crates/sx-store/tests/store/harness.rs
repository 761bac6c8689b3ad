//! A fresh, migrated store per test, on each backend.

use std::path::PathBuf;

use chrono::{DateTime, Duration, Utc};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use sx_model::{
    ChartFields, ChartId, DashboardFields, DashboardId, DatabaseFields, DatabaseId, DatasetFields, DatasetId,
    TimeSettings, UserId, WeekStart,
};
use sx_store::{NewUser, SealKey, Secret, Store, UserFields};
use uuid::Uuid;

/// Writes each test twice: `name::postgres` and `name::sqlite`.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($store:ident) $body:block)*) => {$(
        $(#[$doc])*
        async fn $name($store: sx_store::Store) $body

        mod $name {
            #[tokio::test]
            async fn postgres() {
                crate::harness::on_postgres(super::$name).await;
            }

            #[tokio::test]
            async fn sqlite() {
                crate::harness::on_sqlite(super::$name).await;
            }
        }
    )*};
}
pub(crate) use on_both;

pub fn key() -> SealKey {
    SealKey::from_secret("the key of the tests")
}

pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(case: impl FnOnce(Store) -> F) {
    let database = TestDatabase::create().await;
    let store = Store::connect(&database.url, key()).await.unwrap();
    store.migrate().await.unwrap();
    // In a task of its own, so that the database is dropped after a failure, too.
    let outcome = tokio::spawn(case(store.clone())).await;
    store.close().await;
    database.drop().await;
    outcome.unwrap();
}

pub async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(case: impl FnOnce(Store) -> F) {
    let file = TestFile::new();
    let store = Store::connect(&file.url(), key()).await.unwrap();
    store.migrate().await.unwrap();
    let outcome = tokio::spawn(case(store.clone())).await;
    store.close().await;
    drop(file);
    outcome.unwrap();
}

/// A database of its own on the server of `SEXTANT_TEST_POSTGRES`.
pub struct TestDatabase {
    pub url: String,
    server: String,
    name: String,
}

impl TestDatabase {
    pub async fn create() -> Self {
        let server = std::env::var("SEXTANT_TEST_POSTGRES")
            .expect("set SEXTANT_TEST_POSTGRES to the address of a Postgres superuser, such as postgres://postgres@localhost:5432/postgres");
        let name = format!("sx_test_{}", Uuid::new_v4().simple());
        let mut connection = PgConnection::connect(&server).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let (address, parameters) = server.split_once('?').map_or((server.as_str(), None), |(a, p)| (a, Some(p)));
        let scheme_end = address.find("://").unwrap() + 3;
        let host_end = address[scheme_end..].find('/').map_or(address.len(), |slash| scheme_end + slash);
        let parameters = parameters.map(|parameters| format!("?{parameters}")).unwrap_or_default();
        Self { url: format!("{}/{name}{parameters}", &address[..host_end]), server, name }
    }

    pub async fn drop(self) {
        let mut connection = PgConnection::connect(&self.server).await.unwrap();
        connection.execute(AssertSqlSafe(format!("DROP DATABASE {} WITH (FORCE)", self.name))).await.unwrap();
    }
}

/// A SQLite file in a folder of its own, which goes with it.
pub struct TestFile {
    folder: PathBuf,
}

impl TestFile {
    pub fn new() -> Self {
        Self { folder: std::env::temp_dir().join(format!("sx-store-{}", Uuid::new_v4().simple())) }
    }

    pub fn url(&self) -> String {
        format!("sqlite://{}/store.db", self.folder.display())
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// `minutes` after the moment at which all tests begin, with more digits than the store keeps.
pub fn at(minutes: i64) -> DateTime<Utc> {
    "2026-11-20T08:00:00.123456789Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minutes)
}

pub fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn new_user(username: &str) -> NewUser {
    NewUser {
        username: username.to_owned(),
        fields: UserFields {
            first_name: username.to_uppercase(),
            last_name: "Müller".to_owned(),
            email: format!("{username}@example.org"),
            is_active: true,
            times: TimeSettings { time_zone: Some("Asia/Tokyo".to_owned()), week_start: Some(WeekStart::Sunday) },
        },
        password_hash: Secret::new("$argon2id$…"),
        role_ids: Vec::new(),
    }
}

pub async fn add_user(store: &Store, username: &str) -> UserId {
    store.add_user(&new_user(username), at(0)).await.unwrap()
}

pub async fn add_database(store: &Store, name: &str) -> DatabaseId {
    let fields = DatabaseFields { database_name: name.to_owned(), ..Default::default() };
    store.add_database(Uuid::new_v4(), &fields, None, None, at(0)).await.unwrap()
}

pub async fn add_dataset(store: &Store, database_id: DatabaseId, table_name: &str) -> DatasetId {
    let fields = DatasetFields { table_name: table_name.to_owned(), ..Default::default() };
    store.add_dataset(Uuid::new_v4(), database_id, &fields, &[], &[], None, at(0)).await.unwrap()
}

pub async fn add_chart(store: &Store, name: &str) -> ChartId {
    let fields = ChartFields { slice_name: name.to_owned(), viz_type: "pie".to_owned(), ..Default::default() };
    store.add_chart(Uuid::new_v4(), None, &fields, None, at(0)).await.unwrap()
}

pub async fn add_dashboard(store: &Store, title: &str) -> DashboardId {
    let fields = DashboardFields { dashboard_title: title.to_owned(), ..Default::default() };
    store.add_dashboard(Uuid::new_v4(), &fields, None, at(0)).await.unwrap()
}
