//! Many questions in one request: authorised together, equal ones asked once, each answer sent as soon as it is ready.
//!
//! ```text
//! body ─▶ question: what is asked, by whom of the list ─▶ context, dataset, chart ─▶ the answer of chart/data
//!                                                                                      ├─▶ lines: NDJSON
//!                                                                                      └─▶ frames: Arrow
//! ```
//!
//! All are asked at the same moment; how many statements of them run at once, and in whose turn, is decided where the database
//! is asked (`sx_connect`). Dropping the stream cancels what nobody else waits for.

mod frames;
mod lines;
mod question;

use std::{pin::Pin, sync::Arc};

use bytes::Bytes;
use futures::{
    FutureExt as _, Stream, StreamExt as _,
    stream::{self, FuturesUnordered},
};
use sx_model::{AppError, Chart, Result};
use sx_query::{QueryContext, ResultFormat};

use super::{Wants, stored::context_of};
use crate::{
    Caller, Service, access::Action, cache::off_the_runtime, charts::form_data, datasets::LoadedDataset,
    meta::DashboardWithCharts,
};

use self::question::{Asked, Asks};
pub use self::question::{BatchEntry, BatchId, BatchQuestion, DashboardQuestion};

/// How answers travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BatchForm {
    /// A JSON object on each line: `{"id", "status", "result"}` or `{"id", "status", "errors"}`; `result` is that of `chart/data`.
    #[default]
    Lines,
    /// For each query a frame: the length of what follows (8 bytes, little-endian), a line of JSON, which is `result` without
    /// `data`, and its rows as an Arrow IPC stream.
    Frames,
}

/// Pieces of lines or frames, in their order.
pub type BatchStream = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

/// A question with all that answering it takes.
struct Prepared {
    context: QueryContext,
    loaded: Arc<LoadedDataset>,
    chart: Option<Arc<Chart>>,
    /// What was asked, byte by byte.
    body: Vec<u8>,
}

impl Service {
    /// Answers questions and charts. What is wrong with one of them is told in its own place.
    ///
    /// # Errors
    /// 401 for who may ask nothing, 422 for a list that says of itself what it wants in two ways.
    pub async fn ask_batch(&self, caller: &Caller, question: BatchQuestion, form: BatchForm) -> Result<BatchStream> {
        caller.require(Action::AskData)?;
        Ok(self.answers(caller, question.check()?, None, form))
    }

    /// Answers the stored questions of charts on a dashboard; their ids are those of the answers. Whoever may open it may ask
    /// them; filters are asked of the datasets, which the caller must be allowed to read then.
    ///
    /// # Errors
    /// 404 for a dashboard that the caller may not open. What is wrong with one chart is told in its own place.
    pub async fn ask_dashboard(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        question: DashboardQuestion,
        form: BatchForm,
    ) -> Result<BatchStream> {
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        let asked = question.of_charts(&opened)?;
        Ok(self.answers(caller, asked, Some(opened), form))
    }

    fn answers(
        &self,
        caller: &Caller,
        asked: Vec<Asked>,
        opened: Option<Arc<DashboardWithCharts>>,
        form: BatchForm,
    ) -> BatchStream {
        let answer = |Asked { ids, asks }: Asked| {
            let (service, caller, opened) = (self.clone(), caller.clone(), opened.clone());
            let answer = async move {
                let prepared = service.prepare_asked(&caller, &asks, opened.as_deref()).await;
                service.written(&caller, &ids, prepared, form).await
            };
            answer.boxed()
        };
        let answers: FuturesUnordered<_> = asked.into_iter().map(answer).collect();
        answers.map(stream::iter).flatten().boxed()
    }

    async fn written(
        &self,
        caller: &Caller,
        ids: &[BatchId],
        prepared: Result<Prepared>,
        form: BatchForm,
    ) -> Vec<Bytes> {
        match form {
            BatchForm::Lines => {
                let body = async { self.answered_body(caller, &prepared?).await };
                lines::lines(ids, body.await)
            }
            BatchForm::Frames => {
                let parts = async { self.answered_parts(caller, &prepared?).await };
                frames::frames(ids, parts.await)
            }
        }
    }

    /// The very body that `chart/data` answers.
    async fn answered_body(&self, caller: &Caller, prepared: &Prepared) -> Result<Bytes> {
        let Prepared { context, loaded, chart, body } = prepared;
        let reply = self.answer_context(caller, loaded, context, chart.as_deref(), body, &Wants::default()).await?;
        reply.body.map(|body| body.bytes).ok_or_else(AppError::internal)
    }

    async fn answered_parts(&self, caller: &Caller, prepared: &Prepared) -> Result<Vec<frames::Part>> {
        let Prepared { context, loaded, chart, .. } = prepared;
        let data = self.answers_of(caller, loaded, context, chart.as_deref()).await?;
        off_the_runtime(move || frames::parts(&data)).await
    }

    async fn prepare_asked(
        &self,
        caller: &Caller,
        asks: &Asks,
        opened: Option<&DashboardWithCharts>,
    ) -> Result<Prepared> {
        match (asks, opened) {
            (Asks::Context(text), _) => {
                let body = text.get().as_bytes().to_vec();
                let (context, loaded, chart) = self.read_context(caller, &body).await?;
                if context.result_format != ResultFormat::Json {
                    return Err(AppError::invalid("result_format: many answers at once are JSON, or Arrow by Accept."));
                }
                Ok(Prepared { context, loaded, chart, body })
            }
            (Asks::Chart { id, how, narrowed }, Some(opened)) => {
                let chart = opened.charts.iter().find(|chart| chart.id == *id);
                let chart = Arc::new(chart.cloned().ok_or_else(|| AppError::not_found("Chart"))?);
                let mut form = form_data(&chart)?;
                // By this a question knows the time zone of its dashboard.
                form.insert("dashboardId".to_owned(), opened.dashboard.id.0.into());
                let mut context = context_of(&chart.fields, form, how)?;
                let loaded = match (narrowed.is_empty(), chart.dataset_id) {
                    (false, Some(dataset)) => self.find_dataset(caller, dataset).await?,
                    _ => self.dataset_behind(caller, &chart, &context).await?,
                };
                narrowed.put_into(&mut context);
                prepared_chart(context, loaded, chart)
            }
            (Asks::Chart { id, how, .. }, None) => {
                let (chart, context, loaded) = self.stored_context(caller, *id, how).await?;
                prepared_chart(context, loaded, chart)
            }
        }
    }
}

fn prepared_chart(context: QueryContext, loaded: Arc<LoadedDataset>, chart: Arc<Chart>) -> Result<Prepared> {
    let body = serde_json::to_vec(&context).map_err(|_| AppError::internal())?;
    Ok(Prepared { context, loaded, chart: Some(chart), body })
}
