//! A chart or a dataset is made from one that is there.

use serde::Deserialize;
use sx_model::{
    AppError, Chart, ChartFields, ChartId, Dataset, DatasetColumnFields, DatasetFields, DatasetId, DatasetMetricFields,
    Result, UserId,
};
use sx_store::AssetKind;
use uuid::Uuid;

use super::{LONGEST_NAME, people};
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    wrong::{Wrong, require_length, require_text},
};

/// `POST /api/v1/dataset/duplicate`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct DatasetDuplicate {
    pub base_model_id: DatasetId,
    pub table_name: String,
    pub owners: Option<Vec<UserId>>,
}

impl Service {
    /// The caller's own, under the given name or “… (copy)”. Only who may ask the chart's dataset: an owner may make a chart ask
    /// anything of it.
    pub async fn duplicate_chart(&self, caller: &Caller, id: ChartId, slice_name: Option<String>) -> Result<Chart> {
        caller.require(Action::CreateChart)?;
        let original = self.stored_chart(id).await?;
        self.require(caller, Action::ReadChart, &original).await?;
        if !self.may_ask_dataset_of(caller, &original).await? {
            return Err(AppError::forbidden());
        }
        let slice_name = slice_name.unwrap_or_else(|| copy_name(&original.fields.slice_name));
        require_text("slice_name", &slice_name)?;
        require_length("slice_name", &slice_name, LONGEST_NAME)?;
        let fields =
            ChartFields { slice_name, certified_by: None, certification_details: None, ..original.fields.clone() };
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        let added = tx.add_chart(Uuid::new_v4(), original.dataset_id, &fields, by, now).await;
        let id = added.map_err(store_error)?;
        tx.set_chart_owners(id, by.as_slice()).await.map_err(store_error)?;
        self.log(&tx, caller, Deed::on("create", AssetKind::Chart, id.0), differences(&(), &fields)).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.stored_chart(id).await
    }

    /// Only of a SELECT, as in the reference: a second dataset over a table would have to have the table's name.
    pub async fn duplicate_dataset(&self, caller: &Caller, copy: DatasetDuplicate) -> Result<Dataset> {
        caller.require(Action::CreateDataset)?;
        require_text("table_name", &copy.table_name)?;
        require_length("table_name", &copy.table_name, LONGEST_NAME)?;
        let original = self.stored_dataset(copy.base_model_id).await?;
        self.require(caller, Action::ReadDataset, &original).await?;
        let mut wrong = Wrong::default();
        if original.fields.sql.as_deref().is_none_or(|sql| sql.trim().is_empty()) {
            wrong.add("base_model_id", "Only a dataset made from SQL can be duplicated");
        }
        let fields = DatasetFields { table_name: copy.table_name, ..original.fields.clone() };
        // It takes the right to write SQL against the database, not only to read what this dataset selects.
        self.readable_connection(caller, original.database_id, &mut wrong).await?;
        self.check_table(&fields, original.database_id, None, &mut wrong).await?;
        let owners = people::owners(&self.store, caller, copy.owners.as_deref(), &mut wrong).await?;
        wrong.check()?;
        let (columns, metrics) = parts_of(&original);
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        let added = tx.add_dataset(Uuid::new_v4(), original.database_id, &fields, &columns, &metrics, by, now).await;
        let id = added.map_err(store_error)?;
        tx.set_dataset_owners(id, &owners).await.map_err(store_error)?;
        self.log(&tx, caller, Deed::on("create", AssetKind::Dataset, id.0), differences(&(), &fields)).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.shown_dataset(caller, self.stored_dataset(id).await?).await
    }
}

/// The columns and metrics with UUIDs of their own, where they have any.
fn parts_of(original: &Dataset) -> (Vec<DatasetColumnFields>, Vec<DatasetMetricFields>) {
    let fresh = |uuid: Option<Uuid>| uuid.map(|_| Uuid::new_v4());
    let columns = original.columns.iter().map(|column| {
        let fields = column.fields.clone();
        DatasetColumnFields { uuid: fresh(fields.uuid), ..fields }
    });
    let metrics = original.metrics.iter().map(|metric| {
        let fields = metric.fields.clone();
        DatasetMetricFields { uuid: fresh(fields.uuid), ..fields }
    });
    (columns.collect(), metrics.collect())
}

/// Short enough to be stored.
fn copy_name(name: &str) -> String {
    const SUFFIX: &str = " (copy)";
    let kept: String = name.chars().take(LONGEST_NAME - SUFFIX.len()).collect();
    format!("{kept}{SUFFIX}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_copy_fits() {
        assert_eq!(copy_name("Sales"), "Sales (copy)");
        assert_eq!(copy_name(&"ü".repeat(400)).chars().count(), LONGEST_NAME);
    }
}
