//! SSH tunnels: a database that Sextant's own machine does not see is reached through a server that does.
//!
//! ```text
//! SshTunnel ─▶ session (TCP, host key, sign-in) ─▶ channel "direct-tcpip" ─▶ the database's own protocol
//! ```
//!
//! Each connection of a pool has an SSH session of its own. One session could carry them all, but it hands out what it
//! receives in order: an answer that is read slowly would hold up all others. It also leaves nothing to be closed or mended
//! besides the connection: a session that is lost takes its connection with it, and the pool opens the next.
//! No local port is opened, so nobody else on this machine gets into the tunnel.

mod errors;
mod host_key;
mod route;
mod session;
mod sign_in;

use crate::Secret;

pub use host_key::host_key_fingerprint;
pub(crate) use route::Route;
pub(crate) use session::SshSession;

pub const SSH_PORT: u16 = 22;

/// Where the SSH server is and who signs in there. No `Serialize`; `Debug` shows no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshTunnel {
    /// Name or address, without brackets.
    pub server_address: String,
    pub server_port: u16,
    pub username: String,
    pub credentials: SshCredentials,
    /// The only key that the server may show, as [`host_key_fingerprint`] writes it. Without it any key is taken.
    pub host_key: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SshCredentials {
    Password(Secret),
    /// OpenSSH, PKCS #1, PKCS #8, SEC 1 or PuTTY, as a text.
    PrivateKey {
        key: Secret,
        passphrase: Option<Secret>,
    },
}

impl SshTunnel {
    /// `bastion.example:22`, for messages.
    pub(crate) fn address(&self) -> String {
        match self.server_address.contains(':') {
            true => format!("[{}]:{}", self.server_address, self.server_port),
            false => format!("{}:{}", self.server_address, self.server_port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_a_secret() {
        let key = || Secret::new("open sesame");
        for credentials in
            [SshCredentials::Password(key()), SshCredentials::PrivateKey { key: key(), passphrase: Some(key()) }]
        {
            let tunnel = SshTunnel {
                server_address: "::1".to_owned(),
                server_port: SSH_PORT,
                username: "u".to_owned(),
                credentials,
                host_key: None,
            };
            assert!(!format!("{tunnel:?}").contains("sesame"));
            assert_eq!(tunnel.address(), "[::1]:22");
        }
    }
}
