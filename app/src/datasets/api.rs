use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};
use sx_model::{DatasetPage, QueryAnswer, SourcePreview, SourceQuestion, SyncPreview};

use crate::Failure;

/// Something to choose: an id or a name, and what people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// What shows a dataset. The counts are of all, the names of what the caller may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    pub chart_count: usize,
    pub charts: Vec<Choice>,
    pub dashboard_count: usize,
    pub dashboards: Vec<Choice>,
}

#[server(prefix = "/fn", endpoint = "source_databases", input = GetUrl)]
pub async fn source_databases() -> Result<Vec<Choice>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let databases = service.list_databases(&caller, &ssr::all()).await.map_err(crate::ctx::fail)?;
    Ok(databases.items.into_iter().map(|it| ssr::choice(it.id.0, it.fields.database_name)).collect())
}

#[server(prefix = "/fn", endpoint = "source_schemas", input = GetUrl)]
pub async fn source_schemas(database_id: i64) -> Result<Vec<String>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.database_schemas(&caller, sx_model::DatabaseId(database_id)).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "source_tables", input = GetUrl)]
pub async fn source_tables(database_id: i64, schema: Option<String>) -> Result<Vec<Choice>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let id = sx_model::DatabaseId(database_id);
    let tables = service.database_tables(&caller, id, schema.as_deref()).await.map_err(crate::ctx::fail)?;
    Ok(tables.into_iter().map(|table| Choice { value: table.name, label: table.kind.to_owned() }).collect())
}

#[server(prefix = "/fn", endpoint = "preview_source", input = Json)]
pub async fn preview_source(question: SourceQuestion) -> Result<SourcePreview, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.preview_source(&caller, &question).await.map_err(crate::ctx::fail)
}

/// The id of the new dataset; `name` names a SELECT.
#[server(prefix = "/fn", endpoint = "create_dataset", input = Json)]
pub async fn create_dataset(question: SourceQuestion, name: String) -> Result<i64, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let dataset = service.create_dataset(&caller, ssr::new_dataset(question, name)).await;
    dataset.map(|dataset| dataset.id.0).map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "open_dataset", input = GetUrl)]
pub async fn open_dataset(id: i64) -> Result<DatasetPage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.dataset_page(&caller, sx_model::DatasetId(id)).await.map_err(crate::ctx::fail)
}

/// `change` is the body of `PUT /api/v1/dataset/{id}`.
#[server(prefix = "/fn", endpoint = "save_dataset", input = Json)]
pub async fn save_dataset(id: i64, change: String) -> Result<DatasetPage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let id = sx_model::DatasetId(id);
    let change = ssr::change(&change).map_err(crate::ctx::fail)?;
    service.update_dataset(&caller, id, change).await.map_err(crate::ctx::fail)?;
    service.dataset_page(&caller, id).await.map_err(crate::ctx::fail)
}

/// What a refresh would do; nothing is saved. `sql` takes the place of the stored SELECT.
#[server(prefix = "/fn", endpoint = "sync_dataset", input = Json)]
pub async fn sync_dataset(id: i64, sql: Option<String>) -> Result<SyncPreview, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.preview_refresh(&caller, sx_model::DatasetId(id), sql).await.map_err(crate::ctx::fail)
}

/// The first rows of the stored dataset.
#[server(prefix = "/fn", endpoint = "dataset_rows", input = GetUrl)]
pub async fn dataset_rows(id: i64) -> Result<QueryAnswer, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.ask_samples(&caller, &ssr::first_rows(id)).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "dataset_usage", input = GetUrl)]
pub async fn dataset_usage(id: i64) -> Result<Usage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let related = service.related_to_dataset(&caller, sx_model::DatasetId(id)).await.map_err(crate::ctx::fail)?;
    Ok(ssr::usage(related))
}

/// People who may own a dataset.
#[server(prefix = "/fn", endpoint = "find_dataset_owners", input = GetUrl)]
pub async fn find_dataset_owners(search: String) -> Result<Vec<Choice>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let people = service.people(&caller, &ssr::all(), Some(&search)).await.map_err(crate::ctx::fail)?;
    Ok(people.items.into_iter().map(|person| ssr::choice(person.id.0, person.full_name())).collect())
}

#[cfg(feature = "ssr")]
mod ssr {
    use sx_model::{AppError, DatasetId, ListQuery, SamplesQuestion, SourceQuestion};
    use sx_service::{DatasetChange, NewDataset, RelatedObjects};

    use super::{Choice, Usage};

    /// Rows of the preview of a dataset.
    const ROWS: u64 = 100;

    /// As many as a list may have.
    pub fn all() -> ListQuery {
        ListQuery { page_size: Some(-1), ..ListQuery::default() }
    }

    pub fn choice(id: i64, label: String) -> Choice {
        Choice { value: id.to_string(), label }
    }

    pub fn new_dataset(question: SourceQuestion, name: String) -> NewDataset {
        let SourceQuestion { database_id, schema, table_name, sql } = question;
        NewDataset {
            database: database_id,
            table_name: if sql.is_some() { name } else { table_name.unwrap_or(name) },
            schema,
            catalog: None,
            sql,
            owners: None,
            normalize_columns: false,
            always_filter_main_dttm: false,
            template_params: None,
        }
    }

    pub fn change(text: &str) -> Result<DatasetChange, AppError> {
        let wrong = |error| AppError::invalid(format!("The request is not the JSON that is expected: {error}"));
        serde_json::from_str(text).map_err(wrong)
    }

    pub fn first_rows(id: i64) -> SamplesQuestion {
        SamplesQuestion { row_limit: Some(ROWS), ..SamplesQuestion::of(DatasetId(id)) }
    }

    pub fn usage(related: RelatedObjects) -> Usage {
        let charts = related.charts.items.into_iter().map(|it| choice(it.id.0, it.fields.slice_name));
        let dashboards = related.dashboards.items.into_iter().map(|it| choice(it.id.0, it.fields.dashboard_title));
        Usage {
            chart_count: related.charts.count,
            charts: charts.collect(),
            dashboard_count: related.dashboards.count,
            dashboards: dashboards.collect(),
        }
    }
}
