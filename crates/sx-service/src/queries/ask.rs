//! One question: planned, looked up, asked, post-processed.

use std::sync::Arc;

use futures::{
    FutureExt as _,
    future::{try_join, try_join_all},
};
use sx_connect::{ConnectError, Limits, SourceQuery};
use sx_model::{AppError, ErrorKind, Result};
use sx_query::{ColumnRef, Facts, MetricRef, OrderTarget, Plan, PlanContext, PostProcessing, QueryError, QueryObject};
use sx_sql::template::Mode;
use tokio::time::Instant;

use super::{Phases, cache_key::cache_key, forecast::post_process, template::Prepared};
use crate::{
    Caller, Service,
    cache::{Answer, CacheKey, Found, Lifetime, Question, Took},
    datasets::LoadedDataset,
    sources::connect_error,
    times::{Times, When},
};

const ROW_LIMIT_DEFAULT: u64 = 50_000;
pub(super) const ROW_LIMIT_MAX: u64 = 100_000;
/// A single answer's batches: more than this is an export, not a chart.
const ANSWER_BYTES_MAX: usize = 256 << 20;

#[derive(Clone, Copy, Debug)]
pub struct AskOptions {
    pub force: bool,
    pub lifetime: Lifetime,
    /// Seconds, as the API shows it.
    pub timeout_secs: i64,
    pub times: Times,
}

/// An answered question.
pub struct Asked {
    pub loaded: Arc<LoadedDataset>,
    pub plan: Plan,
    pub key: CacheKey,
    pub answer: Arc<Answer>,
    pub is_cached: bool,
    pub phases: Phases,
    /// The one currency of the rows, where the chart asks for it.
    pub currency: Option<String>,
}

impl Asked {
    pub fn facts(&self) -> Facts {
        sx_query::answer_facts(&self.plan, &self.loaded.spec, &self.answer.processed, self.answer.sql_rowcount)
    }
}

impl Service {
    /// Access to the dataset was checked by the caller of this function; rules are inputs of the plan.
    pub(crate) async fn ask(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        options: AskOptions,
    ) -> Result<Asked> {
        let (begun, now) = (Instant::now(), self.clock.now());
        let when = options.times.at(now);
        let prepared = self.prepared(caller, loaded, query, when, Mode::Ask).await?;
        let (loaded, query) = (&prepared.loaded, &*prepared.query);
        let plan = self.plan_prepared(&prepared, when, ROW_LIMIT_MAX)?;
        let key = cache_key(loaded, &plan, &query.post_processing);
        let planned = begun.elapsed();
        let question = Question { key, lifetime: options.lifetime, force: options.force, now };
        // Copied only when the answer is not there.
        let work = || {
            let (operations, asked_by) = (query.post_processing.clone(), caller.name().to_owned());
            self.clone().fetch(Arc::clone(loaded), plan.clone(), operations, asked_by).boxed()
        };
        let Found { answer, is_cached } = self.answers.get_or_ask(question, work).await?;
        let Took { source, post } = if is_cached { Took::default() } else { answer.took };
        let cache = begun.elapsed().saturating_sub(planned + source + post);
        let phases = Phases { plan: planned, cache, source, post, ..Phases::default() };
        Ok(Asked { loaded: Arc::clone(loaded), plan, key, answer, is_cached, phases, currency: None })
    }

    /// The plan alone: what would be asked.
    pub(crate) async fn plan_only(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        times: Times,
        mode: Mode,
    ) -> Result<Plan> {
        let when = times.at(self.clock.now());
        let prepared = self.prepared(caller, loaded, query, when, mode).await?;
        self.plan_prepared(&prepared, when, ROW_LIMIT_MAX)
    }

    /// The plan of a question without templates.
    pub(super) fn plan_prepared(&self, prepared: &Prepared<'_>, when: When, rows_max: u64) -> Result<Plan> {
        let plan = plan(&prepared.loaded, &prepared.query, when, rows_max)?;
        Ok(prepared.loaded.read.report(plan))
    }

