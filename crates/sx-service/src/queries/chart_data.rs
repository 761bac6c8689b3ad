//! `POST /api/v1/chart/data`.

use std::{borrow::Cow, sync::Arc};

use chrono::{DateTime, SecondsFormat, Utc};
use futures::{FutureExt as _, future::try_join_all};
use serde::{Serialize, Serializer, ser::SerializeSeq as _};
use serde_json::{Value, json, value::RawValue};
use sx_model::{AppError, Chart, DatasetId, Result};
use sx_query::{Datasource, Facts, QueryContext, QueryObject, ResultType};
use sx_sql::template::Mode;

use super::{
    Asked, Reply, Wants, query_error,
    result_types::{data_type, rows_question},
    template::with_url_params,
};
use crate::{Caller, Service, access::Action, datasets::LoadedDataset, queries::AskOptions, store_error};

impl Service {
    /// Answers a query context. All queries of the context are asked at once.
    pub async fn chart_data(&self, caller: &Caller, body: &[u8], wants: &Wants) -> Result<Reply> {
        caller.require(Action::AskData)?;
        let (context, loaded, chart) = self.read_context(caller, body).await?;
        self.answer_context(caller, &loaded, &context, chart.as_deref(), body, wants).await
    }

    /// What the body of a question says: the question, the dataset that it is about, and the chart that it says it comes from.
    pub(super) async fn read_context(
        &self,
        caller: &Caller,
        body: &[u8],
    ) -> Result<(QueryContext, Arc<LoadedDataset>, Option<Arc<Chart>>)> {
        let context = with_url_params(QueryContext::parse(body).map_err(query_error)?);
        let loaded = self.find_datasource(caller, &context.datasource).await?;
        let chart = self.chart_of_form(context.form_data.as_ref()).await;
        Ok((context, loaded, chart))
    }

    /// Access to the dataset was checked by the caller of this function. `body` is what was asked, byte by byte.
    pub(super) async fn answer_context(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        context: &QueryContext,
        chart: Option<&Chart>,
        body: &[u8],
        wants: &Wants,
    ) -> Result<Reply> {
        let data = self.answers_of(caller, loaded, context, chart).await?;
        self.reply(body, wants, data).await
    }

    /// As [`Service::answer_context`], before it is written.
    pub(super) async fn answers_of(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        context: &QueryContext,
        chart: Option<&Chart>,
    ) -> Result<ChartData> {
        let mut options = self.ask_options(caller, context.force, context.custom_cache_timeout, chart, loaded);
        options.times = self.times_of_form(caller, context.form_data.as_ref()).await;
        let queries = self.with_totals(caller, loaded, &context.queries, options).await?;
        let answers = queries.iter().map(|query| self.answer(caller, loaded, query, context, options).boxed());
        Ok(ChartData { result: try_join_all(answers).await? })
    }

    async fn answer(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        context: &QueryContext,
        options: AskOptions,
    ) -> Result<QueryAnswer> {
        let own = self.own_dataset(caller, query).await?;
        let loaded = own.as_ref().unwrap_or(loaded);
        let result_type = query.result_type.unwrap_or(context.result_type);
        if let Some(rows) = rows_question(result_type, query, &loaded.spec) {
            let mut asked = Box::new(self.ask(caller, loaded, &rows, options).await?);
            asked.currency = self.detected_currency(caller, loaded, &rows, context.form_data.as_ref(), options).await?;
            return Ok(match result_type {
                ResultType::Results => QueryAnswer::Results(asked, options.timeout_secs),
                _ => QueryAnswer::Rows(asked, options.timeout_secs),
            });
        }
        match result_type {
            ResultType::Timegrains => Ok(QueryAnswer::Timegrains(loaded.connector.dialect())),
            ResultType::Columns => Ok(QueryAnswer::Columns(Arc::clone(loaded))),
            _ => Ok(QueryAnswer::Query(
                self.plan_only(caller, loaded, query, options.times, Mode::Ask).await?.shown().into_owned(),
            )),
        }
    }

