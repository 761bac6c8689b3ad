//! Bundles come in: all or nothing, by UUID.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use serde_json::{Map, Value, json};
use sx_connect::ConnectionUri;
use sx_model::{AppError, ChartId, DatabaseId, DatasetId, ErrorKind, Result};
use sx_store::{AssetKind, Secret, SecretChange, Tx};
use uuid::Uuid;

use crate::{
    Caller, Service,
    access::Action,
    audit::Deed,
    bundle::{Bundle, BundleChart, BundleDashboard, BundleDatabase, BundleDataset, BundleError, read_bundle},
    connect::{TunnelSecrets, take_secrets},
    sources::parse_uri,
    store_error,
};

#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Replace assets of the same UUID.
    pub overwrite: bool,
    /// File in the bundle (`databases/examples.yaml`) → password of its connection.
    pub passwords: BTreeMap<String, String>,
    /// The same for the secrets of its SSH tunnel.
    pub ssh_tunnel_passwords: BTreeMap<String, String>,
    pub ssh_tunnel_private_keys: BTreeMap<String, String>,
    pub ssh_tunnel_private_key_passwords: BTreeMap<String, String>,
}

impl ImportOptions {
    fn tunnel_secrets(&self, file: &str) -> TunnelSecrets<'_> {
        let beside =
            [&self.ssh_tunnel_passwords, &self.ssh_tunnel_private_keys, &self.ssh_tunnel_private_key_passwords];
        beside.map(|secrets| secrets.get(file))
    }
}

/// What an import brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub databases: usize,
    pub datasets: usize,
    pub charts: usize,
    pub dashboards: usize,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
        let counts = [
            count(self.dashboards, "dashboard"),
            count(self.charts, "chart"),
            count(self.datasets, "dataset"),
            count(self.databases, "database"),
        ];
        write!(f, "Imported {}.", counts.join(", "))
    }
}

impl Service {
    /// Imports a ZIP of YAML as the reference exports it.
    pub async fn import_bundle(&self, caller: &Caller, archive: Vec<u8>, options: ImportOptions) -> Result<Imported> {
        caller.require(Action::ImportBundles)?;
        // Inflating and parsing may take a while: not on the runtime's threads.
        let bundle = tokio::task::spawn_blocking(move || read_bundle(&archive)).await;
        let bundle = bundle.map_err(|_| AppError::internal())?.map_err(bundle_error)?;
        self.import(caller, &bundle, &options).await
    }

    pub(crate) async fn import(&self, caller: &Caller, bundle: &Bundle, options: &ImportOptions) -> Result<Imported> {
        caller.require(Action::ImportBundles)?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let mut import = Import { service: self, caller, options, tx: &tx, wrong: Map::new(), ids: Ids::default() };
        import.run(bundle).await?;
        let wrong = std::mem::take(&mut import.wrong);
        if !wrong.is_empty() {
            return Err(refused("Error importing dashboard".to_owned(), wrong));
        }
        let imported = Imported {
            databases: bundle.databases.len(),
            datasets: bundle.datasets.len(),
            charts: bundle.charts.len(),
            dashboards: bundle.dashboards.len(),
        };
        let titles: Vec<_> = bundle.dashboards.iter().map(|one| one.fields.dashboard_title.as_str()).collect();
        let changes = json!({ "imported": imported.to_string(), "dashboards": titles, "overwrite": options.overwrite });
        let deed = Deed { action: "import", asset_kind: "bundle", asset_id: None };
        self.log(&tx, caller, deed, changes.as_object().cloned().unwrap_or_default()).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        Ok(imported)
    }
}

/// The ids here of the UUIDs there.
#[derive(Default)]
struct Ids {
    databases: HashMap<Uuid, DatabaseId>,
    datasets: HashMap<Uuid, DatasetId>,
    charts: HashMap<Uuid, ChartId>,
}

