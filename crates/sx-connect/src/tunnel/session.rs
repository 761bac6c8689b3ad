//! A session with the SSH server, and the channels through it.

use std::{
    io,
    sync::{Arc, OnceLock},
    time::Duration,
};

use russh::{
    Channel, ChannelStream,
    client::{self, Handle, Msg},
};
use tokio::{net::TcpStream, time::Instant};

use super::{
    SshTunnel, errors,
    host_key::HostKeyCheck,
    sign_in::{read_key, sign_in},
};
use crate::ConnectError;

/// A server that says nothing for so long is asked whether it is there; after three questions without an answer the
/// session ends.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_QUESTIONS: usize = 3;

/// Ends by itself when this and its last stream are dropped. Nobody says goodbye: the database's own, on its way through the
/// stream, must not be overtaken.
pub(crate) struct SshSession {
    handle: Handle<HostKeyCheck>,
    host_key: String,
    server: String,
}

impl SshSession {
    /// Signed in. Ends at the deadline; `waited` says in the message how long that was.
    pub async fn open(tunnel: &SshTunnel, deadline: Instant, waited: &str) -> Result<Self, ConnectError> {
        let opened = tokio::time::timeout_at(deadline, Self::open_in_time(tunnel)).await;
        opened.map_err(|_| errors::silent(tunnel, waited))?
    }

    async fn open_in_time(tunnel: &SshTunnel) -> Result<Self, ConnectError> {
        // A key that cannot be read is found out before anybody is asked.
        let key = read_key(&tunnel.credentials).await?;
        let socket = TcpStream::connect((tunnel.server_address.as_str(), tunnel.server_port)).await;
        let socket = socket.map_err(|error| errors::unreachable(tunnel, &error))?;
        let seen = Arc::new(OnceLock::new());
        let check = HostKeyCheck { expected: tunnel.host_key.clone(), seen: Arc::clone(&seen) };
        let connected = client::connect_stream(Arc::new(config()), socket, check).await;
        let mut handle = connected.map_err(|error| match seen.get() {
            Some(seen) if matches!(error, russh::Error::UnknownKey) => errors::other_host_key(tunnel, seen),
            _ => errors::no_handshake(tunnel, &error),
        })?;
        sign_in(&mut handle, tunnel, key).await?;
        let host_key = seen.get().cloned().unwrap_or_default();
        Ok(Self { handle, host_key, server: tunnel.address() })
    }

    /// The fingerprint of the server's key.
    pub fn host_key(&self) -> &str {
        &self.host_key
    }

    /// A stream to that port, as the SSH server sees it: the name is looked up there.
    pub async fn forward(
        &self,
        host: &str,
        port: u16,
        deadline: Instant,
        waited: &str,
    ) -> Result<ChannelStream<Msg>, ConnectError> {
        // Who began the connection is for the server's log only.
        let opening = self.handle.channel_open_direct_tcpip(host, u32::from(port), "127.0.0.1", 0);
        match tokio::time::timeout_at(deadline, opening).await {
            Ok(opened) => {
                opened.map(Channel::into_stream).map_err(|e| errors::no_forward(&self.server, host, port, &e))
            }
            Err(_) => Err(errors::silent_behind(&self.server, host, port, waited)),
        }
    }

    /// As [`Self::forward`], for those who cannot do much about a failure and have a time limit of their own.
    pub async fn forward_again(&self, host: &str, port: u16) -> io::Result<ChannelStream<Msg>> {
        let opening = self.handle.channel_open_direct_tcpip(host, u32::from(port), "127.0.0.1", 0);
        opening.await.map(Channel::into_stream).map_err(io::Error::other)
    }
}

fn config() -> client::Config {
    client::Config {
        keepalive_interval: Some(KEEPALIVE),
        keepalive_max: KEEPALIVE_QUESTIONS,
        nodelay: true,
        ..client::Config::default()
    }
}
