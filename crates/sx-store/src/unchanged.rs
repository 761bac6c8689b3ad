//! Saving over somebody else's newer save is noticed here.

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, Query};

use crate::store::micros;
use crate::{AssetRef, Result, Store};

impl Store {
    /// Is the asset still as it was at this moment? Called on a [`Tx`](crate::Tx), it stays so until the transaction ends: an
    /// UPDATE takes the row's lock and compares under it, which a look before the write could not.
    pub async fn hold_unchanged(&self, asset: AssetRef, changed_on: DateTime<Utc>) -> Result<bool> {
        let table = asset.kind().table();
        let update = Query::update()
            .table(table.name)
            .value("changed_on", Expr::col("changed_on"))
            .and_where(Expr::col("id").eq(asset.id()))
            .and_where(Expr::col("changed_on").eq(micros(changed_on)))
            .and_where(Expr::col("deleted_on").is_null())
            .to_owned();
        Ok(self.db.write("asset.hold_unchanged", &update).await? > 0)
    }
}
