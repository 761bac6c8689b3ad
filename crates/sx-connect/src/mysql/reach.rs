//! The way to the server: straight, or through an SSH tunnel. Either has one time limit from the first look-up to the session.

use tokio::{
    net::TcpStream,
    time::{Instant, timeout_at},
};

use super::{
    errors::{Failure, connect_error},
    handshake::{SignedIn, sign_in},
    options::Options,
    wire::Stream,
};
use crate::{ConnectError, ConnectErrorKind, limits::seconds, tunnel::SshSession};

pub(super) async fn reach(options: &Options) -> Result<(SignedIn, Option<SshSession>), ConnectError> {
    let deadline = Instant::now() + options.connect_timeout;
    let (stream, tunnel): (Box<dyn Stream>, _) = match &options.route {
        Some(route) => {
            let (session, stream) = route.open(deadline, &seconds(options.connect_timeout)).await?;
            (Box::new(stream), Some(session))
        }
        None => (Box::new(in_time(straight(options), options, deadline).await?), None),
    };
    Ok((in_time(sign_in(stream, options), options, deadline).await?, tunnel))
}

/// One more connection by the same way: through a tunnel, a second channel of the same SSH session.
pub(super) async fn reach_again(options: &Options, tunnel: Option<&SshSession>) -> Result<SignedIn, ConnectError> {
    let deadline = Instant::now() + options.connect_timeout;
    let connecting = async {
        let stream: Box<dyn Stream> = match (&options.route, tunnel) {
            (Some(route), Some(session)) => Box::new(route.open_again(session).await?),
            _ => Box::new(straight(options).await?),
        };
        sign_in(stream, options).await
    };
    in_time(connecting, options, deadline).await
}

async fn straight(options: &Options) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect((options.host.as_str(), options.port)).await?;
    // Small packets go back and forth; waiting to fill larger ones would cost 40 ms each.
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn in_time<T>(
    work: impl Future<Output = Result<T, Failure>>,
    options: &Options,
    deadline: Instant,
) -> Result<T, ConnectError> {
    match timeout_at(deadline, work).await {
        Ok(outcome) => outcome.map_err(|failure| connect_error(&failure, &options.address)),
        Err(_) => {
            let waited = seconds(options.connect_timeout);
            let message = format!("The server at {} did not answer within {waited}.", options.address);
            Err(ConnectError::new(ConnectErrorKind::ConnectionHostDownError, message))
        }
    }
}
