//! One question: planned, looked up, asked, post-processed.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, DurationRound as _, Utc};
use futures::FutureExt as _;
use sx_connect::{ConnectError, Limits, SourceQuery};
use sx_model::{AppError, ErrorKind, Result};
use sx_query::{ColumnRef, Facts, MetricRef, OrderTarget, Plan, PlanContext, PostProcessing, QueryError, QueryObject};

use crate::{
    Caller, Service,
    cache::{Answer, CacheKey, Found, KeyWriter, Lifetime},
    datasets::LoadedDataset,
    sources::connect_error,
};

const ROW_LIMIT_DEFAULT: u64 = 50_000;
const ROW_LIMIT_MAX: u64 = 100_000;
/// A single answer's batches: more than this is an export, not a chart.
const ANSWER_BYTES_MAX: usize = 256 << 20;

#[derive(Clone, Copy, Debug)]
pub struct AskOptions {
    pub force: bool,
    pub lifetime: Lifetime,
    /// Seconds, as the API shows it.
    pub timeout_secs: i64,
}

/// An answered question.
pub struct Asked {
    pub loaded: Arc<LoadedDataset>,
    pub plan: Plan,
    pub key: CacheKey,
    pub answer: Arc<Answer>,
    pub is_cached: bool,
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
        let now = self.clock.now();
        let plan = plan(loaded, query, now)?;
        let key = cache_key(loaded, &plan, &query.post_processing);
        let work = self.clone().fetch(
            Arc::clone(loaded),
            plan.clone(),
            query.post_processing.clone(),
            caller.name().to_owned(),
        );
        let work = work.boxed();
        let Found { answer, is_cached } = self.answers.get_or_ask(key, options.lifetime, options.force, work).await?;
        Ok(Asked { loaded: Arc::clone(loaded), plan, key, answer, is_cached })
    }

    /// The plan alone: what would be asked.
    pub(crate) fn plan_only(&self, loaded: &LoadedDataset, query: &QueryObject) -> Result<Plan> {
        plan(loaded, query, self.clock.now())
    }

    async fn fetch(
        self,
        loaded: Arc<LoadedDataset>,
        plan: Plan,
        operations: Vec<Option<PostProcessing>>,
        asked_by: String,
    ) -> Result<Answer> {
        let source = self.source(&loaded.connection)?;
        let limits =
            Limits { rows: ROW_LIMIT_MAX as usize, bytes: ANSWER_BYTES_MAX, timeout: self.config.query_timeout };
        let question = SourceQuery {
            sql: plan.sql.clone(),
            params: plan.params.clone(),
            limits,
            tag: format!("sextant user={asked_by}"),
        };
        let table = source.collect(question).await.map_err(question_error)?;
        let sql_rowcount = table.row_count();
        let table = sx_query::normalize(table, &plan);
        let processed = sx_query::post_process(table, &operations).map_err(query_error)?;
        Ok(Answer { processed, sql_rowcount, queried_dttm: self.clock.now(), records: OnceLock::new() })
    }
}

fn plan(loaded: &LoadedDataset, query: &QueryObject, now: DateTime<Utc>) -> Result<Plan> {
    if let Some(sentence) = refused_name(loaded, query) {
        return Err(AppError::invalid(sentence));
    }
    // To the minute, so that a question about “the last hour” has the same key for a minute.
    let now = now.duration_trunc(chrono::Duration::minutes(1)).unwrap_or(now);
    let context = PlanContext {
        now: now.naive_utc(),
        dialect: loaded.connector.dialect(),
        check: &loaded.checker,
        row_limit_default: ROW_LIMIT_DEFAULT,
        row_limit_max: ROW_LIMIT_MAX,
        rules: Vec::new(),
    };
    sx_query::plan(query, &loaded.spec, &context).map_err(query_error)
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

fn cache_key(loaded: &LoadedDataset, plan: &Plan, operations: &[Option<PostProcessing>]) -> CacheKey {
    let mut key = KeyWriter::new();
    key.part("database", &loaded.connection.database.id.0.to_le_bytes());
    key.part("revision", &loaded.connection.revision.to_le_bytes());
    key.part("sql", plan.sql.as_bytes());
    key.part("params", format!("{:?}", plan.params).as_bytes());
    key.part("post_processing", &serde_json::to_vec(operations).unwrap_or_default());
    key.finish()
}

/// The database failed on a question: its own words, with the status that the reference gives.
fn question_error(error: ConnectError) -> AppError {
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
