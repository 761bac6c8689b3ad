//! What a connector asks for; the connection form is drawn from this list.

use std::{path::PathBuf, sync::Arc};

use serde::Serialize;

use crate::{ConnectError, ConnectErrorKind, ConnectionUri, DataRoots, Source, SshTunnel};

/// One kind of database: one folder and one line in `CONNECTORS`.
pub trait Connector: Sync {
    /// The engine's name on the wire (`backend`): `postgresql`, `duckdb`.
    fn id(&self) -> &'static str;
    fn name(&self) -> &'static str;
    /// URI schemes without drivers, lower-case, the one that we write first: `postgresql`, `postgres`.
    fn schemes(&self) -> &'static [&'static str];
    /// Drivers after the `+` of a URI that mean this connector; the reference's usual one first. None where there is no choice.
    fn drivers(&self) -> &'static [&'static str] {
        &[]
    }
    /// How a URI looks, for people.
    fn placeholder(&self) -> &'static str;
    /// Keys `username`, `password`, `host`, `port`, `database` have their places in the URI; others become its options.
    fn settings(&self) -> &'static [Setting];
    fn dialect(&self) -> &'static dyn sx_query::Dialect;
    /// Opens lazily: nothing is contacted until the first question. `uri` holds the password; folders must be below `roots`.
    fn open(&self, uri: &ConnectionUri, roots: &DataRoots) -> Result<Arc<dyn Source>, ConnectError>;
    /// As [`Connector::open`], through an SSH server that reaches the database for us. Refused where there is no host to reach.
    fn open_through(
        &self,
        _tunnel: SshTunnel,
        _uri: &ConnectionUri,
        _roots: &DataRoots,
    ) -> Result<Arc<dyn Source>, ConnectError> {
        let message = format!("{} is on Sextant's own machine: no SSH tunnel leads there.", self.name());
        Err(ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message))
    }
    /// Whether [`Connector::open_through`] opens.
    fn takes_tunnels(&self) -> bool {
        false
    }
    /// The folder whose files are the tables, if this kind of database is one: uploaded files are put there.
    fn folder(&self, _uri: &ConnectionUri, _roots: &DataRoots) -> Option<Result<PathBuf, ConnectError>> {
        None
    }
    /// Refuses a folder or file of this machine that may not be read; other places are found out by asking.
    fn check_place(&self, uri: &ConnectionUri, roots: &DataRoots) -> Result<(), ConnectError> {
        self.folder(uri, roots).map_or(Ok(()), |found| found.map(drop))
    }
    /// Whether [`Connector::folder`] answers.
    fn takes_files(&self) -> bool {
        false
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    pub key: &'static str,
    pub label: &'static str,
    pub kind: SettingKind,
    pub required: bool,
    pub default: &'static str,
    pub help: &'static str,
}

/// How a setting is asked for. Its value is a text in every case; a switch's is `true` or `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    Text,
    /// Never sent back.
    Secret,
    /// A whole number within these bounds, both included.
    Number {
        min: u32,
        max: u32,
    },
    /// Value and label of each choice.
    Select(&'static [(&'static str, &'static str)]),
    Switch,
    /// A file or folder on the server.
    Path,
}

impl Setting {
    pub(crate) const fn text(key: &'static str, label: &'static str, help: &'static str) -> Self {
        Self { key, label, kind: SettingKind::Text, required: false, default: "", help }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) const fn kind(self, kind: SettingKind) -> Self {
        Self { kind, ..self }
    }

    pub(crate) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    pub fn is_secret(&self) -> bool {
        self.kind == SettingKind::Secret
    }

    /// A sentence when the text is no value of this setting; an empty one is absent.
    pub fn fault(&self, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        match self.kind {
            SettingKind::Number { min, max } => match text.parse::<u32>() {
                Ok(number) if (min..=max).contains(&number) => None,
                _ => Some(format!("{}: a number from {min} to {max} is expected.", self.label)),
            },
            SettingKind::Select(choices) if !choices.iter().any(|(value, _)| *value == text) => {
                let values: Vec<_> = choices.iter().map(|(value, _)| *value).collect();
                Some(format!("{}: one of {} is expected.", self.label, values.join(", ")))
            }
            SettingKind::Switch if !matches!(text, "true" | "false") => {
                Some(format!("{}: true or false is expected.", self.label))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_none_is_told() {
        let port = Setting::text("port", "Port", "").kind(SettingKind::Number { min: 1, max: 65_535 });
        let tls = Setting::text("sslmode", "TLS", "").kind(SettingKind::Select(&[("prefer", "a"), ("require", "b")]));
        assert_eq!([port.fault(""), port.fault("5432"), tls.fault("require")], [None, None, None]);
        insta::assert_snapshot!(port.fault("0").unwrap(), @"Port: a number from 1 to 65535 is expected.");
        insta::assert_snapshot!(port.fault("x").unwrap(), @"Port: a number from 1 to 65535 is expected.");
        insta::assert_snapshot!(tls.fault("maybe").unwrap(), @"TLS: one of prefer, require is expected.");
    }
}
