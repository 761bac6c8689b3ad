//! Databases: listed and changed. How they are tried out and looked into is in [`crate::connect`].

use std::time::Duration;

use serde_json::{Map, Value};
use sx_connect::Connector;
use sx_model::{AppError, Database, DatabaseFields, DatabaseId, ErrorKind, ListQuery, Page, Result};
use sx_store::{AssetKind, Connection, Secret, SecretChange};

use crate::{
    Caller, Service,
    access::{Action, Allow},
    audit::{Deed, differences},
    connect::{ConnectionDraft, SshTunnelJson, Tunnel, TunnelDraft, Way, connection_error, keep_password},
    sources::{connect_error, parse_uri},
    store_error,
    wrong::{Wrong, given, require_text},
};

/// Longer than a connector's own patience, so that its own sentence wins.
pub(crate) const PROBE_TIMEOUT: Duration = Duration::from_secs(30);
/// What stands for a password that is not shown.
pub const MASK: &str = "XXXXXXXXXX";

/// What a person may change of a connection; absent stays as it is.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct DatabaseChange {
    pub database_name: Option<String>,
    /// A masked password keeps the stored one.
    pub sqlalchemy_uri: Option<String>,
    /// With `parameters`, in place of the URI: the form, as `test_connection` takes it.
    pub engine: Option<String>,
    pub parameters: Option<Map<String, Value>>,
    pub configuration_method: Option<String>,
    /// Seconds; null for the server's own.
    #[serde(deserialize_with = "given")]
    pub cache_timeout: Option<Option<i64>>,
    pub expose_in_sqllab: Option<bool>,
    pub allow_run_async: Option<bool>,
    pub allow_ctas: Option<bool>,
    pub allow_cvas: Option<bool>,
    pub allow_dml: Option<bool>,
    pub allow_file_upload: Option<bool>,
    pub impersonate_user: Option<bool>,
    /// Null removes it.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Option<SshTunnelJson>")]
    pub ssh_tunnel: Option<Option<TunnelDraft>>,
}

