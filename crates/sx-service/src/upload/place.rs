//! Where uploaded files go: databases that are folders and take files.

use std::path::PathBuf;

use sx_model::{AppError, Database, DatabaseFields, DatabaseId, ListFilter, ListQuery, Result};
use sx_store::AssetKind;
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use super::incoming::disk_error;
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    connect::connection_error,
    service::UPLOADS,
    sources::parse_uri,
    store_error,
    wrong::Wrong,
};

const NAME: &str = "Uploads";
const MOST_NAMES: usize = 20;

/// Files are written one after the other: two uploads that add to the same table would lose one's rows.
#[derive(Default)]
pub struct Uploads(Mutex<()>);

impl Uploads {
    pub async fn turn(&self) -> MutexGuard<'_, ()> {
        self.0.lock().await
    }
}

/// A database that takes files, and its folder.
pub(super) struct UploadPlace {
    pub database: Database,
    pub folder: PathBuf,
}

impl Service {
    /// How large a file may be.
    pub fn upload_megabytes(&self) -> u64 {
        self.config.upload_bytes >> 20
    }

    /// Databases that the caller may upload into, by name.
    pub async fn upload_databases(&self, caller: &Caller) -> Result<Vec<Database>> {
        caller.require(Action::UploadFile)?;
        let enabled = ListFilter { col: "allow_file_upload".to_owned(), opr: "eq".to_owned(), value: true.into() };
        let query = ListQuery {
            filters: vec![enabled],
            page_size: Some(-1),
            order_column: Some("database_name".to_owned()),
            order_direction: Some("asc".to_owned()),
            ..ListQuery::default()
        };
        let mut databases = self.list_databases(caller, &query).await?.items;
        let takes_files = |database: &Database| {
            parse_uri(&database.fields.sqlalchemy_uri).is_ok_and(|(connector, _)| connector.takes_files())
        };
        databases.retain(takes_files);
        Ok(databases)
    }

    /// The place of a database that was named, or the first one there is; the first upload of all makes one.
    pub(super) async fn upload_place(&self, caller: &Caller, id: Option<DatabaseId>) -> Result<UploadPlace> {
        let id = match id {
            Some(id) => id,
            None => match self.upload_databases(caller).await?.first() {
                Some(database) => database.id,
                None => self.add_upload_database(caller).await?,
            },
        };
        let connection = self.lookup_connection(id).await?;
        self.require(caller, Action::ReadDatabase, &connection.database).await?;
        let database = connection.database;
        let (connector, uri) = parse_uri(&database.fields.sqlalchemy_uri)?;
        let refuse =
            |why: &str| Wrong::one("database", format!("“{}” takes no files: {why}.", database.fields.database_name));
        if !database.fields.allow_file_upload {
            return Err(refuse("uploads are turned off for it"));
        }
        let folder =
            connector.folder(&uri, &self.config.data_roots).ok_or_else(|| refuse("it is no folder of files"))?;
        let folder = folder.map_err(connection_error)?;
        Ok(UploadPlace { database, folder })
    }

    async fn add_upload_database(&self, caller: &Caller) -> Result<DatabaseId> {
        let folder = self.config.home.join(UPLOADS);
        tokio::fs::create_dir_all(&folder).await.map_err(|error| disk_error(&error))?;
        let fields = DatabaseFields {
            database_name: self.free_name().await?,
            sqlalchemy_uri: format!("duckdb:///{}", folder.display()),
            expose_in_sqllab: true,
            allow_file_upload: true,
            configuration_method: "dynamic_form".to_owned(),
            ..DatabaseFields::default()
        };
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        let id = tx.add_database(Uuid::new_v4(), &fields, None, by, now).await.map_err(store_error)?;
        self.log(&tx, caller, Deed::on("create", AssetKind::Database, id.0), differences(&(), &fields)).await?;
        tx.commit().await.map_err(store_error)?;
        Ok(id)
    }

    async fn free_name(&self) -> Result<String> {
        for number in 1..=MOST_NAMES {
            let name = if number == 1 { NAME.to_owned() } else { format!("{NAME} {number}") };
            if self.store.find_database_by_name(&name).await.map_err(store_error)?.is_none() {
                return Ok(name);
            }
        }
        Err(AppError::invalid("No database takes files. Allow uploads for one, or make one for them."))
    }
}
