//! Datasets are made from a table or a SELECT, changed and removed.

mod change;
mod check;
mod expressions;
mod parts;
mod pieces;
mod sync;

use chrono::{DateTime, Utc};
use serde_json::json;
use sx_model::{
    AppError, DatabaseId, Dataset, DatasetColumnFields, DatasetFields, DatasetId, DatasetMetricFields, Result, UserId,
};
use sx_store::{AssetKind, AssetRef, Connection};
use uuid::Uuid;

pub use change::{DatasetChange, NewDataset};
pub use parts::{ColumnChange, MetricChange};
pub use sync::SyncSummary;

use change::apply;
use check::check_sql;

use super::{LONGEST_NAME, people};
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    datasets::checker_of,
    queries::{Samples, check_params},
    store_error,
    wrong::{Wrong, require_length, require_text},
};

impl Service {
    /// Its columns are read from the source; a metric that counts its rows is there from the start.
    pub async fn create_dataset(&self, caller: &Caller, new: NewDataset) -> Result<Dataset> {
        caller.require(Action::CreateDataset)?;
        require_text("table_name", &new.table_name)?;
        require_length("table_name", &new.table_name, LONGEST_NAME)?;
        let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let mut fields = DatasetFields {
            table_name: new.table_name,
            schema: filled(new.schema),
            catalog: filled(new.catalog),
            sql: filled(new.sql),
            filter_select_enabled: true,
            normalize_columns: new.normalize_columns,
            always_filter_main_dttm: new.always_filter_main_dttm,
            template_params: parts::parsed("template_params", new.template_params)?,
            ..DatasetFields::default()
        };
        check_params(fields.template_params.as_ref())?;
        let mut wrong = Wrong::default();
        let connection = self.readable_connection(caller, new.database, &mut wrong).await?;
        self.check_table(&fields, new.database, None, &mut wrong).await?;
        let owners = people::owners(&self.store, caller, new.owners.as_deref(), &mut wrong).await?;
        wrong.check()?;
        let Some(connection) = connection else { return Err(AppError::not_found("Database")) };
        let found = self.columns_in_source(caller, &connection, &fields).await?;
        let columns: Vec<_> = found.into_iter().map(sync::Found::into_fields).collect();
        fields.main_dttm_col = sync::first_time(&columns);
        let metrics = [count_metric()];
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        let added = tx.add_dataset(Uuid::new_v4(), new.database, &fields, &columns, &metrics, by, now).await;
        let id = added.map_err(store_error)?;
        tx.set_dataset_owners(id, &owners).await.map_err(store_error)?;
        self.log(&tx, caller, Deed::on("create", AssetKind::Dataset, id.0), differences(&(), &fields)).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.stored_dataset(id).await
    }

    pub async fn update_dataset(&self, caller: &Caller, id: DatasetId, change: DatasetChange) -> Result<Dataset> {
        caller.require_user()?;
        let dataset = self.stored_dataset(id).await?;
        self.require(caller, Action::UpdateDataset, &dataset).await?;
        let mut wrong = Wrong::default();
        let fields = apply(dataset.fields.clone(), &change)?;
        let database_id = change.database_id.unwrap_or(dataset.database_id);
        let connection = self.readable_connection(caller, database_id, &mut wrong).await?;
        self.check_table(&fields, database_id, Some(id), &mut wrong).await?;
        let (mut columns, mut metrics) = parts::apply(&dataset, change.columns, change.metrics, &mut wrong);
        let hidden = self.hidden_in(caller, &dataset).await?;
        hidden.keep(&dataset, &mut columns, &mut metrics);
        // A main time column that the caller does not see is not theirs to take away.
        let kept = dataset.fields.main_dttm_col.clone().filter(|name| hidden.hides_name(name));
        let fields = DatasetFields { main_dttm_col: kept.or(fields.main_dttm_col.clone()), ..fields };
        if self.loses_rules(caller, &dataset, database_id, &fields).await? {
            wrong.add("table", "Row rules follow the table of this dataset. Only who manages the rules may change it");
        }
        if let Some(connection) = &connection {
            let before = (database_id == dataset.database_id).then_some(&dataset);
            let (connector, checker) = checker_of(connection)?;
            let samples = Samples::new(caller, &checker, connector.dialect(), fields.template_params.as_ref());
            check_sql(&samples, before, &fields, &columns, &metrics, &mut wrong);
        }
        if let Some(Some(name)) = &change.main_dttm_col
            && !columns.iter().any(|column| column.column_name == *name)
        {
            wrong.add("main_dttm_col", format!("The dataset has no column {name}"));
        }
        let owners = match &change.owners {
            Some(asked) => Some(people::owners(&self.store, caller, Some(asked), &mut wrong).await?),
            None => None,
        };
        wrong.check()?;
        if let Some(connection) = &connection {
            self.check_expressions(caller, connection, &dataset, &fields, &columns, &metrics).await?;
        }
        self.save_dataset(caller, &dataset, change.based_on, database_id, &fields, &columns, &metrics, owners).await
    }

