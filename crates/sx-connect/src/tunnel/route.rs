//! The way to one database through its tunnel.

use std::sync::{Mutex, PoisonError};

use russh::{ChannelStream, client::Msg};
use tokio::time::Instant;

use super::{SshSession, SshTunnel};
use crate::ConnectError;

/// Host and port are those that the SSH server sees.
pub(crate) struct Route {
    tunnel: SshTunnel,
    host: String,
    port: u16,
    /// Fingerprint of the key that the SSH server showed last.
    host_key: Mutex<Option<String>>,
}

impl Route {
    pub fn new(tunnel: SshTunnel, host: String, port: u16) -> Self {
        Self { tunnel, host, port, host_key: Mutex::default() }
    }

    /// A new session and a stream through it. Both end at the deadline; `waited` says in messages how long that was.
    pub async fn open(
        &self,
        deadline: Instant,
        waited: &str,
    ) -> Result<(SshSession, ChannelStream<Msg>), ConnectError> {
        let session = SshSession::open(&self.tunnel, deadline, waited).await?;
        self.note_host_key(session.host_key());
        let stream = session.forward(&self.host, self.port, deadline, waited).await?;
        Ok((session, stream))
    }

    /// Another stream through the same session.
    pub async fn open_again(&self, session: &SshSession) -> std::io::Result<ChannelStream<Msg>> {
        session.forward_again(&self.host, self.port).await
    }

    /// `None` until the SSH server was reached for the first time.
    pub fn host_key(&self) -> Option<String> {
        self.host_key.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// With a fingerprint of its own the tunnel checks; without one somebody can at least read in the log who answered.
    fn note_host_key(&self, shown: &str) {
        let mut known = self.host_key.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_deref() == Some(shown) {
            return;
        }
        let server = self.tunnel.address();
        match (&self.tunnel.host_key, known.as_deref()) {
            (Some(_), _) => {}
            (None, None) => tracing::info!(server, host_key = shown, "an SSH server's key was accepted unchecked"),
            (None, Some(before)) => {
                tracing::warn!(server, host_key = shown, before, "an SSH server shows another key than before");
            }
        }
        *known = Some(shown.to_owned());
    }
}
