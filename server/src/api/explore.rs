//! `/api/v1/explore`: the chart builder's page, its questions, and unsaved work under a key.

use axum::{
    Json,
    extract::{DefaultBodyLimit, Path, Query, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sx_model::{
    AppError, ChartAnswer, ChartId, ChartQuestion, DatasetId, ExploreQuestion, ExpressionCheck, ExpressionQuestion,
    FormDataEntry, QueryAnswer, SamplesQuestion,
};
use sx_service::Service;

use super::{
    explore_json::{ExploreJson, explore_json},
    wire::{self, Answer, Message},
};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    request::{Id, JsonBody, Who, Writer},
};

/// A form is small; what may be pasted into it is the most of it.
const QUESTION_BYTES_MAX: usize = 4 << 20;

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route(
            "/explore",
            get(explore).named("explore_page").about("What the chart builder needs: a chart, its form, its dataset."),
        )
        .route("/explore/ask", post(ask_chart).layer(DefaultBodyLimit::max(QUESTION_BYTES_MAX)))
        .route("/explore/samples", post(ask_samples))
        .route("/explore/expression/{id}", post(check_expression))
        .route("/explore/form_data", post(save_form_data))
        .route("/explore/form_data/{key}", get(find_form_data).put(update_form_data).delete(remove_form_data))
}

#[derive(Serialize, JsonSchema)]
struct Key {
    key: String,
}

#[derive(Serialize, JsonSchema)]
struct StoredForm {
    /// JSON text.
    form_data: String,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Asked {
    slice_id: Option<ChartId>,
    datasource_id: Option<DatasetId>,
    datasource_type: Option<String>,
    form_data_key: Option<String>,
    permalink_key: Option<String>,
}

async fn explore(
    State(service): State<Service>,
    Who(caller): Who,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> ApiResult<Json<Answer<ExploreJson>>> {
    let Query(asked) = asked.map_err(|error| AppError::invalid(error.body_text()))?;
    let question = question(asked)?;
    let page = service.explore_page(&caller, &question).await?;
    let loaded = match &page.dataset {
        Some(dataset) => Some(service.find_dataset(&caller, dataset.id).await?),
        None => None,
    };
    Ok(wire::answer(explore_json(&page, loaded.as_deref(), service.clock().now())))
}

fn question(asked: Asked) -> Result<ExploreQuestion, AppError> {
    if let Some(kind) = asked.datasource_type.filter(|kind| !["table", "dataset"].contains(&kind.as_str())) {
        return Err(AppError::invalid(format!("datasource_type: “{kind}” is not a dataset.")));
    }
    Ok(ExploreQuestion {
        chart_id: asked.slice_id,
        dataset_id: asked.datasource_id,
        form_data_key: asked.form_data_key,
        permalink_key: asked.permalink_key,
    })
}

/// Reads in spite of their methods, like `/chart/data`: no CSRF token. A client that goes away cancels its questions.
async fn ask_chart(
    State(service): State<Service>,
    Who(caller): Who,
    JsonBody(question): JsonBody<ChartQuestion>,
) -> ApiResult<Json<ChartAnswer>> {
    Ok(Json(service.ask_chart(&caller, &question).await?))
}

async fn ask_samples(
    State(service): State<Service>,
    Who(caller): Who,
    JsonBody(question): JsonBody<SamplesQuestion>,
) -> ApiResult<Json<QueryAnswer>> {
    Ok(Json(service.ask_samples(&caller, &question).await?))
}

async fn check_expression(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    JsonBody(question): JsonBody<ExpressionQuestion>,
) -> ApiResult<Json<ExpressionCheck>> {
    Ok(Json(service.check_expression(&caller, DatasetId(id), &question).await?))
}

async fn save_form_data(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(entry): JsonBody<FormDataEntry>,
) -> ApiResult<Created<Key>> {
    let key = service.save_form_data(&caller, &entry).await?;
    Ok(Created(Key { key }))
}

async fn find_form_data(
    State(service): State<Service>,
    Who(caller): Who,
    Path(key): Path<String>,
) -> ApiResult<Json<StoredForm>> {
    let entry = service.find_form_data(&caller, &key).await?;
    Ok(Json(StoredForm { form_data: entry.form_data }))
}

async fn update_form_data(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(key): Path<String>,
    JsonBody(entry): JsonBody<FormDataEntry>,
) -> ApiResult<Json<Key>> {
    service.update_form_data(&caller, &key, &entry).await?;
    Ok(Json(Key { key }))
}

async fn remove_form_data(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(key): Path<String>,
) -> ApiResult<Json<Message>> {
    service.remove_form_data(&caller, &key).await?;
    Ok(wire::message("Deleted successfully"))
}
