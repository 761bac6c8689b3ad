//! What editors ask the server while a field is described.

use leptos::{prelude::*, server_fn::codec::GetUrl};
use sx_model::{DatasetId, TimeRangePreview};

use crate::Failure;

/// Up to 100 values of a column, as a JSON list; `search` is contained in each of them.
#[server(prefix = "/fn", endpoint = "column_values", input = GetUrl)]
pub async fn column_values(dataset: DatasetId, column: String, search: String) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let values = service.column_values(&caller, dataset, &column, &search, Some(100)).await;
    values.map(|values| serde_json::Value::from(values).to_string()).map_err(crate::ctx::fail)
}

/// The two times that the range means now.
#[server(prefix = "/fn", endpoint = "preview_time_range", input = GetUrl)]
pub async fn preview_time_range(time_range: String) -> Result<TimeRangePreview, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let question = sx_model::TimeRangeQuestion { time_range, shift: None };
    let found = service.preview_time_ranges(&caller, &[question]).await.map_err(crate::ctx::fail)?;
    Ok(found.into_iter().next().unwrap_or_default())
}
