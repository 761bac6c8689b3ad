//! A connection that is not stored yet, as a URI or as a filled-in form.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};
use sx_connect::{CONNECTORS, ConnectionUri, Connector};
use sx_model::{AppError, DatabaseId, ErrorKind, Result};

use super::connection_error;
use crate::{Service, databases::MASK, sources::parse_uri, store_error};

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
}

impl Service {
    /// The whole URI, a masked password filled in.
    pub(crate) async fn drafted_uri(&self, draft: &ConnectionDraft) -> Result<(&'static dyn Connector, ConnectionUri)> {
        let (connector, uri) = draft.uri()?;
        if uri.password().as_deref() != Some(MASK) {
            return Ok((connector, uri));
        }
        let password = self.stored_password(draft).await?;
        Ok((connector, password.map_or_else(|| uri.without_password(), |password| uri.with_password(&password))))
    }

    async fn stored_password(&self, draft: &ConnectionDraft) -> Result<Option<String>> {
        let id = match (draft.id, &draft.database_name) {
            (Some(id), _) => Some(id),
            (None, Some(name)) => {
                self.store.find_database_by_name(name).await.map_err(store_error)?.map(|database| database.id)
            }
            (None, None) => None,
        };
        let id = id.ok_or_else(|| {
            AppError::invalid("The password is masked and no stored database has this name: give the password.")
        })?;
        let password = self.store.database_password(id).await.map_err(store_error)?;
        Ok(password.map(|password| password.expose().to_owned()))
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
                // What the reference's form says of TLS; an own `sslmode` says it better.
                Value::Bool(wanted) if key == "encryption" => {
                    if *wanted {
                        values.entry("sslmode".to_owned()).or_insert_with(|| "require".to_owned());
                    }
                }
                value => values.extend(text(value).map(|text| (key.clone(), text))),
            }
        }
        values
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
        insta::assert_snapshot!(uri(json!({ "engine": "postgresql", "parameters": { "host": "db" } })), @"Please fill in: Database name, User name.");
        insta::assert_snapshot!(uri(json!({ "engine": "oracle" })), @"engine: “oracle” is not known. Known are: postgresql, duckdb.");
        insta::assert_snapshot!(uri(json!({ "sqlalchemy_uri": "duckdb:////x", "engine": "postgresql" })), @"duckdb:////x");
    }
}
