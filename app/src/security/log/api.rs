use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use crate::Failure;

pub const PAGE_SIZE: u64 = 50;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// All that match.
    pub count: u64,
    pub entries: Vec<Entry>,
}

/// Something that was done, with its time already written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: i64,
    /// “20 Nov 2026, 14:05”, in UTC.
    pub time: String,
    /// RFC 3339, for machines.
    pub time_at: String,
    pub who: String,
    pub action: String,
    /// “dashboard 7”.
    pub asset: String,
    /// Where it is, if it has a page.
    pub href: Option<String>,
    pub changes: Vec<Change>,
}

/// `from` and `to` are `None` where there was, or is, nothing; secrets only say that they changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[server(prefix = "/fn", endpoint = "list_log", input = GetUrl)]
pub async fn list_log(asked: Asked) -> Result<Log, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let page = service.list_log(&caller, &ssr::query(&asked)).await.map_err(crate::ctx::fail)?;
    Ok(Log { count: page.count, entries: page.items.into_iter().map(ssr::entry).collect() })
}

#[cfg(feature = "ssr")]
mod ssr {
    use serde_json::Value;
    use sx_model::{ListFilter, ListQuery, LogEntry};

    use super::{Asked, Change, Entry, PAGE_SIZE};

    pub fn query(asked: &Asked) -> ListQuery {
        let until = format!("{}T23:59:59.999999", asked.until);
        let wanted = [
            ("username", "ct", &asked.search, asked.search.as_str()),
            ("action", "eq", &asked.action, asked.action.as_str()),
            ("asset_kind", "eq", &asked.kind, asked.kind.as_str()),
            ("dttm", "gt", &asked.from, asked.from.as_str()),
            ("dttm", "lt", &asked.until, until.as_str()),
        ];
        let given = wanted.into_iter().filter(|(_, _, asked, _)| !asked.is_empty());
        let filters = given.map(|(col, opr, _, value)| ListFilter {
            col: col.to_owned(),
            opr: opr.to_owned(),
            value: value.into(),
        });
        ListQuery {
            filters: filters.collect(),
            page: Some(asked.page),
            page_size: Some(PAGE_SIZE as i64),
            ..ListQuery::default()
        }
    }

    pub fn entry(entry: LogEntry) -> Entry {
        let id = entry.asset_id.map(|id| format!(" {id}")).unwrap_or_default();
        // What was deleted has no page any more.
        let has_page = entry.action != "delete" && entry.action != "purge";
        let href = entry.asset_id.filter(|_| has_page).and_then(|id| match entry.asset_kind.as_str() {
            "dashboard" => Some(format!("/dashboard/{id}")),
            "chart" => Some(format!("/explore/?slice_id={id}")),
            "dataset" => Some(format!("/dataset/{id}")),
            "role" => Some(format!("/roles/{id}")),
            "row_rule" => Some("/rules".to_owned()),
            _ => None,
        });
        Entry {
            id: entry.id,
            time: entry.created_on.format("%-d %b %Y, %H:%M").to_string(),
            time_at: entry.created_on.to_rfc3339(),
            who: entry.username,
            action: entry.action,
            asset: format!("{}{id}", entry.asset_kind),
            href,
            changes: entry.changes.iter().map(|(field, change)| told(field, change)).collect(),
        }
    }

    fn told(field: &str, change: &Value) -> Change {
        let part = |name: &str| change.get(name).filter(|value| !value.is_null()).map(text);
        let field = field.to_owned();
        match change {
            Value::Object(_) => Change { field, from: part("from"), to: part("to") },
            other => Change { field, from: None, to: Some(text(other)) },
        }
    }

    fn text(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}
