//! `/api/v1/datasource`: values of a column, and whether an expression is one.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use sx_model::{AppError, DatasetId, ExpressionProblem, ExpressionQuestion, ExpressionType};
use sx_service::Service;

use super::wire::{self, Answer};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    request::{JsonBody, Who},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/datasource/{kind}/{id}/column/{column}/values", get(column_values))
        .route("/datasource/{kind}/{id}/validate_expression", post(validate_expression))
}

/// Beside the reference: what the values contain, and how many are wanted.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Wanted {
    search: String,
    limit: Option<u64>,
}

async fn column_values(
    State(service): State<Service>,
    Who(caller): Who,
    Path((kind, id, column)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> ApiResult<Json<Answer<Vec<Value>>>> {
    let dataset = dataset_id(&kind, &id)?;
    let values = service.column_values(&caller, dataset, &column, wanted.search.trim(), wanted.limit).await?;
    Ok(wire::answer(values))
}

/// `clause` is an older spelling of `expression_type`.
#[derive(Deserialize, JsonSchema)]
struct ExpressionOfDatasource {
    expression: String,
    expression_type: Option<ExpressionType>,
    clause: Option<String>,
}

/// `result` lists what is wrong; nothing wrong is an empty list.
async fn validate_expression(
    State(service): State<Service>,
    Who(caller): Who,
    Path((kind, id)): Path<(String, String)>,
    JsonBody(asked): JsonBody<ExpressionOfDatasource>,
) -> ApiResult<Json<Answer<Vec<ExpressionProblem>>>> {
    let is_having = asked.clause.is_some_and(|clause| clause.eq_ignore_ascii_case("having"));
    let default = if is_having { ExpressionType::Having } else { ExpressionType::Where };
    let expression_type = asked.expression_type.unwrap_or(default);
    let question = ExpressionQuestion { expression: asked.expression, expression_type };
    let check = service.check_expression(&caller, dataset_id(&kind, &id)?, &question).await?;
    Ok(wire::answer(check.problems))
}

fn dataset_id(kind: &str, id: &str) -> Result<DatasetId, AppError> {
    if !["table", "dataset"].contains(&kind) {
        return Err(AppError::invalid(format!("“{kind}” is not a dataset.")));
    }
    id.parse().map(DatasetId).map_err(|_| AppError::not_found("Dataset"))
}
