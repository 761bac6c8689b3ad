//! `GET /api/v1/{kind}/_info` and `/related/{column}`: what forms and lists ask before they show themselves.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};
use sx_model::{AppError, ListFilter, ListQuery, Page, User};
use sx_service::{AssetKind, Caller, Service};

use crate::{error::ApiResult, request::Who, router::AppState};

const KINDS: [AssetKind; 4] = [AssetKind::Database, AssetKind::Dataset, AssetKind::Chart, AssetKind::Dashboard];

pub fn router() -> Router<AppState> {
    KINDS.into_iter().fold(Router::new(), |router, kind| {
        let name = kind.as_str();
        router.route(&format!("/{name}/_info"), get(move |service, who| info(kind, service, who))).route(
            &format!("/{name}/related/{{column}}"),
            get(move |service, who, column, query| related(kind, service, who, column, query)),
        )
    })
}

async fn info(kind: AssetKind, State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "permissions": service.permissions(&caller, kind)? })))
}

/// `q=(filter:'ann',page:0,page_size:25)`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RelatedQuestion {
    filter: String,
    page: Option<u64>,
    page_size: Option<i64>,
}

#[derive(Deserialize)]
struct Q {
    q: Option<String>,
}

async fn related(
    kind: AssetKind,
    State(service): State<Service>,
    Who(caller): Who,
    Path(column): Path<String>,
    Query(Q { q }): Query<Q>,
) -> ApiResult<Json<Value>> {
    let question = parse(q.as_deref().unwrap_or_default())?;
    let choices = match (kind, column.as_str()) {
        (_, "created_by" | "changed_by") | (AssetKind::Dataset | AssetKind::Chart | AssetKind::Dashboard, "owners") => {
            people(&service, &caller, &question).await?
        }
        (AssetKind::Dashboard, "roles") => roles(&service, &caller, &question).await?,
        (AssetKind::Dataset, "database") => databases(&service, &caller, &question).await?,
        _ => return Err(AppError::not_found("This column").into()),
    };
    Ok(Json(json!({ "count": choices.count, "result": choices.items })))
}

fn parse(text: &str) -> Result<RelatedQuestion, AppError> {
    let wrong = |error: String| AppError::invalid(format!("q: expected Rison such as (filter:ann): {error}"));
    match text.trim() {
        "" => Ok(RelatedQuestion::default()),
        json if json.starts_with('{') => serde_json::from_str(json).map_err(|error| wrong(error.to_string())),
        rison => serde_rison::from_str(rison).map_err(|error| wrong(error.to_string())),
    }
}

impl RelatedQuestion {
    fn list(&self) -> ListQuery {
        ListQuery { page: self.page, page_size: self.page_size, ..ListQuery::default() }
    }
}

async fn people(service: &Service, caller: &Caller, question: &RelatedQuestion) -> Result<Page<Value>, AppError> {
    let page = service.people(caller, &question.list(), Some(&question.filter)).await?;
    let choice =
        |user: &User| json!({ "value": user.id, "text": user.full_name(), "extra": { "active": user.is_active } });
    Ok(Page { count: page.count, items: page.items.iter().map(choice).collect() })
}

async fn roles(service: &Service, caller: &Caller, question: &RelatedQuestion) -> Result<Page<Value>, AppError> {
    let wanted = question.filter.to_lowercase();
    let roles = service.list_roles(caller).await?;
    let matching = roles.iter().filter(|role| role.name.to_lowercase().contains(&wanted));
    let items: Vec<_> = matching.map(|role| json!({ "value": role.id, "text": role.name, "extra": {} })).collect();
    Ok(Page { count: items.len() as u64, items })
}

async fn databases(service: &Service, caller: &Caller, question: &RelatedQuestion) -> Result<Page<Value>, AppError> {
    let mut query = question.list();
    if !question.filter.is_empty() {
        let (col, opr, value) = ("database_name".to_owned(), "ct".to_owned(), question.filter.as_str().into());
        query.filters.push(ListFilter { col, opr, value });
    }
    let page = service.list_databases(caller, &query).await?;
    let choices = page.items.iter();
    let choices = choices.map(|it| json!({ "value": it.id, "text": it.fields.database_name, "extra": {} }));
    Ok(Page { count: page.count, items: choices.collect() })
}
