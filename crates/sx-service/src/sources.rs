//! The open databases, by id and revision: an edited connection is a new one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::{Map, Value};
use sx_connect::{ConnectError, ConnectErrorKind, ConnectionUri, Connector, Source, connector_for};
use sx_model::{AppError, DatabaseId, ErrorKind, Result};
use sx_store::Connection;

use crate::{Service, connect::Tunnel};

/// More statements than this at once no connection may ask for; each has a connection to the database, or a thread.
const MOST_STATEMENTS: usize = 64;

#[derive(Default)]
pub struct Sources(Mutex<HashMap<DatabaseId, Opened>>);

struct Opened {
    revision: i64,
    source: Arc<dyn Source>,
}

impl Sources {
    /// The open source of this revision; an older one is let go.
    fn get_or_open(
        &self,
        id: DatabaseId,
        revision: i64,
        open: impl FnOnce() -> Result<Arc<dyn Source>>,
    ) -> Result<Arc<dyn Source>> {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = sources.get(&id).filter(|opened| opened.revision == revision) {
            return Ok(Arc::clone(&opened.source));
        }
        let source = open()?;
        sources.insert(id, Opened { revision, source: Arc::clone(&source) });
        Ok(source)
    }

    pub fn forget(&self, id: DatabaseId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

impl Service {
    /// The open source of a connection.
    pub(crate) fn source(&self, connection: &Connection) -> Result<Arc<dyn Source>> {
        self.sources.get_or_open(connection.database.id, connection.revision, || {
            let (connector, uri) = parse_uri(&connection.database.fields.sqlalchemy_uri)?;
            let uri = match &connection.password {
                Some(password) => uri.with_password(password.expose()),
                None => uri,
            };
            let roots = &self.config.data_roots;
            let opened = match Tunnel::stored(connection) {
                Some(tunnel) => connector.open_through(tunnel.settings()?, &uri, roots),
                None => connector.open(&uri, roots),
            };
            let source = opened.map_err(connect_error)?;
            if let Some(most) = statements_at_once(&connection.database.fields.extra) {
                source.limit_statements(most);
            }
            Ok(source)
        })
    }
}

/// `engine_params.pool_size` of the connection's `extra`, as SQLAlchemy names it; 0 is no number, as there.
fn statements_at_once(extra: &Map<String, Value>) -> Option<usize> {
    let size = extra.get("engine_params")?.get("pool_size")?.as_u64().filter(|size| *size > 0)?;
    usize::try_from(size).ok().map(|size| size.min(MOST_STATEMENTS))
}

pub(crate) fn parse_uri(text: &str) -> Result<(&'static dyn Connector, ConnectionUri)> {
    let uri = ConnectionUri::parse(text).map_err(connect_error)?;
    let connector = connector_for(&uri).map_err(connect_error)?;
    Ok((connector, uri))
}

/// The database's own words, with the reference's error type.
pub(crate) fn connect_error(error: ConnectError) -> AppError {
    let kind = match error.kind {
        ConnectErrorKind::BackendTimeoutError => ErrorKind::Timeout,
        other => ErrorKind::Source(
            serde_json::to_value(other).ok().and_then(|name| name.as_str().map(Box::from)).unwrap_or_default(),
        ),
    };
    AppError::new(kind, error.message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_size_of_the_pool_is_read_from_the_engine_params() {
        let of = |extra: Value| statements_at_once(extra.as_object().unwrap());
        assert_eq!(of(json!({ "engine_params": { "pool_size": 3, "pool_recycle": 60 } })), Some(3));
        assert_eq!(of(json!({ "engine_params": { "pool_size": 5000 } })), Some(MOST_STATEMENTS));
        for none in [
            json!({}),
            json!({ "engine_params": {} }),
            json!({ "engine_params": { "pool_size": 0 } }),
            json!({ "engine_params": { "pool_size": "3" } }),
        ] {
            assert_eq!(of(none), None);
        }
    }
}
