//! Connections, and the secrets that belong to them.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _};
use serde_json::Value;
use sx_model::{Database, DatabaseFields, DatabaseId, ListFilter, Page, UserId};
use uuid::Uuid;

use crate::asset::{AssetTable, Values, audit};
use crate::error::OnConstraint as _;
use crate::filter::{AssetFilter, Kind, ListColumn, truth, visible};
use crate::links::Link;
use crate::row::Row;
use crate::{Result, Secret, Store};

const DATABASE_GRANTS: Link = Link::new("database_grants", "role_id", "database_id");

pub(crate) const TABLE: AssetTable = AssetTable {
    noun: "Database",
    name: "databases",
    title: "database_name",
    owners: None,
    grants: DATABASE_GRANTS,
    roles: None,
    inherited: visible::nothing,
    published: None,
    parent: None,
    searched: &["database_name"],
    list_columns: &[
        ListColumn::new("database_name", "databases", "database_name", Kind::Text),
        ListColumn::new("expose_in_sqllab", "databases", "expose_in_sqllab", Kind::Boolean),
        ListColumn::new("allow_run_async", "databases", "allow_run_async", Kind::Boolean),
        ListColumn::new("allow_ctas", "databases", "allow_ctas", Kind::Boolean),
        ListColumn::new("allow_cvas", "databases", "allow_cvas", Kind::Boolean),
        ListColumn::new("allow_dml", "databases", "allow_dml", Kind::Boolean),
        ListColumn::new("allow_file_upload", "databases", "allow_file_upload", Kind::Boolean),
    ],
    special_filter,
};

/// What an update does with a secret.
#[derive(Clone, Copy, Debug)]
pub enum SecretChange<'a> {
    Keep,
    Set(&'a Secret),
    Clear,
}

/// All that is needed to connect.
#[derive(Clone, Debug)]
pub struct Connection {
    pub database: Database,
    pub password: Option<Secret>,
    /// JSON text: certificates, service accounts.
    pub encrypted_extra: Option<Secret>,
    /// JSON text: the secrets of its SSH tunnel.
    pub ssh_tunnel: Option<Secret>,
    /// Raised by each change of the database; belongs into the key of pools and caches.
    pub revision: i64,
}

