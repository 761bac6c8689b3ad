use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};

use crate::{Failure, lists::Item};

pub const PAGE_SIZE: u64 = 25;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trash {
    /// All that match.
    pub count: u64,
    pub rows: Vec<TrashRow>,
}

/// Something deleted, with its date already written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrashRow {
    pub kind: String,
    pub id: i64,
    pub name: String,
    /// For people: day and time, UTC.
    pub deleted_on: String,
    /// RFC 3339, for machines.
    pub deleted_at: String,
    pub deleted_by: Option<String>,
}

impl TrashRow {
    pub fn item(&self) -> Item {
        Item { kind: self.kind.clone(), id: self.id }
    }
}

/// The last deleted first; `kind` empty asks for all kinds, `page` counts from 0.
#[server(prefix = "/fn", endpoint = "list_trash", input = GetUrl)]
pub async fn list_trash(kind: String, search: String, page: u64) -> Result<Trash, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let question = ssr::question(&kind, search, page);
    let page = service.list_trash(&caller, &question).await.map_err(crate::ctx::fail)?;
    Ok(Trash { count: page.count, rows: page.items.into_iter().map(TrashRow::from).collect() })
}

/// For good, all or none.
#[server(prefix = "/fn", endpoint = "purge_assets", input = Json)]
pub async fn purge_assets(items: Vec<Item>) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    let assets = assets(&items).map_err(crate::ctx::fail)?;
    service.purge(&caller, &assets).await.map_err(crate::ctx::fail)
}

#[cfg(feature = "ssr")]
pub use ssr::assets;

#[cfg(feature = "ssr")]
mod ssr {
    use sx_model::{AppError, Result};
    use sx_service::{AssetKind, AssetRef, TrashQuestion, Trashed};

    use super::{PAGE_SIZE, TrashRow};
    use crate::lists::Item;

    /// What names no kind asks for all of them.
    pub fn question(kind: &str, search: String, page: u64) -> TrashQuestion {
        let kind = AssetKind::ALL.into_iter().find(|one| one.as_str() == kind);
        TrashQuestion { kind, search, offset: page.saturating_mul(PAGE_SIZE), limit: PAGE_SIZE }
    }

    pub fn assets(items: &[Item]) -> Result<Vec<AssetRef>> {
        let kind = |name: &str| AssetKind::ALL.into_iter().find(|kind| kind.as_str() == name);
        let asset = |item: &Item| kind(&item.kind).map(|kind| kind.asset(item.id));
        items.iter().map(|item| asset(item).ok_or_else(|| AppError::invalid("No such kind of asset."))).collect()
    }

    impl From<Trashed> for TrashRow {
        fn from(trashed: Trashed) -> Self {
            let by = trashed.deleted_by.map(|user| format!("{} {}", user.first_name, user.last_name).trim().to_owned());
            Self {
                kind: trashed.asset.kind().as_str().to_owned(),
                id: trashed.asset.id(),
                name: trashed.name,
                deleted_on: trashed.deleted_on.format("%-d %b %Y, %H:%M UTC").to_string(),
                deleted_at: trashed.deleted_on.to_rfc3339(),
                deleted_by: by,
            }
        }
    }
}
