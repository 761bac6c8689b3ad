//! A dataset as it is for a caller: what the rules hide is not in it, so no door can show it.

use std::sync::Arc;

use sx_connect::ColumnInfo;
use sx_model::{
    AppError, DatabaseId, Dataset, DatasetColumnFields, DatasetFields, DatasetId, DatasetMetricFields, ErrorKind,
    Result,
};
use sx_query::{Relation, RelationRules, SqlChecker as _};
use sx_sql::{Checker, without_case};
use sx_store::{Connection, Viewer};

use super::applied::CallerRules;
use super::book::RuleBook;
use crate::{
    Caller, Service,
    access::Action,
    datasets::{LoadedDataset, checker_of},
};

/// A restricted dataset, for as long as it is made of what is remembered.
#[derive(Clone)]
pub struct Restricted {
    of: Arc<LoadedDataset>,
    by: Arc<RuleBook>,
    dataset: Arc<LoadedDataset>,
}

/// Names that a caller must not meet in a dataset.
pub(crate) struct Hidden {
    /// In small letters.
    columns: Vec<String>,
    checker: Option<Checker>,
}

impl Service {
    /// The dataset with the caller's rules in it; the same one where there are none.
    pub(crate) async fn restrict(&self, caller: &Caller, loaded: Arc<LoadedDataset>) -> Result<Arc<LoadedDataset>> {
        let book = self.rule_book().await?;
        let rules = book.for_caller(caller, loaded.dataset.database_id);
        if rules.is_empty() {
            return Ok(loaded);
        }
        let key = (loaded.dataset.id, Viewer { user_id: caller.user_id(), role_ids: book.roles_of(caller) });
        if let Some(kept) = self.meta.restricted(&key).await
            && Arc::ptr_eq(&kept.of, &loaded)
            && Arc::ptr_eq(&kept.by, &book)
        {
            return Ok(kept.dataset);
        }
        let dataset = Arc::new(loaded.restricted(rules)?);
        self.meta.keep_restricted(key, Restricted { of: loaded, by: book, dataset: Arc::clone(&dataset) }).await;
        Ok(dataset)
    }

    /// What the caller must not meet in a stored dataset, whether or not its SQL can be used.
    pub(crate) async fn hidden_in(&self, caller: &Caller, dataset: &Dataset) -> Result<Hidden> {
        let rules = self.rules_for(caller, dataset.database_id).await?;
        if rules.is_empty() {
            return Ok(Hidden { columns: Vec::new(), checker: None });
        }
        let (_, checker) = checker_of(&self.lookup_connection(dataset.database_id).await?)?;
        Ok(Hidden::new(&rules, checker, dataset))
    }

    /// The columns that a table has for the caller.
    pub(crate) async fn shown_columns(
        &self,
        caller: &Caller,
        connection: &Connection,
        schema: Option<&str>,
        table: &str,
        mut columns: Vec<ColumnInfo>,
    ) -> Result<Vec<ColumnInfo>> {
        let rules = self.rules_for(caller, connection.database.id).await?;
        let schema = schema.filter(|schema| !schema.is_empty());
        let (connector, checker) = checker_of(connection)?;
        if let Some(known) = rules.of_named_table(&checker, connector.dialect(), schema, table)?.columns {
            columns.retain(|column| known.contains(&column.name));
        }
        Ok(columns)
    }

    /// Whether rules that the caller does not manage are on the dataset. They follow its table for as long as it is there.
    pub(crate) async fn is_ruled_by_others(&self, caller: &Caller, id: DatasetId) -> Result<bool> {
        Ok(caller.require(Action::ManageRowRules).is_err() && self.rule_book().await?.is_on(id))
    }

    /// Whether a table would lose its rules by a change of the dataset that they are on.
    pub(crate) async fn loses_rules(
        &self,
        caller: &Caller,
        before: &Dataset,
        database_id: DatabaseId,
        fields: &DatasetFields,
    ) -> Result<bool> {
        let sql = |fields: &DatasetFields| fields.sql.clone().filter(|sql| !sql.trim().is_empty());
        let place = |fields: &DatasetFields| (fields.schema.clone(), fields.table_name.clone());
        let is_same = before.database_id == database_id
            && place(&before.fields) == place(fields)
            && sql(&before.fields).is_some() == sql(fields).is_some();
        let is_virtual = sql(&before.fields).is_some() && sql(fields).is_some();
        Ok(!is_same && !is_virtual && self.is_ruled_by_others(caller, before.id).await?)
    }

    /// A stored dataset as the caller may see it.
    pub(crate) async fn shown_dataset(&self, caller: &Caller, dataset: Dataset) -> Result<Dataset> {
        Ok(self.hidden_in(caller, &dataset).await?.strip(dataset))
    }
}

