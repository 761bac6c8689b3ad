//! A connection that is not stored yet, as a URI or as a filled-in form.

use std::{collections::BTreeMap, sync::Arc};

use serde::Deserialize;
use serde_json::{Map, Value};
use sx_connect::{CONNECTORS, ConnectionUri, Connector, DataRoots, Source};
use sx_model::{AppError, DatabaseId, ErrorKind, Result};
use sx_store::Connection;

use super::{SshTunnelJson, Tunnel, TunnelDraft, Way, connection_error, keep_password};
use crate::{Service, databases::MASK, sources::parse_uri, store_error, wrong::given};

/// The URI wins over the form, as in the reference.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct ConnectionDraft {
    /// A stored database that is being edited: a masked password is its.
    pub id: Option<DatabaseId>,
    /// The same by name.
    pub database_name: Option<String>,
    pub sqlalchemy_uri: Option<String>,
    /// `postgresql`.
    pub engine: Option<String>,
    /// The form's values; `query` holds further options, `encryption` asks for TLS.
    pub parameters: Option<Map<String, Value>>,
    /// Null for none. Absent is the stored one where `id` is given, and none where it is not.
    #[serde(deserialize_with = "given")]
    #[schemars(with = "Option<SshTunnelJson>")]
    pub ssh_tunnel: Option<Option<TunnelDraft>>,
}

/// A draft with all that was stored for it filled in.
pub(crate) struct Drafted {
    pub connector: &'static dyn Connector,
    pub uri: ConnectionUri,
    pub tunnel: Option<Tunnel>,
}

impl Service {
    /// Masked secrets become those of the stored database that the draft names.
    pub(crate) async fn drafted(&self, draft: &ConnectionDraft) -> Result<Drafted> {
        let (connector, uri) = draft.uri()?;
        let stored = self.stored_for(draft).await?;
        let before = stored.as_ref().and_then(Tunnel::stored);
        let tunnel = match &draft.ssh_tunnel {
            Some(given) => given.as_ref().map(|given| given.over(before.as_ref())).transpose()?,
            None => before.clone().filter(|_| draft.id.is_some()),
        };
        if uri.password().as_deref() != Some(MASK) {
            return Ok(Drafted { connector, uri, tunnel });
        }
        let stored = stored.ok_or_else(|| {
            AppError::invalid("The password is masked and no stored database has this name: give the password.")
        })?;
        let Some(password) = stored.password else {
            return Ok(Drafted { connector, uri: uri.without_password(), tunnel });
        };
        let (old_connector, old_uri) = parse_uri(&stored.database.fields.sqlalchemy_uri)?;
        let old_way = Way { connector: old_connector, uri: &old_uri, tunnel: before.as_ref() };
        keep_password(&old_way, &Way { connector, uri: &uri, tunnel: tunnel.as_ref() })?;
        Ok(Drafted { connector, uri: uri.with_password(password.expose()), tunnel })
    }

    pub(crate) async fn stored_for(&self, draft: &ConnectionDraft) -> Result<Option<Connection>> {
        let id = match (draft.id, &draft.database_name) {
            (Some(id), _) => Some(id),
            (None, Some(name)) => {
                self.store.find_database_by_name(name).await.map_err(store_error)?.map(|database| database.id)
            }
            (None, None) => None,
        };
        match id {
            Some(id) => self.store.lookup_connection(id).await.map_err(store_error),
            None => Ok(None),
        }
    }
}

impl Drafted {
    /// Nobody is contacted yet.
    pub(crate) fn open(&self, roots: &DataRoots) -> Result<Arc<dyn Source>> {
        let opened = match &self.tunnel {
            Some(tunnel) => self.connector.open_through(tunnel.settings()?, &self.uri, roots),
            None => self.connector.open(&self.uri, roots),
        };
        opened.map_err(connection_error)
    }
}

impl ConnectionDraft {
    pub(crate) fn is_given(&self) -> bool {
        self.sqlalchemy_uri.is_some() || self.parameters.is_some()
    }

    /// As it was given: a masked password is still the mask.
    pub(crate) fn uri(&self) -> Result<(&'static dyn Connector, ConnectionUri)> {
        if let Some(text) = self.sqlalchemy_uri.as_deref().filter(|text| !text.trim().is_empty()) {
            return parse_uri(text);
        }
        let connector = connector_of(self.engine.as_deref())?;
        let uri = ConnectionUri::from_settings(connector, &self.values()).map_err(connection_error)?;
        Ok((connector, uri))
    }

    /// The form's values as texts.
    pub(crate) fn values(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        for (key, value) in self.parameters.iter().flatten() {
            match value {
                Value::Object(options) if key == "query" => {
                    values.extend(options.iter().filter_map(|(key, value)| Some((key.clone(), text(value)?))));
                }
                // What the reference's form says of TLS; a mode of its own says it better.
                Value::Bool(wanted) if key == "encryption" => {
                    if *wanted {
                        let (key, mode) = self.tls_always();
                        values.entry(key.to_owned()).or_insert_with(|| mode.to_owned());
                    }
                }
                value => values.extend(text(value).map(|text| (key.clone(), text))),
            }
        }
        values
    }

    /// The option and its value with which the engine's URIs ask for TLS in any case.
    fn tls_always(&self) -> (&'static str, &'static str) {
        match connector_of(self.engine.as_deref()).map(|connector| connector.id()) {
            Ok("mysql") => ("ssl_mode", "REQUIRED"),
            _ => ("sslmode", "require"),
        }
    }
}

pub(crate) fn connector_of(engine: Option<&str>) -> Result<&'static dyn Connector> {
    let engine = engine.unwrap_or_default();
    let found = CONNECTORS.iter().copied().find(|it| it.id() == engine || it.schemes().contains(&engine));
    found.ok_or_else(|| {
        let known: Vec<_> = CONNECTORS.iter().map(|connector| connector.id()).collect();
        let message = format!("engine: “{engine}” is not known. Known are: {}.", known.join(", "));
        AppError::new(ErrorKind::Unprocessable, message)
    })
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn uri(draft: Value) -> String {
        let draft: ConnectionDraft = serde_json::from_value(draft).unwrap();
        draft.uri().map_or_else(|error| error.message, |(_, uri)| uri.expose().to_owned())
    }

    #[test]
    fn a_form_as_the_reference_sends_it_is_a_uri() {
        let parameters = json!({ "host": "db", "port": 5433, "database": "d", "username": "u", "password": "p",
                                 "query": { "application_name": "x" }, "encryption": true });
        insta::assert_snapshot!(uri(json!({ "engine": "postgresql", "parameters": parameters })), @"postgresql://u:p@db:5433/d?sslmode=require&application_name=x");
        let parameters = json!({ "host": "db", "database": "d", "username": "u", "encryption": true });
        insta::assert_snapshot!(uri(json!({ "engine": "mysql", "parameters": parameters })), @"mysql://u@db:3306/d?ssl_mode=REQUIRED");
        insta::assert_snapshot!(uri(json!({ "engine": "postgresql", "parameters": { "host": "db" } })), @"Please fill in: Database name, User name.");
        insta::assert_snapshot!(uri(json!({ "engine": "oracle" })), @"engine: “oracle” is not known. Known are: postgresql, mysql, duckdb, sqlite.");
        insta::assert_snapshot!(uri(json!({ "sqlalchemy_uri": "duckdb:////x", "engine": "postgresql" })), @"duckdb:////x");
    }
}
