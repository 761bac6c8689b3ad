//! `/api/v1/dashboard`.

use axum::{
    Json,
    extract::{Path, State},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use sx_model::{Chart, ChartId, Dashboard, DashboardId, TileAnswer, TilesQuestion};
use sx_service::{DashboardChange, DashboardCopy, DashboardQuestion, DashboardWithCharts, FavoriteKind, Service};
use uuid::Uuid;

use super::wire::{self, Answer, Changes, Favorite, Item, List, Message, Person, RoleJson};
use crate::{
    answer::{Created, JsonLines},
    batch_answer::{BatchAnswer, Wanted},
    error::ApiResult,
    openapi::{ApiRouter, get, post},
    request::{IdsQ, JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/dashboard", get(list_dashboards).post(create_dashboard).delete(delete_dashboards))
        .route("/dashboard/favorite_status", get(favorite_status))
        .route("/dashboard/{id_or_slug}", get(find_dashboard).put(update_dashboard).delete(delete_dashboard))
        .route("/dashboard/{id_or_slug}/copy", post(copy_dashboard))
        .route(
            "/dashboard/{id_or_slug}/favorites",
            post(mark).named("mark_dashboard").delete(unmark).named("unmark_dashboard"),
        )
        .route("/dashboard/{id_or_slug}/charts", get(charts_of_dashboard))
        .route(
            "/dashboard/{id_or_slug}/data",
            post(dashboard_data).named("ask_dashboard").about(
                "The answers of a dashboard's charts in one request, each as soon as it is ready; their ids are those of the \
                 charts. Filters and a time range go beside the charts' own. Not in Superset.",
            ),
        )
        .route(
            "/dashboard/{id_or_slug}/tiles",
            post(tiles).named("ask_tiles").about("What the tiles of a dashboard show. Not in Superset."),
        )
}

async fn list_dashboards(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<DashboardJson>>> {
    let page = service.list_dashboards(&caller, &query).await?;
    Ok(Json(wire::list(&page, |dashboard| dashboard.id.0, |dashboard| dashboard_json(&service, dashboard))))
}

async fn find_dashboard(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Answer<DashboardDetail>>> {
    let opened = service.find_dashboard(&caller, &id_or_slug).await?;
    Ok(wire::answer(detail_json(&service, &opened)))
}

async fn create_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<DashboardChange>,
) -> ApiResult<Created<Item<DashboardJson>>> {
    let dashboard = service.create_dashboard(&caller, new).await?;
    Ok(wire::created(dashboard.id.0, dashboard_json(&service, &dashboard)))
}

async fn update_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
    JsonBody(change): JsonBody<DashboardChange>,
) -> ApiResult<Json<Item<DashboardJson>>> {
    let dashboard = service.update_dashboard(&caller, &id_or_slug, change).await?;
    Ok(wire::changed(dashboard.id.0, dashboard_json(&service, &dashboard)))
}

async fn delete_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Message>> {
    service.delete_dashboards(&caller, &[id_or_slug]).await?;
    Ok(wire::ok())
}

async fn delete_dashboards(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Message>> {
    let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
    service.delete_dashboards(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "dashboard"))
}

async fn copy_dashboard(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
    JsonBody(copy): JsonBody<DashboardCopy>,
) -> ApiResult<Json<Answer<Copied>>> {
    let dashboard = service.copy_dashboard(&caller, &id_or_slug, copy).await?;
    let last_modified = dashboard.audit.changed_on.timestamp();
    Ok(wire::answer(Copied { id: dashboard.id, last_modified_time: last_modified }))
}

async fn favorite_status(
    State(service): State<Service>,
    Who(caller): Who,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Answer<Vec<Favorite>>>> {
    Ok(wire::favorites(&service.favorites_among(&caller, FavoriteKind::Dashboard, &ids).await?))
}

async fn mark(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Answer<&'static str>>> {
    service.mark_dashboard(&caller, &id_or_slug, true).await?;
    Ok(wire::answer("OK"))
}

async fn unmark(
    State(service): State<Service>,
    Writer(caller): Writer,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Answer<&'static str>>> {
    service.mark_dashboard(&caller, &id_or_slug, false).await?;
    Ok(wire::answer("OK"))
}

async fn charts_of_dashboard(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
) -> ApiResult<Json<Answer<Vec<ChartOnDashboard>>>> {
    let opened = service.find_dashboard(&caller, &id_or_slug).await?;
    Ok(wire::answer(opened.charts.iter().map(chart_json).collect()))
}

/// A read in spite of its method.
async fn dashboard_data(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
    Wanted(form): Wanted,
    JsonBody(question): JsonBody<DashboardQuestion>,
) -> ApiResult<BatchAnswer> {
    let answers = service.ask_dashboard(&caller, &id_or_slug, question, form).await?;
    Ok(BatchAnswer(answers, form))
}

/// All tiles of a moment in one request: NDJSON, each line as soon as it is ready. A read in spite of its method.
async fn tiles(
    State(service): State<Service>,
    Who(caller): Who,
    Path(id_or_slug): Path<String>,
    JsonBody(question): JsonBody<TilesQuestion>,
) -> ApiResult<JsonLines<TileAnswer>> {
    let answers = service.tiles(&caller, &id_or_slug, question).await?;
    Ok(JsonLines::new(answers))
}

/// A dashboard, as lists show it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Dashboard")]
struct DashboardJson {
    id: DashboardId,
    uuid: Uuid,
    dashboard_title: String,
    slug: Option<String>,
    url: String,
    published: bool,
    /// `published` or `draft`.
    status: &'static str,
    certified_by: Option<String>,
    certification_details: Option<String>,
    is_managed_externally: bool,
    owners: Vec<Person>,
    /// Roles that may open it although they do not own it.
    roles: Vec<RoleJson>,
    /// Always empty.
    tags: Vec<Value>,
    #[serde(flatten)]
    changes: Changes,
}

#[derive(Serialize, JsonSchema)]
struct DashboardDetail {
    #[serde(flatten)]
    dashboard: DashboardJson,
    /// The layout, as JSON text.
    position_json: String,
    /// Filters, colours and scopes, as JSON text.
    json_metadata: String,
    css: Option<String>,
    /// Their names.
    charts: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct ChartOnDashboard {
    id: ChartId,
    uuid: Uuid,
    slice_name: String,
    description: Option<String>,
    /// Seconds.
    cache_timeout: Option<i64>,
    certified_by: Option<String>,
    certification_details: Option<String>,
    form_data: Value,
}

#[derive(Serialize, JsonSchema)]
struct Copied {
    id: DashboardId,
    /// Seconds since 1970.
    last_modified_time: i64,
}

fn dashboard_json(service: &Service, dashboard: &Dashboard) -> DashboardJson {
    let fields = &dashboard.fields;
    let url = fields.slug.clone().filter(|slug| !slug.is_empty()).unwrap_or_else(|| dashboard.id.to_string());
    DashboardJson {
        id: dashboard.id,
        uuid: dashboard.uuid,
        dashboard_title: fields.dashboard_title.clone(),
        slug: fields.slug.clone(),
        url: format!("/dashboard/{url}"),
        published: fields.published,
        status: if fields.published { "published" } else { "draft" },
        certified_by: fields.certified_by.clone(),
        certification_details: fields.certification_details.clone(),
        is_managed_externally: fields.is_managed_externally,
        owners: wire::users(&dashboard.owners),
        roles: wire::roles(&dashboard.roles),
        tags: Vec::new(),
        changes: wire::changes(&dashboard.audit, service.clock().now()),
    }
}

fn detail_json(service: &Service, opened: &DashboardWithCharts) -> DashboardDetail {
    let fields = &opened.dashboard.fields;
    DashboardDetail {
        dashboard: dashboard_json(service, &opened.dashboard),
        position_json: fields.position_json.clone(),
        json_metadata: fields.json_metadata.clone(),
        css: fields.css.clone(),
        charts: opened.charts.iter().map(|chart| chart.fields.slice_name.clone()).collect(),
    }
}

fn chart_json(chart: &Chart) -> ChartOnDashboard {
    let fields = &chart.fields;
    ChartOnDashboard {
        id: chart.id,
        uuid: chart.uuid,
        slice_name: fields.slice_name.clone(),
        description: fields.description.clone(),
        cache_timeout: fields.cache_timeout,
        certified_by: fields.certified_by.clone(),
        certification_details: fields.certification_details.clone(),
        form_data: serde_json::from_str(&fields.params).unwrap_or(Value::Null),
    }
}
