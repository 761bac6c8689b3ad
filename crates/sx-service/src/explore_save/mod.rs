//! What the chart builder does with a finished chart: it is stored, and put onto dashboards.

mod place;

pub use place::PlaceChoice;

use chrono::{DateTime, Utc};
use serde_json::json;
use sx_chart::{FormData, kind_or_fallback};
use sx_model::{AppError, ChartId, DatasetId, Result};
use sx_query::{Datasource, QueryContext, ResultFormat, ResultType};

use crate::{Caller, ChartChange, NewChart, Service, access::Action};

/// A chart as the builder hands it over.
#[derive(Clone, Debug)]
pub struct ExploredChart {
    /// `None` makes a new one.
    pub id: Option<ChartId>,
    pub name: String,
    pub dataset_id: DatasetId,
    pub form: FormData,
    /// Of the chart as it was opened: a save in between is refused. `None` overwrites.
    pub based_on: Option<DateTime<Utc>>,
}

impl Service {
    /// Stores form and question together, so that whoever reads the chart by the API asks the same.
    pub async fn save_explored(&self, caller: &Caller, explored: ExploredChart) -> Result<ChartId> {
        let ExploredChart { id, name, dataset_id, mut form, based_on } = explored;
        caller.require_user()?;
        form.remove("slice_id");
        let viz_type = form.get("viz_type").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned();
        let change = ChartChange {
            query_context: Some(query_context(dataset_id, &viz_type, &form)?),
            viz_type: Some(viz_type),
            params: Some(serde_json::to_string(&form).map_err(|_| AppError::internal())?),
            based_on,
            ..ChartChange::default()
        };
        let datasource_type = "table".to_owned();
        let chart = match id {
            Some(id) => {
                let change = ChartChange {
                    slice_name: Some(name),
                    datasource_id: Some(dataset_id),
                    datasource_type: Some(datasource_type),
                    ..change
                };
                self.update_chart(caller, id, change).await?
            }
            None => {
                caller.require(Action::CreateChart)?;
                let new = NewChart { slice_name: name, datasource_id: dataset_id, datasource_type, change };
                self.create_chart(caller, new).await?
            }
        };
        Ok(chart.id)
    }
}

/// JSON text; none for a form that cannot be asked yet, for it may be stored all the same.
fn query_context(dataset: DatasetId, viz_type: &str, form: &FormData) -> Result<Option<String>> {
    let Ok(queries) = kind_or_fallback(viz_type).queries(form) else { return Ok(None) };
    let context = QueryContext {
        datasource: Datasource { id: json!(dataset), kind: "table".to_owned() },
        queries,
        force: false,
        result_type: ResultType::Full,
        result_format: ResultFormat::Json,
        custom_cache_timeout: None,
        form_data: Some(form.clone()),
    };
    serde_json::to_string(&context).map(Some).map_err(|_| AppError::internal())
}
