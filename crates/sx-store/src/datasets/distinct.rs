//! The values that a column has among datasets, for filters of lists.

use sea_query::{ExprTrait as _, Order};

use super::TABLE;
use crate::filter::AssetFilter;
use crate::{Result, Store};

impl Store {
    /// Schemas in alphabetical order; datasets without one do not count.
    pub async fn distinct_dataset_schemas(&self, filter: &AssetFilter) -> Result<Vec<String>> {
        self.distinct_dataset_texts("schema", filter).await
    }

    pub async fn distinct_dataset_catalogs(&self, filter: &AssetFilter) -> Result<Vec<String>> {
        self.distinct_dataset_texts("catalog", filter).await
    }

    async fn distinct_dataset_texts(&self, column: &'static str, filter: &AssetFilter) -> Result<Vec<String>> {
        let mut select = TABLE.select();
        filter.restrict(&TABLE, &mut select)?;
        select
            .distinct()
            .column(("datasets", column))
            .and_where(TABLE.col(column).is_not_null())
            .order_by(("datasets", column), Order::Asc);
        let rows = self.db.fetch_all("dataset.distinct", &select).await?;
        rows.iter().map(|row| row.get(column)).collect()
    }
}
