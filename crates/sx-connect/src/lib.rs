#![doc = include_str!("../README.md")]

mod connectors;
mod duckdb;
pub mod egress;
mod error;
mod fair;
pub mod ingest;
mod limits;
mod mysql;
mod network;
mod pool;
mod postgres;
mod roots;
mod secret;
mod settings;
mod source;
mod sqlite;
mod table;
mod tls;
mod tunnel;
mod types;
mod uri;

pub use connectors::{CONNECTORS, connector_for};
pub use error::{ConnectError, ConnectErrorKind};
pub use roots::DataRoots;
pub use secret::Secret;
pub use settings::{Connector, Setting, SettingKind};
pub use source::{BatchStream, ColumnInfo, IndexInfo, Limits, Source, SourceQuery, TableInfo};
pub use table::{batch_table, collect_table};
pub use tunnel::{SSH_PORT, SshCredentials, SshTunnel, host_key_fingerprint};
pub use uri::{ConnectionUri, PASSWORD_MASK};