    /// The dataset that a query names for itself.
    pub(super) async fn own_dataset(&self, caller: &Caller, query: &QueryObject) -> Result<Option<Arc<LoadedDataset>>> {
        match &query.datasource {
            Some(datasource) => self.find_datasource(caller, datasource).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn find_datasource(&self, caller: &Caller, datasource: &Datasource) -> Result<Arc<LoadedDataset>> {
        if datasource.kind != "table" && datasource.kind != "dataset" {
            return Err(AppError::invalid(format!("datasource.type: “{}” is not a dataset.", datasource.kind)));
        }
        let text = datasource.id.as_str();
        if let Some(id) = datasource.id.as_i64().or_else(|| text?.parse().ok()) {
            return self.find_dataset(caller, DatasetId(id)).await;
        }
        let uuid = text.and_then(|text| text.parse().ok());
        let uuid = uuid.ok_or_else(|| AppError::invalid("datasource.id: a dataset's id or UUID is expected."))?;
        let find = || async {
            let dataset = self.store.find_dataset_by_uuid(uuid).await.map_err(store_error)?;
            Ok(dataset.map(|dataset| dataset.id))
        };
        let id = self.meta.dataset_id(uuid, find).await?.ok_or_else(|| AppError::not_found("Dataset"))?;
        self.find_dataset(caller, id).await
    }
}

/// The answer; its schema is that of `result_type` `full`.
#[derive(Serialize, schemars::JsonSchema)]
pub struct ChartData {
    #[schemars(with = "Vec<Rows<'static>>")]
    result: Vec<QueryAnswer>,
}

impl ChartData {
    /// Each answer without its rows, and the rows apart, for who sends them in another way.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub(super) fn heads(&self) -> impl Iterator<Item = serde_json::Result<(Value, Option<&Asked>)>> {
        self.result.iter().map(|answer| match answer {
            QueryAnswer::Rows(asked, timeout_secs) => {
                Ok((serde_json::to_value(Head::new(asked, *timeout_secs))?, Some(&**asked)))
            }
            QueryAnswer::Results(asked, _) => Ok((serde_json::to_value(ResultsHead::new(asked))?, Some(&**asked))),
            QueryAnswer::Timegrains(_) | QueryAnswer::Query(_) | QueryAnswer::Columns(_) => {
                Ok((serde_json::to_value(answer)?, None))
            }
        })
    }

    pub(super) fn len(&self) -> usize {
        self.result.len()
    }

    /// Those that hold rows, with the seconds that they are kept.
    pub(super) fn answered(&self) -> impl Iterator<Item = (&Asked, i64)> {
        self.result.iter().filter_map(|answer| match answer {
            QueryAnswer::Rows(asked, timeout_secs) | QueryAnswer::Results(asked, timeout_secs) => {
                Some((&**asked, *timeout_secs))
            }
            QueryAnswer::Timegrains(_) | QueryAnswer::Query(_) | QueryAnswer::Columns(_) => None,
        })
    }
}

enum QueryAnswer {
    Rows(Box<Asked>, i64),
    Results(Box<Asked>, i64),
    Timegrains(&'static dyn sx_query::Dialect),
    Query(String),
    Columns(Arc<LoadedDataset>),
}

impl Serialize for QueryAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Rows(asked, timeout_secs) => Rows::new(asked, *timeout_secs)?.serialize(serializer),
            Self::Results(asked, _) => Results::new(asked)?.serialize(serializer),
            Self::Timegrains(dialect) => Timegrains { data: GrainList(*dialect) }.serialize(serializer),
            Self::Columns(loaded) => json!({ "data": columns(loaded) }).serialize(serializer),
            Self::Query(sql) => json!({ "query": sql, "language": "sql" }).serialize(serializer),
        }
    }
}

/// The rows and their columns, without what was asked for them.
#[derive(Serialize)]
struct Results {
    data: Box<RawValue>,
    #[serde(flatten)]
    head: ResultsHead,
}

#[derive(Serialize)]
struct ResultsHead {
    colnames: Vec<String>,
    coltypes: Vec<u8>,
    rowcount: usize,
    sql_rowcount: usize,
}

impl Results {
    fn new<E: serde::ser::Error>(asked: &Asked) -> std::result::Result<Self, E> {
        Ok(Self { data: records(asked).map_err(E::custom)?, head: ResultsHead::new(asked) })
    }
}

impl ResultsHead {
    fn new(asked: &Asked) -> Self {
        let Facts { colnames, coltypes, rowcount, sql_rowcount, .. } = asked.facts();
        Self { colnames, coltypes, rowcount, sql_rowcount }
    }
}

fn columns(loaded: &LoadedDataset) -> Vec<Value> {
    let columns = loaded.dataset.columns.iter().map(|column| &column.fields);
    let columns = columns.map(|column| {
        json!({ "column_name": column.column_name, "verbose_name": column.verbose_name, "dtype": data_type(column) })
    });
    columns.collect()
}

#[derive(Serialize)]
struct Timegrains {
    data: GrainList,
}

struct GrainList(&'static dyn sx_query::Dialect);

impl Serialize for GrainList {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for grain in self.0.time_grains() {
            list.serialize_element(
                &json!({ "name": grain.name, "function": grain.function, "duration": grain.duration }),
            )?;
        }
        list.end()
    }
}

/// One result as the reference writes it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ChartDataResult")]
struct Rows<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    data: Box<RawValue>,
}

/// All but the rows.
#[derive(Serialize, schemars::JsonSchema)]
struct Head<'a> {
    cache_key: String,
    cached_dttm: Option<String>,
    queried_dttm: String,
    cache_timeout: i64,
    applied_template_filters: &'a [String],
    annotation_data: serde_json::Map<String, serde_json::Value>,
    error: (),
    is_cached: Option<bool>,
    query: Cow<'a, str>,
    status: &'static str,
    stacktrace: (),
    #[serde(flatten)]
    facts: Facts,
    result_format: &'static str,
    detected_currency: Option<&'a str>,
}

impl<'a> Rows<'a> {
    fn new<E: serde::ser::Error>(asked: &'a Asked, cache_timeout: i64) -> std::result::Result<Self, E> {
        Ok(Self { head: Head::new(asked, cache_timeout), data: records(asked).map_err(E::custom)? })
    }
}

impl<'a> Head<'a> {
    fn new(asked: &'a Asked, cache_timeout: i64) -> Self {
        let queried = iso(asked.answer.queried_dttm);
        Self {
            cache_key: asked.key.hex(),
            cached_dttm: asked.is_cached.then(|| queried.clone()),
            queried_dttm: queried,
            cache_timeout,
            applied_template_filters: &asked.loaded.read.applied,
            annotation_data: serde_json::Map::new(),
            error: (),
            is_cached: asked.is_cached.then_some(true),
            query: asked.plan.shown(),
            status: "success",
            stacktrace: (),
            facts: asked.facts(),
            result_format: "json",
            detected_currency: asked.currency.as_deref(),
        }
    }
}

/// `data`.
fn records(asked: &Asked) -> serde_json::Result<Box<RawValue>> {
    let mut bytes = Vec::new();
    sx_query::write_records(&asked.answer.processed.table, &mut bytes);
    let text = String::from_utf8(bytes).map_err(serde::ser::Error::custom)?;
    RawValue::from_string(text)
}

fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, false)
}
