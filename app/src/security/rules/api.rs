use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};
use sx_model::RowRuleKind;

use super::asked::Asked;
use crate::{Failure, security::outcome::Outcome};

pub const PAGE_SIZE: u64 = 25;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// All that match.
    pub count: u64,
    pub rows: Vec<Rule>,
    /// Every role that there is: id and name.
    pub roles: Vec<(i64, String)>,
}

/// A rule as the list and the form show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub id: i64,
    pub draft: RuleDraft,
    /// Id and name of each dataset.
    pub datasets: Vec<(i64, String)>,
    pub role_names: String,
}

/// What the form sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    pub name: String,
    pub filter_type: RowRuleKind,
    pub datasets: Vec<i64>,
    pub roles: Vec<i64>,
    pub group_key: String,
    pub clause: String,
    pub hidden_columns: Vec<String>,
    pub description: String,
}

#[server(prefix = "/fn", endpoint = "list_row_rules", input = GetUrl)]
pub async fn list_row_rules(asked: Asked) -> Result<Rules, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::list(&service, &caller, asked).await.map_err(crate::ctx::fail)
}

/// A new rule has no `id` yet.
#[server(prefix = "/fn", endpoint = "save_row_rule", input = Json)]
pub async fn save_row_rule(id: Option<i64>, draft: RuleDraft) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    crate::security::outcome::outcome(ssr::save(&service, &caller, id, draft).await)
}

#[server(prefix = "/fn", endpoint = "delete_row_rule", input = Json)]
pub async fn delete_row_rule(id: i64) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.delete_row_rules(&caller, &[sx_model::RowRuleId(id)]).await.map_err(crate::ctx::fail)
}

/// Datasets whose name contains `search`: id and name.
#[server(prefix = "/fn", endpoint = "find_ruled_datasets", input = GetUrl)]
pub async fn find_ruled_datasets(search: String) -> Result<Vec<(i64, String)>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::datasets(&service, &caller, &search).await.map_err(crate::ctx::fail)
}

/// The columns of these datasets, once each.
#[server(prefix = "/fn", endpoint = "columns_to_hide", input = Json)]
pub async fn columns_to_hide(datasets: Vec<i64>) -> Result<Vec<String>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let datasets: Vec<_> = datasets.into_iter().map(sx_model::DatasetId).collect();
    service.columns_to_hide(&caller, &datasets).await.map_err(crate::ctx::fail)
}

#[cfg(feature = "ssr")]
mod ssr {
    use sx_model::{DatasetId, ListFilter, ListQuery, Result, RoleId, RowRule, RowRuleId};
    use sx_service::{Caller, NewRowRule, RowRuleChange, Service};

    use super::{Asked, PAGE_SIZE, Rule, RuleDraft, Rules};

    pub async fn list(service: &Service, caller: &Caller, asked: Asked) -> Result<Rules> {
        let query = ListQuery {
            filters: named("name", &asked.search),
            page: Some(asked.page),
            page_size: Some(PAGE_SIZE as i64),
            ..ListQuery::default()
        };
        let page = service.list_row_rules(caller, &query).await?;
        let roles = service.list_roles(caller).await?;
        Ok(Rules {
            count: page.count,
            rows: page.items.into_iter().map(rule).collect(),
            roles: roles.into_iter().map(|role| (role.id.0, role.name)).collect(),
        })
    }

    pub async fn save(service: &Service, caller: &Caller, id: Option<i64>, draft: RuleDraft) -> Result<i64> {
        let new = NewRowRule {
            name: draft.name,
            filter_type: draft.filter_type,
            tables: draft.datasets.into_iter().map(DatasetId).collect(),
            roles: draft.roles.into_iter().map(RoleId).collect(),
            group_key: Some(draft.group_key),
            clause: draft.clause,
            description: Some(draft.description),
            hidden_columns: draft.hidden_columns,
        };
        let saved = match id {
            Some(id) => service.update_row_rule(caller, RowRuleId(id), RowRuleChange::from(new)).await?,
            None => service.create_row_rule(caller, new).await?,
        };
        Ok(saved.id.0)
    }

    pub async fn datasets(service: &Service, caller: &Caller, search: &str) -> Result<Vec<(i64, String)>> {
        let query = ListQuery { filters: named("table_name", search), page_size: Some(25), ..ListQuery::default() };
        let page = service.list_datasets(caller, &query).await?;
        let found =
            page.items.into_iter().map(|it| (it.id.0, name(it.fields.schema.as_deref(), &it.fields.table_name)));
        Ok(found.collect())
    }

    fn rule(rule: RowRule) -> Rule {
        let fields = rule.fields;
        let role_names: Vec<_> = rule.roles.iter().map(|role| role.name.as_str()).collect();
        let datasets = rule.datasets.iter().map(|it| (it.id.0, name(it.schema.as_deref(), &it.table_name)));
        Rule {
            id: rule.id.0,
            role_names: role_names.join(", "),
            datasets: datasets.collect(),
            draft: RuleDraft {
                name: fields.name,
                filter_type: fields.filter_type,
                datasets: rule.datasets.iter().map(|dataset| dataset.id.0).collect(),
                roles: rule.roles.iter().map(|role| role.id.0).collect(),
                group_key: fields.group_key.unwrap_or_default(),
                clause: fields.clause,
                hidden_columns: fields.hidden_columns,
                description: fields.description.unwrap_or_default(),
            },
        }
    }

    fn name(schema: Option<&str>, table: &str) -> String {
        match schema.filter(|schema| !schema.is_empty()) {
            Some(schema) => format!("{schema}.{table}"),
            None => table.to_owned(),
        }
    }

    fn named(col: &str, search: &str) -> Vec<ListFilter> {
        let filter = ListFilter { col: col.to_owned(), opr: "ct".to_owned(), value: search.trim().into() };
        Some(filter).filter(|_| !search.trim().is_empty()).into_iter().collect()
    }
}
