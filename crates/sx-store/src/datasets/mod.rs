//! Datasets with their columns, metrics and owners.

mod columns;
mod distinct;
mod fields;
mod metrics;
mod parts;

use chrono::{DateTime, Utc};
use sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement};
use sx_model::{
    DatabaseId, Dataset, DatasetColumnFields, DatasetFields, DatasetId, DatasetMetricFields, ListFilter, Page, UserId,
};
use uuid::Uuid;

use crate::asset::{AssetTable, Values};
use crate::error::OnConstraint as _;
use crate::filter::{AssetFilter, Kind, ListColumn, contains, truth, visible};
use crate::links::Link;
use crate::{Result, Store};

const DATASET_GRANTS: Link = Link::new("dataset_grants", "role_id", "dataset_id");
const DATASET_OWNERS: Link = Link::new("dataset_owners", "dataset_id", "user_id");

pub(crate) const TABLE: AssetTable = AssetTable {
    noun: "Dataset",
    name: "datasets",
    title: "table_name",
    owners: Some(DATASET_OWNERS),
    grants: DATASET_GRANTS,
    roles: None,
    inherited: visible::datasets_of_databases,
    published: None,
    parent: Some(("databases", "database_id")),
    searched: &["table_name"],
    list_columns: &[
        ListColumn::new("table_name", "datasets", "table_name", Kind::Text),
        ListColumn::new("catalog", "datasets", "catalog", Kind::Text),
        ListColumn::new("schema", "datasets", "schema", Kind::Text),
        ListColumn::new("sql", "datasets", "sql", Kind::Text),
        ListColumn::new("description", "datasets", "description", Kind::Text),
        ListColumn::new("database", "datasets", "database_id", Kind::Number),
        ListColumn::new("database_id", "datasets", "database_id", Kind::Number),
        ListColumn::new("database_name", "databases", "database_name", Kind::Text),
        ListColumn::new("database.database_name", "databases", "database_name", Kind::Text),
        ListColumn::new("owners", "datasets", "id", Kind::Link(&DATASET_OWNERS)),
    ],
    special_filter,
};

