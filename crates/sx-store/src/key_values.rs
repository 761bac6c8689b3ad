//! Small texts by scope and key: permalinks, cached form data, filter states.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, OnConflict, Query};

use crate::store::micros;
use crate::{Result, Store};

impl Store {
    /// `None` when there is none, or it has expired.
    pub async fn lookup_key_value(&self, scope: &str, key: &str, now: DateTime<Utc>) -> Result<Option<String>> {
        let is_good = Expr::col("expires_on").is_null().or(Expr::col("expires_on").gt(micros(now)));
        let select = Query::select()
            .column("value")
            .from("key_values")
            .and_where(Expr::col("scope").eq(scope))
            .and_where(Expr::col("key").eq(key))
            .and_where(is_good)
            .to_owned();
        self.db.fetch_optional("key_value.lookup", &select).await?.map(|row| row.get("value")).transpose()
    }

    /// Replaces what was there; without `expires_on` it stays for ever.
    pub async fn set_key_value(
        &self,
        scope: &str,
        key: &str,
        value: &str,
        expires_on: Option<DateTime<Utc>>,
    ) -> Result<()> {
        let insert = Query::insert()
            .into_table("key_values")
            .columns(["scope", "key", "value", "expires_on"])
            .values_panic([scope.into(), key.into(), value.into(), expires_on.map(micros).into()])
            .on_conflict(OnConflict::columns(["scope", "key"]).update_columns(["value", "expires_on"]).to_owned())
            .to_owned();
        self.db.write("key_value.set", &insert).await.map(drop)
    }

    /// Nothing happens when it is gone already.
    pub async fn remove_key_value(&self, scope: &str, key: &str) -> Result<()> {
        let delete = Query::delete()
            .from_table("key_values")
            .and_where(Expr::col("scope").eq(scope))
            .and_where(Expr::col("key").eq(key))
            .to_owned();
        self.db.write("key_value.remove", &delete).await.map(drop)
    }

    /// How many there were.
    pub async fn remove_expired_key_values(&self, now: DateTime<Utc>) -> Result<u64> {
        let is_expired = Expr::col("expires_on").lte(micros(now));
        let delete = Query::delete().from_table("key_values").and_where(is_expired).to_owned();
        self.db.write("key_value.remove_expired", &delete).await
    }
}
