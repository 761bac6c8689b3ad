//! `GET /api/v1/chart/{id}/data`: what a chart's stored question answers.

use axum::extract::{Query, State};
use sx_model::ChartId;
use sx_service::{ChartData, Service, StoredAnswer, StoredQuestion};

use crate::{
    data_answer::{Client, DataAnswer},
    error::ApiResult,
    file_answer::{Accepted, DataOrFile},
    openapi::{ApiRouter, get},
    request::{Id, Who},
};

pub fn router() -> ApiRouter {
    ApiRouter::new().route("/chart/{id}/data", get(stored_chart_data))
}

async fn stored_chart_data(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    client: Client,
    Accepted(accepted): Accepted,
    Query(question): Query<StoredQuestion>,
) -> ApiResult<DataOrFile<ChartData>> {
    match service.stored_chart_data(&caller, ChartId(id), &question, accepted, &client.wants).await? {
        StoredAnswer::Json(reply) => Ok(DataOrFile::Data(DataAnswer::new(reply, &client))),
        StoredAnswer::File(file) => Ok(DataOrFile::File(file)),
    }
}
