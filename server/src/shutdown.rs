//! SIGTERM and Ctrl-C: no new requests, running ones finish, streams get a deadline, exit 0.

use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::{Router, serve::ListenerExt as _};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

const DEADLINE: Duration = Duration::from_secs(10);

pub async fn serve_until_told(listener: TcpListener, app: Router) -> Result<()> {
    let (told, mut heard) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be listened for")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be listened for")?;
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
        tracing::info!("told to stop; running requests may finish");
        told.send_replace(true);
    });
    let mut stop = heard.clone();
    let graceful = async move {
        // An error means that the sender is gone, which only happens after it told.
        let _stopped = stop.wait_for(|told| *told).await;
    };
    // What is streamed leaves at once: else the next piece waits until the client has said, 40 ms later, that it has the last.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection collects small packets");
        }
    });
    let serving = axum::serve(listener, router_service(app)).with_graceful_shutdown(graceful);
    tokio::select! {
        ended = serving => ended.context("the server ended")?,
        () = deadline(&mut heard) => tracing::warn!("the deadline passed; open streams are cut"),
    }
    Ok(())
}

async fn deadline(heard: &mut watch::Receiver<bool>) {
    let _told = heard.wait_for(|told| *told).await;
    tokio::time::sleep(DEADLINE).await;
}

/// `/api/v1/chart/` and `/api/v1/chart` are one resource: the reference's clients write both.
fn router_service(
    app: Router,
) -> axum::extract::connect_info::IntoMakeServiceWithConnectInfo<
    tower_http::normalize_path::NormalizePath<Router>,
    std::net::SocketAddr,
> {
    use tower::Layer as _;
    let app = tower_http::normalize_path::NormalizePathLayer::trim_trailing_slash().layer(app);
    axum::ServiceExt::<axum::extract::Request>::into_make_service_with_connect_info(app)
}
