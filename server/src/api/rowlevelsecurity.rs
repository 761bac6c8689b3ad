//! `/api/v1/rowlevelsecurity`: row rules, and the columns that they hide.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Map;
use sx_model::{AppError, Dataset, DatasetId, ListFilter, ListQuery, Page, RowRule, RowRuleId, RowRuleKind};
use sx_service::{Caller, NewRowRule, RowRuleChange, Service};

use super::{
    info::{self, Choice, Info, Q, RelatedQuestion},
    wire::{self, Changes, Item, List, Message, Part, RoleJson},
};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, get},
    request::{Id, IdsQ, JsonBody, ListQ, Who, Writer},
};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .route("/rowlevelsecurity", get(list_row_rules).post(create_row_rule).delete(delete_row_rules))
        .route("/rowlevelsecurity/_info", get(row_rule_info))
        .route("/rowlevelsecurity/related/{column}", get(choices_for_row_rule))
        .route("/rowlevelsecurity/{id}", get(find_row_rule).put(update_row_rule).delete(delete_row_rule))
}

/// A row rule as the reference writes it, with the columns that it hides.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RowRule")]
struct RowRuleJson {
    id: RowRuleId,
    name: String,
    filter_type: RowRuleKind,
    tables: Vec<RuledTable>,
    roles: Vec<RoleJson>,
    group_key: Option<String>,
    clause: String,
    description: Option<String>,
    /// Columns of the tables that do not exist for those whom the rule is for.
    hidden_columns: Vec<String>,
    #[serde(flatten)]
    changes: Changes,
}

#[derive(Serialize, JsonSchema)]
struct RuledTable {
    id: DatasetId,
    table_name: String,
    schema: Option<String>,
}

fn json(rule: &RowRule, now: DateTime<Utc>) -> RowRuleJson {
    let fields = rule.fields.clone();
    let tables = rule.datasets.iter().cloned();
    RowRuleJson {
        id: rule.id,
        name: fields.name,
        filter_type: fields.filter_type,
        tables: tables.map(|it| RuledTable { id: it.id, table_name: it.table_name, schema: it.schema }).collect(),
        roles: wire::roles(&rule.roles),
        group_key: fields.group_key,
        clause: fields.clause,
        description: fields.description,
        hidden_columns: fields.hidden_columns,
        changes: wire::changes(&rule.audit, now),
    }
}

async fn list_row_rules(
    State(service): State<Service>,
    Who(caller): Who,
    ListQ(query): ListQ,
) -> ApiResult<Json<List<RowRuleJson>>> {
    let page = service.list_row_rules(&caller, &query).await?;
    let now = service.clock().now();
    Ok(Json(wire::list(&page, |rule| rule.id.0, |rule| json(rule, now))))
}

async fn find_row_rule(
    State(service): State<Service>,
    Who(caller): Who,
    Id(id): Id,
) -> ApiResult<Json<Item<RowRuleJson>>> {
    let rule = service.find_row_rule(&caller, RowRuleId(id)).await?;
    Ok(wire::changed(id, json(&rule, service.clock().now())))
}

async fn create_row_rule(
    State(service): State<Service>,
    Writer(caller): Writer,
    JsonBody(new): JsonBody<NewRowRule>,
) -> ApiResult<Created<Item<RowRuleJson>>> {
    let rule = service.create_row_rule(&caller, new).await?;
    Ok(wire::created(rule.id.0, json(&rule, service.clock().now())))
}

async fn update_row_rule(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    JsonBody(change): JsonBody<RowRuleChange>,
) -> ApiResult<Json<Item<RowRuleJson>>> {
    let rule = service.update_row_rule(&caller, RowRuleId(id), change).await?;
    Ok(wire::changed(id, json(&rule, service.clock().now())))
}

async fn delete_row_rule(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
) -> ApiResult<Json<Message>> {
    service.delete_row_rules(&caller, &[RowRuleId(id)]).await?;
    Ok(wire::ok())
}

async fn delete_row_rules(
    State(service): State<Service>,
    Writer(caller): Writer,
    IdsQ(ids): IdsQ,
) -> ApiResult<Json<Message>> {
    let ids: Vec<_> = ids.into_iter().map(RowRuleId).collect();
    service.delete_row_rules(&caller, &ids).await?;
    Ok(wire::deleted(ids.len(), "rule"))
}

async fn row_rule_info(State(service): State<Service>, Who(caller): Who) -> ApiResult<Json<Info>> {
    service.list_row_rules(&caller, &ListQuery { page_size: Some(1), ..ListQuery::default() }).await?;
    Ok(Json(Info { permissions: vec!["can_read", "can_write"] }))
}

/// `tables` and `roles`, for the form of a rule; `changed_by` and `created_by`, for its list.
async fn choices_for_row_rule(
    State(service): State<Service>,
    Who(caller): Who,
    Path(column): Path<String>,
    Query(Q { q }): Query<Q>,
) -> ApiResult<Json<Part<Choice>>> {
    let question = info::parse(q.as_deref().unwrap_or_default())?;
    let choices = match column.as_str() {
        "tables" => datasets(&service, &caller, &question).await?,
        "roles" => info::roles(&service, &caller, &question).await?,
        "changed_by" | "created_by" => info::people(&service, &caller, &question).await?,
        _ => return Err(AppError::not_found("This column").into()),
    };
    Ok(Json(Part { count: choices.count, result: choices.items }))
}

async fn datasets(service: &Service, caller: &Caller, question: &RelatedQuestion) -> Result<Page<Choice>, AppError> {
    let mut query = question.list();
    if !question.filter.is_empty() {
        let (col, opr, value) = ("table_name".to_owned(), "ct".to_owned(), question.filter.as_str().into());
        query.filters.push(ListFilter { col, opr, value });
    }
    let page = service.list_datasets(caller, &query).await?;
    let choice = |it: Dataset| Choice { value: it.id.0, text: name(&it), extra: Map::new() };
    Ok(Page { count: page.count, items: page.items.into_iter().map(choice).collect() })
}

fn name(dataset: &Dataset) -> String {
    let schema = dataset.fields.schema.iter().filter(|schema| !schema.is_empty());
    schema.chain([&dataset.fields.table_name]).cloned().collect::<Vec<_>>().join(".")
}
