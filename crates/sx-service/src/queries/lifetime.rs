//! How long an answer is kept: the question's own word, else the chart's, the dataset's, the database's, the default.

use serde_json::{Map, Value};
use sx_model::{Chart, ChartId};

use super::AskOptions;
use crate::{Service, cache::Lifetime, datasets::LoadedDataset};

impl Service {
    pub(crate) fn ask_options(
        &self,
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
        AskOptions { force, lifetime: Lifetime::from_secs(timeout_secs), timeout_secs }
    }

    /// The chart that a question says it comes from, for its cache timeout; a wrong id changes nothing.
    pub(crate) async fn chart_of_form(&self, form_data: Option<&Map<String, Value>>) -> Option<std::sync::Arc<Chart>> {
        let id = form_data?.get("slice_id")?.as_i64()?;
        self.load_chart(ChartId(id)).await.ok()
    }
}
