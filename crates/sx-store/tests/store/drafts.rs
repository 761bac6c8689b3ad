use chrono::{DateTime, SubsecRound as _, Utc};
use sx_store::{Draft, DraftPlace};

use crate::harness::{add_user, at, on_both};

/// To the microsecond.
fn kept(minutes: i64) -> DateTime<Utc> {
    at(minutes).trunc_subsecs(6)
}

on_both! {
    async fn are_replaced_and_grow_old(store) {
        let (anna, bob) = (add_user(&store, "anna").await, add_user(&store, "bob").await);
        let place = |user_id, key| DraftPlace { user_id, kind: "chart", key };
        let draft = |moment| Draft { body: format!("{{\"n\": {moment}}}"), based_on: Some(kept(1)), saved_on: kept(moment) };
        for (key, moment) in [("1", 1), ("2", 2), ("3", 3), ("1", 4)] {
            store.set_draft(place(anna, key), &draft(moment)).await.unwrap();
        }
        store.set_draft(place(bob, "1"), &Draft { based_on: None, ..draft(1) }).await.unwrap();
        assert_eq!(store.lookup_draft(place(anna, "1")).await.unwrap(), Some(draft(4)));
        assert_eq!(store.lookup_draft(place(bob, "2")).await.unwrap(), None);

        assert_eq!(store.remove_drafts_beyond(anna, 3).await.unwrap(), 0);
        assert_eq!(store.remove_drafts_beyond(anna, 2).await.unwrap(), 1);
        assert_eq!(store.lookup_draft(place(anna, "2")).await.unwrap(), None);
        assert_eq!(store.remove_drafts_before(at(4)).await.unwrap(), 2, "of everybody");
        store.remove_draft(place(anna, "1")).await.unwrap();
        store.remove_draft(place(anna, "1")).await.unwrap();
        assert_eq!(store.lookup_draft(place(anna, "1")).await.unwrap(), None);
    }
}
