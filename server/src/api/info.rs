//! `GET /api/v1/{kind}/_info` and `/related/{column}`: what forms and lists ask before they show themselves.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sx_model::{AppError, Database, ListFilter, ListQuery, Page, Role, User};
use sx_service::{AssetKind, Caller, Service};

use super::wire::Part;
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, get},
    q,
    request::Who,
};

const KINDS: [AssetKind; 4] = [AssetKind::Database, AssetKind::Dataset, AssetKind::Chart, AssetKind::Dashboard];

pub fn router() -> ApiRouter {
    KINDS.into_iter().fold(ApiRouter::new(), |router, kind| {
        let name = kind.as_str();
        router.route(&format!("/{name}/_info"), get(move |service, who| info(kind, service, who)).named("info")).route(
            &format!("/{name}/related/{{column}}"),
            get(move |service, who, column, query| related(kind, service, who, column, query))
                .named("choices_for_column"),
        )
    })
}

async fn info(kind: AssetKind, State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Info>> {
    Ok(Json(Info { permissions: service.permissions(&caller, kind)? }))
}

/// `q=(filter:'ann',page:0,page_size:25)`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct RelatedQuestion {
    pub filter: String,
    page: Option<u64>,
    page_size: Option<i64>,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct Q {
    #[schemars(with = "Option<RelatedQuestion>")]
    pub q: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Info {
    /// `can_read`, `can_write`, `can_export`.
    pub permissions: Vec<&'static str>,
}

/// One that a form may offer.
#[derive(Serialize, JsonSchema)]
pub(super) struct Choice {
    pub value: i64,
    pub text: String,
    /// Of a person: whether the account is `active`.
    pub extra: Map<String, Value>,
}

async fn related(
    kind: AssetKind,
    State(service): State<Service>,
    Who(caller): Who,
    Path(column): Path<String>,
    Query(Q { q }): Query<Q>,
) -> ApiResult<Json<Part<Choice>>> {
    let question = parse(q.as_deref().unwrap_or_default())?;
    let choices = match (kind, column.as_str()) {
        (_, "created_by" | "changed_by") | (AssetKind::Dataset | AssetKind::Chart | AssetKind::Dashboard, "owners") => {
            people(&service, &caller, &question).await?
        }
        (AssetKind::Dashboard, "roles") => roles(&service, &caller, &question).await?,
        (AssetKind::Dataset, "database") => databases(&service, &caller, &question).await?,
        _ => return Err(AppError::not_found("This column").into()),
    };
    Ok(Json(Part { count: choices.count, result: choices.items }))
}

pub(super) fn parse(text: &str) -> Result<RelatedQuestion, AppError> {
    if text.trim().is_empty() {
        Ok(RelatedQuestion::default())
    } else {
        q::read(text, "expected Rison such as (filter:ann)")
    }
}

impl RelatedQuestion {
    pub fn list(&self) -> ListQuery {
        ListQuery { page: self.page, page_size: self.page_size, ..ListQuery::default() }
    }
}

pub(super) async fn people(
    service: &Service,
    caller: &Caller,
    question: &RelatedQuestion,
) -> Result<Page<Choice>, AppError> {
    let page = service.people(caller, &question.list(), Some(&question.filter)).await?;
    let choice = |user: &User| {
        let extra = Map::from_iter([("active".to_owned(), user.is_active.into())]);
        Choice { value: user.id.0, text: user.full_name(), extra }
    };
    Ok(Page { count: page.count, items: page.items.iter().map(choice).collect() })
}

pub(super) async fn roles(
    service: &Service,
    caller: &Caller,
    question: &RelatedQuestion,
) -> Result<Page<Choice>, AppError> {
    let wanted = question.filter.to_lowercase();
    let roles = service.list_roles(caller).await?;
    let matching = roles.iter().filter(|role| role.name.to_lowercase().contains(&wanted));
    let choice = |role: &Role| Choice { value: role.id.0, text: role.name.clone(), extra: Map::new() };
    let items: Vec<_> = matching.map(choice).collect();
    Ok(Page { count: items.len() as u64, items })
}

async fn databases(service: &Service, caller: &Caller, question: &RelatedQuestion) -> Result<Page<Choice>, AppError> {
    let mut query = question.list();
    if !question.filter.is_empty() {
        let (col, opr, value) = ("database_name".to_owned(), "ct".to_owned(), question.filter.as_str().into());
        query.filters.push(ListFilter { col, opr, value });
    }
    let page = service.list_databases(caller, &query).await?;
    let choice = |it: Database| Choice { value: it.id.0, text: it.fields.database_name, extra: Map::new() };
    Ok(Page { count: page.count, items: page.items.into_iter().map(choice).collect() })
}
