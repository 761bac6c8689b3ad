//! `POST /api/v1/chart/data`.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use futures::{FutureExt as _, future::try_join_all};
use serde::{Serialize, Serializer, ser::SerializeSeq as _};
use serde_json::{Value, json, value::RawValue};
use sx_model::{AppError, DatasetId, Result};
use sx_query::{Datasource, Facts, QueryContext, QueryObject, ResultFormat, ResultType};

use super::{Asked, query_error, questions::SAMPLES_ROW_LIMIT};
use crate::{Caller, Service, access::Action, datasets::LoadedDataset, queries::AskOptions, store_error};

impl Service {
    /// Answers a query context; the bytes are the JSON body. All queries of the context are asked at once.
    pub async fn chart_data(&self, caller: &Caller, body: &[u8]) -> Result<Vec<u8>> {
        caller.require(Action::AskData)?;
        let context = QueryContext::parse(body).map_err(query_error)?;
        if context.result_format != ResultFormat::Json {
            return Err(AppError::invalid("result_format: only “json” is answered."));
        }
        let loaded = self.find_datasource(caller, &context.datasource).await?;
        let chart = self.chart_of_form(context.form_data.as_ref()).await;
        let options = self.ask_options(context.force, context.custom_cache_timeout, chart.as_deref(), &loaded);
        let answers =
            context.queries.iter().map(|query| self.answer(caller, &loaded, query, &context, options).boxed());
        let result = try_join_all(answers).await?;
        serde_json::to_vec(&ChartData { result }).map_err(|_| AppError::internal())
    }

    async fn answer(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        context: &QueryContext,
        options: AskOptions,
    ) -> Result<QueryAnswer> {
        match query.result_type.unwrap_or(context.result_type) {
            ResultType::Full | ResultType::PostProcessed | ResultType::Results => {
                Ok(QueryAnswer::Rows(Box::new(self.ask(caller, loaded, query, options).await?), options.timeout_secs))
            }
            ResultType::Timegrains => Ok(QueryAnswer::Timegrains(loaded.connector.dialect())),
            ResultType::Query => Ok(QueryAnswer::Query(self.plan_only(loaded, query)?.display_sql)),
            ResultType::Columns => Ok(QueryAnswer::Columns(Arc::clone(loaded))),
            ResultType::Samples => {
                let limit = query.row_limit.filter(|limit| *limit > 0).unwrap_or(SAMPLES_ROW_LIMIT);
                let rows = QueryObject { row_limit: Some(limit), ..query.as_samples(&loaded.spec) };
                Ok(QueryAnswer::Rows(Box::new(self.ask(caller, loaded, &rows, options).await?), options.timeout_secs))
            }
            ResultType::DrillDetail => {
                let rows = query.as_drill_detail(&loaded.spec);
                Ok(QueryAnswer::Rows(Box::new(self.ask(caller, loaded, &rows, options).await?), options.timeout_secs))
            }
        }
    }

    async fn find_datasource(&self, caller: &Caller, datasource: &Datasource) -> Result<Arc<LoadedDataset>> {
        if datasource.kind != "table" && datasource.kind != "dataset" {
            return Err(AppError::invalid(format!("datasource.type: “{}” is not a dataset.", datasource.kind)));
        }
        let text = datasource.id.as_str();
        if let Some(id) = datasource.id.as_i64().or_else(|| text?.parse().ok()) {
            return self.find_dataset(caller, DatasetId(id)).await;
        }
        let uuid = text.and_then(|text| text.parse().ok());
        let uuid = uuid.ok_or_else(|| AppError::invalid("datasource.id: a dataset's id or UUID is expected."))?;
        let dataset = self.store.find_dataset_by_uuid(uuid).await.map_err(store_error)?;
        let dataset = dataset.ok_or_else(|| AppError::not_found("Dataset"))?;
        self.find_dataset(caller, dataset.id).await
    }
}

/// The answer; its schema is that of `result_type` `full`.
#[derive(Serialize, schemars::JsonSchema)]
pub struct ChartData {
    #[schemars(with = "Vec<Rows<'static>>")]
    result: Vec<QueryAnswer>,
}

enum QueryAnswer {
    Rows(Box<Asked>, i64),
    Timegrains(&'static dyn sx_query::Dialect),
    Query(String),
    Columns(Arc<LoadedDataset>),
}

impl Serialize for QueryAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Rows(asked, timeout_secs) => Rows::new(asked, *timeout_secs)?.serialize(serializer),
            Self::Timegrains(dialect) => Timegrains { data: GrainList(*dialect) }.serialize(serializer),
            Self::Columns(loaded) => json!({ "data": columns(loaded) }).serialize(serializer),
            Self::Query(sql) => json!({ "query": sql, "language": "sql" }).serialize(serializer),
        }
    }
}

fn columns(loaded: &LoadedDataset) -> Vec<Value> {
    let columns = loaded.dataset.columns.iter().map(|column| &column.fields);
    let columns = columns.map(|column| {
        json!({ "column_name": column.column_name, "verbose_name": column.verbose_name, "dtype": column.type_ })
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
    cache_key: String,
    cached_dttm: Option<String>,
    queried_dttm: String,
    cache_timeout: i64,
    applied_template_filters: [(); 0],
    annotation_data: serde_json::Map<String, serde_json::Value>,
    error: (),
    is_cached: Option<bool>,
    query: &'a str,
    status: &'static str,
    stacktrace: (),
    #[serde(flatten)]
    facts: Facts,
    data: &'a RawValue,
    result_format: &'static str,
    detected_currency: (),
}

impl<'a> Rows<'a> {
    fn new<E: serde::ser::Error>(asked: &'a Asked, cache_timeout: i64) -> std::result::Result<Self, E> {
        let queried = iso(asked.answer.queried_dttm);
        Ok(Self {
            cache_key: asked.key.hex(),
            cached_dttm: asked.is_cached.then(|| queried.clone()),
            queried_dttm: queried,
            cache_timeout,
            applied_template_filters: [],
            annotation_data: serde_json::Map::new(),
            error: (),
            is_cached: asked.is_cached.then_some(true),
            query: &asked.plan.display_sql,
            status: "success",
            stacktrace: (),
            facts: asked.facts(),
            data: records(asked).map_err(E::custom)?,
            result_format: "json",
            detected_currency: (),
        })
    }
}

/// `data`, written once for each answer that is kept.
fn records(asked: &Asked) -> serde_json::Result<&RawValue> {
    if let Some(records) = asked.answer.records.get() {
        return Ok(records);
    }
    let mut bytes = Vec::new();
    sx_query::write_records(&asked.answer.processed.table, &mut bytes);
    let text = String::from_utf8(bytes).map_err(serde::ser::Error::custom)?;
    let records = RawValue::from_string(text)?;
    Ok(asked.answer.records.get_or_init(|| records))
}

fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, false)
}
