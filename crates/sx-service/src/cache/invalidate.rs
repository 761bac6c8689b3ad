//! `POST /api/v1/cachekey/invalidate`: what is kept of a dataset's answers is forgotten, on every server.

use serde::Deserialize;
use serde_json::json;
use sx_model::{AppError, Dataset, DatasetId, ListFilter, ListQuery, Result};
use sx_store::AssetKind;

use crate::{Caller, Service, access::Action, audit::Deed, store_error};

/// Datasets that do not exist, or that the caller may not see, are passed over, as in the reference.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CacheInvalidation {
    /// `3__table`: a dataset's id and its kind. Or its UUID.
    pub datasource_uids: Vec<String>,
    /// Datasets by their names.
    pub datasources: Vec<NamedDatasource>,
}

#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedDatasource {
    /// `table` or `dataset`; others keep no answers here.
    pub datasource_type: String,
    /// The dataset's name.
    pub datasource_name: Option<String>,
    pub database_name: Option<String>,
    pub schema: Option<String>,
    pub catalog: Option<String>,
}

impl Service {
    /// Takes effect at once here, and within a second on other servers. The answers themselves go when their time has come:
    /// nobody finds them any more.
    ///
    /// # Errors
    /// 400 for a text that names no dataset.
    pub async fn invalidate_answers(&self, caller: &Caller, asked: &CacheInvalidation) -> Result<()> {
        caller.require(Action::InvalidateCache)?;
        let mut datasets = Vec::new();
        for uid in &asked.datasource_uids {
            datasets.extend(self.dataset_of_uid(uid).await?);
        }
        for name in asked.datasources.iter().filter(|name| is_dataset(&name.datasource_type)) {
            datasets.extend(self.datasets_of_name(caller, name).await?);
        }
        datasets.sort_by_key(|dataset| dataset.id);
        datasets.dedup_by_key(|dataset| dataset.id);
        let mut seen = Vec::with_capacity(datasets.len());
        for dataset in datasets {
            if self.may(caller, Action::ReadDataset, &dataset).await? {
                seen.push(dataset);
            }
        }
        self.forget_answers_of(caller, &seen).await
    }

    async fn forget_answers_of(&self, caller: &Caller, datasets: &[Dataset]) -> Result<()> {
        if datasets.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = datasets.iter().map(|dataset| dataset.id).collect();
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.forget_answers(&ids).await.map_err(store_error)?;
        for dataset in datasets {
            let from = dataset.cache_generation;
            let changes = json!({ "cache_generation": { "from": from, "to": from + 1 } });
            let deed = Deed::on("invalidate_cache", AssetKind::Dataset, dataset.id.0);
            self.log(&tx, caller, deed, changes.as_object().cloned().unwrap_or_default()).await?;
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_datasets();
        Ok(())
    }

    async fn dataset_of_uid(&self, uid: &str) -> Result<Option<Dataset>> {
        match parse_uid(uid)? {
            Uid::Id(id) => self.store.lookup_dataset(id).await.map_err(store_error),
            Uid::Uuid(uuid) => self.store.find_dataset_by_uuid(uuid).await.map_err(store_error),
            Uid::Other => Ok(None),
        }
    }

    async fn datasets_of_name(&self, caller: &Caller, name: &NamedDatasource) -> Result<Vec<Dataset>> {
        let wanted = [
            ("table_name", &name.datasource_name),
            ("database_name", &name.database_name),
            ("schema", &name.schema),
            ("catalog", &name.catalog),
        ];
        let filters = wanted.into_iter().filter_map(|(col, value)| {
            Some(ListFilter { col: col.to_owned(), opr: "eq".to_owned(), value: value.clone()?.into() })
        });
        let filters: Vec<_> = filters.collect();
        if filters.is_empty() {
            return Err(AppError::invalid("datasources: a datasource_name is expected."));
        }
        let query = ListQuery { filters, page_size: Some(-1), ..ListQuery::default() };
        Ok(self.list_datasets(caller, &query).await?.items)
    }
}

enum Uid {
    Id(DatasetId),
    Uuid(uuid::Uuid),
    /// Of a kind that keeps no answers here.
    Other,
}

fn parse_uid(uid: &str) -> Result<Uid> {
    if let Ok(uuid) = uid.parse() {
        return Ok(Uid::Uuid(uuid));
    }
    let (id, kind) = uid.split_once("__").unwrap_or((uid, "table"));
    match id.parse() {
        Ok(id) if is_dataset(kind) => Ok(Uid::Id(DatasetId(id))),
        Ok(_) => Ok(Uid::Other),
        Err(_) => {
            Err(AppError::invalid(format!("datasource_uids: “{uid}” is neither an id like 3__table nor a UUID.")))
        }
    }
}

fn is_dataset(kind: &str) -> bool {
    ["table", "dataset"].contains(&kind)
}
