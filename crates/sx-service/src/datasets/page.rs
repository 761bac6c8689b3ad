//! A dataset for its editor, and what lists offer to filter by.

use sx_model::{AppError, DatasetId, DatasetPage, ListQuery, Result};
use sx_store::AssetKind;

use crate::{Caller, Service, access::Action, store_error};

impl Service {
    /// As it is stored now: what is edited must not be a second old.
    pub async fn dataset_page(&self, caller: &Caller, id: DatasetId) -> Result<DatasetPage> {
        self.meta.forget_datasets();
        let loaded = self.find_dataset(caller, id).await?;
        let dataset = loaded.dataset.clone();
        let names = dataset.columns.iter().map(|column| &column.fields.column_name);
        let names = names.chain(dataset.metrics.iter().map(|metric| &metric.fields.metric_name));
        let problem = |name: &String| Some((name.clone(), loaded.refusal(name)?.to_owned()));
        Ok(DatasetPage {
            problems: names.filter_map(problem).collect(),
            database_name: loaded.connection.database.fields.database_name.clone(),
            backend: loaded.connector.dialect().id().to_owned(),
            may_edit: self.may(caller, Action::UpdateDataset, &dataset).await?,
            may_delete: self.may(caller, Action::DeleteDataset, &dataset).await?,
            dataset,
        })
    }

    /// The schemas or catalogs of the datasets that the caller may see.
    ///
    /// # Errors
    /// 404 for a column that has no such list.
    pub async fn distinct_datasets(&self, caller: &Caller, column: &str) -> Result<Vec<String>> {
        let filter = self.asset_filter(caller, AssetKind::Dataset, &ListQuery::default())?;
        match column {
            "schema" => self.store.distinct_dataset_schemas(&filter).await.map_err(store_error),
            "catalog" => self.store.distinct_dataset_catalogs(&filter).await.map_err(store_error),
            _ => Err(AppError::not_found("This column")),
        }
    }
}
