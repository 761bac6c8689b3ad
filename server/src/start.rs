//! From settings to a running server.

use anyhow::{Context as _, Result};
use sx_service::{Caller, Clock, Service, ServiceConfig};
use sx_store::{SealKey, Store};
use tokio::net::TcpListener;

use crate::{commands::people, config::Config, router, shutdown};

/// Opens the store, brings it up to date, and wires what the product can do.
pub async fn open_service(config: &Config) -> Result<Service> {
    let store = Store::connect(&config.database_url, SealKey::from_secret(&config.secret_key))
        .await
        .context("DATABASE_URL: the metadata database does not open")?;
    store.migrate().await.context("the metadata database cannot be brought up to date")?;
    let mut settings = ServiceConfig::new(config.home.clone());
    settings.examples.clone_from(&config.examples);
    settings.redis_url.clone_from(&config.redis_url);
    settings.add_data_roots(config.data_roots.clone());
    settings.upload_bytes = config.upload_bytes;
    settings.query_timeout = config.query_timeout;
    settings.export_rows = config.export_rows;
    settings.export_timeout = config.export_timeout;
    settings.cache_bytes = config.cache_bytes;
    settings.cache_timeout_secs = config.cache_timeout_secs;
    settings.redis_patience = config.redis_patience;
    Ok(Service::new(store, config.secret_key.as_bytes(), Clock::system(), settings)?)
}

pub async fn serve(config: Config) -> Result<()> {
    let service = open_service(&config).await?;
    first_start(&service, &config).await?;
    let listener = TcpListener::bind(config.addr)
        .await
        .with_context(|| format!("SEXTANT_ADDR: {} cannot be listened on", config.addr))?;
    let app = router::router(service, &config)?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    shutdown::serve_until_told(listener, app).await
}

/// On an empty installation: an admin to sign in as, and something to look at.
async fn first_start(service: &Service, config: &Config) -> Result<()> {
    let operator = Caller::operator();
    if service.count_users(&operator).await? > 0 {
        return Ok(());
    }
    people::make_admin(service, "admin", "admin@localhost", config.admin_password.as_deref()).await?;
    if config.load_examples {
        match service.load_examples(&operator).await {
            Ok(imported) => tracing::info!(%imported, "the examples were loaded"),
            Err(error) => tracing::warn!(%error, "the examples were not loaded"),
        }
    }
    Ok(())
}
