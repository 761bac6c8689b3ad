//! Datasets: as the API lists them, and as the planner needs them.

mod page;

use std::{collections::HashMap, sync::Arc};

use sx_connect::Connector;
use sx_model::{AppError, Dataset, DatasetId, ListQuery, Page, Result};
pub use sx_query::kind_of_type;
use sx_query::{Relation, SqlChecker as _};
use sx_sql::Checker;
use sx_store::{AssetKind, Connection};

use crate::{Caller, Service, access::Action, sources::parse_uri, store_error};

/// A dataset with its database, every SQL text in it checked.
pub struct LoadedDataset {
    pub dataset: Dataset,
    pub connection: Connection,
    pub connector: &'static dyn Connector,
    pub checker: Checker,
    pub spec: sx_query::Dataset,
    /// Columns and metrics whose SQL is refused, and why: the others stay usable.
    refused: HashMap<String, String>,
}

impl Service {
    pub async fn list_datasets(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Dataset>> {
        self.store.list_datasets(&self.asset_filter(caller, AssetKind::Dataset, query)?).await.map_err(store_error)
    }

    pub async fn find_dataset(&self, caller: &Caller, id: DatasetId) -> Result<Arc<LoadedDataset>> {
        let loaded = self.load_dataset(id).await?;
        self.require(caller, Action::ReadDataset, &loaded.dataset).await?;
        Ok(loaded)
    }

    /// Without a check of access: for the use cases that checked already.
    pub(crate) async fn load_dataset(&self, id: DatasetId) -> Result<Arc<LoadedDataset>> {
        let load = async {
            let dataset = self.store.lookup_dataset(id).await.map_err(store_error)?;
            let dataset = dataset.ok_or_else(|| AppError::not_found("Dataset"))?;
            let connection = self.lookup_connection(dataset.database_id).await?;
            LoadedDataset::new(dataset, connection)
        };
        self.meta.dataset(id, load).await
    }
}

impl LoadedDataset {
    pub(crate) fn new(dataset: Dataset, connection: Connection) -> Result<Self> {
        let (connector, checker) = checker_of(&connection)?;
        let mut refused = HashMap::new();
        let spec = spec(&dataset, &checker, &mut refused)?;
        Ok(Self { dataset, connection, connector, checker, spec, refused })
    }

    /// Why a column or metric of this name cannot be used, if so.
    pub fn refusal(&self, name: &str) -> Option<&str> {
        self.refused.get(name).map(String::as_str)
    }
}

/// How the database of this connection is asked, and who checks its SQL.
pub(crate) fn checker_of(connection: &Connection) -> Result<(&'static dyn Connector, Checker)> {
    let (connector, _) = parse_uri(&connection.database.fields.sqlalchemy_uri)?;
    let dialect = connector.dialect().id();
    let checker = Checker::for_dialect(dialect).ok_or_else(|| {
        tracing::error!(dialect, "no SQL checker knows this dialect");
        AppError::internal()
    })?;
    Ok((connector, checker))
}

fn spec(dataset: &Dataset, checker: &Checker, refused: &mut HashMap<String, String>) -> Result<sx_query::Dataset> {
    let mut check = |name: &str, text: &str| match checker.expression(text) {
        Ok(sql) => Some(sql),
        Err(sentence) => {
            refused.insert(name.to_owned(), format!("“{name}” of this dataset cannot be used. {sentence}"));
            None
        }
    };
    let mut columns = Vec::with_capacity(dataset.columns.len());
    for column in dataset.columns.iter().map(|column| &column.fields).filter(|column| column.is_active) {
        let text = column.expression.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let expression = text.map(|text| check(&column.column_name, text));
        if expression.as_ref().is_some_and(Option::is_none) {
            continue;
        }
        columns.push(sx_query::DatasetColumn {
            name: column.column_name.clone(),
            verbose_name: column.verbose_name.clone().filter(|name| !name.is_empty()),
            kind: kind_of_type(column.type_.as_deref().unwrap_or_default()),
            is_dttm: column.is_dttm,
            expression: expression.flatten(),
            python_date_format: column.python_date_format.clone().filter(|format| !format.is_empty()),
        });
    }
    let metrics = dataset.metrics.iter().map(|metric| &metric.fields).filter_map(|metric| {
        Some(sx_query::DatasetMetric {
            name: metric.metric_name.clone(),
            verbose_name: metric.verbose_name.clone().filter(|name| !name.is_empty()),
            expression: check(&metric.metric_name, &metric.expression)?,
        })
    });
    let metrics = metrics.collect();
    let predicate = dataset.fields.fetch_values_predicate.as_deref().filter(|text| !text.trim().is_empty());
    Ok(sx_query::Dataset {
        relation: relation(dataset, checker)?,
        columns,
        metrics,
        main_dttm_col: dataset.fields.main_dttm_col.clone(),
        fetch_values_predicate: predicate
            .map(|text| checker.expression(text))
            .transpose()
            .map_err(AppError::invalid)?,
        always_filter_main_dttm: dataset.fields.always_filter_main_dttm,
    })
}

fn relation(dataset: &Dataset, checker: &Checker) -> Result<Relation> {
    match dataset.fields.sql.as_deref().filter(|sql| !sql.trim().is_empty()) {
        Some(sql) => checker.query(sql).map(Relation::Query).map_err(AppError::invalid),
        None => Ok(Relation::Table {
            schema: dataset.fields.schema.clone().filter(|schema| !schema.is_empty()),
            name: dataset.fields.table_name.clone(),
        }),
    }
}