    /// The plan of a question whose rows go into a file; 0 is no maximum.
    pub(super) async fn plan_export(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        times: Times,
        rows_max: u64,
    ) -> Result<Plan> {
        let when = times.at(self.clock.now());
        let prepared = self.prepared(caller, loaded, query, when, Mode::Ask).await?;
        self.plan_prepared(&prepared, when, if rows_max == 0 { u64::MAX } else { rows_max })
    }

    async fn fetch(
        self,
        loaded: Arc<LoadedDataset>,
        plan: Plan,
        operations: Vec<Option<PostProcessing>>,
        asked_by: String,
    ) -> Result<Answer> {
        let (begun, queried_dttm) = (Instant::now(), self.clock.now());
        let source = self.source(&loaded.connection)?;
        let collect = async |plan: &Plan| {
            let limits =
                Limits { rows: ROW_LIMIT_MAX as usize, bytes: ANSWER_BYTES_MAX, timeout: self.config.query_timeout };
            let (sql, params) = (plan.sql.clone(), plan.params.clone());
            let question = SourceQuery { sql, params, limits, tag: format!("sextant user={asked_by}") };
            let told = |error| loaded.rules.told(question_error(error));
            let table = source.collect(question).await.map_err(told)?;
            Ok::<_, AppError>(sx_query::normalize(table, plan))
        };
        let others = plan.comparison.iter().flat_map(|comparison| &comparison.others);
        let others = try_join_all(others.map(|other| collect(&other.plan)));
        let (table, others) = try_join(collect(&plan), others).await?;
        let source = begun.elapsed();
        let sql_rowcount = table.row_count();
        let table = match &plan.comparison {
            Some(comparison) => comparison.join(table, others),
            None => table,
        };
        let processed = post_process(table, operations).await?;
        let took = Took { source, post: begun.elapsed().saturating_sub(source) };
        Ok(Answer { processed, sql_rowcount, queried_dttm, took })
    }
}

pub(super) fn plan(loaded: &LoadedDataset, query: &QueryObject, when: When, row_limit_max: u64) -> Result<Plan> {
    if let Some(sentence) = refused_name(loaded, query) {
        return Err(AppError::invalid(sentence));
    }
    let planned = when.with(|time| {
        let context = PlanContext {
            time,
            dialect: loaded.connector.dialect(),
            check: &loaded.checker,
            row_limit_default: ROW_LIMIT_DEFAULT,
            row_limit_max,
            rules: loaded.rules.own.clone(),
        };
        sx_query::plan(query, &loaded.spec, &context)
    });
    planned.map_err(query_error)
}

/// A question may name a column or metric whose SQL is refused: say so, not “unknown column”.
fn refused_name<'a>(loaded: &'a LoadedDataset, query: &QueryObject) -> Option<&'a str> {
    let columns = query.columns.iter().chain(query.filters.iter().map(|filter| &filter.col));
    let columns = columns.filter_map(|column| match column {
        ColumnRef::Name(name) => Some(name.as_str()),
        ColumnRef::Adhoc(_) => None,
    });
    let metrics = query.metrics.iter().flatten().filter_map(|metric| match metric {
        MetricRef::Name(name) => Some(name.as_str()),
        MetricRef::Adhoc(_) => None,
    });
    let orders = query.orderby.iter().filter_map(|(target, _)| match target {
        OrderTarget::Name(name) => Some(name.as_str()),
        OrderTarget::Metric(_) | OrderTarget::Column(_) => None,
    });
    columns.chain(metrics).chain(orders).find_map(|name| loaded.refusal(name))
}

/// The database failed on a question: its own words, with the status that the reference gives.
pub(super) fn question_error(error: ConnectError) -> AppError {
    let error = connect_error(error);
    match error.kind {
        ErrorKind::Source(error_type) => AppError { kind: ErrorKind::Query(error_type), ..error },
        _ => error,
    }
}

/// The question was wrong; the sentence says where.
pub(crate) fn query_error(error: QueryError) -> AppError {
    AppError::invalid(error.to_string())
}
