//! A dataset found or made by its table, and single columns and metrics taken out.

use sx_model::{AppError, Dataset, DatasetColumnId, DatasetId, DatasetMetricId, Result};

use super::{NewDataset, sync::first_time};
use crate::{Caller, Service, access::Action, store_error};

impl Service {
    /// The dataset of this table, made if there is none yet.
    pub async fn get_or_create_dataset(&self, caller: &Caller, new: NewDataset) -> Result<DatasetId> {
        caller.require(Action::CreateDataset)?;
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let (catalog, schema) = (filled(&new.catalog), filled(&new.schema));
        let (catalog, schema) = (catalog.as_deref(), schema.as_deref());
        let found = self.store.find_dataset_by_table(new.database, catalog, schema, &new.table_name).await;
        match found.map_err(store_error)? {
            Some(dataset) if self.may(caller, Action::ReadDataset, &dataset).await? => Ok(dataset.id),
            Some(_) | None => self.create_dataset(caller, new).await.map(|dataset| dataset.id),
        }
    }

    pub async fn delete_dataset_column(&self, caller: &Caller, id: DatasetId, column: DatasetColumnId) -> Result<()> {
        let dataset = self.changeable_dataset(caller, id).await?;
        let mut after = dataset.clone();
        after.columns.retain(|stored| stored.id != column);
        if after.columns.len() == dataset.columns.len() {
            return Err(AppError::not_found("Dataset column"));
        }
        let left: Vec<_> = after.columns.iter().map(|column| column.fields.clone()).collect();
        let is_left = |name: &String| left.iter().any(|column| column.column_name == *name);
        after.fields.main_dttm_col = after.fields.main_dttm_col.filter(is_left).or_else(|| first_time(&left));
        self.save_parts(caller, &dataset, &after).await
    }

    pub async fn delete_dataset_metric(&self, caller: &Caller, id: DatasetId, metric: DatasetMetricId) -> Result<()> {
        let dataset = self.changeable_dataset(caller, id).await?;
        let mut after = dataset.clone();
        after.metrics.retain(|stored| stored.id != metric);
        if after.metrics.len() == dataset.metrics.len() {
            return Err(AppError::not_found("Dataset metric"));
        }
        self.save_parts(caller, &dataset, &after).await
    }

    pub(super) async fn changeable_dataset(&self, caller: &Caller, id: DatasetId) -> Result<Dataset> {
        caller.require_user()?;
        let dataset = self.stored_dataset(id).await?;
        self.require(caller, Action::UpdateDataset, &dataset).await?;
        Ok(dataset)
    }

    async fn save_parts(&self, caller: &Caller, before: &Dataset, after: &Dataset) -> Result<()> {
        let columns: Vec<_> = after.columns.iter().map(|column| column.fields.clone()).collect();
        let metrics: Vec<_> = after.metrics.iter().map(|metric| metric.fields.clone()).collect();
        let database = before.database_id;
        self.save_dataset(caller, before, None, database, &after.fields, &columns, &metrics, None).await.map(drop)
    }
}