    /// All of them or none, into the trash. Their charts stay, and say where their dataset is.
    pub async fn delete_datasets(&self, caller: &Caller, ids: &[DatasetId]) -> Result<()> {
        caller.require_user()?;
        let mut datasets = Vec::with_capacity(ids.len());
        for id in ids {
            let dataset = self.stored_dataset(*id).await?;
            self.require(caller, Action::DeleteDataset, &dataset).await?;
            datasets.push(dataset);
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        for dataset in datasets {
            let asset = AssetRef::Dataset(dataset.id);
            tx.trash(asset, caller.user_id(), self.clock.now()).await.map_err(store_error)?;
            let changes = differences(&dataset.fields, &());
            self.log(&tx, caller, Deed::on("delete", AssetKind::Dataset, dataset.id.0), changes).await?;
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "a dataset is saved whole")]
    async fn save_dataset(
        &self,
        caller: &Caller,
        before: &Dataset,
        based_on: Option<DateTime<Utc>>,
        database_id: DatabaseId,
        fields: &DatasetFields,
        columns: &[DatasetColumnFields],
        metrics: &[DatasetMetricFields],
        owners: Option<Vec<UserId>>,
    ) -> Result<Dataset> {
        let tx = self.store.begin().await.map_err(store_error)?;
        let (id, by, now) = (before.id, caller.user_id(), self.clock.now());
        self.refuse_stale(&tx, AssetRef::Dataset(id), based_on).await?;
        let updated = tx.update_dataset(id, database_id, fields, columns, metrics, by, now).await;
        updated.map_err(store_error)?;
        let mut changes = differences(&before.fields, fields);
        changes.extend(differences(&json!({ "database": before.database_id }), &json!({ "database": database_id })));
        changes.extend(parts::differences_of(before, columns, metrics));
        if let Some(owners) = owners {
            tx.set_dataset_owners(id, &owners).await.map_err(store_error)?;
            let owned: Vec<_> = before.owners.iter().map(|owner| owner.id).collect();
            changes.extend(differences(&json!({ "owners": owned }), &json!({ "owners": owners })));
        }
        self.log(&tx, caller, Deed::on("update", AssetKind::Dataset, id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.shown_dataset(caller, self.stored_dataset(id).await?).await
    }

    pub(super) async fn stored_dataset(&self, id: DatasetId) -> Result<Dataset> {
        let found = self.store.lookup_dataset(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("Dataset"))
    }

    /// `None` after a fault was noted.
    pub(super) async fn readable_connection(
        &self,
        caller: &Caller,
        id: DatabaseId,
        wrong: &mut Wrong,
    ) -> Result<Option<Connection>> {
        let connection = self.store.lookup_connection(id).await.map_err(store_error)?;
        if let Some(connection) = connection
            && self.may(caller, Action::ReadDatabase, &connection.database).await?
        {
            return Ok(Some(connection));
        }
        wrong.add("database", "Database does not exist");
        Ok(None)
    }

    pub(super) async fn check_table(
        &self,
        fields: &DatasetFields,
        database_id: DatabaseId,
        own: Option<DatasetId>,
        wrong: &mut Wrong,
    ) -> Result<()> {
        let (catalog, schema) = (fields.catalog.as_deref(), fields.schema.as_deref());
        let found = self.store.find_dataset_by_table(database_id, catalog, schema, &fields.table_name).await;
        if found.map_err(store_error)?.is_some_and(|found| Some(found.id) != own) {
            wrong.add("table", format!("Dataset {} already exists", fields.table_name));
        }
        Ok(())
    }
}

fn count_metric() -> DatasetMetricFields {
    DatasetMetricFields {
        uuid: Some(Uuid::new_v4()),
        metric_name: "count".to_owned(),
        verbose_name: Some("COUNT(*)".to_owned()),
        metric_type: Some("count".to_owned()),
        expression: "COUNT(*)".to_owned(),
        ..DatasetMetricFields::default()
    }
}
