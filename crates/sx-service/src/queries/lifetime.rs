//! How long an answer is kept: the question's own word, else the chart's, the dataset's, the database's, the default.

use serde_json::{Map, Value};
use sx_model::{Chart, ChartId};

use super::AskOptions;
use crate::{Caller, Service, cache::Lifetime, datasets::LoadedDataset, times::Times};

impl Service {
    /// Times are the caller's; see [`Service::times_of_form`] for those of a dashboard.
    pub(crate) fn ask_options(
        &self,
        caller: &Caller,
        force: bool,
        custom_secs: Option<i64>,
        chart: Option<&Chart>,
        loaded: &LoadedDataset,
    ) -> AskOptions {
        let timeout_secs = custom_secs
            .or_else(|| chart.and_then(|chart| chart.fields.cache_timeout))
            .or(loaded.dataset.fields.cache_timeout)
            .or(loaded.connection.database.fields.cache_timeout)
            .unwrap_or(self.config.cache_timeout_secs);
        let (lifetime, times) = (Lifetime::from_secs(timeout_secs), Times::of(caller, None));
        AskOptions { force, lifetime, timeout_secs, times }
    }

    /// Those of the dashboard that a question says it is on, else the caller's. One that the caller may not open changes
    /// nothing.
    pub(crate) async fn times_of_form(&self, caller: &Caller, form_data: Option<&Map<String, Value>>) -> Times {
        let id = form_data.and_then(|form| form.get("dashboardId")).and_then(Value::as_i64);
        let opened = match id {
            Some(id) => self.open_dashboard(caller, &id.to_string()).await.ok(),
            None => None,
        };
        Times::of(caller, opened.as_ref().map(|opened| &opened.times))
    }

    /// The chart that a question says it comes from, for its cache timeout; a wrong id changes nothing.
    pub(crate) async fn chart_of_form(&self, form_data: Option<&Map<String, Value>>) -> Option<std::sync::Arc<Chart>> {
        let id = form_data?.get("slice_id")?.as_i64()?;
        self.load_chart(ChartId(id)).await.ok()
    }
}
