use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::Asked;
use crate::Failure;

pub const PAGE_SIZE: u64 = 25;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// All that match.
    pub count: u64,
    pub rows: Vec<Row>,
}

/// A dashboard as lists show it, with its dates already written: the browser needs no calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub href: String,
    pub title: String,
    pub published: bool,
    /// Names with commas between.
    pub owners: String,
    /// The day, for people.
    pub changed_on: String,
    /// RFC 3339, for machines.
    pub changed_at: String,
    pub changed_by: Option<String>,
}

/// Newest change first.
#[server(prefix = "/fn", endpoint = "list_dashboards", input = GetUrl)]
pub async fn list_dashboards(asked: Asked) -> Result<Rows, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let search = Some(asked.search.as_str()).filter(|search| !search.is_empty());
    let page = service.dashboard_rows(&caller, &ssr::query(asked.page), search).await.map_err(crate::ctx::fail)?;
    Ok(Rows { count: page.count, rows: page.items.into_iter().map(Row::from).collect() })
}

#[cfg(feature = "ssr")]
mod ssr {
    use sx_model::{DashboardRow, ListQuery};

    use super::{PAGE_SIZE, Row};
    use crate::dashboard::dashboard_href;

    pub fn query(page: u64) -> ListQuery {
        ListQuery {
            page: Some(page),
            page_size: Some(PAGE_SIZE as i64),
            order_column: Some("changed_on".to_owned()),
            order_direction: Some("desc".to_owned()),
            ..ListQuery::default()
        }
    }

    impl From<DashboardRow> for Row {
        fn from(row: DashboardRow) -> Self {
            Self {
                href: dashboard_href(row.id, row.slug.as_deref()),
                title: if row.title.trim().is_empty() { "Untitled dashboard".to_owned() } else { row.title },
                published: row.published,
                owners: row.owners.join(", "),
                changed_on: row.changed_on.format("%-d %b %Y").to_string(),
                changed_at: row.changed_on.to_rfc3339(),
                changed_by: row.changed_by,
            }
        }
    }
}
