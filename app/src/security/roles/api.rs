use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};
use sx_model::Granted;

use crate::{Failure, security::outcome::Outcome};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    pub id: i64,
    pub name: String,
    /// The table of rights knows it by its name: it can be neither renamed nor deleted.
    pub is_built_in: bool,
    pub people: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub id: i64,
    pub name: String,
    pub is_built_in: bool,
    pub grants: Vec<Granted>,
    /// The grants on charts and dashboards, with their titles: they stand in no tree of databases.
    pub others: Vec<(Granted, String)>,
    /// Id and name of each who has it.
    pub people: Vec<(i64, String)>,
    pub rights: Vec<Right>,
}

/// A row of the table of rights, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    /// “Read dashboard”.
    pub action: String,
    /// “Everything”; `None` where it may not.
    pub reach: Option<String>,
}

/// A database, and what can be granted of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub id: i64,
    pub name: String,
    /// Schemas by name, datasets by name; the empty name holds those without a schema.
    pub schemas: Vec<(String, Vec<(i64, String)>)>,
}

#[server(prefix = "/fn", endpoint = "list_roles", input = GetUrl)]
pub async fn list_roles() -> Result<Vec<RoleRow>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::list(&service, &caller).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "open_role", input = GetUrl)]
pub async fn open_role(id: i64) -> Result<Role, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::open(&service, &caller, sx_model::RoleId(id)).await.map_err(crate::ctx::fail)
}

/// Datasets whose name contains `search`, under their databases; without a search also databases without datasets.
#[server(prefix = "/fn", endpoint = "find_grantable", input = GetUrl)]
pub async fn find_grantable(search: String) -> Result<Vec<Source>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::sources(&service, &caller, &search).await.map_err(crate::ctx::fail)
}

/// Users whose names contain `search`: id and name.
#[server(prefix = "/fn", endpoint = "find_role_people", input = GetUrl)]
pub async fn find_role_people(search: String) -> Result<Vec<(i64, String)>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let query = sx_model::ListQuery { page_size: Some(20), ..Default::default() };
    let page = service.list_users(&caller, &query, Some(&search)).await.map_err(crate::ctx::fail)?;
    Ok(page.items.iter().map(ssr::person).collect())
}

#[server(prefix = "/fn", endpoint = "create_role", input = Json)]
pub async fn create_role(name: String) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    crate::security::outcome::outcome(service.create_role(&caller, name.trim()).await.map(|role| role.id.0))
}

#[server(prefix = "/fn", endpoint = "rename_role", input = Json)]
pub async fn rename_role(id: i64, name: String) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let renamed = service.rename_role(&caller, sx_model::RoleId(id), name.trim()).await;
    crate::security::outcome::outcome(renamed.map(|role| role.id.0))
}

#[server(prefix = "/fn", endpoint = "delete_role", input = Json)]
pub async fn delete_role(id: i64) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.delete_role(&caller, sx_model::RoleId(id)).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "set_role_grants", input = Json)]
pub async fn set_role_grants(id: i64, grants: Vec<Granted>) -> Result<Vec<Granted>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.set_grants_of_role(&caller, sx_model::RoleId(id), &grants).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "set_role_people", input = Json)]
pub async fn set_role_people(id: i64, people: Vec<i64>) -> Result<Vec<(i64, String)>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let people: Vec<_> = people.into_iter().map(sx_model::UserId).collect();
    let set = service.set_people_of_role(&caller, sx_model::RoleId(id), &people).await.map_err(crate::ctx::fail)?;
    Ok(set.iter().map(ssr::person).collect())
}

#[cfg(feature = "ssr")]
mod ssr {
    use std::collections::BTreeMap;

    use sx_model::{
        ADMIN, ALPHA, Account, GAMMA, Granted, ListFilter, ListQuery, MAX_PAGE_SIZE, PUBLIC, Result, RoleId,
    };
    use sx_service::{Caller, Service, rights::Allow};

    use super::{Right, Role, RoleRow, Source};

    pub async fn list(service: &Service, caller: &Caller) -> Result<Vec<RoleRow>> {
        let roles = service.manageable_roles(caller, &all()).await?;
        let people = service.count_people_by_role(caller).await?;
        let rows = roles.items.into_iter().map(|role| RoleRow {
            id: role.id.0,
            is_built_in: is_built_in(&role.name),
            people: people.get(&role.id).copied().unwrap_or_default(),
            name: role.name,
        });
        Ok(rows.collect())
    }

    pub async fn open(service: &Service, caller: &Caller, id: RoleId) -> Result<Role> {
        let role = service.find_role(caller, id).await?;
        let grants = service.grants_of_role(caller, id).await?;
        let people = service.people_of_role(caller, id).await?;
        let others = others(service, caller, &grants).await?;
        Ok(Role {
            id: id.0,
            is_built_in: is_built_in(&role.name),
            others,
            grants,
            people: people.iter().map(person).collect(),
            rights: rights(service, caller, &role.name)?,
            name: role.name,
        })
    }