impl Service {
    pub async fn list_databases(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Database>> {
        let filter = self.asset_filter(caller, AssetKind::Database, query)?;
        let mut page = self.store.list_databases(&filter).await.map_err(store_error)?;
        page.items.iter_mut().for_each(|database| hide_address(caller, database));
        Ok(page)
    }

    pub async fn find_database(&self, caller: &Caller, id: DatabaseId) -> Result<Database> {
        caller.require_reader()?;
        let found = self.store.lookup_database(id).await.map_err(store_error)?;
        let mut database = found.ok_or_else(|| AppError::not_found("Database"))?;
        self.require(caller, Action::ReadDatabase, &database).await?;
        hide_address(caller, &mut database);
        Ok(database)
    }

    pub async fn update_database(
        &self,
        caller: &Caller,
        id: DatabaseId,
        mut change: DatabaseChange,
    ) -> Result<Database> {
        let database = self.find_database(caller, id).await?;
        self.require(caller, Action::UpdateDatabase, &database).await?;
        let stored = self.lookup_connection(id).await?;
        let before = Tunnel::stored(&stored);
        let tunnel = change.ssh_tunnel.take().map(|given| given.map(|it| it.over(before.as_ref())).transpose());
        let tunnel = tunnel.transpose()?;
        let (mut fields, password) = apply(database.fields.clone(), change)?;
        if let Some(tunnel) = &tunnel {
            Tunnel::place(tunnel.as_ref(), &mut fields);
        }
        self.check_place(&fields.sqlalchemy_uri)?;
        let way = tunnel.as_ref().unwrap_or(&before).as_ref();
        let secret = change_password(&stored, &fields.sqlalchemy_uri, password.as_ref(), way)?;
        let told = match secret {
            SecretChange::Keep => None,
            SecretChange::Set(_) => Some("changed"),
            SecretChange::Clear => Some("removed"),
        };
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        tx.update_database(id, &fields, secret, by, now).await.map_err(store_error)?;
        let mut changes = differences(&database.fields, &fields);
        changes.extend(told.map(|told| ("password".to_owned(), told.into())));
        if let Some(tunnel) = tunnel.filter(|tunnel| *tunnel != before) {
            let sealed = tunnel.as_ref().map(Tunnel::sealed);
            let secret = sealed.as_ref().map_or(SecretChange::Clear, SecretChange::Set);
            tx.set_database_ssh_tunnel(id, secret, by, now).await.map_err(store_error)?;
            changes.insert("ssh_tunnel".to_owned(), if tunnel.is_some() { "changed" } else { "removed" }.into());
        }
        self.log(&tx, caller, Deed::on("update", AssetKind::Database, id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.sources.forget(id);
        self.meta.forget_assets();
        self.find_database(caller, id).await
    }

    /// A folder that may not be read is refused when it is named, not when somebody first asks.
    fn check_place(&self, uri: &str) -> Result<()> {
        let (connector, uri) = parse_uri(uri)?;
        connector.check_place(&uri, &self.config.data_roots).map_err(connection_error)
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

    pub(crate) async fn lookup_connection(&self, id: DatabaseId) -> Result<Connection> {
        let found = self.store.lookup_connection(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("Database"))
    }
}

/// A stored password stays with its database: a URI that leads elsewhere brings its own, or none. And a tunnel leads only where
/// there is a host.
fn change_password<'a>(
    stored: &Connection,
    uri: &str,
    given: Option<&'a Secret>,
    tunnel: Option<&Tunnel>,
) -> Result<SecretChange<'a>> {
    let (connector, uri) = parse_uri(uri)?;
    if tunnel.is_some() {
        require_tunnels(connector)?;
    }
    if let Some(given) = given {
        return Ok(SecretChange::Set(given));
    }
    // What is stored may be older than the rules for a URI; then there is nothing to compare with.
    let (Some(_), Ok((old_connector, old_uri))) = (&stored.password, parse_uri(&stored.database.fields.sqlalchemy_uri))
    else {
        return Ok(SecretChange::Keep);
    };
    let before = Tunnel::stored(stored);
    let old_way = Way { connector: old_connector, uri: &old_uri, tunnel: before.as_ref() };
    match keep_password(&old_way, &Way { connector, uri: &uri, tunnel }) {
        Ok(()) => Ok(SecretChange::Keep),
        Err(_) if uri.password().is_none() => Ok(SecretChange::Clear),
        Err(refused) => Err(refused),
    }
}

pub(crate) fn require_tunnels(connector: &dyn Connector) -> Result<()> {
    if connector.takes_tunnels() {
        return Ok(());
    }
    let message = format!("{} is on Sextant's own machine: no SSH tunnel leads there.", connector.name());
    Err(Wrong::one("ssh_tunnel", message))
}

/// Where a database is and who signs in there is for those who may change it; others learn its kind.
fn hide_address(caller: &Caller, database: &mut Database) {
    if caller.allowed(Action::UpdateDatabase) == Allow::Never {
        let scheme = database.fields.sqlalchemy_uri.find("://").map_or(0, |at| at + "://".len());
        database.fields.sqlalchemy_uri.truncate(scheme);
        Tunnel::place(None, &mut database.fields);
    }
}

/// The changed fields, and the password if a new one was given.
pub(crate) fn apply(mut fields: DatabaseFields, change: DatabaseChange) -> Result<(DatabaseFields, Option<Secret>)> {
    let mut password = None;
    let draft = ConnectionDraft {
        sqlalchemy_uri: change.sqlalchemy_uri,
        engine: change.engine,
        parameters: change.parameters,
        ..ConnectionDraft::default()
    };
    if draft.is_given() {
        let (_, uri) = draft.uri()?;
        password = uri.password().filter(|password| password != MASK).map(Secret::new);
        fields.sqlalchemy_uri = uri.masked();
    }
    if let Some(name) = change.database_name {
        fields.database_name = non_empty("database_name", name)?;
    }
    fields.cache_timeout = change.cache_timeout.unwrap_or(fields.cache_timeout);
    fields.configuration_method = change.configuration_method.unwrap_or(fields.configuration_method);
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
