use serde_json::{Map, json};
use sx_model::{ListFilter, ListQuery, UserId};
use sx_store::{NewLogEntry, Store};

use crate::harness::{add_chart, add_user, at, on_both};

fn entry(user_id: Option<UserId>, action: &'static str) -> NewLogEntry<'static> {
    let changes = json!({ "slice_name": { "from": null, "to": "Umsätze" } }).as_object().unwrap().clone();
    NewLogEntry { user_id, username: "anna", action, asset_kind: "chart", asset_id: Some(7), changes }
}

async fn actions(store: &Store) -> Vec<String> {
    let page = store.list_log(&ListQuery::default()).await.unwrap();
    page.items.into_iter().map(|entry| entry.action).collect()
}

on_both! {
    async fn comes_back_the_last_first_and_outlives_its_people(store) {
        let anna = add_user(&store, "anna").await;
        for (action, user, minutes) in [("create", Some(anna), 0), ("update", None, 1), ("delete", Some(anna), 1)] {
            store.add_log_entry(&entry(user, action), at(minutes)).await.unwrap();
        }
        assert_eq!(actions(&store).await, ["delete", "update", "create"]);
        let query = |page| ListQuery { page: Some(page), page_size: Some(1), ..ListQuery::default() };
        let second = store.list_log(&query(1)).await.unwrap();
        assert_eq!((second.count, second.items[0].action.as_str()), (3, "update"));
        let oldest = store.list_log(&query(2)).await.unwrap().items.remove(0);
        assert_eq!(oldest.user.as_ref().map(|user| user.id), Some(anna));
        assert_eq!(oldest.changes, entry(None, "create").changes);
        assert_eq!((oldest.asset_kind.as_str(), oldest.asset_id), ("chart", Some(7)));

        let of = async |col: &str, opr: &str, value: serde_json::Value| {
            let filter = ListFilter { col: col.to_owned(), opr: opr.to_owned(), value };
            let page = store.list_log(&ListQuery { filters: vec![filter], ..ListQuery::default() }).await.unwrap();
            page.items.into_iter().map(|entry| entry.action).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of("user", "eq", json!(anna)).await, "delete create");
        assert_eq!(of("action", "in", json!(["update", "delete"])).await, "delete update");
        assert_eq!(of("dttm", "lt", json!("2026-11-20T08:00:30")).await, "create");
        assert_eq!(of("asset_kind", "eq", json!("dashboard")).await, "");

        store.remove_user(anna).await.unwrap();
        let oldest = store.list_log(&query(2)).await.unwrap().items.remove(0);
        assert_eq!((oldest.user, oldest.username.as_str()), (None, "anna"));
    }

    async fn is_undone_with_what_it_tells_of(store) {
        let tx = store.begin().await.unwrap();
        let chart = add_chart(&tx, "pie").await;
        tx.add_log_entry(&NewLogEntry { asset_id: None, changes: Map::new(), ..entry(None, "create") }, at(0)).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(actions(&store).await, [""; 0]);
        assert_eq!(store.lookup_chart(chart).await.unwrap(), None);
    }
}
