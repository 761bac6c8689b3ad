#![doc = include_str!("../README.md")]

mod connectors;
mod duckdb;
mod error;
pub mod ingest;
mod limits;
mod postgres;
mod roots;
mod settings;
mod source;
mod table;
mod types;
mod uri;

pub use connectors::{CONNECTORS, connector_for};
pub use error::{ConnectError, ConnectErrorKind};
pub use roots::DataRoots;
pub use settings::{Connector, Setting, SettingKind};
pub use source::{BatchStream, ColumnInfo, Limits, Source, SourceQuery, TableInfo};
pub use table::collect_table;
pub use uri::{ConnectionUri, PASSWORD_MASK};
