//! What a connector asks for; the connection form is drawn from this list.

use std::sync::Arc;

use serde::Serialize;

use crate::{ConnectError, ConnectionUri, Source};

/// One kind of database: one folder and one line in `CONNECTORS`.
pub trait Connector: Sync {
    /// The engine's name on the wire (`backend`): `postgresql`, `duckdb`.
    fn id(&self) -> &'static str;
    fn name(&self) -> &'static str;
    /// URI schemes without drivers, lower-case, the one that we write first: `postgresql`, `postgres`.
    fn schemes(&self) -> &'static [&'static str];
    /// Keys `username`, `password`, `host`, `port`, `database` have their places in the URI; others become its options.
    fn settings(&self) -> &'static [Setting];
    fn dialect(&self) -> &'static dyn sx_query::Dialect;
    /// Opens lazily: nothing is contacted until the first question. `uri` holds the password.
    fn open(&self, uri: &ConnectionUri) -> Result<Arc<dyn Source>, ConnectError>;
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    pub key: &'static str,
    pub label: &'static str,
    pub required: bool,
    pub secret: bool,
    pub default: &'static str,
    pub help: &'static str,
}
