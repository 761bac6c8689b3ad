//! What the chart builder asks: a form that is not stored yet, and rows as they are.

use std::sync::Arc;

use futures::future::try_join_all;
use serde_json::Value;
use sx_chart::FormData;
use sx_model::{ChartAnswer, ChartQuestion, QueryAnswer, RejectedFilter, Result, SamplesQuestion};
use sx_query::QueryObject;
use sx_sql::template::Mode;
use tokio::time::Instant;

use super::{AskOptions, Asked};
use crate::{Caller, Service, access::Action, charts::chart_error, datasets::LoadedDataset, times::Times};

/// Rows of a sample where the question names no number, as in the reference.
pub(super) const SAMPLES_ROW_LIMIT: i64 = 1_000;

impl Service {
    /// Answers the questions of a form; all are asked at once. Dropping the future cancels them in the database.
    pub async fn ask_chart(&self, caller: &Caller, question: &ChartQuestion) -> Result<ChartAnswer> {
        let (loaded, queries) = self.questions_of(caller, question).await?;
        let chart = match question.chart_id {
            Some(id) => self.load_chart(id).await.ok(),
            None => None,
        };
        let options = self.ask_options(caller, question.force, None, chart.as_deref(), &loaded);
        let queries = self.with_totals(caller, &loaded, &queries, options).await?;
        let answers = queries.iter().map(|query| self.answer_query(caller, &loaded, query, options));
        Ok(ChartAnswer { queries: try_join_all(answers).await? })
    }

    /// The statements that a form would ask, for people to read.
    pub async fn chart_sql(&self, caller: &Caller, question: &ChartQuestion) -> Result<Vec<String>> {
        let (loaded, queries) = self.questions_of(caller, question).await?;
        let times = Times::of(caller, None);
        let plans = queries.iter().map(|query| self.plan_only(caller, &loaded, query, times, Mode::Ask));
        Ok(try_join_all(plans).await?.into_iter().map(|plan| plan.shown().into_owned()).collect())
    }

    /// Rows of the dataset as they are, a page of them.
    pub async fn ask_samples(&self, caller: &Caller, question: &SamplesQuestion) -> Result<QueryAnswer> {
        caller.require(Action::AskData)?;
        let loaded = self.find_dataset(caller, question.dataset_id).await?;
        let query = samples_query(question, &loaded);
        let options = self.ask_options(caller, question.force, None, None, &loaded);
        let mut answer = self.answer_query(caller, &loaded, &query, options).await?;
        if question.with_total {
            let all = QueryObject { is_rowcount: true, row_limit: None, row_offset: None, ..query };
            let counted = self.ask(caller, &loaded, &all, options).await?;
            let count = counted.answer.processed.table.columns.first().and_then(|column| column.values.number(0));
            answer.total_count = count.map(|count| count as u64);
        }
        Ok(answer)
    }

    async fn questions_of(
        &self,
        caller: &Caller,
        question: &ChartQuestion,
    ) -> Result<(Arc<LoadedDataset>, Vec<QueryObject>)> {
        caller.require(Action::AskData)?;
        let loaded = self.find_dataset(caller, question.dataset_id).await?;
        let mut form: FormData = question.form.clone();
        form.insert("viz_type".to_owned(), question.viz_type.as_str().into());
        let queries = sx_chart::kind_or_fallback(&question.viz_type).queries(&form).map_err(chart_error)?;
        Ok((loaded, queries))
    }

    async fn answer_query(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        query: &QueryObject,
        options: AskOptions,
    ) -> Result<QueryAnswer> {
        let begun = Instant::now();
        let asked = self.ask(caller, loaded, query, options).await?;
        let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(query_answer(&asked, duration_ms))
    }
}

fn query_answer(asked: &Asked, duration_ms: u64) -> QueryAnswer {
    let Asked { plan, answer, is_cached, .. } = asked;
    QueryAnswer {
        table: answer.processed.table.clone(),
        sql: plan.shown().into_owned(),
        row_count: answer.processed.table.row_count(),
        sql_row_count: answer.sql_rowcount,
        row_limit: plan.row_limit,
        is_limit_reached: plan.row_limit.is_some_and(|limit| answer.sql_rowcount as u64 >= limit),
        duration_ms,
        is_cached: *is_cached,
        queried_on: answer.queried_dttm,
        from: plan.from_dttm,
        to: plan.to_dttm,
        applied_filters: plan.applied_filters.iter().map(|filter| text(filter, "column")).collect(),
        rejected_filters: plan
            .rejected_filters
            .iter()
            .map(|filter| RejectedFilter { column: text(filter, "column"), reason: text(filter, "reason") })
            .collect(),
        total_count: None,
    }
}

fn samples_query(question: &SamplesQuestion, loaded: &LoadedDataset) -> QueryObject {
    let limit = question.row_limit.and_then(|limit| i64::try_from(limit).ok()).filter(|limit| *limit > 0);
    let rows = QueryObject {
        filters: question.filters.clone(),
        row_limit: Some(limit.unwrap_or(SAMPLES_ROW_LIMIT)),
        row_offset: i64::try_from(question.row_offset).ok(),
        ..QueryObject::default()
    };
    let rows = rows.as_samples(&loaded.spec);
    let has_range = question.time_range.as_deref().is_some_and(|range| !range.trim().is_empty());
    if !has_range {
        return rows;
    }
    QueryObject { granularity: loaded.spec.main_dttm_col.clone(), time_range: question.time_range.clone(), ..rows }
}

fn text(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap_or_default().to_owned()
}
