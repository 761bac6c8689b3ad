//! Databases: listed, tested, looked into, changed.

use std::time::Duration;

use sx_connect::{ColumnInfo, TableInfo};
use sx_model::{AppError, Database, DatabaseFields, DatabaseId, ErrorKind, ListQuery, Page, Result};
use sx_store::{AssetKind, Connection, Secret, SecretChange};

use crate::{
    Caller, Service,
    access::{Action, Allow},
    audit::{Deed, differences},
    sources::{connect_error, parse_uri},
    store_error,
    wrong::require_text,
};

/// Longer than a connector's own patience, so that its own sentence wins.
const PROBE_TIMEOUT: Duration = Duration::from_secs(30);
/// What stands for a password that is not shown.
pub const MASK: &str = "XXXXXXXXXX";

/// What a person may change of a connection; absent stays as it is.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct DatabaseChange {
    pub database_name: Option<String>,
    /// A masked password keeps the stored one.
    pub sqlalchemy_uri: Option<String>,
    /// Seconds.
    pub cache_timeout: Option<i64>,
    pub expose_in_sqllab: Option<bool>,
    pub allow_run_async: Option<bool>,
    pub allow_ctas: Option<bool>,
    pub allow_cvas: Option<bool>,
    pub allow_dml: Option<bool>,
    pub allow_file_upload: Option<bool>,
    pub impersonate_user: Option<bool>,
}