impl LoadedDataset {
    fn restricted(&self, rules: CallerRules) -> Result<Self> {
        let Self { checker, connector, .. } = self;
        let (id, mut spec) = (self.dataset.id, self.spec.clone());
        let dialect = connector.dialect();
        let (mut own, are_inside) = match &self.spec.relation {
            Relation::Table { schema, name } => {
                (rules.of_named_table(checker, dialect, schema.as_deref(), name)?, false)
            }
            Relation::Query(query) => {
                spec.relation = Relation::Query(rules.apply(checker, dialect, query.clone())?);
                // What a template reads is known only when the question is.
                let are_inside = self.templates.relation || rules.are_on(checker, query);
                (rules.of_virtual_dataset(checker, dialect, id)?, are_inside)
            }
        };
        let apply = are_inside || !own.is_empty();
        let hidden = Hidden::new(&rules, *checker, &self.dataset);
        // What the rules of its tables hide does not come out of a SELECT.
        if let Some(columns) = &mut own.columns {
            columns.retain(|name| !hidden.hides_name(name));
        }
        let dataset = hidden.strip(self.dataset.clone());
        spec.columns.retain(|column| dataset.columns.iter().any(|kept| kept.fields.column_name == column.name));
        spec.metrics.retain(|metric| dataset.metrics.iter().any(|kept| kept.fields.metric_name == metric.name));
        spec.main_dttm_col.clone_from(&dataset.fields.main_dttm_col);
        Ok(self.replaced(dataset, spec, AppliedToDataset { own, rules, apply }))
    }
}

/// The rules that a loaded dataset stands for.
#[derive(Clone, Default)]
pub(crate) struct AppliedToDataset {
    /// What there is of the dataset's relation, for the planner.
    pub own: RelationRules,
    /// The caller's in the dataset's database, for SQL that is only known when the question is: templates.
    pub rules: CallerRules,
    /// Whether any of them is on what the dataset reads.
    apply: bool,
}

impl AppliedToDataset {
    /// The error as a caller with rules may read it. The database's own words may quote what the rules hide.
    pub fn told(&self, error: AppError) -> AppError {
        if self.apply { without_words(error) } else { error }
    }
}

/// The type stays, the database's words do not.
pub(crate) fn without_words(error: AppError) -> AppError {
    const SENTENCE: &str =
        "The database could not answer. Its own words are not shown, because you see only a part of this data.";
    match &error.kind {
        ErrorKind::Source(kind) | ErrorKind::Query(kind) if !kind.starts_with("CONNECTION_") => {
            AppError::new(error.kind, SENTENCE)
        }
        _ => error,
    }
}

impl Hidden {
    fn new(rules: &CallerRules, checker: Checker, dataset: &Dataset) -> Self {
        Self { columns: rules.hidden_of(&checker, dataset), checker: Some(checker) }
    }

    pub fn hides_column(&self, column: &DatasetColumnFields) -> bool {
        self.hides_name(&column.column_name) || column.expression.as_deref().is_some_and(|text| self.is_read_by(text))
    }

    pub fn hides_metric(&self, metric: &DatasetMetricFields) -> bool {
        self.is_read_by(&metric.expression)
    }

    pub fn hides_name(&self, name: &str) -> bool {
        self.columns.contains(&without_case(name))
    }

    /// The dataset without what is hidden.
    pub fn strip(&self, mut dataset: Dataset) -> Dataset {
        if self.columns.is_empty() {
            return dataset;
        }
        dataset.columns.retain(|column| !self.hides_column(&column.fields));
        dataset.metrics.retain(|metric| !self.hides_metric(&metric.fields));
        dataset.fields.main_dttm_col = dataset.fields.main_dttm_col.filter(|name| !self.hides_name(name));
        dataset
    }

    /// What somebody sends who does not see all of a dataset says nothing of what they do not see: that stays as it is.
    pub fn keep(
        &self,
        before: &Dataset,
        columns: &mut Vec<DatasetColumnFields>,
        metrics: &mut Vec<DatasetMetricFields>,
    ) {
        if self.columns.is_empty() {
            return;
        }
        columns.retain(|column| !self.hides_name(&column.column_name));
        let kept = before.columns.iter().map(|column| &column.fields).filter(|column| self.hides_column(column));
        let kept: Vec<_> = kept.cloned().collect();
        columns.retain(|column| !kept.iter().any(|kept| kept.column_name == column.column_name));
        columns.extend(kept);
        let kept = before.metrics.iter().map(|metric| &metric.fields).filter(|metric| self.hides_metric(metric));
        let kept: Vec<_> = kept.cloned().collect();
        metrics.retain(|metric| !kept.iter().any(|kept| kept.metric_name == metric.metric_name));
        metrics.extend(kept);
    }

    /// A text that cannot be read hides with every name that stands in it.
    fn is_read_by(&self, text: &str) -> bool {
        let Some(checker) = self.checker.filter(|_| !self.columns.is_empty()) else { return false };
        match checker.expression(text) {
            Ok(checked) => checked.reads().iter().any(|name| self.hides_name(name)),
            Err(_) => self.columns.iter().any(|name| without_case(text).contains(name)),
        }
    }
}

/// The key under which a restricted dataset is remembered.
pub(crate) type RestrictedKey = (DatasetId, Viewer);
