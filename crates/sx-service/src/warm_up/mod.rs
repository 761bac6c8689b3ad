//! Asks what people are going to ask, so that they find it in the cache.

mod filters;

use futures::{FutureExt as _, StreamExt as _, future::try_join_all, stream};
use serde::{Deserialize, Serialize};
use sx_model::{AppError, Chart, ChartId, DashboardId, ErrorKind, ListFilter, ListQuery, Result};
use sx_query::{Filter, QueryContext, QueryObject, ResultType};

use crate::{
    Caller, Service,
    access::Action,
    charts::{chart_error, form_data},
    store_error,
    times::Times,
};

/// A source has other things to do, too.
const AT_ONCE: usize = 4;

/// `PUT /api/v1/chart/warm_up_cache`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChartWarmUp {
    pub chart_id: ChartId,
    /// The dashboard whose filters are set to begin with.
    #[serde(default)]
    pub dashboard_id: Option<DashboardId>,
    /// Filters beside the chart's own, as JSON text: `[{"col": …, "op": …, "val": …}]`.
    #[serde(default)]
    pub extra_filters: Option<String>,
}

/// `PUT /api/v1/dataset/warm_up_cache`: every chart over this table.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatasetWarmUp {
    pub db_name: String,
    pub table_name: String,
    #[serde(default)]
    pub dashboard_id: Option<DashboardId>,
    #[serde(default)]
    pub extra_filters: Option<String>,
}

/// How it went with a chart.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct WarmedUp {
    pub chart_id: ChartId,
    /// Null when it worked.
    pub viz_error: Option<String>,
    /// `success`, or null when it did not work.
    pub viz_status: Option<&'static str>,
}

impl Service {
    /// # Errors
    /// 404 for a chart or dashboard that is not there, 400 for filters that are none. What the database says of a chart's
    /// question is part of the answer.
    pub async fn warm_up_chart(&self, caller: &Caller, asked: &ChartWarmUp) -> Result<Vec<WarmedUp>> {
        caller.require(Action::WarmUpCache)?;
        let chart = self.find_chart(caller, asked.chart_id).await?;
        self.warm_up(caller, vec![(*chart).clone()], asked.dashboard_id, asked.extra_filters.as_deref()).await
    }

    /// # Errors
    /// 404 when there is no dataset of this name over this database.
    pub async fn warm_up_dataset(&self, caller: &Caller, asked: &DatasetWarmUp) -> Result<Vec<WarmedUp>> {
        caller.require(Action::WarmUpCache)?;
        let equal = |col: &str, value: &str| ListFilter { col: col.into(), opr: "eq".into(), value: value.into() };
        let query = ListQuery {
            filters: vec![equal("database_name", &asked.db_name), equal("table_name", &asked.table_name)],
            page_size: Some(-1),
            ..ListQuery::default()
        };
        let datasets = self.list_datasets(caller, &query).await?.items;
        if datasets.is_empty() {
            return Err(AppError::not_found("Dataset"));
        }
        let mut charts = Vec::new();
        for dataset in datasets {
            charts.extend(self.store.charts_of_dataset(dataset.id).await.map_err(store_error)?);
        }
        self.warm_up(caller, charts, asked.dashboard_id, asked.extra_filters.as_deref()).await
    }

    async fn warm_up(
        &self,
        caller: &Caller,
        charts: Vec<Chart>,
        dashboard: Option<DashboardId>,
        extra_filters: Option<&str>,
    ) -> Result<Vec<WarmedUp>> {
        let extra = filters::parse(extra_filters)?;
        let dashboard = match dashboard {
            Some(id) => Some(self.open_dashboard(caller, &id.to_string()).await?),
            None => None,
        };
        let times = Times::of(caller, dashboard.as_ref().map(|opened| &opened.times));
        let work = charts.iter().map(|chart| {
            let of_dashboard = dashboard.iter().flat_map(|opened| filters::of_dashboard(&opened.dashboard, chart.id));
            let filters: Vec<_> = of_dashboard.chain(extra.iter().cloned()).collect();
            async move { warmed_up(chart.id, self.ask_for_chart(caller, chart, &filters, times).await) }.boxed()
        });
        let work: Vec<_> = work.collect();
        Ok(stream::iter(work).buffered(AT_ONCE).collect().await)
    }

    /// What the chart asks when it is drawn, and what a client of the API asks that sends its stored question.
    async fn ask_for_chart(&self, caller: &Caller, chart: &Chart, filters: &[Filter], times: Times) -> Result<()> {
        let gone = || AppError::new(ErrorKind::Unprocessable, "The dataset of this chart is gone.");
        let loaded = self.load_dataset(caller, chart.dataset_id.ok_or_else(gone)?).await?;
        let form = form_data(chart)?;
        let drawn = sx_chart::kind_or_fallback(&chart.fields.viz_type).queries(&form).map_err(chart_error)?;
        let mut options = self.ask_options(caller, true, None, Some(chart), &loaded);
        options.times = times;
        for mut queries in [drawn, stored_queries(chart)] {
            for query in &mut queries {
                query.filters.extend(filters.iter().cloned());
            }
            let queries = self.with_totals(caller, &loaded, &queries, options).await?;
            try_join_all(queries.iter().map(|query| self.ask(caller, &loaded, query, options))).await?;
        }
        Ok(())
    }
}

/// One that is not readable is asked by nobody.
fn stored_queries(chart: &Chart) -> Vec<QueryObject> {
    let stored = chart.fields.query_context.as_deref().unwrap_or_default();
    let Ok(context) = QueryContext::parse(stored.as_bytes()) else { return Vec::new() };
    let is_rows = |query: &QueryObject| {
        let rows = [ResultType::Full, ResultType::Results, ResultType::PostProcessed];
        rows.contains(&query.result_type.unwrap_or(context.result_type))
    };
    context.queries.iter().filter(|query| is_rows(query)).cloned().collect()
}

fn warmed_up(chart_id: ChartId, outcome: Result<()>) -> WarmedUp {
    match outcome {
        Ok(()) => WarmedUp { chart_id, viz_error: None, viz_status: Some("success") },
        Err(error) => WarmedUp { chart_id, viz_error: Some(error.message), viz_status: None },
    }
}
