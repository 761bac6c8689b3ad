//! Everything that the chart builder needs, in one answer.

use std::sync::Arc;

use serde_json::Value;
use sx_chart::FormData;
use sx_model::{
    AppError, Chart, ChartId, DatasetId, ErrorKind, ExploreChart, ExploreDashboard, ExploreDataset, ExplorePage,
    ExploreQuestion, Result,
};

use super::parts;
use crate::{
    Caller, Service,
    access::{Action, Allow},
    datasets::LoadedDataset,
    store_error,
};

/// What was saved under a key of the question.
#[derive(Default)]
struct Saved {
    form: Option<FormData>,
    chart_id: Option<ChartId>,
    dataset_id: Option<DatasetId>,
}

impl Service {
    /// A chart, or a dataset to begin with; neither is an empty builder. A chart whose dataset is gone, or not the caller's to
    /// read, opens with a sentence in its place: another dataset may be chosen for it.
    pub async fn explore_page(&self, caller: &Caller, question: &ExploreQuestion) -> Result<ExplorePage> {
        caller.require(Action::AskData)?;
        let saved = self.saved_form(caller, question).await?;
        let chart = match question.chart_id.or(saved.chart_id) {
            Some(id) => Some(self.find_chart(caller, id).await?),
            None => None,
        };
        let of_chart = chart.as_ref().and_then(|chart| chart.dataset_id);
        let wanted = question.dataset_id.or(saved.dataset_id).or(of_chart);
        let (dataset, dataset_problem) = match wanted {
            Some(id) => match self.find_dataset(caller, id).await {
                Ok(loaded) => (Some(self.explore_dataset(caller, &loaded).await?), None),
                Err(error) => (None, Some(problem(error, chart.is_some())?)),
            },
            None => (None, chart.is_some().then(|| GONE.to_owned())),
        };
        let stored = chart.as_deref().map(stored_form).unwrap_or_default();
        let dataset_id = dataset.as_ref().map(|dataset| dataset.id);
        let is_changed = saved.form.is_some() || (chart.is_some() && dataset_id.is_some_and(|id| Some(id) != of_chart));
        let form = completed(saved.form.unwrap_or(stored), chart.as_deref(), dataset_id);
        let chart = match &chart {
            Some(chart) => Some(self.explore_chart(caller, chart).await?),
            None => None,
        };
        let may_create_chart = caller.allowed(Action::CreateChart) == Allow::Always;
        Ok(ExplorePage { dataset, dataset_problem, chart, form, is_changed, may_create_chart })
    }

    /// A permalink, else what was kept for a while.
    async fn saved_form(&self, caller: &Caller, question: &ExploreQuestion) -> Result<Saved> {
        if let Some(key) = &question.permalink_key {
            let permalink = self.find_explore_permalink(caller, key).await?;
            return Ok(Saved {
                form: permalink.state.get("formData").and_then(Value::as_object).cloned(),
                chart_id: permalink.chart_id,
                dataset_id: Some(permalink.datasource_id),
            });
        }
        let Some(key) = &question.form_data_key else { return Ok(Saved::default()) };
        let entry = self.find_form_data(caller, key).await?;
        Ok(Saved {
            form: serde_json::from_str(&entry.form_data).ok(),
            chart_id: entry.chart_id.filter(|id| id.0 != 0),
            dataset_id: Some(entry.datasource_id),
        })
    }

    async fn explore_dataset(&self, caller: &Caller, loaded: &Arc<LoadedDataset>) -> Result<ExploreDataset> {
        let may_edit = self.may(caller, Action::UpdateDataset, &loaded.dataset).await?;
        Ok(parts::dataset(loaded, may_edit))
    }

    async fn explore_chart(&self, caller: &Caller, chart: &Chart) -> Result<ExploreChart> {
        let mut dashboards = Vec::new();
        for dashboard in self.store.dashboards_of_chart(chart.id).await.map_err(store_error)? {
            if self.may(caller, Action::ReadDashboard, &dashboard).await? {
                dashboards.push(ExploreDashboard { id: dashboard.id, title: dashboard.fields.dashboard_title });
            }
        }
        let may_edit = self.may(caller, Action::UpdateChart, chart).await?;
        let may_delete = self.may(caller, Action::DeleteChart, chart).await?;
        Ok(parts::chart(chart, dashboards, may_edit, may_delete))
    }
}

const GONE: &str = "The dataset of this chart is gone. Choose another one for it.";

/// A chart can be mended; a dataset that was asked for by itself is not found.
fn problem(error: AppError, has_chart: bool) -> Result<String> {
    match error.kind {
        ErrorKind::NotFound | ErrorKind::Forbidden if has_chart => {
            Ok("The dataset of this chart is gone, or you may not read it. Choose another one for it.".to_owned())
        }
        ErrorKind::Unprocessable if has_chart => Ok(error.message),
        _ => Err(error),
    }
}

/// What cannot be read begins anew: the builder is where a chart is mended.
fn stored_form(chart: &Chart) -> FormData {
    serde_json::from_str(&chart.fields.params).unwrap_or_default()
}

fn completed(mut form: FormData, chart: Option<&Chart>, dataset: Option<DatasetId>) -> FormData {
    let kind = chart.map_or("table", |chart| chart.fields.viz_type.as_str());
    let has_kind = form.get("viz_type").and_then(Value::as_str).is_some_and(|kind| !kind.is_empty());
    if !has_kind {
        form.insert("viz_type".to_owned(), kind.into());
    }
    if let Some(dataset) = dataset {
        form.insert("datasource".to_owned(), format!("{dataset}__table").into());
    }
    if let Some(chart) = chart {
        form.insert("slice_id".to_owned(), chart.id.0.into());
    }
    form
}
