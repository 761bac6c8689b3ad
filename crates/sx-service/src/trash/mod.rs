//! The trash: what was deleted, brought back or removed for good. Who may delete an asset may also do this with it.

mod lost;
mod restore;

use serde_json::json;
use sx_model::{AppError, Page, Result, UserId};
use sx_store::{AssetKind, AssetRef, StoreError, TrashFilter, Trashed, Tx};

use crate::{
    Caller, Service,
    access::{Action, Allow},
    audit::{Deed, differences},
    store_error,
    wrong::Wrong,
};

/// What a page of the trash shows.
#[derive(Clone, Debug, Default)]
pub struct TrashQuestion {
    /// One kind; `None` for all.
    pub kind: Option<AssetKind>,
    /// Part of a name; empty asks for all.
    pub search: String,
    pub offset: u64,
    pub limit: u64,
}

impl Service {
    /// What the caller may restore, the last deleted first.
    pub async fn list_trash(&self, caller: &Caller, question: &TrashQuestion) -> Result<Page<Trashed>> {
        caller.require_user()?;
        let kinds = AssetKind::ALL.into_iter().filter(|kind| question.kind.is_none_or(|asked| asked == *kind));
        let kinds = kinds.filter_map(|kind| Some((kind, reach(caller, restore_action(kind))?)));
        let filter = TrashFilter {
            kinds: kinds.collect(),
            asset: None,
            search: question.search.clone(),
            offset: question.offset,
            limit: question.limit,
        };
        self.store.list_trash(&filter).await.map_err(store_error)
    }

    /// All of them or none, for good. `Unprocessable` for a database that datasets in the trash still use.
    pub async fn purge(&self, caller: &Caller, assets: &[AssetRef]) -> Result<()> {
        caller.require_user()?;
        let tx = self.store.begin().await.map_err(store_error)?;
        // What stands on another goes first.
        for asset in by_kind(assets).into_iter().rev() {
            let trashed = find(&tx, caller, delete_action(asset.kind()), asset).await?;
            if let AssetRef::Dataset(id) = asset
                && self.is_ruled_by_others(caller, id).await?
            {
                let message = "Row rules follow the table of this dataset. Only who manages the rules may remove it";
                return Err(Wrong::one("dataset", message));
            }
            let removed = match asset {
                AssetRef::Database(id) => tx.remove_database(id).await,
                AssetRef::Dataset(id) => tx.remove_dataset(id).await,
                AssetRef::Chart(id) => tx.remove_chart(id).await,
                AssetRef::Dashboard(id) => tx.remove_dashboard(id).await,
            };
            removed.map_err(|error| match error {
                StoreError::Conflict { .. } => {
                    let name = &trashed.name;
                    Wrong::one("database", format!("Datasets in the trash still use “{name}”. Delete those as well."))
                }
                error => store_error(error),
            })?;
            let changes = differences(&json!({ "name": trashed.name }), &());
            self.log(&tx, caller, Deed::on("purge", asset.kind(), asset.id()), changes).await?;
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        Ok(())
    }
}

/// One that the caller may not restore is “not found”, like one that is not in the trash.
async fn find(tx: &Tx, caller: &Caller, action: Action, asset: AssetRef) -> Result<Trashed> {
    let missing = || AppError::not_found(asset.kind().noun());
    let owner = reach(caller, action).ok_or_else(missing)?;
    let kinds = vec![(asset.kind(), owner)];
    let filter = TrashFilter { kinds, asset: Some(asset), limit: 1, ..TrashFilter::default() };
    let found = tx.list_trash(&filter).await.map_err(store_error)?;
    found.items.into_iter().next().ok_or_else(missing)
}

/// Whose assets: `None` for nobody's, `Some(None)` for everybody's.
fn reach(caller: &Caller, action: Action) -> Option<Option<UserId>> {
    match caller.allowed(action) {
        Allow::Never => None,
        Allow::Always => Some(None),
        Allow::Own | Allow::Grant | Allow::Published => caller.user_id().map(Some),
    }
}

/// Databases first, once each.
fn by_kind(assets: &[AssetRef]) -> Vec<AssetRef> {
    let mut assets = assets.to_vec();
    assets.sort_unstable();
    assets.dedup();
    assets
}

fn restore_action(kind: AssetKind) -> Action {
    match kind {
        AssetKind::Database => Action::RestoreDatabase,
        AssetKind::Dataset => Action::RestoreDataset,
        AssetKind::Chart => Action::RestoreChart,
        AssetKind::Dashboard => Action::RestoreDashboard,
    }
}

fn delete_action(kind: AssetKind) -> Action {
    match kind {
        AssetKind::Database => Action::DeleteDatabase,
        AssetKind::Dataset => Action::DeleteDataset,
        AssetKind::Chart => Action::DeleteChart,
        AssetKind::Dashboard => Action::DeleteDashboard,
    }
}
