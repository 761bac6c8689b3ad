use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};

use super::{Asked, ListKind};
use crate::Failure;

pub const PAGE_SIZE: u64 = 25;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// All that match.
    pub count: u64,
    pub rows: Vec<Row>,
}

/// An asset as lists show it, with its dates and kinds already written: the browser needs no calendar and no chart kinds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub id: i64,
    pub href: String,
    /// `None` for who may not change it, and where the row's own link is the editor.
    pub edit_href: Option<String>,
    pub name: String,
    pub published: Option<bool>,
    pub kind: String,
    pub parent: String,
    pub schema: String,
    pub certified_by: Option<String>,
    /// Names with commas between.
    pub owners: String,
    /// The day, for people.
    pub changed_on: String,
    /// RFC 3339, for machines.
    pub changed_at: String,
    pub changed_by: Option<String>,
    pub is_favorite: Option<bool>,
    pub may_delete: bool,
    pub may_duplicate: bool,
}

/// What the list's filters offer, as (value, text), and what the reader may do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    pub owners: Vec<(String, String)>,
    pub kinds: Vec<(String, String)>,
    pub databases: Vec<(String, String)>,
    pub may_create: bool,
    pub may_import: bool,
}

/// What lies in the trash, or should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub kind: String,
    pub id: i64,
}

#[server(prefix = "/fn", endpoint = "list_assets", input = GetUrl)]
pub async fn list_assets(kind: ListKind, asked: Asked) -> Result<Rows, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let page = service.list_rows(&caller, kind.into(), &ssr::query(kind, &asked, &caller), &asked.search).await;
    let page = page.map_err(crate::ctx::fail)?;
    Ok(Rows { count: page.count, rows: page.items.into_iter().map(|row| ssr::row(kind, row)).collect() })
}

#[server(prefix = "/fn", endpoint = "list_choices", input = GetUrl)]
pub async fn list_choices(kind: ListKind) -> Result<Choices, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::choices(&service, &caller, kind).await.map_err(crate::ctx::fail)
}

/// Into the trash, all or none.
#[server(prefix = "/fn", endpoint = "trash_assets", input = Json)]
pub async fn trash_assets(kind: ListKind, ids: Vec<i64>) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::delete(&service, &caller, kind, &ids).await.map_err(crate::ctx::fail)
}

/// Out of the trash, all or none.
#[server(prefix = "/fn", endpoint = "restore_assets", input = Json)]
pub async fn restore_assets(items: Vec<Item>) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    let assets = crate::trash::assets(&items).map_err(crate::ctx::fail)?;
    service.restore(&caller, &assets).await.map(drop).map_err(crate::ctx::fail)
}

/// The name of the copy.
#[server(prefix = "/fn", endpoint = "duplicate_asset", input = Json)]
pub async fn duplicate_asset(kind: ListKind, id: i64) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::duplicate(&service, &caller, kind, id).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "mark_asset", input = Json)]
pub async fn mark_asset(kind: ListKind, id: i64, is_favorite: bool) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::mark(&service, &caller, kind, id, is_favorite).await.map_err(crate::ctx::fail)
}

/// An empty one, a draft; answers the address of its editor.
#[server(prefix = "/fn", endpoint = "new_dashboard", input = Json)]
pub async fn new_dashboard() -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let made = service.create_dashboard(&caller, ssr::untitled()).await.map_err(crate::ctx::fail)?;
    Ok(format!("/dashboard/{}/edit", made.id))
}

#[cfg(feature = "ssr")]
mod ssr;
