//! Out of the trash, with everything that belonged to it.

use serde_json::{Map, Value};
use sx_model::{AppError, Dataset, DatasetId, ListFilter, Result};
use sx_store::{AssetFilter, AssetRef, StoreError, Trashed, Tx};

use super::{by_kind, find, restore_action};
use crate::{Caller, Service, audit::Deed, store_error, wrong::Wrong};

impl Service {
    /// All of them or none. `Unprocessable` when a slug or a name was taken meanwhile, or for a dataset whose database stays in
    /// the trash.
    pub async fn restore(&self, caller: &Caller, assets: &[AssetRef]) -> Result<Vec<Trashed>> {
        caller.require_user()?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let mut restored = Vec::with_capacity(assets.len());
        for asset in by_kind(assets) {
            let trashed = find(&tx, caller, restore_action(asset.kind()), asset).await?;
            tx.restore(asset).await.map_err(|error| refusal(error, &trashed))?;
            if let AssetRef::Dataset(id) = asset {
                check_dataset(&tx, id, &trashed.name).await?;
            }
            self.log(&tx, caller, Deed::on("restore", asset.kind(), asset.id()), Map::new()).await?;
            restored.push(trashed);
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        Ok(restored)
    }
}

fn refusal(error: StoreError, trashed: &Trashed) -> AppError {
    match error {
        StoreError::Conflict { message } => {
            let sentence = format!("“{}” cannot be restored. {message}", trashed.name);
            Wrong::one(trashed.asset.kind().as_str(), sentence)
        }
        error => store_error(error),
    }
}

/// What no constraint says of datasets: one for each table, and each on a database.
async fn check_dataset(tx: &Tx, id: DatasetId, name: &str) -> Result<()> {
    let Some(dataset) = tx.lookup_dataset(id).await.map_err(store_error)? else { return Ok(()) };
    let mut wrong = Wrong::default();
    if tx.lookup_database(dataset.database_id).await.map_err(store_error)?.is_none() {
        let database = tx.lookup_trashed(AssetRef::Database(dataset.database_id)).await.map_err(store_error)?;
        let database = database.map(|database| database.name).unwrap_or_default();
        wrong.add("dataset", format!("The database “{database}” of “{name}” is in the trash. Restore it as well."));
    }
    let is = |col: &str, value: Value| ListFilter { col: col.to_owned(), opr: "eq".to_owned(), value };
    let filter =
        AssetFilter::new().filters(&[is("database_id", dataset.database_id.0.into()), is("table_name", name.into())]);
    let namesakes = tx.list_datasets(&filter).await.map_err(store_error)?.items;
    let place = |dataset: &Dataset| (dataset.fields.catalog.clone(), dataset.fields.schema.clone());
    if namesakes.iter().any(|other| other.id != id && place(other) == place(&dataset)) {
        wrong.add("dataset", format!("“{name}” cannot be restored. There is another dataset of this name by now."));
    }
    wrong.check()
}
