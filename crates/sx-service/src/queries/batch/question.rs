//! What a request with many questions says, and which of them are equal.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sx_model::{ChartId, Result};
use sx_query::{Filter, QueryContext, ResultType};

use crate::{meta::DashboardWithCharts, queries::StoredQuestion, wrong::Wrong};

/// More than any dashboard has charts.
const MOST: usize = 1_000;

/// `POST /api/v1/chart/data/batch`.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchQuestion {
    /// A thousand at most.
    pub queries: Vec<BatchEntry>,
}

/// Either `query_context` or `chart_id`.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchEntry {
    /// Chosen by the client; no two are the same.
    pub id: BatchId,
    /// What `POST /api/v1/chart/data` takes.
    #[serde(default)]
    #[schemars(with = "Option<QueryContext>")]
    pub query_context: Option<Box<RawValue>>,
    /// The chart whose stored question is asked, as by `GET /api/v1/chart/{id}/data`.
    #[serde(default)]
    pub chart_id: Option<ChartId>,
    /// Of a chart's answer; `full` without it.
    #[serde(default)]
    pub result_type: Option<ResultType>,
    /// For a chart: asks the database, whatever is kept.
    #[serde(default)]
    pub force: Option<bool>,
}

/// A number or a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum BatchId {
    Number(i64),
    Text(String),
}

/// `POST /api/v1/dashboard/{id_or_slug}/data`.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DashboardQuestion {
    /// All charts of the dashboard without it.
    pub chart_ids: Option<Vec<ChartId>>,
    /// Of all answers; `full` without it.
    pub result_type: Option<ResultType>,
    /// Asks the databases, whatever is kept.
    pub force: bool,
    /// Beside the charts' own filters.
    pub filters: Vec<Filter>,
    /// In the place of the charts' own time range.
    pub time_range: Option<String>,
}

/// What is asked beside the charts' own questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrowed {
    filters: Vec<Filter>,
    time_range: Option<String>,
}

impl Narrowed {
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.time_range.is_none()
    }

    pub fn put_into(&self, context: &mut QueryContext) {
        for query in &mut context.queries {
            query.filters.extend(self.filters.iter().cloned());
            if let Some(range) = &self.time_range {
                query.time_range = Some(range.clone());
            }
        }
    }
}

/// One question, and all that asked it.
#[derive(Debug)]
pub(super) struct Asked {
    pub ids: Vec<BatchId>,
    pub asks: Asks,
}

#[derive(Debug)]
pub(super) enum Asks {
    Context(Box<RawValue>),
    Chart { id: ChartId, how: StoredQuestion, narrowed: Narrowed },
}

impl BatchQuestion {
    /// # Errors
    /// 422, each entry that is wrong with its place.
    pub(super) fn check(self) -> Result<Vec<Asked>> {
        let mut wrong = Wrong::default();
        if self.queries.len() > MOST {
            wrong.add("queries", format!("At most {MOST} questions fit into one request."));
        }
        let mut ids = HashSet::new();
        for (at, entry) in self.queries.iter().enumerate() {
            let mut add = |field: &str, message: &str| wrong.add(&format!("queries[{at}]{field}"), message);
            if !ids.insert(&entry.id) {
                add(".id", "Another question has this id already.");
            }
            match (&entry.query_context, entry.chart_id) {
                (Some(_), None) if entry.result_type.is_some() => {
                    add(".result_type", "The query context says it itself.");
                }
                (Some(_), None) if entry.force.is_some() => add(".force", "The query context says it itself."),
                (Some(_), None) | (None, Some(_)) => {}
                (Some(_), Some(_)) | (None, None) => add("", "Either query_context or chart_id is expected."),
            }
        }
        wrong.check()?;
        Ok(once_each(self.queries.into_iter().filter_map(BatchEntry::asks)))
    }
}

