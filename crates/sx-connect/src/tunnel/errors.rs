//! Why there is no tunnel, and what to do about it.

use std::io;

use russh::ChannelOpenFailure as Refusal;

use super::{SshCredentials, SshTunnel};
use crate::{ConnectError, ConnectErrorKind as Kind};

const SERVER: &[&str] = &["ssh_tunnel.server_address"];
const SERVER_AND_PORT: &[&str] = &["ssh_tunnel.server_address", "ssh_tunnel.server_port"];

/// Before or while the network connection was made.
pub(super) fn unreachable(tunnel: &SshTunnel, error: &io::Error) -> ConnectError {
    let (host, address) = (&tunnel.server_address, tunnel.address());
    if error.kind() == io::ErrorKind::ConnectionRefused {
        let message =
            format!("Nothing listens at the SSH server {address}: check its port, and that it takes SSH there.");
        return told(Kind::ConnectionPortClosedError, message, SERVER_AND_PORT);
    }
    // The look-up's failure has no kind of its own.
    if error.to_string().contains("failed to lookup address") {
        let message = format!(
            "The SSH server's name \"{host}\" is unknown. Check its spelling, and that Sextant's own machine can look it up."
        );
        return told(Kind::ConnectionInvalidHostnameError, message, SERVER);
    }
    let message = format!("The SSH server {address} cannot be reached: {error}. Check its address and the firewalls.");
    told(Kind::ConnectionHostDownError, message, SERVER)
}

pub(super) fn silent(tunnel: &SshTunnel, waited: &str) -> ConnectError {
    let message = format!(
        "The SSH server {} did not answer within {waited}. Check its address and port, and that no firewall stands between.",
        tunnel.address()
    );
    told(Kind::ConnectionHostDownError, message, SERVER_AND_PORT)
}

pub(super) fn no_handshake(tunnel: &SshTunnel, error: &russh::Error) -> ConnectError {
    let message = format!(
        "{} did not become an SSH session ({error}). Check that an SSH server listens at this port.",
        tunnel.address()
    );
    told(Kind::ConnectionHostDownError, message, SERVER_AND_PORT)
}

pub(super) fn other_host_key(tunnel: &SshTunnel, seen: &str) -> ConnectError {
    let message = format!(
        "The SSH server {} shows the key {seen}, and {} is expected. Somebody may stand in between: ask its administrator \
         before you enter the new fingerprint.",
        tunnel.address(),
        tunnel.host_key.as_deref().unwrap_or_default()
    );
    told(Kind::ConnectionAccessDeniedError, message, &["ssh_tunnel.host_key"])
}

pub(super) fn refused(tunnel: &SshTunnel) -> ConnectError {
    let (what, settings): (_, &'static [&'static str]) = match &tunnel.credentials {
        SshCredentials::Password(_) => (
            "this password. Check both, and that the server takes passwords",
            &["ssh_tunnel.username", "ssh_tunnel.password"],
        ),
        SshCredentials::PrivateKey { .. } => (
            "this key. Check the user, and that its public half stands in their authorized_keys",
            &["ssh_tunnel.username", "ssh_tunnel.private_key"],
        ),
    };
    let message = format!("The SSH server {} refused the user \"{}\" with {what}.", tunnel.address(), tunnel.username);
    told(Kind::ConnectionAccessDeniedError, message, settings)
}

pub(super) fn unreadable_key() -> ConnectError {
    let message = "The private key cannot be read. Paste the whole file, with its first and last line.";
    told(Kind::ConnectionAccessDeniedError, message, &["ssh_tunnel.private_key"])
}

pub(super) fn passphrase_missing() -> ConnectError {
    let message = "The private key has a passphrase. Enter it.";
    told(Kind::ConnectionInvalidPasswordError, message, &["ssh_tunnel.private_key_password"])
}

pub(super) fn wrong_passphrase() -> ConnectError {
    let message = "The private key's passphrase is wrong, or the key is damaged. Enter the passphrase again.";
    told(Kind::ConnectionInvalidPasswordError, message, &["ssh_tunnel.private_key_password"])
}

/// The session stands, but leads nowhere.
pub(super) fn no_forward(server: &str, host: &str, port: u16, error: &russh::Error) -> ConnectError {
    let russh::Error::ChannelOpenFailure(refusal) = error else {
        let message = format!("The SSH server {server} closed the connection.");
        return told(Kind::ConnectionHostDownError, message, SERVER);
    };
    let (kind, message) = match refusal {
        Refusal::AdministrativelyProhibited | Refusal::UnknownChannelType => (
            Kind::ConnectionAccessDeniedError,
            format!(
                "The SSH server {server} does not allow tunnels to {host}:{port}. Ask its administrator (AllowTcpForwarding, \
                 PermitOpen)."
            ),
        ),
        Refusal::ConnectFailed => (
            Kind::ConnectionPortClosedError,
            format!(
                "The SSH server {server} could not reach the database at {host}:{port}. Write host and port as they are \
                 seen from there."
            ),
        ),
        Refusal::ResourceShortage | Refusal::Other { .. } => {
            (Kind::ConnectionHostDownError, format!("The SSH server {server} opened no tunnel to {host}:{port}."))
        }
    };
    told(kind, message, &["host", "port"])
}

pub(super) fn silent_behind(server: &str, host: &str, port: u16, waited: &str) -> ConnectError {
    let message = format!(
        "The SSH server {server} did not reach the database at {host}:{port} within {waited}. Write host and port as they \
         are seen from there."
    );
    told(Kind::ConnectionHostDownError, message, &["host", "port"])
}

fn told(kind: Kind, message: impl Into<String>, settings: &'static [&'static str]) -> ConnectError {
    ConnectError { told: Some(settings), ..ConnectError::new(kind, message) }
}
