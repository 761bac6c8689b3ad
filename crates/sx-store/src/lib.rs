#![doc = include_str!("../README.md")]

mod asset;
mod charts;
mod dashboards;
mod databases;
mod datasets;
mod db;
mod drafts;
mod error;
mod favorites;
mod filter;
mod grants;
mod key_values;
mod links;
mod log;
mod migrations;
mod roles;
mod row;
mod row_rules;
mod seal;
mod sessions;
mod store;
mod trash;
mod unchanged;
mod users;

pub use dashboards::DashboardLink;
pub use databases::{Connection, SecretChange};
pub use drafts::{Draft, DraftPlace};
pub use error::StoreError;
pub use favorites::FavoriteKind;
pub use filter::{AssetFilter, Viewer};
pub use grants::{AssetKind, AssetRef, Grant};
pub use log::NewLogEntry;
pub use row_rules::RuledRelation;
pub use seal::{SealKey, Secret};
pub use sessions::{NewSession, Session};
pub use store::{Backend, Store, Tx};
pub use trash::{TrashFilter, Trashed, TrashedChart};
pub use users::{NewUser, StoredUser, UserFields};

type Result<T> = std::result::Result<T, StoreError>;
