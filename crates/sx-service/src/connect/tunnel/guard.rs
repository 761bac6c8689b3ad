//! A stored password is for the database that it was given for.

use sx_connect::{ConnectionUri, Connector};
use sx_model::Result;

use super::Tunnel;
use crate::wrong::Wrong;

/// How a connection reaches its database.
pub(crate) struct Way<'a> {
    pub connector: &'static dyn Connector,
    pub uri: &'a ConnectionUri,
    pub tunnel: Option<&'a Tunnel>,
}

/// Refuses a stored password where host, port or tunnel are others than when it was stored: who may change a connection could
/// else have it sent to a server of their own. “db:5432” behind a tunnel is whatever the SSH server calls so.
pub(crate) fn keep_password(before: &Way<'_>, after: &Way<'_>) -> Result<()> {
    if before.end() == after.end() {
        return Ok(());
    }
    let message = "The database is reached in another way than before: enter the password again. The stored one is not sent \
                   to another server.";
    Err(Wrong::one("password", message))
}

impl Way<'_> {
    /// SSH server, host and port of the database.
    fn end(&self) -> (Option<(String, u16)>, Option<String>, String) {
        let default = || {
            let port = self.connector.settings().iter().find(|setting| setting.key == "port");
            port.map(|setting| setting.default.to_owned()).unwrap_or_default()
        };
        // As the connector reads them: a URI may name its host among the options.
        let host = self.uri.host().or_else(|| self.uri.options().remove("host"));
        let port = self.uri.port().ok().flatten().map_or_else(default, |port| port.to_string());
        (self.tunnel.map(Tunnel::server), host.map(|host| host.to_ascii_lowercase()), port)
    }
}
