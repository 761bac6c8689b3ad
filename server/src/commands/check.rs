//! `sextant check`: settings were read already; here the parts are asked, each by name.

use anyhow::{Result, bail};
use sx_model::ListQuery;
use sx_service::Caller;

use crate::{config::Config, start::open_service};

pub async fn check(config: &Config) -> Result<()> {
    println!("settings   ok (home {}, address {})", config.home.display(), config.addr);
    let (service, operator) = (open_service(config).await?, Caller::operator());
    let health = service.health().await;
    println!("metadata   {}", health.metadata);
    println!("cache      {}", health.cache.as_deref().unwrap_or("in memory only: REDIS_URL is not set"));
    let mut failed = usize::from(!health.is_ready() || health.cache.is_some_and(|said| said != "ok"));
    let query = ListQuery { page_size: Some(-1), ..ListQuery::default() };
    for database in service.list_databases(&operator, &query).await?.items {
        let said = match service.ping_database(&operator, database.id).await {
            Ok(()) => "ok".to_owned(),
            Err(error) => {
                failed += 1;
                error.to_string()
            }
        };
        println!("database   {}: {said}", database.fields.database_name);
    }
    if failed > 0 { bail!("{failed} of these need a look") } else { Ok(()) }
}