struct Import<'a> {
    service: &'a Service,
    caller: &'a Caller,
    options: &'a ImportOptions,
    tx: &'a Tx,
    /// File → what is wrong with it, in the reference's words and shape: all at once, not one after the other.
    wrong: Map<String, Value>,
    ids: Ids,
}

impl Import<'_> {
    async fn run(&mut self, bundle: &Bundle) -> Result<()> {
        for database in &bundle.databases {
            self.database(database).await?;
        }
        if !self.wrong.is_empty() {
            return Ok(());
        }
        for dataset in &bundle.datasets {
            self.dataset(dataset).await?;
        }
        for chart in &bundle.charts {
            self.chart(chart).await?;
        }
        for dashboard in &bundle.dashboards {
            self.dashboard(dashboard).await?;
        }
        Ok(())
    }

    /// What lies in the trash comes back, and takes on what the bundle says of it.
    async fn restored(&self, kind: AssetKind, uuid: Uuid) -> Result<bool> {
        let trashed = self.tx.find_trashed_by_uuid(kind, uuid).await.map_err(store_error)?;
        let Some(asset) = trashed else { return Ok(false) };
        self.tx.restore(asset).await.map_err(store_error)?;
        self.service.log(self.tx, self.caller, Deed::on("restore", kind, asset.id()), Map::new()).await?;
        Ok(true)
    }

    async fn database(&mut self, new: &BundleDatabase) -> Result<()> {
        self.restored(AssetKind::Database, new.uuid).await?;
        let existing = self.tx.find_database_by_uuid(new.uuid).await.map_err(store_error)?;
        // A connection that is there is kept, with its password and where it points: only the operator changes it.
        if let Some(existing) = existing {
            self.ids.databases.insert(new.uuid, existing.id);
            return Ok(());
        }
        let (_, uri) = parse_uri(&new.fields.sqlalchemy_uri)?;
        let mut fields = new.fields.clone();
        let secrets = take_secrets(&mut fields.rest, self.options.tunnel_secrets(&new.file));
        let password = self.password(new, &uri);
        let mut missing = secrets.missing;
        if password.is_err() {
            missing.insert(0, "Must provide a password for the database");
        }
        let (Ok(password), true) = (password, missing.is_empty()) else {
            self.wrong.insert(new.file.clone(), json!({ "_schema": missing }));
            return Ok(());
        };
        fields.sqlalchemy_uri = match &password {
            Some(password) => uri.with_password(password.expose()).masked(),
            None => uri.masked(),
        };
        let (by, now) = (self.caller.user_id(), self.service.clock().now());
        let id = self.tx.add_database(new.uuid, &fields, password.as_ref(), by, now).await.map_err(store_error)?;
        if let Some(extra) = &secrets.encrypted_extra {
            let sealed = self.tx.set_database_encrypted_extra(id, SecretChange::Set(extra), by, now).await;
            sealed.map_err(store_error)?;
        }
        if let Some(tunnel) = &secrets.ssh_tunnel {
            self.tx.set_database_ssh_tunnel(id, SecretChange::Set(tunnel), by, now).await.map_err(store_error)?;
        }
        self.ids.databases.insert(new.uuid, id);
        Ok(())
    }

    /// Given beside the bundle, in the file, or in its URI; a masked one without any of these is an error.
    fn password(&self, new: &BundleDatabase, uri: &ConnectionUri) -> std::result::Result<Option<Secret>, ()> {
        let given = self.options.passwords.get(&new.file).or(new.password.as_ref());
        match (given, uri.password()) {
            (Some(password), _) => Ok(Some(Secret::new(password.clone()))),
            (None, Some(_)) if uri.is_masked() => Err(()),
            (None, password) => Ok(password.map(Secret::new)),
        }
    }

    async fn dataset(&mut self, new: &BundleDataset) -> Result<()> {
        let Some(&database) = self.ids.databases.get(&new.database_uuid) else { return Ok(()) };
        let (by, now) = (self.caller.user_id(), self.service.clock().now());
        let overwrite = self.restored(AssetKind::Dataset, new.uuid).await? || self.options.overwrite;
        let existing = self.tx.find_dataset_by_uuid(new.uuid).await.map_err(store_error)?;
        let id = match existing {
            Some(existing) if !overwrite => existing.id,
            Some(existing) => {
                let (columns, metrics) = (&new.columns, &new.metrics);
                let updated = self.tx.update_dataset(existing.id, database, &new.fields, columns, metrics, by, now);
                updated.await.map_err(store_error)?;
                existing.id
            }
            None => {
                let added = self.tx.add_dataset(new.uuid, database, &new.fields, &new.columns, &new.metrics, by, now);
                let id = added.await.map_err(store_error)?;
                self.tx.set_dataset_owners(id, by.as_slice()).await.map_err(store_error)?;
                id
            }
        };
        self.ids.datasets.insert(new.uuid, id);
        Ok(())
    }

    async fn chart(&mut self, new: &BundleChart) -> Result<()> {
        let dataset = self.ids.datasets.get(&new.dataset_uuid).copied();
        let (by, now) = (self.caller.user_id(), self.service.clock().now());
        let overwrite = self.restored(AssetKind::Chart, new.uuid).await? || self.options.overwrite;
        let existing = self.tx.find_chart_by_uuid(new.uuid).await.map_err(store_error)?;
        let id = match existing {
            Some(existing) if !overwrite => existing.id,
            Some(existing) => {
                let updated = self.tx.update_chart(existing.id, dataset, &new.fields, by, now);
                updated.await.map_err(store_error)?;
                existing.id
            }
            None => {
                let id = self.tx.add_chart(new.uuid, dataset, &new.fields, by, now).await.map_err(store_error)?;
                self.tx.set_chart_owners(id, by.as_slice()).await.map_err(store_error)?;
                id
            }
        };
        self.ids.charts.insert(new.uuid, id);
        Ok(())
    }

    async fn dashboard(&mut self, new: &BundleDashboard) -> Result<()> {
        let (by, now) = (self.caller.user_id(), self.service.clock().now());
        let overwrite = self.restored(AssetKind::Dashboard, new.uuid).await? || self.options.overwrite;
        let existing = self.tx.find_dashboard_by_uuid(new.uuid).await.map_err(store_error)?;
        let id = match existing {
            Some(_) if !overwrite => {
                self.wrong
                    .insert(new.file.clone(), json!("Dashboard already exists and `overwrite=true` was not passed"));
                return Ok(());
            }
            Some(existing) => {
                self.tx.update_dashboard(existing.id, &new.fields, by, now).await.map_err(store_error)?;
                existing.id
            }
            None => {
                let id = self.tx.add_dashboard(new.uuid, &new.fields, by, now).await.map_err(store_error)?;
                self.tx.set_dashboard_owners(id, by.as_slice()).await.map_err(store_error)?;
                id
            }
        };
        // A layout may name charts that were deleted since; the reference tolerates that too.
        let charts: Vec<ChartId> =
            new.chart_uuids.iter().filter_map(|uuid| self.ids.charts.get(uuid).copied()).collect();
        self.tx.set_dashboard_charts(id, &charts).await.map_err(store_error)
    }
}

pub(crate) fn bundle_error(error: BundleError) -> AppError {
    let extra = Map::from_iter([(error.file.clone(), Value::from(error.message.clone()))]);
    refused(format!("The bundle was refused. {error}."), extra)
}

/// The reference's error of a command, its issue code included: clients look at it.
fn refused(message: String, mut extra: Map<String, Value>) -> AppError {
    let issue =
        json!({ "code": 1010, "message": "Issue 1010 - Superset encountered an error while running a command." });
    extra.insert("issue_codes".to_owned(), json!([issue]));
    AppError { extra, ..AppError::new(ErrorKind::Command, message) }
}