impl Store {
    pub async fn add_database(
        &self,
        uuid: Uuid,
        fields: &DatabaseFields,
        password: Option<&Secret>,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<DatabaseId> {
        let mut values = values(fields);
        if let Some(password) = password {
            values.push(("sealed_password", self.key.seal(&password_place(uuid), password)?.into()));
        }
        let added = self.add_asset("database.add", &TABLE, uuid, values, by, now).await;
        Ok(DatabaseId(added.on_taken("databases", &["database_name"], || name_taken(fields))?))
    }

    /// Raises the revision.
    pub async fn update_database(
        &self,
        id: DatabaseId,
        fields: &DatabaseFields,
        password: SecretChange<'_>,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut values = values(fields);
        values.push(("revision", Expr::col("revision").add(1_i64)));
        let tx = self.begin().await?;
        let place = |uuid| password_place(uuid);
        values.extend(tx.secret_value(id, "sealed_password", place, password).await?);
        let updated = tx.update_asset("database.update", &TABLE, id.0, values, by, now).await;
        updated.on_taken("databases", &["database_name"], || name_taken(fields))?;
        tx.commit().await
    }

    /// Raises the revision.
    pub async fn set_database_encrypted_extra(
        &self,
        id: DatabaseId,
        encrypted_extra: SecretChange<'_>,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut values = vec![("revision", Expr::col("revision").add(1_i64))];
        let tx = self.begin().await?;
        values.extend(tx.secret_value(id, "sealed_encrypted_extra", extra_place, encrypted_extra).await?);
        tx.update_asset("database.set_encrypted_extra", &TABLE, id.0, values, by, now).await?;
        tx.commit().await
    }

    /// Raises the revision.
    pub async fn set_database_ssh_tunnel(
        &self,
        id: DatabaseId,
        ssh_tunnel: SecretChange<'_>,
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut values = vec![("revision", Expr::col("revision").add(1_i64))];
        let tx = self.begin().await?;
        values.extend(tx.secret_value(id, "sealed_ssh_tunnel", tunnel_place, ssh_tunnel).await?);
        tx.update_asset("database.set_ssh_tunnel", &TABLE, id.0, values, by, now).await?;
        tx.commit().await
    }

    /// What was answered from this database so far is old: pools and caches have the revision in their key.
    pub async fn raise_database_revision(&self, id: DatabaseId, by: Option<UserId>, now: DateTime<Utc>) -> Result<()> {
        let values = vec![("revision", Expr::col("revision").add(1_i64))];
        self.update_asset("database.raise_revision", &TABLE, id.0, values, by, now).await
    }

    pub async fn lookup_database(&self, id: DatabaseId) -> Result<Option<Database>> {
        self.find_database("database.lookup", TABLE.col("id").eq(id.0)).await
    }

    pub async fn find_database_by_uuid(&self, uuid: Uuid) -> Result<Option<Database>> {
        self.find_database("database.find_by_uuid", TABLE.col("uuid").eq(uuid)).await
    }

    pub async fn find_database_by_name(&self, name: &str) -> Result<Option<Database>> {
        self.find_database("database.find_by_name", TABLE.col("database_name").eq(name)).await
    }

    pub async fn list_databases(&self, filter: &AssetFilter) -> Result<Page<Database>> {
        let count = self.count_assets("database.count", &TABLE, filter).await?;
        let mut select = TABLE.select();
        TABLE.add_columns(&mut select, columns());
        filter.restrict(&TABLE, &mut select)?;
        filter.paginate(&TABLE, &mut select)?;
        let rows = self.db.fetch_all("database.list", &select).await?;
        Ok(Page { count, items: rows.iter().map(database).collect::<Result<_>>()? })
    }

    pub async fn count_databases(&self, filter: &AssetFilter) -> Result<u64> {
        self.count_assets("database.count", &TABLE, filter).await
    }

    /// `Sealed` when the password was sealed with another key.
    pub async fn database_password(&self, id: DatabaseId) -> Result<Option<Secret>> {
        Ok(self.lookup_connection(id).await?.and_then(|connection| connection.password))
    }

    /// The database with its secrets opened; `Sealed` when they were sealed with another key.
    pub async fn lookup_connection(&self, id: DatabaseId) -> Result<Option<Connection>> {
        let mut select = TABLE.select();
        TABLE.add_columns(&mut select, columns());
        for column in ["sealed_password", "sealed_encrypted_extra", "sealed_ssh_tunnel", "revision"] {
            select.column(("databases", column));
        }
        select.and_where(TABLE.col("id").eq(id.0));
        let Some(row) = self.db.fetch_optional("database.lookup_connection", &select).await? else { return Ok(None) };
        let database = database(&row)?;
        let open = |column: &str, place: String| {
            let sealed: Option<Vec<u8>> = row.get(column)?;
            sealed.map(|sealed| self.key.open(&place, &sealed)).transpose()
        };
        Ok(Some(Connection {
            password: open("sealed_password", password_place(database.uuid))?,
            encrypted_extra: open("sealed_encrypted_extra", extra_place(database.uuid))?,
            ssh_tunnel: open("sealed_ssh_tunnel", tunnel_place(database.uuid))?,
            revision: row.get("revision")?,
            database,
        }))
    }

    /// `Conflict` while datasets use it.
    pub async fn remove_database(&self, id: DatabaseId) -> Result<()> {
        let removed = self.remove_asset("database.remove", &TABLE, id.0).await;
        removed.on_broken_link(|| "Datasets still use this database. Delete them first.".to_owned())
    }

    async fn find_database(&self, tag: &'static str, is_it: Expr) -> Result<Option<Database>> {
        let mut select = TABLE.select();
        TABLE.add_columns(&mut select, columns());
        select.and_where(is_it);
        self.db.fetch_optional(tag, &select).await?.as_ref().map(database).transpose()
    }

    /// What is written into the column of a secret, if anything.
    async fn secret_value(
        &self,
        id: DatabaseId,
        column: &'static str,
        place: impl Fn(Uuid) -> String,
        change: SecretChange<'_>,
    ) -> Result<Option<(&'static str, Expr)>> {
        match change {
            SecretChange::Keep => Ok(None),
            SecretChange::Clear => Ok(Some((column, Expr::val(None::<Vec<u8>>)))),
            SecretChange::Set(secret) => {
                // A database that is gone is reported by the update that follows.
                let Some(database) = self.lookup_database(id).await? else { return Ok(None) };
                Ok(Some((column, self.key.seal(&place(database.uuid), secret)?.into())))
            }
        }
    }
}

fn name_taken(fields: &DatabaseFields) -> String {
    format!("A database named “{}” exists already.", fields.database_name)
}

fn password_place(uuid: Uuid) -> String {
    format!("databases.password {uuid}")
}

fn extra_place(uuid: Uuid) -> String {
    format!("databases.encrypted_extra {uuid}")
}

fn tunnel_place(uuid: Uuid) -> String {
    format!("databases.ssh_tunnel {uuid}")
}

/// Read and written are the same columns, so the list is kept once.
fn columns() -> impl Iterator<Item = &'static str> {
    values(&DatabaseFields::default()).into_iter().map(|(column, _)| column)
}

fn values(fields: &DatabaseFields) -> Values {
    vec![
        ("database_name", fields.database_name.as_str().into()),
        ("sqlalchemy_uri", fields.sqlalchemy_uri.as_str().into()),
        ("cache_timeout", fields.cache_timeout.into()),
        ("expose_in_sqllab", fields.expose_in_sqllab.into()),
        ("allow_run_async", fields.allow_run_async.into()),
        ("allow_ctas", fields.allow_ctas.into()),
        ("allow_cvas", fields.allow_cvas.into()),
        ("allow_dml", fields.allow_dml.into()),
        ("allow_file_upload", fields.allow_file_upload.into()),
        ("impersonate_user", fields.impersonate_user.into()),
        ("configuration_method", fields.configuration_method.as_str().into()),
        ("extra", Value::Object(fields.extra.clone()).to_string().into()),
        ("rest", Value::Object(fields.rest.clone()).to_string().into()),
    ]
}

fn database(row: &Row) -> Result<Database> {
    Ok(Database {
        id: DatabaseId(row.get("id")?),
        uuid: row.get("uuid")?,
        fields: DatabaseFields {
            database_name: row.get("database_name")?,
            sqlalchemy_uri: row.get("sqlalchemy_uri")?,
            cache_timeout: row.get("cache_timeout")?,
            expose_in_sqllab: row.get("expose_in_sqllab")?,
            allow_run_async: row.get("allow_run_async")?,
            allow_ctas: row.get("allow_ctas")?,
            allow_cvas: row.get("allow_cvas")?,
            allow_dml: row.get("allow_dml")?,
            allow_file_upload: row.get("allow_file_upload")?,
            impersonate_user: row.get("impersonate_user")?,
            configuration_method: row.get("configuration_method")?,
            extra: row.json_map("extra")?,
            rest: row.json_map("rest")?,
        },
        audit: audit(row)?,
    })
}

fn special_filter(filter: &ListFilter, _: &AssetFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        "upload_is_enabled" | "database_upload_is_enabled" => Some(TABLE.col("allow_file_upload").eq(truth(filter)?)),
        _ => None,
    })
}
