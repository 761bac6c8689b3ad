//! Form data under a key, for a week: unsaved work that survives a reload and that a link can carry.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use sx_model::{AppError, FormDataEntry, Result, UserId};

use crate::{Caller, Service, access::Action, auth::random_text, store_error, wrong::require_json};

const SCOPE: &str = "explore_form_data";
const KEPT: Duration = Duration::days(7);
const LONGEST: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
struct Kept {
    owner: Option<UserId>,
    entry: FormDataEntry,
}

impl Service {
    /// The key. Whoever has it still needs the dataset, and the chart.
    pub async fn save_form_data(&self, caller: &Caller, entry: &FormDataEntry) -> Result<String> {
        caller.require_user()?;
        self.check_form_data(caller, entry).await?;
        // Those that expired are swept by those who come.
        self.store.remove_expired_key_values(self.clock.now()).await.map_err(store_error)?;
        let key = random_text()?;
        self.keep_form_data(&key, &Kept { owner: caller.user_id(), entry: entry.clone() }).await?;
        Ok(key)
    }

    /// 404 for a key that is not there, or has expired.
    pub async fn find_form_data(&self, caller: &Caller, key: &str) -> Result<FormDataEntry> {
        let kept = self.kept_form_data(key).await?;
        self.check_form_data(caller, &kept.entry).await?;
        Ok(kept.entry)
    }

    /// 403 for what somebody else keeps.
    pub async fn update_form_data(&self, caller: &Caller, key: &str, entry: &FormDataEntry) -> Result<()> {
        let kept = self.own_form_data(caller, key).await?;
        self.check_form_data(caller, entry).await?;
        self.keep_form_data(key, &Kept { owner: kept.owner, entry: entry.clone() }).await
    }

    pub async fn remove_form_data(&self, caller: &Caller, key: &str) -> Result<()> {
        self.own_form_data(caller, key).await?;
        self.store.remove_key_value(SCOPE, key).await.map_err(store_error)
    }

    async fn own_form_data(&self, caller: &Caller, key: &str) -> Result<Kept> {
        caller.require_user()?;
        let kept = self.kept_form_data(key).await?;
        self.check_form_data(caller, &kept.entry).await?;
        if kept.owner == caller.user_id() { Ok(kept) } else { Err(AppError::forbidden()) }
    }

    async fn check_form_data(&self, caller: &Caller, entry: &FormDataEntry) -> Result<()> {
        caller.require(Action::AskData)?;
        if !["table", "dataset"].contains(&entry.datasource_type.as_str()) {
            let message = format!("datasource_type: “{}” is not a dataset.", entry.datasource_type);
            return Err(AppError::invalid(message));
        }
        if entry.form_data.len() > LONGEST {
            return Err(AppError::invalid("form_data: it is longer than 1 MB."));
        }
        require_json("form_data", Some(&entry.form_data))?;
        self.find_dataset(caller, entry.datasource_id).await?;
        if let Some(chart) = entry.chart_id.filter(|chart| chart.0 != 0) {
            self.find_chart(caller, chart).await?;
        }
        Ok(())
    }

    async fn kept_form_data(&self, key: &str) -> Result<Kept> {
        let found = self.store.lookup_key_value(SCOPE, key, self.clock.now()).await.map_err(store_error)?;
        let kept = found.and_then(|text| serde_json::from_str(&text).ok());
        kept.ok_or_else(|| AppError::not_found("Form data"))
    }

    async fn keep_form_data(&self, key: &str, kept: &Kept) -> Result<()> {
        let text = serde_json::to_string(kept).map_err(|_| AppError::internal())?;
        let until = self.clock.now() + KEPT;
        self.store.set_key_value(SCOPE, key, &text, Some(until)).await.map_err(store_error)
    }
}