    pub fn person(account: &Account) -> (i64, String) {
        let (name, username) = (account.user.full_name(), &account.user.username);
        let shown = if name.is_empty() { username.clone() } else { format!("{name} ({username})") };
        (account.user.id.0, shown)
    }

    fn rights(service: &Service, caller: &Caller, role: &str) -> Result<Vec<Right>> {
        let row = |right: &sx_service::rights::Right| {
            let allow = match role {
                ADMIN => right.admin,
                ALPHA => right.alpha,
                GAMMA => right.gamma,
                PUBLIC => right.anonymous,
                _ => right.everybody,
            };
            Right { action: words(&format!("{:?}", right.action)), reach: reach(allow).map(str::to_owned) }
        };
        Ok(service.rights(caller)?.iter().map(row).collect())
    }

    fn reach(allow: Allow) -> Option<&'static str> {
        match allow {
            Allow::Never => None,
            Allow::Own => Some("What they own"),
            Allow::Grant => Some("What they own or were granted"),
            Allow::Published => Some("What they own, were granted, or is published"),
            Allow::Always => Some("Everything"),
        }
    }

    /// “ReadDashboard” → “Read dashboard”.
    fn words(name: &str) -> String {
        let mut text = String::with_capacity(name.len() + 4);
        for character in name.chars() {
            if character.is_uppercase() && !text.is_empty() {
                text.push(' ');
                text.extend(character.to_lowercase());
            } else {
                text.push(character);
            }
        }
        text
    }

    pub async fn sources(service: &Service, caller: &Caller, search: &str) -> Result<Vec<Source>> {
        // What the role may read is for who manages roles, not for who happens to see datasets.
        service.rights(caller)?;
        let search = search.trim();
        let mut query = all();
        if !search.is_empty() {
            query.filters.push(filter("table_name", "ct", search.into()));
        }
        query.order_column = Some("table_name".to_owned());
        let datasets = service.list_datasets(caller, &query).await?.items;
        let mut found: BTreeMap<i64, BTreeMap<String, Vec<(i64, String)>>> = BTreeMap::new();
        for dataset in datasets {
            let schemas = found.entry(dataset.database_id.0).or_default();
            let schema = dataset.fields.schema.unwrap_or_default();
            schemas.entry(schema).or_default().push((dataset.id.0, dataset.fields.table_name));
        }
        let query = ListQuery { order_column: Some("database_name".into()), ..all() };
        let databases = service.list_databases(caller, &query).await?.items.into_iter();
        let sources = databases.map(|database| Source {
            schemas: found.remove(&database.id.0).unwrap_or_default().into_iter().collect(),
            id: database.id.0,
            name: database.fields.database_name,
        });
        Ok(sources.filter(|source| search.is_empty() || !source.schemas.is_empty()).collect())
    }

    async fn others(service: &Service, caller: &Caller, grants: &[Granted]) -> Result<Vec<(Granted, String)>> {
        let (mut charts, mut dashboards) = (Vec::new(), Vec::new());
        for granted in grants {
            match granted {
                Granted::Chart { id } => charts.push(id.0),
                Granted::Dashboard { id } => dashboards.push(id.0),
                Granted::Database { .. } | Granted::Schema { .. } | Granted::Dataset { .. } => {}
            }
        }
        let among = |ids: Vec<i64>| ListQuery { filters: vec![filter("id", "in", ids.into())], ..all() };
        let charts = service.list_charts(caller, &among(charts)).await?.items.into_iter();
        let charts = charts.map(|one| (Granted::Chart { id: one.id }, one.fields.slice_name));
        let dashboards = service.list_dashboards(caller, &among(dashboards)).await?.items.into_iter();
        let dashboards = dashboards.map(|one| (Granted::Dashboard { id: one.id }, one.fields.dashboard_title));
        Ok(charts.chain(dashboards).collect())
    }

    fn all() -> ListQuery {
        let order = (Some("id".to_owned()), Some("asc".to_owned()));
        let page_size = Some(MAX_PAGE_SIZE as i64);
        ListQuery { page_size, order_column: order.0, order_direction: order.1, ..ListQuery::default() }
    }

    fn filter(col: &str, opr: &str, value: serde_json::Value) -> ListFilter {
        ListFilter { col: col.to_owned(), opr: opr.to_owned(), value }
    }

    fn is_built_in(name: &str) -> bool {
        [ADMIN, ALPHA, GAMMA, PUBLIC].contains(&name)
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn actions_read_as_words() {
            assert_eq!(super::words("ReadDashboard"), "Read dashboard");
            assert_eq!(super::words("UpdateOwnAccount"), "Update own account");
        }
    }
}
