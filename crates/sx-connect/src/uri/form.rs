//! From the connection form to a URI and back.

use std::collections::BTreeMap;

use super::{ConnectionUri, encode};
use crate::{ConnectError, ConnectErrorKind, Connector};

/// Settings that have a place of their own in a URI; every other one is an option.
const PLACED: [&str; 5] = ["username", "password", "host", "port", "database"];

impl ConnectionUri {
    /// The URI of a filled-in form. Empty values count as absent, absent ones take the setting's default. Keys that are no
    /// settings become options as they are.
    pub fn from_settings(connector: &dyn Connector, values: &BTreeMap<String, String>) -> Result<Self, ConnectError> {
        let settings = connector.settings();
        let given = |key: &str| values.get(key).map(String::as_str).filter(|value| !value.is_empty());
        let value = |key: &str| {
            let default = settings.iter().find(|s| s.key == key).map(|s| s.default).filter(|value| !value.is_empty());
            given(key).or(default)
        };
        let missing: Vec<&str> =
            settings.iter().filter(|s| s.required && value(s.key).is_none()).map(|s| s.label).collect();
        if !missing.is_empty() {
            let message = format!("Please fill in: {}.", missing.join(", "));
            return Err(ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message));
        }
        let faults: Vec<String> =
            settings.iter().filter_map(|setting| setting.fault(given(setting.key).unwrap_or_default())).collect();
        if !faults.is_empty() {
            return Err(ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, faults.join(" ")));
        }

        let mut uri = format!("{}://", connector.schemes().first().copied().unwrap_or_default());
        if let Some(username) = value("username") {
            uri += &encode(username);
        }
        if let Some(password) = value("password") {
            uri += &format!(":{}", encode(password));
        }
        if value("username").or(value("password")).is_some() {
            uri.push('@');
        }
        uri += &value("host").map(host_text).unwrap_or_default();
        uri += &value("port").map(|port| format!(":{}", encode(port))).unwrap_or_default();
        // A slash keeps its meaning in paths, which is what the embedded engine's database is.
        uri += &value("database").map(|name| format!("/{}", encode(name).replace("%2F", "/"))).unwrap_or_default();
        let others = values.keys().map(String::as_str).filter(|key| !settings.iter().any(|s| s.key == *key));
        let options = settings.iter().map(|s| s.key).chain(others).filter(|key| !PLACED.contains(key));
        // A default need not be written down.
        let is_default = |key: &str, value: &str| settings.iter().any(|s| s.key == key && s.default == value);
        let pairs: Vec<String> = options
            .filter_map(|key| given(key).filter(|value| !is_default(key, value)).map(|value| (key, value)))
            .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
            .collect();
        if !pairs.is_empty() {
            uri += &format!("?{}", pairs.join("&"));
        }
        Self::parse(&uri)
    }

    /// The form that says the same; without the password, which is never sent back.
    pub fn settings(&self) -> BTreeMap<String, String> {
        let mut values = self.options();
        let port = self.port().ok().flatten().map(|port| port.to_string());
        let placed =
            [("username", self.username()), ("host", self.host()), ("port", port), ("database", self.database())];
        values.extend(placed.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        values
    }
}

fn host_text(host: &str) -> String {
    match host.contains(':') {
        true => format!("[{host}]"),
        false => encode(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{duckdb::DuckDb, postgres::Postgres};

    fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
    }

    #[test]
    fn a_form_becomes_a_uri_and_a_form_again() {
        let values = form(&[
            ("host", "db"),
            ("database", "sales"),
            ("username", "an@na"),
            ("password", "p/w"),
            ("sslmode", "require"),
        ]);
        let uri = ConnectionUri::from_settings(&Postgres, &values).unwrap();
        insta::assert_snapshot!(uri.expose(), @"postgresql://an%40na:p%2Fw@db:5432/sales?sslmode=require");
        let mut expected = values;
        expected.remove("password");
        expected.insert("port".into(), "5432".into());
        assert_eq!(uri.settings(), expected);

        let uri = ConnectionUri::from_settings(&DuckDb, &form(&[("database", "/var/my data")])).unwrap();
        insta::assert_snapshot!(uri.expose(), @"duckdb:////var/my%20data");
        assert_eq!(uri.database().as_deref(), Some("/var/my data"));
    }

    #[test]
    fn missing_settings_are_named() {
        let error = ConnectionUri::from_settings(&Postgres, &form(&[("host", "")])).unwrap_err();
        insta::assert_snapshot!(error.message, @"Please fill in: Host, Database name, User name.");
        assert_eq!(error.kind, ConnectErrorKind::ConnectionMissingParametersError);
    }

    #[test]
    fn other_options_stay_and_wrong_values_are_refused() {
        let mut values = form(&[("host", "db"), ("database", "d"), ("username", "u"), ("application_name", "a&b")]);
        let uri = ConnectionUri::from_settings(&Postgres, &values).unwrap();
        insta::assert_snapshot!(uri.expose(), @"postgresql://u@db:5432/d?application_name=a%26b");
        values.insert("port".into(), "99999".into());
        let error = ConnectionUri::from_settings(&Postgres, &values).unwrap_err();
        insta::assert_snapshot!(error.message, @"Port: a number from 1 to 65535 is expected.");
    }
}
