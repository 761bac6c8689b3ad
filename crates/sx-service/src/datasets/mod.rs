//! Datasets: as the API lists them, and as the planner needs them.

mod page;

use std::{collections::HashMap, sync::Arc};

use sx_connect::Connector;
use sx_model::{AppError, Dataset, DatasetId, ListQuery, Page, Result};
pub use sx_query::kind_of_type;
use sx_query::{CheckedSql, Relation, SqlChecker as _};
use sx_sql::{Checker, template};
use sx_store::{AssetKind, Connection};

use crate::{
    Caller, Service,
    access::Action,
    queries::{TemplateReads, Templates},
    row_rules::AppliedToDataset,
    sources::parse_uri,
    store_error,
};

/// A dataset with its database, every SQL text in it checked.
#[derive(Clone)]
pub struct LoadedDataset {
    pub dataset: Dataset,
    pub connection: Connection,
    pub connector: &'static dyn Connector,
    pub checker: Checker,
    pub spec: sx_query::Dataset,
    /// Columns and metrics whose SQL is refused, and why: the others stay usable.
    refused: HashMap<String, String>,
    /// The rules of the caller it was loaded for; what they hide is in none of the other fields.
    pub(crate) rules: AppliedToDataset,
    /// The texts that are templates; stand-ins are in their places until a question is prepared.
    pub(crate) templates: Templates,
    /// What the templates read of the question that it was prepared for.
    pub(crate) read: TemplateReads,
}

impl Service {
    pub async fn list_datasets(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Dataset>> {
        self.store.list_datasets(&self.asset_filter(caller, AssetKind::Dataset, query)?).await.map_err(store_error)
    }

    pub async fn find_dataset(&self, caller: &Caller, id: DatasetId) -> Result<Arc<LoadedDataset>> {
        let loaded = self.unrestricted_dataset(id).await?;
        self.require(caller, Action::ReadDataset, &loaded.dataset).await?;
        self.restrict(caller, loaded).await
    }

    /// Without a check of access, for the use cases that checked already; the caller's rules are in it.
    pub(crate) async fn load_dataset(&self, caller: &Caller, id: DatasetId) -> Result<Arc<LoadedDataset>> {
        self.restrict(caller, self.unrestricted_dataset(id).await?).await
    }

    /// As it is stored. Nobody is answered from it: that would be past the rules.
    pub(crate) async fn unrestricted_dataset(&self, id: DatasetId) -> Result<Arc<LoadedDataset>> {
        let load = || async {
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
        let (mut refused, mut templates) = (HashMap::new(), Templates::default());
        let spec = spec(&dataset, &checker, &mut refused, &mut templates)?;
        let (rules, read) = (AppliedToDataset::default(), TemplateReads::default());
        Ok(Self { dataset, connection, connector, checker, spec, refused, rules, templates, read })
    }

    /// The same with less in it.
    pub(crate) fn replaced(&self, dataset: Dataset, spec: sx_query::Dataset, rules: AppliedToDataset) -> Self {
        let is_there = |name: &String| {
            dataset.columns.iter().any(|column| column.fields.column_name == *name)
                || dataset.metrics.iter().any(|metric| metric.fields.metric_name == *name)
        };
        let refused = self.refused.iter().filter(|(name, _)| is_there(name));
        let refused = refused.map(|(name, sentence)| (name.clone(), sentence.clone())).collect();
        Self { dataset, spec, refused, rules, ..self.clone() }
    }

    /// From now on this column or metric cannot be used.
    pub(crate) fn refuse(&mut self, name: &str, sentence: &str) {
        self.refused.insert(name.to_owned(), refusal(name, sentence));
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

fn refusal(name: &str, sentence: &str) -> String {
    format!("“{name}” of this dataset cannot be used. {sentence}")
}

/// A template is only read here; what stands in for it is replaced before anything is asked.
fn expression_or_stand_in(
    checker: &Checker,
    text: &str,
    mut is_template: impl FnMut(),
) -> std::result::Result<CheckedSql, String> {
    if !template::is_template(text) {
        return checker.expression(text);
    }
    template::check_syntax(text).map_err(|error| error.to_string())?;
    is_template();
    checker.expression("NULL")
}

fn spec(
    dataset: &Dataset,
    checker: &Checker,
    refused: &mut HashMap<String, String>,
    templates: &mut Templates,
) -> Result<sx_query::Dataset> {
    let mut check =
        |name: &str, text: &str, templates: &mut Vec<String>| match expression_or_stand_in(checker, text, || {
            templates.push(name.to_owned())
        }) {
            Ok(sql) => Some(sql),
            Err(sentence) => {
                refused.insert(name.to_owned(), refusal(name, &sentence));
                None
            }
        };
    let mut columns = Vec::with_capacity(dataset.columns.len());
    for column in dataset.columns.iter().map(|column| &column.fields).filter(|column| column.is_active) {
        let text = column.expression.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let expression = text.map(|text| check(&column.column_name, text, &mut templates.columns));
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
            expression: check(&metric.metric_name, &metric.expression, &mut templates.metrics)?,
        })
    });
    let metrics = metrics.collect();
    let predicate = dataset.fields.fetch_values_predicate.as_deref().filter(|text| !text.trim().is_empty());
    Ok(sx_query::Dataset {
        relation: relation(dataset, checker, &mut templates.relation)?,
        columns,
        metrics,
        main_dttm_col: dataset.fields.main_dttm_col.clone(),
        fetch_values_predicate: predicate
            .map(|text| expression_or_stand_in(checker, text, || templates.predicate = true))
            .transpose()
            .map_err(AppError::invalid)?,
        always_filter_main_dttm: dataset.fields.always_filter_main_dttm,
        offset: dataset.fields.offset,
    })
}

fn relation(dataset: &Dataset, checker: &Checker, is_template: &mut bool) -> Result<Relation> {
    match dataset.fields.sql.as_deref().filter(|sql| !sql.trim().is_empty()) {
        Some(sql) if template::is_template(sql) => {
            template::check_syntax(sql).map_err(|error| AppError::invalid(error.to_string()))?;
            *is_template = true;
            checker.query("SELECT NULL AS stand_in").map(Relation::Query).map_err(AppError::invalid)
        }
        Some(sql) => checker.query(sql).map(Relation::Query).map_err(AppError::invalid),
        None => Ok(Relation::Table {
            schema: dataset.fields.schema.clone().filter(|schema| !schema.is_empty()),
            name: dataset.fields.table_name.clone(),
        }),
    }
}
