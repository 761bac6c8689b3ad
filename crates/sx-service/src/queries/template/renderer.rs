//! The templates of one question, one after the other, and what they ask for on the way.

use std::{collections::BTreeMap, sync::Arc};

use sx_model::{AppError, DatasetId, ErrorKind, Result};
use sx_query::{MetricRef, QueryObject, SqlChecker as _};
use sx_sql::template::{self, Mode, Surroundings, TemplateError, Wish, is_template};

use super::{TemplateReads, surroundings};
use crate::{Caller, Service, datasets::LoadedDataset, times::When};

/// Datasets and metrics of other datasets that the templates of one question may name.
const MOST_WISHES: usize = 20;
/// A dataset may name a dataset that names a dataset.
const DEEPEST: usize = 5;

pub(super) struct Renderer<'a> {
    service: &'a Service,
    caller: &'a Caller,
    loaded: &'a LoadedDataset,
    surroundings: Arc<Surroundings>,
    reads: TemplateReads,
    when: When,
    mode: Mode,
    depth: usize,
    wishes: usize,
}

impl<'a> Renderer<'a> {
    pub fn new(
        service: &'a Service,
        caller: &'a Caller,
        loaded: &'a Arc<LoadedDataset>,
        query: &QueryObject,
        when: When,
        mode: Mode,
        depth: usize,
    ) -> Result<Self> {
        let (surroundings, range) = surroundings::of_question(caller, loaded, query, when, mode)?;
        let reads = TemplateReads { range, ..TemplateReads::default() };
        let surroundings = Arc::new(surroundings);
        Ok(Self { service, caller, loaded, surroundings, reads, when, mode, depth, wishes: 0 })
    }

    /// What was read; the time range only where its filter is gone from the question.
    pub fn finish(mut self) -> TemplateReads {
        if self.reads.removed.is_empty() {
            self.reads.range = None;
        }
        self.reads
    }

    /// The text that the template makes, or why it makes none; a text that is no template stays.
    ///
    /// # Errors
    /// What has nothing to do with the text: the store failed.
    pub async fn render(&mut self, text: &str) -> Result<std::result::Result<String, String>> {
        if !is_template(text) {
            return Ok(Ok(text.to_owned()));
        }
        loop {
            let (owned, surroundings) = (text.to_owned(), Arc::clone(&self.surroundings));
            // A template may work for a while; nothing else waits for it.
            let work = tokio::task::spawn_blocking(move || template::render(&owned, &surroundings));
            match work.await.map_err(|_| AppError::internal())? {
                Ok(rendered) => return Ok(Ok(self.reads.note(rendered))),
                Err(TemplateError::Wants(wish)) if self.wishes < MOST_WISHES => self.grant(wish).await?,
                Err(error) => return Ok(Err(error.to_string())),
            }
        }
    }

    /// The rendered text as a checked expression.
    pub async fn expression(&mut self, text: &str) -> Result<std::result::Result<sx_query::CheckedSql, String>> {
        let rendered = self.render(text).await?;
        Ok(rendered.and_then(|text| self.loaded.checker.expression(&text)))
    }

    /// The rendered SELECT, checked, with the caller's rules in it.
    pub async fn query(&mut self, text: &str) -> Result<sx_query::CheckedSql> {
        let rendered = self.render(text).await?;
        let checked = rendered.and_then(|text| self.loaded.checker.query(&text)).map_err(AppError::invalid)?;
        let LoadedDataset { checker, connector, rules, .. } = self.loaded;
        rules.rules.apply(checker, connector.dialect(), checked)
    }

    async fn grant(&mut self, wish: Wish) -> Result<()> {
        self.wishes += 1;
        let metrics_of = |loaded: &LoadedDataset| {
            let metrics = loaded.dataset.metrics.iter().map(|metric| &metric.fields);
            metrics.map(|metric| (metric.metric_name.clone(), metric.expression.clone())).collect::<BTreeMap<_, _>>()
        };
        let (Wish::Metrics { dataset } | Wish::Sql { dataset, .. }) = wish;
        let found = self.service.find_dataset(self.caller, DatasetId(dataset)).await;
        let found = match found {
            Ok(found) => Ok(found),
            // Who may not see a dataset learns no more than that there is none.
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => {
                Err(format!("dataset {dataset} was not found"))
            }
            Err(error) => return Err(error),
        };
        let sql = match (&wish, &found) {
            (Wish::Sql { include_metrics, columns, .. }, Ok(found)) => {
                Some(self.select(found, *include_metrics, columns).await)
            }
            _ => None,
        };
        let surroundings = Arc::get_mut(&mut self.surroundings).ok_or_else(AppError::internal)?;
        match sql {
            Some(sql) => {
                surroundings.datasets.insert(wish, sql.map_err(|error| error.message));
            }
            None if matches!(wish, Wish::Sql { .. }) => {
                surroundings.datasets.insert(wish, found.map(|_| String::new()));
            }
            None => {
                surroundings.metrics.insert(dataset, found.map(|found| metrics_of(&found)));
            }
        }
        Ok(())
    }

    /// All rows of a dataset as a sub-query; the rules of the caller are in it.
    async fn select(&self, found: &Arc<LoadedDataset>, include_metrics: bool, columns: &[String]) -> Result<String> {
        let id = found.dataset.id;
        if self.depth >= DEEPEST {
            return Err(AppError::invalid(format!("dataset {id} names datasets that name datasets without end")));
        }
        if found.connection.database.id != self.loaded.connection.database.id {
            return Err(AppError::invalid(format!("dataset {id} lies in another database")));
        }
        let all = || found.spec.columns.iter().map(|column| column.name.clone()).collect();
        let names: Vec<String> = if columns.is_empty() { all() } else { columns.to_vec() };
        let metrics = found.spec.metrics.iter().map(|metric| MetricRef::Name(metric.name.clone()));
        let query = QueryObject {
            columns: names.into_iter().map(sx_query::ColumnRef::Name).collect(),
            metrics: include_metrics.then(|| metrics.collect()),
            row_limit: Some(i64::MAX),
            ..QueryObject::default()
        };
        let prepared = self.service.prepared_at(self.caller, found, &query, self.when, self.mode, self.depth + 1);
        let prepared = prepared.await?;
        let plan = self.service.plan_prepared(&prepared, self.when, u64::MAX)?;
        let sql = plan.display_sql.trim_end();
        let sql = sql.strip_suffix(&format!("LIMIT {}", i64::MAX)).unwrap_or(sql).trim_end();
        Ok(format!("(\n{sql}\n) AS dataset_{id}"))
    }
}
