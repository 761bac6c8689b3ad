//! The audit log: every change leaves a row, in the transaction of the change.

use serde::Serialize;
use serde_json::{Map, Value, json};
use sx_model::{LogEntry, Page, Result};
use sx_store::{AssetKind, NewLogEntry, Tx};

use crate::{Caller, Service, access::Action, store_error};

/// Longer texts (layouts, form data, SQL) are told by their length: the log is to be read, not to restore from.
const LONGEST_TEXT: usize = 500;

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
    /// The last changes first, `limit` of them from `offset` on.
    pub async fn list_log(&self, caller: &Caller, offset: u64, limit: u64) -> Result<Page<LogEntry>> {
        caller.require(Action::ReadLog)?;
        self.store.list_log(offset, limit).await.map_err(store_error)
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
