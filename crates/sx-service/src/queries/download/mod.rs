//! Answers as files.
//!
//! ```text
//! query context ─▶ parts: kept answers, tables made of them, streams of rows
//!                    └─▶ body: one file, or a ZIP of several, written while it is sent
//! ```
//!
//! Where nothing happens to the rows after the database, they go from there into the file, batch by batch, and no faster than the
//! client reads: any number of them, with every digit of decimals. Dropping the body cancels the query in the database.

mod body;
mod format;
mod name;
mod part;
mod pivoted;

use std::{pin::Pin, sync::Arc};

use futures::{FutureExt as _, Stream, future::try_join_all};
use sx_connect::egress::FileFormat;
use sx_model::{AppError, Chart, Result};
use sx_query::{QueryContext, QueryObject, ResultType};

use self::part::Part;
use super::result_types::rows_question;
use crate::{Caller, Service, access::Action, datasets::LoadedDataset, queries::AskOptions};

pub(super) use format::file_format;
pub use format::wanted_format;

/// A file on its way.
pub struct Download {
    /// Letters, digits, dots, dashes and underscores: it needs no quotes.
    pub name: String,
    /// With its parameters.
    pub media_type: &'static str,
    pub body: DownloadBody,
}

/// An error ends the file in its middle: who sends it must not end it as if it were whole.
pub type DownloadBody = Pin<Box<dyn Stream<Item = Result<Vec<u8>>> + Send>>;

impl Service {
    /// Answers a query context with a file: one table for each query, in a ZIP when there are several. `name` is that of the
    /// file, where somebody chose one.
    ///
    /// # Errors
    /// As `chart_data`; all that the database says before its first rows is an error of this call.
    pub async fn download_chart_data(
        &self,
        caller: &Caller,
        body: &[u8],
        format: FileFormat,
        name: Option<&str>,
    ) -> Result<Download> {
        caller.require(Action::AskData)?;
        let (context, loaded, chart) = self.read_context(caller, body).await?;
        self.download_context(caller, &loaded, &context, chart.as_deref(), (format, name)).await
    }

    /// Access to the dataset was checked by the caller of this function.
    pub(super) async fn download_context(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        context: &QueryContext,
        chart: Option<&Chart>,
        (format, name): (FileFormat, Option<&str>),
    ) -> Result<Download> {
        if context.queries.is_empty() {
            return Err(AppError::invalid("queries: a file needs at least one query."));
        }
        let mut options = self.ask_options(caller, context.force, context.custom_cache_timeout, chart, loaded);
        options.times = self.times_of_form(caller, context.form_data.as_ref()).await;
        let queries = self.with_totals(caller, loaded, &context.queries, options).await?;
        let is_post_processed =
            |query: &QueryObject| query.result_type.unwrap_or(context.result_type) == ResultType::PostProcessed;
        let parts = match queries.iter().all(is_post_processed) {
            true => self.shown_parts(caller, loaded, &queries, context, options, format).await?,
            false => self.parts(caller, loaded, &queries, context, options, format).await?,
        };
        let stem = name::stem(name, context.form_data.as_ref(), chart, self.clock.now());
        let (extension, media_type) = match (parts.len(), format) {
            (2.., _) => ("zip", "application/zip"),
            (_, FileFormat::Csv) => ("csv", "text/csv; charset=utf-8"),
            _ => (format.extension(), format.media_type()),
        };
        Ok(Download { name: format!("{stem}.{extension}"), media_type, body: body::write(parts, format).await? })
    }

    async fn parts(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        queries: &[QueryObject],
        context: &QueryContext,
        options: AskOptions,
        format: FileFormat,
    ) -> Result<Vec<Part>> {
        let part = |query| async move {
            let own = self.own_dataset(caller, query).await?;
            let loaded = own.as_ref().unwrap_or(loaded);
            let result_type = query.result_type.unwrap_or(context.result_type);
            let rows = rows_question(result_type, query, &loaded.spec)
                .ok_or_else(|| AppError::invalid("result_type: this one has no rows for a file; ask for JSON."))?;
            self.part(caller, loaded, &rows, options, format).await
        };
        try_join_all(queries.iter().map(|query| part(query).boxed())).await
    }
}