impl Service {
    pub async fn list_databases(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Database>> {
        let filter = self.asset_filter(caller, AssetKind::Database, query)?;
        let mut page = self.store.list_databases(&filter).await.map_err(store_error)?;
        page.items.iter_mut().for_each(|database| hide_address(caller, database));
        Ok(page)
    }

    pub async fn find_database(&self, caller: &Caller, id: DatabaseId) -> Result<Database> {
        caller.require_user()?;
        let found = self.store.lookup_database(id).await.map_err(store_error)?;
        let mut database = found.ok_or_else(|| AppError::not_found("Database"))?;
        self.require(caller, Action::ReadDatabase, &database).await?;
        hide_address(caller, &mut database);
        Ok(database)
    }

    /// Connects once with a URI that is not stored yet. A masked password stands for that of the database of this name.
    pub async fn test_connection(&self, caller: &Caller, uri: &str, database_name: Option<&str>) -> Result<()> {
        caller.require(Action::TestDatabase)?;
        let (connector, mut uri) = parse_uri(uri)?;
        if uri.password().as_deref() == Some(MASK) {
            let stored = match database_name {
                Some(name) => self.store.find_database_by_name(name).await.map_err(store_error)?,
                None => None,
            };
            let id = stored.map(|database| database.id).ok_or_else(|| {
                AppError::invalid("The password is masked and no stored database has this name: give the password.")
            })?;
            if let Some(password) = self.store.database_password(id).await.map_err(store_error)? {
                uri = uri.with_password(password.expose());
            }
        }
        let source = connector.open(&uri).map_err(connect_error)?;
        in_time(source.ping()).await
    }

    pub async fn database_schemas(&self, caller: &Caller, id: DatabaseId) -> Result<Vec<String>> {
        let source = self.readable_source(caller, id).await?;
        in_time(source.schemas()).await
    }

    /// Tables and views of a schema, by name.
    pub async fn database_tables(
        &self,
        caller: &Caller,
        id: DatabaseId,
        schema: Option<&str>,
    ) -> Result<Vec<TableInfo>> {
        let source = self.readable_source(caller, id).await?;
        in_time(source.tables(schema)).await
    }

    pub async fn table_columns(
        &self,
        caller: &Caller,
        id: DatabaseId,
        schema: Option<&str>,
        table: &str,
    ) -> Result<Vec<ColumnInfo>> {
        let source = self.readable_source(caller, id).await?;
        in_time(source.columns(schema, table)).await
    }

    pub async fn update_database(&self, caller: &Caller, id: DatabaseId, change: DatabaseChange) -> Result<Database> {
        let database = self.find_database(caller, id).await?;
        self.require(caller, Action::UpdateDatabase, &database).await?;
        let (fields, password) = apply(database.fields.clone(), change)?;
        let secret = password.as_ref().map_or(SecretChange::Keep, SecretChange::Set);
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.update_database(id, &fields, secret, caller.user_id(), self.clock.now()).await.map_err(store_error)?;
        let mut changes = differences(&database.fields, &fields);
        if password.is_some() {
            changes.insert("password".to_owned(), "changed".into());
        }
        self.log(&tx, caller, Deed::on("update", AssetKind::Database, id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.sources.forget(id);
        self.meta.forget_assets();
        self.find_database(caller, id).await
    }

    /// The operator's way to point an imported connection elsewhere.
    pub async fn set_database_uri(&self, caller: &Caller, database_name: &str, uri: &str) -> Result<Database> {
        caller.require(Action::UpdateDatabase)?;
        let found = self.store.find_database_by_name(database_name).await.map_err(store_error)?;
        let database = found.ok_or_else(|| {
            AppError::new(ErrorKind::NotFound, format!("There is no database named “{database_name}”."))
        })?;
        let change = DatabaseChange { sqlalchemy_uri: Some(uri.to_owned()), ..DatabaseChange::default() };
        self.update_database(caller, database.id, change).await
    }

    /// Whether a stored connection answers.
    pub async fn ping_database(&self, caller: &Caller, id: DatabaseId) -> Result<()> {
        let source = self.readable_source(caller, id).await?;
        in_time(source.ping()).await
    }

    pub(crate) async fn lookup_connection(&self, id: DatabaseId) -> Result<Connection> {
        let found = self.store.lookup_connection(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("Database"))
    }

    async fn readable_source(&self, caller: &Caller, id: DatabaseId) -> Result<std::sync::Arc<dyn sx_connect::Source>> {
        caller.require_user()?;
        let connection = self.lookup_connection(id).await?;
        self.require(caller, Action::ReadDatabase, &connection.database).await?;
        self.source(&connection)
    }
}

/// Where a database is and who signs in there is for those who may change it; others learn its kind.
fn hide_address(caller: &Caller, database: &mut Database) {
    if caller.allowed(Action::UpdateDatabase) == Allow::Never {
        let scheme = database.fields.sqlalchemy_uri.find("://").map_or(0, |at| at + "://".len());
        database.fields.sqlalchemy_uri.truncate(scheme);
    }
}

/// The changed fields, and the password if a new one was given.
pub(crate) fn apply(mut fields: DatabaseFields, change: DatabaseChange) -> Result<(DatabaseFields, Option<Secret>)> {
    let mut password = None;
    if let Some(text) = change.sqlalchemy_uri {
        let (_, uri) = parse_uri(&text)?;
        password = uri.password().filter(|password| password != MASK).map(Secret::new);
        fields.sqlalchemy_uri = uri.masked();
    }
    if let Some(name) = change.database_name {
        fields.database_name = non_empty("database_name", name)?;
    }
    fields.cache_timeout = change.cache_timeout.or(fields.cache_timeout);
    for (field, change) in [
        (&mut fields.expose_in_sqllab, change.expose_in_sqllab),
        (&mut fields.allow_run_async, change.allow_run_async),
        (&mut fields.allow_ctas, change.allow_ctas),
        (&mut fields.allow_cvas, change.allow_cvas),
        (&mut fields.allow_dml, change.allow_dml),
        (&mut fields.allow_file_upload, change.allow_file_upload),
        (&mut fields.impersonate_user, change.impersonate_user),
    ] {
        *field = change.unwrap_or(*field);
    }
    Ok((fields, password))
}

fn non_empty(field: &str, text: String) -> Result<String> {
    require_text(field, &text)?;
    Ok(text)
}

pub(crate) async fn in_time<T>(
    work: impl Future<Output = std::result::Result<T, sx_connect::ConnectError>>,
) -> Result<T> {
    match tokio::time::timeout(PROBE_TIMEOUT, work).await {
        Ok(outcome) => outcome.map_err(connect_error),
        Err(_) => Err(AppError::new(ErrorKind::Timeout, "The database did not answer in time.")),
    }
}
