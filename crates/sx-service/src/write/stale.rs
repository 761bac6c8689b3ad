//! A save over somebody else's newer save is refused, and says whose.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, json};
use sx_model::{AppError, Audit, ErrorKind, Result};
use sx_store::{AssetRef, Tx};

use crate::{Service, store_error};

impl Service {
    /// `based_on` is the `changed_on` that the saver read; without it the last save wins. From here to the end of the
    /// transaction nobody else saves.
    pub(super) async fn refuse_stale(&self, tx: &Tx, asset: AssetRef, based_on: Option<DateTime<Utc>>) -> Result<()> {
        let Some(based_on) = based_on else { return Ok(()) };
        if tx.hold_unchanged(asset, based_on).await.map_err(store_error)? {
            return Ok(());
        }
        Err(match audit_of(tx, asset).await? {
            Some(audit) => stale(asset, &audit),
            // Somebody deleted it in between.
            None => AppError::not_found(asset.kind().noun()),
        })
    }
}

async fn audit_of(tx: &Tx, asset: AssetRef) -> Result<Option<Audit>> {
    let found = match asset {
        AssetRef::Database(id) => tx.lookup_database(id).await.map(|found| found.map(|it| it.audit)),
        AssetRef::Dataset(id) => tx.lookup_dataset(id).await.map(|found| found.map(|it| it.audit)),
        AssetRef::Chart(id) => tx.lookup_chart(id).await.map(|found| found.map(|it| it.audit)),
        AssetRef::Dashboard(id) => tx.lookup_dashboard(id).await.map(|found| found.map(|it| it.audit)),
    };
    found.map_err(store_error)
}

fn stale(asset: AssetRef, audit: &Audit) -> AppError {
    let by = audit.changed_by.as_ref().map(|user| format!("{} {}", user.first_name, user.last_name).trim().to_owned());
    let message = format!(
        "{} saved this {} since you opened it. Nothing was saved.",
        by.as_deref().unwrap_or("Somebody"),
        asset.kind().as_str()
    );
    let extra = Map::from_iter([
        ("changed_on".to_owned(), json!(audit.changed_on.to_rfc3339_opts(SecondsFormat::Micros, false))),
        ("changed_by".to_owned(), json!(audit.changed_by)),
    ]);
    AppError { extra, ..AppError::new(ErrorKind::Conflict, message) }
}
