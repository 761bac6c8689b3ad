#![doc = include_str!("../README.md")]

mod connectors;
mod duckdb;
mod error;
mod limits;
mod postgres;
mod settings;
mod source;
mod table;
mod types;
mod uri;

pub use connectors::{CONNECTORS, connector_for};
pub use error::{ConnectError, ConnectErrorKind};
pub use settings::{Connector, Setting};
pub use source::{BatchStream, ColumnInfo, Limits, Source, SourceQuery, TableInfo};
pub use table::collect_table;
pub use uri::{ConnectionUri, PASSWORD_MASK};
