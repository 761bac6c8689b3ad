//! The way to the server: straight, or through an SSH tunnel. Either has one time limit from the first look-up to the session.

use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_postgres::{
    CancelToken, Client, Connection, Error,
    tls::{MakeTlsConnect, TlsStream},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{errors::connect_error, options::Options};
use crate::{
    ConnectError, ConnectErrorKind,
    limits::seconds,
    tunnel::{Route, SshSession},
};

/// A session with the server, and what carries it.
pub(super) struct Reached {
    pub client: Client,
    pub driver: JoinHandle<()>,
    pub tunnel: Option<SshSession>,
}

pub(super) async fn reach(options: &Options) -> Result<Reached, ConnectError> {
    let deadline = Instant::now() + options.connect_timeout;
    match &options.route {
        Some(route) => reach_through(route, options, deadline).await,
        None => {
            let connecting = options.config.connect(options.tls.clone());
            let (client, connection) = in_time(connecting, options, deadline).await?;
            Ok(Reached { client, driver: drive(connection), tunnel: None })
        }
    }
}

async fn reach_through(route: &Route, options: &Options, deadline: Instant) -> Result<Reached, ConnectError> {
    let (session, stream) = route.open(deadline, &seconds(options.connect_timeout)).await?;
    let tls = tls_for(options, &stream);
    let (client, connection) = in_time(options.config.connect_raw(stream, tls), options, deadline).await?;
    Ok(Reached { client, driver: drive(connection), tunnel: Some(session) })
}

/// Tells the server to stop. It wants that told on another connection: a second channel of the same SSH session will do.
pub(super) async fn send_cancel(
    token: &CancelToken,
    options: &Options,
    tunnel: Option<&SshSession>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    match (&options.route, tunnel) {
        (Some(route), Some(session)) => {
            let stream = route.open_again(session).await?;
            let tls = tls_for(options, &stream);
            Ok(token.cancel_query_raw(stream, tls).await?)
        }
        _ => Ok(token.cancel_query(options.tls.clone()).await?),
    }
}

/// TLS with the database itself, inside of the tunnel: the certificate must have its name, not the SSH server's.
fn tls_for<S>(options: &Options, _: &S) -> <MakeRustlsConnect as MakeTlsConnect<S>>::TlsConnect
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Ok(tls) = MakeTlsConnect::<S>::make_tls_connect(&mut options.tls.clone(), &options.host);
    tls
}

async fn in_time<T>(
    work: impl Future<Output = Result<T, Error>>,
    options: &Options,
    deadline: Instant,
) -> Result<T, ConnectError> {
    match timeout_at(deadline, work).await {
        Ok(outcome) => outcome.map_err(|error| connect_error(&error, &options.address)),
        Err(_) => {
            let waited = seconds(options.connect_timeout);
            let message = format!("The server at {} did not answer within {waited}.", options.address);
            Err(ConnectError::new(ConnectErrorKind::ConnectionHostDownError, message))
        }
    }
}

fn drive<S, T>(connection: Connection<S, T>) -> JoinHandle<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: TlsStream + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended");
        }
    })
}
