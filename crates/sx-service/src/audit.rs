//! The audit log: every change leaves a row, in the transaction of the change.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sx_model::{AppError, ListFilter, ListQuery, LogEntry, MAX_PAGE_SIZE, Page, Result, UserId};
use sx_store::{AssetKind, NewLogEntry, Tx};

use crate::{Caller, Service, access::Action, store_error};

/// Longer texts (layouts, form data, SQL) are told by their length: the log is to be read, not to restore from.
const LONGEST_TEXT: usize = 500;

/// A change of a chart or dashboard, with the title it has now.
#[derive(Clone, Debug)]
pub struct Activity {
    pub action: String,
    /// `chart` or `dashboard`.
    pub kind: String,
    pub title: String,
    pub url: String,
    pub time: DateTime<Utc>,
}

/// What was done to which asset.
#[derive(Clone, Copy)]
pub(crate) struct Deed {
    pub action: &'static str,
    pub asset_kind: &'static str,
    pub asset_id: Option<i64>,
}

impl Deed {
    pub fn new(action: &'static str, asset_kind: &'static str, asset_id: i64) -> Self {
        Self { action, asset_kind, asset_id: Some(asset_id) }
    }

    pub fn on(action: &'static str, kind: AssetKind, asset_id: i64) -> Self {
        Self::new(action, kind.as_str(), asset_id)
    }
}

impl Service {
    /// The last changes first unless the question says otherwise.
    pub async fn list_log(&self, caller: &Caller, query: &ListQuery) -> Result<Page<LogEntry>> {
        caller.require(Action::ReadLog)?;
        self.store.list_log(query).await.map_err(store_error)
    }

    pub async fn find_log_entry(&self, caller: &Caller, id: i64) -> Result<LogEntry> {
        let query = ListQuery { filters: vec![equal("id", id.into())], ..ListQuery::default() };
        self.list_log(caller, &query).await?.items.pop().ok_or_else(|| AppError::not_found("Log entry"))
    }

    /// What a person changed last: the charts and dashboards among it that the caller may see now. Others' activity is for
    /// those who may read the log.
    pub async fn recent_activity(&self, caller: &Caller, of: UserId, query: &ListQuery) -> Result<Vec<Activity>> {
        caller.require_user()?;
        if caller.user_id() != Some(of) {
            caller.require(Action::ReadLog)?;
        }
        let kinds = ["chart", "dashboard"].map(Value::from).to_vec();
        let filters = vec![
            equal("user_id", of.0.into()),
            ListFilter { col: "asset_kind".to_owned(), opr: "in".to_owned(), value: kinds.into() },
        ];
        let query = ListQuery { filters, order_column: None, ..query.clone() };
        let entries = self.store.list_log(&query).await.map_err(store_error)?.items;
        let ids = |kind: &str| {
            let of_kind = entries.iter().filter(|entry| entry.asset_kind == kind);
            of_kind.filter_map(|entry| entry.asset_id).collect::<Vec<_>>()
        };
        let all = ListQuery::default();
        let charts = self.asset_filter(caller, AssetKind::Chart, &all)?.ids(ids("chart")).page(0, MAX_PAGE_SIZE);
        let charts = self.store.list_charts(&charts).await.map_err(store_error)?.items;
        let dashboards = self.asset_filter(caller, AssetKind::Dashboard, &all)?.ids(ids("dashboard"));
        let dashboards =
            self.store.list_dashboards(&dashboards.page(0, MAX_PAGE_SIZE)).await.map_err(store_error)?.items;
        let title = |entry: &LogEntry| match entry.asset_kind.as_str() {
            "chart" => {
                let chart = charts.iter().find(|chart| Some(chart.id.0) == entry.asset_id)?;
                Some((chart.fields.slice_name.clone(), format!("/explore/?slice_id={}", chart.id)))
            }
            _ => {
                let found = dashboards.iter().find(|dashboard| Some(dashboard.id.0) == entry.asset_id)?;
                Some((found.fields.dashboard_title.clone(), format!("/dashboard/{}", found.id)))
            }
        };
        let activities = entries.iter().filter_map(|entry| {
            let (title, url) = title(entry)?;
            let (action, kind) = (entry.action.clone(), entry.asset_kind.clone());
            Some(Activity { action, kind, title, url, time: entry.created_on })
        });
        Ok(activities.collect())
    }

    pub(crate) async fn log(&self, tx: &Tx, caller: &Caller, deed: Deed, changes: Map<String, Value>) -> Result<()> {
        let entry = NewLogEntry {
            user_id: caller.user_id(),
            username: caller.name(),
            action: deed.action,
            asset_kind: deed.asset_kind,
            asset_id: deed.asset_id,
            changes,
        };
        tx.add_log_entry(&entry, self.clock.now()).await.map_err(store_error)
    }
}

fn equal(col: &str, value: Value) -> ListFilter {
    ListFilter { col: col.to_owned(), opr: "eq".to_owned(), value }
}

/// Field → `{"from", "to"}` of what differs between two states; `()` stands for what is not there yet or any more.
pub(crate) fn differences(before: &impl Serialize, after: &impl Serialize) -> Map<String, Value> {
    let (before, after) = (fields(before), fields(after));
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let value = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or_default();
    let pairs = names.map(|name| (name, value(&before, name), value(&after, name)));
    let changed = pairs.filter(|(_, from, to)| from != to);
    changed.map(|(name, from, to)| (name.clone(), json!({ "from": shortened(from), "to": shortened(to) }))).collect()
}

fn fields(state: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(state) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn shortened(value: Value) -> Value {
    let length = match &value {
        Value::String(text) => text.chars().count(),
        Value::Array(_) | Value::Object(_) => value.to_string().chars().count(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    if length > LONGEST_TEXT { format!("… {length} characters").into() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_and_long_texts_by_their_length() {
        let before = json!({ "title": "Sales", "published": false, "layout": "x" });
        let after = json!({ "title": "Sales", "published": true, "layout": "y".repeat(600), "slug": null });
        let told = Value::Object(differences(&before, &after)).to_string();
        insta::assert_snapshot!(told, @r#"{"published":{"from":false,"to":true},"layout":{"from":"x","to":"… 600 characters"}}"#);
        let made = Value::Object(differences(&(), &json!({ "title": "Sales", "slug": null }))).to_string();
        insta::assert_snapshot!(made, @r#"{"title":{"from":null,"to":"Sales"}}"#);
    }
}
