//! Drafts: the work that a browser had not saved yet. Each person has their own, and nobody else reads them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sx_model::{AppError, ErrorKind, Result, UserId};
use sx_store::{Draft, DraftPlace};

use crate::{Caller, Service, access::Action, store_error};

/// Of the JSON text.
pub const DRAFT_BYTES_MAX: usize = 1 << 20;
const LIFETIME: chrono::Duration = chrono::Duration::days(30);
/// Of one person; the oldest go.
const MOST: u64 = 100;
const KINDS: [&str; 3] = ["chart", "dashboard", "dataset"];
const LONGEST_KEY: usize = 64;

/// `PUT /api/v1/draft/{kind}/{key}`.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
pub struct NewDraft {
    /// Any JSON; it comes back as it was given.
    pub body: Box<RawValue>,
    /// The asset's `changed_on` when the work began; absent for one that is not stored yet.
    #[serde(default)]
    pub based_on: Option<DateTime<Utc>>,
}

/// `GET /api/v1/draft/{kind}/{key}`.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct SavedDraft {
    pub body: Box<RawValue>,
    pub based_on: Option<DateTime<Utc>>,
    pub saved_on: DateTime<Utc>,
}

/// `kind` is `chart`, `dashboard` or `dataset`; `key` is the asset's id, or letters, digits, `-` and `_` that the browser chose for
/// one that has none yet.
impl Service {
    pub async fn find_draft(&self, caller: &Caller, kind: &str, key: &str) -> Result<SavedDraft> {
        let place = place(caller, kind, key)?;
        let draft = self.store.lookup_draft(place).await.map_err(store_error)?;
        let Draft { body, based_on, saved_on } = draft.ok_or_else(|| AppError::not_found("Draft"))?;
        let body = RawValue::from_string(body).map_err(|_| AppError::internal())?;
        Ok(SavedDraft { body, based_on, saved_on })
    }

    /// Replaces the one that is there, without a row in the log: nobody but its author ever sees it. Answers `saved_on`.
    pub async fn save_draft(&self, caller: &Caller, kind: &str, key: &str, new: NewDraft) -> Result<DateTime<Utc>> {
        let place = place(caller, kind, key)?;
        if new.body.get().len() > DRAFT_BYTES_MAX {
            return Err(AppError::new(ErrorKind::TooLarge, "A draft may have 1 MB. Save your work instead."));
        }
        let saved_on = self.clock.now();
        let draft = Draft { body: new.body.get().to_owned(), based_on: new.based_on, saved_on };
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.set_draft(place, &draft).await.map_err(store_error)?;
        tx.remove_drafts_before(saved_on - LIFETIME).await.map_err(store_error)?;
        tx.remove_drafts_beyond(place.user_id, MOST).await.map_err(store_error)?;
        tx.commit().await.map_err(store_error)?;
        Ok(saved_on)
    }

    /// Nothing happens when there is none.
    pub async fn discard_draft(&self, caller: &Caller, kind: &str, key: &str) -> Result<()> {
        self.store.remove_draft(place(caller, kind, key)?).await.map_err(store_error)
    }
}

fn place<'a>(caller: &Caller, kind: &'a str, key: &'a str) -> Result<DraftPlace<'a>> {
    caller.require(Action::KeepDrafts)?;
    let is_key = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if !KINDS.contains(&kind) {
        return Err(AppError::invalid("kind: it is chart, dashboard or dataset."));
    }
    if key.is_empty() || key.len() > LONGEST_KEY || !is_key(key) {
        return Err(AppError::invalid("key: an id, or at most 64 letters, digits, “-” and “_”."));
    }
    Ok(DraftPlace { user_id: user_id(caller)?, kind, key })
}

/// The command line edits nothing by hand.
fn user_id(caller: &Caller) -> Result<UserId> {
    caller.user_id().ok_or_else(AppError::unauthorized)
}
