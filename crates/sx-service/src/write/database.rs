//! Connections are made and removed; what changes them is in [`crate::databases`].

use serde::Deserialize;
use serde_json::{Map, Value, json};
use sx_model::{AppError, Database, DatabaseFields, DatabaseId, ErrorKind, Result};
use sx_store::{AssetKind, AssetRef, SecretChange};
use uuid::Uuid;

use super::LONGEST_NAME;
use crate::{
    Caller, DatabaseChange, Service,
    access::Action,
    audit::{Deed, differences},
    connect::{ConnectionDraft, Tunnel},
    databases::{MASK, apply, require_tunnels},
    store_error,
    wrong::{Wrong, require_length, require_text},
};

/// `POST /api/v1/database/`. The address is a URI, or `engine` and `parameters`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct NewDatabase {
    /// First, so that the schema takes the name below, which must be given, and not the one here.
    #[serde(flatten)]
    pub change: DatabaseChange,
    pub database_name: String,
}

impl Service {
    /// Connects once before anything is stored.
    pub async fn create_database(&self, caller: &Caller, new: NewDatabase) -> Result<Database> {
        caller.require(Action::CreateDatabase)?;
        let NewDatabase { database_name, change } = new;
        require_text("database_name", &database_name)?;
        require_length("database_name", &database_name, LONGEST_NAME)?;
        let draft = ConnectionDraft {
            sqlalchemy_uri: change.sqlalchemy_uri.clone(),
            engine: change.engine.clone(),
            parameters: change.parameters.clone(),
            ssh_tunnel: change.ssh_tunnel.clone(),
            ..ConnectionDraft::default()
        };
        if !draft.is_given() {
            return Err(AppError::invalid("sqlalchemy_uri: the address is missing; or give engine and parameters."));
        }
        let (connector, uri) = draft.uri()?;
        let mut wrong = Wrong::default();
        if uri.password().as_deref() == Some(MASK) {
            wrong.add("sqlalchemy_uri", "The password is masked: give the password itself");
        }
        if self.store.find_database_by_name(&database_name).await.map_err(store_error)?.is_some() {
            wrong.add("database_name", "A database with the same name already exists.");
        }
        wrong.check()?;
        let tunnel = change.ssh_tunnel.iter().flatten().map(|given| given.over(None)).next().transpose()?;
        if tunnel.is_some() {
            require_tunnels(connector)?;
        }
        self.try_connection(&draft).await?;
        let fields = DatabaseFields {
            expose_in_sqllab: true,
            configuration_method: "sqlalchemy_form".to_owned(),
            ..DatabaseFields::default()
        };
        let change = DatabaseChange { database_name: Some(database_name), ..change };
        let (mut fields, password) = apply(fields, change)?;
        Tunnel::place(tunnel.as_ref(), &mut fields);
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        let added = tx.add_database(Uuid::new_v4(), &fields, password.as_ref(), by, now).await;
        let id = added.map_err(store_error)?;
        if let Some(sealed) = tunnel.as_ref().map(Tunnel::sealed) {
            tx.set_database_ssh_tunnel(id, SecretChange::Set(&sealed), by, now).await.map_err(store_error)?;
        }
        self.log(&tx, caller, Deed::on("create", AssetKind::Database, id.0), differences(&(), &fields)).await?;
        tx.commit().await.map_err(store_error)?;
        self.find_database(caller, id).await
    }

    /// All of them or none, into the trash. Refused while datasets use one of them; `extra` names those.
    pub async fn delete_databases(&self, caller: &Caller, ids: &[DatabaseId]) -> Result<()> {
        let mut databases = Vec::with_capacity(ids.len());
        let mut datasets = Vec::new();
        for id in ids {
            let database = self.find_database(caller, *id).await?;
            self.require(caller, Action::DeleteDatabase, &database).await?;
            datasets.extend(self.datasets_of_database(*id).await?);
            databases.push(database);
        }
        if !datasets.is_empty() {
            return Err(in_use(&datasets));
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        for Database { id, fields, .. } in databases {
            tx.trash(AssetRef::Database(id), caller.user_id(), self.clock.now()).await.map_err(store_error)?;
            let deed = Deed::on("delete", AssetKind::Database, id.0);
            self.log(&tx, caller, deed, differences(&fields, &())).await?;
        }
        tx.commit().await.map_err(store_error)?;
        ids.iter().for_each(|id| self.sources.forget(*id));
        self.meta.forget_assets();
        Ok(())
    }
}

fn in_use(datasets: &[(i64, String)]) -> AppError {
    let names: Vec<_> = datasets.iter().take(5).map(|(_, name)| name.as_str()).collect();
    let more = if datasets.len() > names.len() { ", …" } else { "" };
    let message = format!("Cannot delete a database that has datasets attached: {}{more}.", names.join(", "));
    let list: Vec<_> = datasets.iter().map(|(id, name)| json!({ "id": id, "table_name": name })).collect();
    let extra = Map::from_iter([("datasets".to_owned(), Value::from(list))]);
    AppError { extra, ..AppError::new(ErrorKind::Unprocessable, message) }
}
