//! What becomes one table of a file, and where its rows come from.

use std::{sync::Arc, time::Duration};

use futures::TryStreamExt as _;
use serde_json::Value;
use sx_connect::{BatchStream, Limits, SourceQuery, batch_table, egress::FileFormat};
use sx_model::Result;
use sx_query::{Column, Kind, Plan, QueryObject, Table, Values};

use crate::{
    Caller, Service,
    cache::Answer,
    datasets::LoadedDataset,
    queries::{
        AskOptions,
        ask::{ROW_LIMIT_MAX, question_error},
    },
    row_rules::AppliedToDataset,
};

pub(super) struct Part {
    pub names: Vec<String>,
    pub rows: RowSource,
}

pub(super) enum RowSource {
    /// All at once, or none any more.
    Whole(Option<Rows>),
    Streamed {
        batches: BatchStream,
        plan: Box<Plan>,
        /// An error that comes late must not quote what they hide either.
        rules: AppliedToDataset,
    },
}

/// Some rows of a table.
pub(super) enum Rows {
    /// An answer that is kept, too, with what its rows are called where they have names.
    Kept(Arc<Answer>, Option<Column>),
    Own(Table),
}

impl Rows {
    pub fn columns(&self) -> Vec<&Column> {
        match self {
            Self::Kept(answer, index) => index.iter().chain(&answer.processed.table.columns).collect(),
            Self::Own(table) => table.columns.iter().collect(),
        }
    }
}

impl RowSource {
    /// The next rows; `None` when there are no more.
    pub async fn next(&mut self) -> Result<Option<Rows>> {
        match self {
            Self::Whole(rows) => Ok(rows.take()),
            Self::Streamed { batches, plan, rules } => {
                let told = |error| rules.told(question_error(error));
                let Some(batch) = batches.try_next().await.map_err(told)? else { return Ok(None) };
                let table = batch_table(batch).map_err(told)?;
                Ok(Some(Rows::Own(sx_query::normalize(table, plan))))
            }
        }
    }
}

impl Service {
    pub(super) async fn part(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        options: AskOptions,
        format: FileFormat,
    ) -> Result<Part> {
        let is_large = is_large(query);
        if (is_large || format.is_for_people()) && query.post_processing.iter().all(Option::is_none) {
            let plan = self.plan_export(caller, loaded, query, options.times, self.config.export_rows).await?;
            if plan.comparison.is_none() {
                let timeout = if is_large { self.config.export_timeout } else { self.config.query_timeout };
                return self.streamed(caller, loaded, plan, format, timeout).await;
            }
        }
        let asked = self.ask(caller, loaded, query, options).await?;
        // Programs read the columns; the names of rows are for people.
        let index = asked.answer.processed.index.as_deref().filter(|_| format.is_for_people()).map(index_column);
        let labels = index.iter().chain(&asked.answer.processed.table.columns).map(|column| column.name.as_str());
        let names = names(labels, loaded, format);
        Ok(Part { names, rows: RowSource::Whole(Some(Rows::Kept(Arc::clone(&asked.answer), index))) })
    }

    /// Rows as the database sends them. People get every digit of decimals, which answers that are kept do not have.
    async fn streamed(
        &self,
        caller: &Caller,
        loaded: &LoadedDataset,
        plan: Plan,
        format: FileFormat,
        timeout: Duration,
    ) -> Result<Part> {
        let question = SourceQuery {
            sql: plan.sql.clone(),
            params: plan.params.clone(),
            limits: Limits { rows: usize::MAX, bytes: usize::MAX, timeout },
            tag: format!("sextant user={}", caller.name()),
        };
        let source = self.source(&loaded.connection)?;
        let batches = match format.is_for_people() {
            true => source.query_exact(question).await,
            false => source.query(question).await,
        };
        let batches = batches.map_err(|error| loaded.rules.told(question_error(error)))?;
        let names = names(plan.columns.iter().map(|column| column.label.as_str()), loaded, format);
        Ok(Part { names, rows: RowSource::Streamed { batches, plan: Box::new(plan), rules: loaded.rules.clone() } })
    }
}

/// More rows are asked for than an answer holds.
fn is_large(query: &QueryObject) -> bool {
    query.row_limit.and_then(|limit| u64::try_from(limit).ok()).is_some_and(|limit| limit > ROW_LIMIT_MAX)
}

fn index_column(index: &[Value]) -> Column {
    Column { name: String::new(), kind: Kind::String, values: Values::Json(index.iter().cloned().map(Some).collect()) }
}

/// People know a column by its verbose name, programs by its own.
pub(super) fn names<'a>(
    labels: impl Iterator<Item = &'a str>,
    loaded: &LoadedDataset,
    format: FileFormat,
) -> Vec<String> {
    let verbose = |label: &str| {
        let column = loaded.spec.columns.iter().find(|column| column.name == label);
        let metric = || loaded.spec.metrics.iter().find(|metric| metric.name == label);
        match column {
            Some(column) => column.verbose_name.clone(),
            None if label == "__timestamp" => Some("Time".to_owned()),
            None => metric().and_then(|metric| metric.verbose_name.clone()),
        }
    };
    let name = |label: &str| if format.is_for_people() { verbose(label) } else { None };
    labels.map(|label| name(label).unwrap_or_else(|| label.to_owned())).collect()
}