impl Store {
    /// `Conflict` when there is no such database, or a column or metric comes twice.
    #[expect(clippy::too_many_arguments, reason = "a dataset is saved whole")]
    pub async fn add_dataset(
        &self,
        uuid: Uuid,
        database_id: DatabaseId,
        fields: &DatasetFields,
        columns: &[DatasetColumnFields],
        metrics: &[DatasetMetricFields],
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<DatasetId> {
        let tx = self.begin().await?;
        let added = tx.add_asset("dataset.add", &TABLE, uuid, values(database_id, fields), by, now).await;
        let id = DatasetId(added.on_broken_link(|| "No such database.".to_owned())?);
        tx.set_columns(id, columns).await?;
        tx.set_metrics(id, metrics).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Replaces columns and metrics; those that keep their name keep their id.
    #[expect(clippy::too_many_arguments, reason = "a dataset is saved whole")]
    pub async fn update_dataset(
        &self,
        id: DatasetId,
        database_id: DatabaseId,
        fields: &DatasetFields,
        columns: &[DatasetColumnFields],
        metrics: &[DatasetMetricFields],
        by: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let updated = tx.update_asset("dataset.update", &TABLE, id.0, values(database_id, fields), by, now).await;
        updated.on_broken_link(|| "No such database.".to_owned())?;
        tx.set_columns(id, columns).await?;
        tx.set_metrics(id, metrics).await?;
        tx.commit().await
    }

    pub async fn lookup_dataset(&self, id: DatasetId) -> Result<Option<Dataset>> {
        Ok(self.find_datasets("dataset.lookup", TABLE.col("id").eq(id.0)).await?.pop())
    }

    pub async fn find_dataset_by_uuid(&self, uuid: Uuid) -> Result<Option<Dataset>> {
        Ok(self.find_datasets("dataset.find_by_uuid", TABLE.col("uuid").eq(uuid)).await?.pop())
    }

    /// The first, if several have this name.
    pub async fn find_dataset_by_table(
        &self,
        database_id: DatabaseId,
        catalog: Option<&str>,
        schema: Option<&str>,
        table_name: &str,
    ) -> Result<Option<Dataset>> {
        let is_same = |column, value: Option<&str>| match value {
            Some(value) => TABLE.col(column).eq(value),
            None => TABLE.col(column).is_null(),
        };
        let is_it = TABLE
            .col("database_id")
            .eq(database_id.0)
            .and(TABLE.col("table_name").eq(table_name))
            .and(is_same("catalog", catalog))
            .and(is_same("schema", schema));
        Ok(self.find_datasets("dataset.find_by_table", is_it).await?.into_iter().next())
    }

    /// With columns and metrics, like [`Store::lookup_dataset`].
    pub async fn list_datasets(&self, filter: &AssetFilter) -> Result<Page<Dataset>> {
        let count = self.count_assets("dataset.count", &TABLE, filter).await?;
        let mut select = TABLE.select();
        filter.restrict(&TABLE, &mut select)?;
        filter.paginate(&TABLE, &mut select)?;
        Ok(Page { count, items: self.load_datasets("dataset.list", select).await? })
    }

    pub async fn count_datasets(&self, filter: &AssetFilter) -> Result<u64> {
        self.count_assets("dataset.count", &TABLE, filter).await
    }

    pub async fn set_dataset_owners(&self, id: DatasetId, owners: &[UserId]) -> Result<()> {
        self.set_links("dataset.set_owners", &DATASET_OWNERS, id.0, owners.iter().map(|user| user.0)).await
    }

    /// Whoever keeps answers of these datasets keeps them under an older number from now on.
    pub async fn forget_answers(&self, ids: &[DatasetId]) -> Result<()> {
        let update = Query::update()
            .table(TABLE.name)
            .value("cache_generation", Expr::col("cache_generation").add(1))
            .and_where(Expr::col("id").is_in(ids.iter().map(|id| id.0)))
            .to_owned();
        self.db.write("dataset.forget_answers", &update).await.map(drop)
    }

    /// Its charts stay, without a dataset.
    pub async fn remove_dataset(&self, id: DatasetId) -> Result<()> {
        self.remove_asset("dataset.remove", &TABLE, id.0).await
    }

    async fn find_datasets(&self, tag: &'static str, are_they: Expr) -> Result<Vec<Dataset>> {
        let mut select = TABLE.select();
        select.and_where(are_they).order_by(("datasets", "id"), Order::Asc);
        self.load_datasets(tag, select).await
    }

    /// Four queries, however many rows.
    async fn load_datasets(&self, tag: &'static str, mut select: SelectStatement) -> Result<Vec<Dataset>> {
        let columns = fields::values(&DatasetFields::default()).into_iter().map(|(column, _)| column);
        TABLE.add_columns(&mut select, columns.chain(["database_id", "cache_generation"]));
        let rows = self.db.fetch_all(tag, &select).await?;
        let mut datasets = rows.iter().map(fields::dataset).collect::<Result<Vec<_>>>()?;
        let ids: Vec<_> = datasets.iter().map(|dataset| dataset.id.0).collect();
        let mut columns = self.columns_of(&ids).await?;
        let mut metrics = self.metrics_of(&ids).await?;
        let mut owners = self.linked_users("dataset.owners", &DATASET_OWNERS, &ids).await?;
        for dataset in &mut datasets {
            dataset.columns = columns.remove(&dataset.id.0).unwrap_or_default();
            dataset.metrics = metrics.remove(&dataset.id.0).unwrap_or_default();
            dataset.owners = owners.remove(&dataset.id.0).unwrap_or_default();
        }
        Ok(datasets)
    }
}

fn values(database_id: DatabaseId, dataset: &DatasetFields) -> Values {
    let mut values = fields::values(dataset);
    values.push(("database_id", database_id.0.into()));
    values
}

fn special_filter(filter: &ListFilter, _: &AssetFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        // The reference's way to ask for physical datasets.
        "dataset_is_null_or_empty" => Some(TABLE.is_filled("sql", !truth(filter)?)),
        "dataset_is_certified" => {
            let is_certified = contains(TABLE.col("extra"), "\"certification\":{");
            Some(if truth(filter)? { is_certified } else { is_certified.not() })
        }
        _ => None,
    })
}
