//! The SSH tunnel of a connection: what is stored of it, and what a request makes of that.
//!
//! The visible part stands in the connection's `rest["ssh_tunnel"]`, as an import brings it, with the mask in the place of each
//! secret; the secrets are sealed together in a column of their own.

mod draft;
mod guard;

use serde_json::{Map, Value, json};
use sx_connect::{SSH_PORT, SshCredentials, SshTunnel, host_key_fingerprint};
use sx_model::{AppError, DatabaseFields, ErrorKind, Result};
use sx_store::{Connection, Secret};

use crate::databases::MASK;

pub use draft::{SshTunnelJson, TunnelDraft};
pub(crate) use guard::{Way, keep_password};

pub(crate) const KEY: &str = "ssh_tunnel";
pub(crate) const SECRETS: [&str; 3] = ["password", "private_key", "private_key_password"];

/// As it is stored: what an import brought may be incomplete, and is only told of when it is to be opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tunnel {
    pub server_address: String,
    pub server_port: u16,
    pub username: String,
    pub password: Option<Secret>,
    pub private_key: Option<Secret>,
    pub private_key_password: Option<Secret>,
    pub host_key: Option<String>,
}

impl Tunnel {
    pub fn stored(connection: &Connection) -> Option<Self> {
        let visible = connection.database.fields.rest.get(KEY)?.as_object()?;
        let sealed = connection.ssh_tunnel.as_ref().map(|secret| serde_json::from_str(secret.expose()));
        let secrets: Map<String, Value> = sealed.and_then(std::result::Result::ok).unwrap_or_default();
        let text = |key: &str| visible.get(key).and_then(Value::as_str).map(str::to_owned);
        let secret = |key: &str| secrets.get(key).and_then(Value::as_str).map(Secret::new);
        Some(Self {
            server_address: text("server_address").unwrap_or_default(),
            server_port: visible.get("server_port").and_then(port).unwrap_or(SSH_PORT),
            username: text("username").unwrap_or_default(),
            password: secret("password"),
            private_key: secret("private_key"),
            private_key_password: secret("private_key_password"),
            host_key: text("host_key"),
        })
    }

    /// For everybody who may change the connection.
    pub fn visible(&self) -> Value {
        let mut visible = json!({
            "server_address": self.server_address,
            "server_port": self.server_port,
            "username": self.username,
        });
        for (key, _) in self.secrets() {
            visible[key] = MASK.into();
        }
        if let Some(host_key) = &self.host_key {
            visible["host_key"] = host_key.as_str().into();
        }
        visible
    }

    /// A JSON object of what there is.
    pub fn sealed(&self) -> Secret {
        let secrets: Map<String, Value> =
            self.secrets().map(|(key, secret)| (key.to_owned(), secret.expose().into())).collect();
        Secret::new(Value::Object(secrets).to_string())
    }

    /// Writes or removes the visible part.
    pub fn place(tunnel: Option<&Self>, fields: &mut DatabaseFields) {
        match tunnel {
            Some(tunnel) => _ = fields.rest.insert(KEY.to_owned(), tunnel.visible()),
            None => _ = fields.rest.shift_remove(KEY),
        }
    }

    /// All that is needed to open it.
    pub fn settings(&self) -> Result<SshTunnel> {
        let secret = |secret: &Secret| sx_connect::Secret::new(secret.expose());
        let credentials = match (&self.private_key, &self.password) {
            (Some(key), _) => SshCredentials::PrivateKey {
                key: secret(key),
                passphrase: self.private_key_password.as_ref().map(secret),
            },
            (None, Some(password)) => SshCredentials::Password(secret(password)),
            (None, None) => return Err(incomplete()),
        };
        if self.server_address.is_empty() || self.username.is_empty() {
            return Err(incomplete());
        }
        Ok(SshTunnel {
            server_address: self.server_address.clone(),
            server_port: self.server_port,
            username: self.username.clone(),
            credentials,
            host_key: self.checked_host_key()?,
        })
    }

    /// A fingerprint that nobody can read must not become no fingerprint.
    fn checked_host_key(&self) -> Result<Option<String>> {
        let Some(text) = self.host_key.as_deref() else { return Ok(None) };
        host_key_fingerprint(text).map(Some).ok_or_else(incomplete)
    }

    fn secrets(&self) -> impl Iterator<Item = (&'static str, &Secret)> {
        let secrets = [&self.password, &self.private_key, &self.private_key_password];
        SECRETS.into_iter().zip(secrets).filter_map(|(key, secret)| Some((key, secret.as_ref()?)))
    }

    /// Whom the secrets are for.
    fn server(&self) -> (String, u16) {
        (self.server_address.to_ascii_lowercase(), self.server_port)
    }
}

fn port(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u16::try_from(number).ok().filter(|port| *port > 0)
}

fn incomplete() -> AppError {
    let message = "The connection's SSH tunnel is not complete. Fill in its server, user and password or key again.";
    AppError::new(ErrorKind::Unprocessable, message)
}
