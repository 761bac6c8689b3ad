//! `/api/v1/cachekey` and the two `warm_up_cache`.

use axum::{Json, extract::State};
use schemars::JsonSchema;
use serde::Serialize;
use sx_service::{CacheInvalidation, ChartWarmUp, DatasetWarmUp, Service, WarmedUp};

use super::wire::{self, Answer};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, post, put},
    request::{JsonBody, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/cachekey/invalidate", post(invalidate_cache).about("Forgets all kept answers of these datasets."))
        .route(
            "/chart/warm_up_cache",
            put(warm_up_chart).about("Asks the chart's questions anew and keeps the answers."),
        )
        .route("/dataset/warm_up_cache", put(warm_up_dataset).about("The same for every chart over this table."))
}

async fn invalidate_cache(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(asked): JsonBody<CacheInvalidation>,
) -> ApiResult<Created<Done>> {
    service.invalidate_answers(&caller, &asked).await?;
    Ok(Created(Done {}))
}

async fn warm_up_chart(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(asked): JsonBody<ChartWarmUp>,
) -> ApiResult<Json<Answer<Vec<WarmedUp>>>> {
    Ok(wire::answer(service.warm_up_chart(&caller, &asked).await?))
}

async fn warm_up_dataset(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(asked): JsonBody<DatasetWarmUp>,
) -> ApiResult<Json<Answer<Vec<WarmedUp>>>> {
    Ok(wire::answer(service.warm_up_dataset(&caller, &asked).await?))
}

/// Nothing to tell.
#[derive(Serialize, JsonSchema)]
struct Done {}