impl BatchEntry {
    fn asks(self) -> Option<(BatchId, Asks)> {
        let asks = match (self.query_context, self.chart_id) {
            (Some(context), _) => Asks::Context(context),
            (None, id) => Asks::Chart {
                id: id?,
                how: how(self.result_type, self.force.unwrap_or_default()),
                narrowed: Narrowed::default(),
            },
        };
        Some((self.id, asks))
    }
}

impl DashboardQuestion {
    /// # Errors
    /// 422 for more charts than any dashboard has.
    pub(super) fn of_charts(self, opened: &DashboardWithCharts) -> Result<Vec<Asked>> {
        let ids = self.chart_ids.unwrap_or_else(|| opened.charts.iter().map(|chart| chart.id).collect());
        if ids.len() > MOST {
            return Err(Wrong::one("chart_ids", format!("At most {MOST} charts fit into one request.")));
        }
        let narrowed = Narrowed { filters: self.filters, time_range: self.time_range };
        let mut known = HashSet::new();
        let asked = ids.into_iter().filter(|id| known.insert(*id)).map(|id| Asked {
            ids: vec![BatchId::Number(id.0)],
            asks: Asks::Chart { id, how: how(self.result_type, self.force), narrowed: narrowed.clone() },
        });
        Ok(asked.collect())
    }
}

fn how(result_type: Option<ResultType>, force: bool) -> StoredQuestion {
    let result_type = result_type.and_then(|kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned));
    StoredQuestion { format: None, result_type, force: Some(force.to_string()) }
}

/// Equal questions become one, so that even forced ones, which look at nothing that is kept, are asked once. Those that say the
/// same in other words meet where the database is asked.
fn once_each(all: impl Iterator<Item = (BatchId, Asks)>) -> Vec<Asked> {
    let (mut places, mut once) = (HashMap::<String, usize>::new(), Vec::<Asked>::new());
    for (id, asks) in all {
        let says = match &asks {
            Asks::Context(text) => text.get().to_owned(),
            Asks::Chart { id, how, .. } => format!("{id} {how:?}"),
        };
        match places.get(&says) {
            Some(&place) => once[place].ids.push(id),
            None => {
                places.insert(says, once.len());
                once.push(Asked { ids: vec![id], asks });
            }
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn check(queries: Value) -> Result<Vec<Asked>> {
        serde_json::from_str::<BatchQuestion>(&json!({ "queries": queries }).to_string()).unwrap().check()
    }

    #[test]
    fn equal_questions_are_one() {
        let asked = check(json!([
            { "id": "a", "query_context": { "queries": [1] } },
            { "id": 2, "chart_id": 7 },
            { "id": "c", "query_context": { "queries": [1] } },
            { "id": 4, "chart_id": 7, "force": true },
            { "id": 5, "chart_id": 7, "force": false },
            { "id": 6, "chart_id": 7, "result_type": "query" },
        ]));
        let ids: Vec<_> = asked.unwrap().into_iter().map(|asked| asked.ids).collect();
        let (text, number) = (|text: &str| BatchId::Text(text.to_owned()), BatchId::Number);
        let expected = [vec![text("a"), text("c")], vec![number(2), number(5)], vec![number(4)], vec![number(6)]];
        assert_eq!(ids, expected);
    }

    #[test]
    fn what_is_wrong_is_told_at_once() {
        let error = check(json!([
            { "id": 1 },
            { "id": 1, "chart_id": 7 },
            { "id": 3, "chart_id": 7, "query_context": {} },
            { "id": 4, "query_context": {}, "force": true },
        ]));
        let error = error.unwrap_err();
        insta::assert_snapshot!(error.message.replace("; ", "\n"), @"
        queries[0]: Either query_context or chart_id is expected.
        queries[1].id: Another question has this id already.
        queries[2]: Either query_context or chart_id is expected.
        queries[3].force: The query context says it itself.
        ");
        let many: Vec<_> = (0..=MOST).map(|id| json!({ "id": id, "chart_id": 1 })).collect();
        assert_eq!(check(many.into()).unwrap_err().status_code(), 422);
        assert!(check(json!([])).unwrap().is_empty());
    }
}
