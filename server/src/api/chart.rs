//! `/api/v1/chart`.

use axum::{
    Json,
    extract::{DefaultBodyLimit, Query, State},
};
use schemars::JsonSchema;
use serde::Serialize;
use sx_model::{Chart, ChartId, DatasetId};
use sx_service::{
    BatchQuestion, ChartChange, ChartData, FavoriteKind, ImageQuestion, NewChart, Service, wanted_format,
};
use uuid::Uuid;

use super::wire::{self, Answer, Changes, Favorite, Item, List, Message, Person, Related};
use crate::{
    answer::{Created, Svg},
    batch_answer::{BatchAnswer, Wanted},
    data_answer::{Client, DataAnswer},
    error::ApiResult,
    file_answer::{Accepted, DataOrFile, Question},
    openapi::{ApiRouter, get, post},
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
};

/// A question is small; its form data is the most of it.
const QUESTION_BYTES_MAX: usize = 4 << 20;
const BATCH_BYTES_MAX: usize = 16 << 20;

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/chart", get(list_charts).post(create_chart).delete(delete_charts))
        .route("/chart/data", post(chart_data)
                .about("Asks the dataset, or its cache. The form of the answers follows result_type; this is the one of full.")
                .layer(DefaultBodyLimit::max(QUESTION_BYTES_MAX)))
        .route("/chart/data/batch", post(chart_data_batch)
                .about("Many questions in one request, each answered as soon as it is ready, equal ones asked once. \
                        What is wrong with one of them is told in its place. Not in Superset.")
                .layer(DefaultBodyLimit::max(BATCH_BYTES_MAX)))
        .route("/chart/favorite_status", get(favorite_status))
        .route("/chart/{id}", get(find_chart).put(update_chart).delete(delete_chart))
        .route("/chart/{id}/favorites", post(mark).named("mark_chart").delete(unmark).named("unmark_chart"))
        .route("/chart/{id}/related_objects", get(related_objects))
        .route("/chart/{id}/image.svg", get(chart_image))
}

/// A read in spite of its method: no CSRF token, as in the reference.
async fn chart_data(
    State(service): State<Service>,
    Who(caller): Who,
    client: Client,
    Accepted(accepted): Accepted,
    Question { body, filename }: Question,
) -> ApiResult<DataOrFile<ChartData>> {
    if let Some(format) = wanted_format(&body, accepted) {
        // On the heap, or every answer would move a file's large future about.
        let file = Box::pin(service.download_chart_data(&caller, &body, format, filename.as_deref())).await?;
        return Ok(DataOrFile::File(file));
    }
    let reply = service.chart_data(&caller, &body, &client.wants).await?;
    Ok(DataOrFile::Data(DataAnswer::new(reply, &client)))
}

/// A read in spite of its method.
async fn chart_data_batch(
    State(service): State<Service>,
    Who(caller): Who,
    Wanted(form): Wanted,
    JsonBody(question): JsonBody<BatchQuestion>,
) -> ApiResult<BatchAnswer> {
    let answers = service.ask_batch(&caller, question, form).await?;
    Ok(BatchAnswer(answers, form))
}

async fn list_charts(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<ChartJson>>> {
    let page = service.list_charts(&caller, &query).await?;
    Ok(Json(wire::list(&page, |chart| chart.id.0, |chart| chart_json(&service, chart))))
}

async fn find_chart(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Item<ChartDetail>>> {
    let chart = service.find_chart(&caller, ChartId(id)).await?;
    let result = ChartDetail { chart: chart_json(&service, &chart), query_context: chart.fields.query_context.clone() };
    Ok(wire::changed(id, result))
}

async fn create_chart(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewChart>,
) -> ApiResult<Created<Item<ChartJson>>> {
    let chart = service.create_chart(&caller, new).await?;
    Ok(wire::created(chart.id.0, chart_json(&service, &chart)))
}

async fn update_chart(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<ChartChange>,
) -> ApiResult<Json<Item<ChartJson>>> {
    let chart = service.update_chart(&caller, ChartId(id), change).await?;
    Ok(wire::changed(id, chart_json(&service, &chart)))
}

async fn delete_chart(State(service): State<Service>, Writer(caller): Writer, Id(id): Id) -> ApiResult<Json<Message>> {
    service.delete_charts(&caller, &[ChartId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_charts(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Message>> {
    let ids: Vec<_> = ids.into_iter().map(ChartId).collect();
    service.delete_charts(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "chart"))
}

async fn favorite_status(
    State(service): State<Service>,
    Who(caller): Who,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Answer<Vec<Favorite>>>> {
    Ok(wire::favorites(&service.favorites_among(&caller, FavoriteKind::Chart, &ids).await?))
}

async fn mark(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
) -> ApiResult<Json<Answer<&'static str>>> {
    service.mark_chart(&caller, ChartId(id), true).await?;
    Ok(wire::answer("OK"))
}

async fn unmark(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
) -> ApiResult<Json<Answer<&'static str>>> {
    service.mark_chart(&caller, ChartId(id), false).await?;
    Ok(wire::answer("OK"))
}

async fn related_objects(State(service): State<Service>, Who(caller): Who, Id(id): Id) -> ApiResult<Json<Related>> {
    Ok(Json(wire::related(&service.related_to_chart(&caller, ChartId(id)).await?)))
}

async fn chart_image(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
    Query(question): Query<ImageQuestion>,
) -> ApiResult<Svg<String>> {
    let svg = service.chart_image(&caller, ChartId(id), &question).await?;
    Ok(Svg(svg))
}

/// A chart, as lists show it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Chart")]
struct ChartJson {
    id: ChartId,
    uuid: Uuid,
    slice_name: String,
    /// The kind of chart.
    viz_type: String,
    /// The form data, as JSON text.
    params: String,
    description: Option<String>,
    /// Seconds.
    cache_timeout: Option<i64>,
    certified_by: Option<String>,
    certification_details: Option<String>,
    is_managed_externally: bool,
    /// Null when its dataset was deleted.
    datasource_id: Option<DatasetId>,
    datasource_type: &'static str,
    owners: Vec<Person>,
    url: String,
    #[serde(flatten)]
    changes: Changes,
}

#[derive(Serialize, JsonSchema)]
struct ChartDetail {
    #[serde(flatten)]
    chart: ChartJson,
    /// What Superset's page stored of its question, as JSON text.
    query_context: Option<String>,
}

fn chart_json(service: &Service, chart: &Chart) -> ChartJson {
    let fields = chart.fields.clone();
    ChartJson {
        id: chart.id,
        uuid: chart.uuid,
        slice_name: fields.slice_name,
        viz_type: fields.viz_type,
        params: fields.params,
        description: fields.description,
        cache_timeout: fields.cache_timeout,
        certified_by: fields.certified_by,
        certification_details: fields.certification_details,
        is_managed_externally: fields.is_managed_externally,
        datasource_id: chart.dataset_id,
        datasource_type: "table",
        owners: wire::users(&chart.owners),
        url: format!("/explore/?slice_id={}", chart.id),
        changes: wire::changes(&chart.audit, service.clock().now()),
    }
}
