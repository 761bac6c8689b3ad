//! Drafts: what somebody was working on, so that it survives the browser. One for each person, kind and key.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query};
use sx_model::UserId;

use crate::store::micros;
use crate::{Result, Store};

/// Where a draft is kept. `key` is the asset's id, or a name that the browser made up.
#[derive(Clone, Copy, Debug)]
pub struct DraftPlace<'a> {
    pub user_id: UserId,
    pub kind: &'a str,
    pub key: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// JSON text, byte for byte.
    pub body: String,
    /// The asset's `changed_on` when the work began; `None` for one that is not stored yet.
    pub based_on: Option<DateTime<Utc>>,
    pub saved_on: DateTime<Utc>,
}

impl Store {
    pub async fn lookup_draft(&self, place: DraftPlace<'_>) -> Result<Option<Draft>> {
        let select =
            Query::select().columns(["body", "based_on", "saved_on"]).from("drafts").and_where(is_at(place)).to_owned();
        let Some(row) = self.db.fetch_optional("draft.lookup", &select).await? else { return Ok(None) };
        Ok(Some(Draft { body: row.get("body")?, based_on: row.get("based_on")?, saved_on: row.get("saved_on")? }))
    }

    /// Replaces what was there.
    pub async fn set_draft(&self, place: DraftPlace<'_>, draft: &Draft) -> Result<()> {
        let insert = Query::insert()
            .into_table("drafts")
            .columns(["user_id", "kind", "key", "body", "based_on", "saved_on"])
            .values_panic([
                place.user_id.0.into(),
                place.kind.into(),
                place.key.into(),
                draft.body.as_str().into(),
                draft.based_on.map(micros).into(),
                micros(draft.saved_on).into(),
            ])
            .on_conflict(
                OnConflict::columns(["user_id", "kind", "key"])
                    .update_columns(["body", "based_on", "saved_on"])
                    .to_owned(),
            )
            .to_owned();
        self.db.write("draft.set", &insert).await.map(drop)
    }

    /// Nothing happens when it is gone already.
    pub async fn remove_draft(&self, place: DraftPlace<'_>) -> Result<()> {
        let delete = Query::delete().from_table("drafts").and_where(is_at(place)).to_owned();
        self.db.write("draft.remove", &delete).await.map(drop)
    }

    /// Everybody's that were saved before.
    pub async fn remove_drafts_before(&self, time: DateTime<Utc>) -> Result<u64> {
        let is_old = Expr::col("saved_on").lt(micros(time));
        let delete = Query::delete().from_table("drafts").and_where(is_old).to_owned();
        self.db.write("draft.remove_old", &delete).await
    }

    /// Of one person, all but the last `most`.
    pub async fn remove_drafts_beyond(&self, user_id: UserId, most: u64) -> Result<u64> {
        let newest_beyond = Query::select()
            .column("saved_on")
            .from("drafts")
            .and_where(Expr::col("user_id").eq(user_id.0))
            .order_by("saved_on", Order::Desc)
            .limit(1)
            .offset(most)
            .to_owned();
        let Some(row) = self.db.fetch_optional("draft.newest_beyond", &newest_beyond).await? else { return Ok(0) };
        let delete = Query::delete()
            .from_table("drafts")
            .and_where(Expr::col("user_id").eq(user_id.0))
            .and_where(Expr::col("saved_on").lte(row.get::<DateTime<Utc>>("saved_on")?))
            .to_owned();
        self.db.write("draft.remove_beyond", &delete).await
    }
}

fn is_at(place: DraftPlace<'_>) -> Expr {
    Expr::col("user_id").eq(place.user_id.0).and(Expr::col("kind").eq(place.kind)).and(Expr::col("key").eq(place.key))
}
