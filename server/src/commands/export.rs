//! `sextant export`: dashboards into a ZIP, and what they stand on.

use std::path::Path;

use anyhow::{Context as _, Result};
use sx_model::DashboardId;
use sx_service::{Caller, Service};

use super::list::all;
use crate::{config::Config, start::open_service};

/// All dashboards where none is named.
pub async fn export(config: &Config, file: &Path, named: &[String]) -> Result<()> {
    let (service, operator) = (open_service(config).await?, Caller::operator());
    let ids =
        if named.is_empty() { all_dashboards(&service, &operator).await? } else { found(&service, named).await? };
    if ids.is_empty() {
        anyhow::bail!("there is no dashboard to export");
    }
    let written = service.export_dashboards(&operator, &ids).await?;
    std::fs::write(file, &written.bytes).with_context(|| format!("{} cannot be written", file.display()))?;
    let plural = if ids.len() == 1 { "" } else { "s" };
    println!("Exported {} dashboard{plural} to {}.", ids.len(), file.display());
    Ok(())
}

async fn all_dashboards(service: &Service, operator: &Caller) -> Result<Vec<DashboardId>> {
    let dashboards = all(async |query| service.list_dashboards(operator, &query).await).await?;
    Ok(dashboards.into_iter().map(|dashboard| dashboard.id).collect())
}

async fn found(service: &Service, named: &[String]) -> Result<Vec<DashboardId>> {
    let mut ids = Vec::new();
    for id_or_slug in named {
        let opened = service.find_dashboard(&Caller::operator(), id_or_slug).await;
        let id = opened.with_context(|| format!("“{id_or_slug}”"))?.dashboard.id;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}
