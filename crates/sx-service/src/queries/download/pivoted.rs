//! `post_processed`: the table as the chart shows it, with plain values; a pivot table is turned here, where others are the
//! answer itself.

use std::sync::Arc;

use futures::{FutureExt as _, future::try_join_all};
use sx_chart::FormData;
use sx_connect::egress::FileFormat;
use sx_model::Result;
use sx_query::{QueryContext, QueryObject};

use super::part::{Part, RowSource, Rows};
use crate::{
    Caller, Service,
    charts::{chart_error, look},
    datasets::LoadedDataset,
    queries::AskOptions,
};

impl Service {
    pub(super) async fn shown_parts(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        queries: &[QueryObject],
        context: &QueryContext,
        options: AskOptions,
        format: FileFormat,
    ) -> Result<Vec<Part>> {
        let form = context.form_data.clone().unwrap_or_default();
        match self.shown(caller, loaded, queries, &form, options).await? {
            Some(part) => Ok(vec![part]),
            None => self.parts(caller, loaded, queries, context, options, format).await,
        }
    }

    /// `None` for the kinds of charts that show the answer as it is.
    async fn shown(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        queries: &[QueryObject],
        form: &FormData,
        options: AskOptions,
    ) -> Result<Option<Part>> {
        let kind = form.get("viz_type").and_then(|name| sx_chart::kind(name.as_str()?));
        let Some(turn) = kind.and_then(|kind| kind.turn()) else { return Ok(None) };
        let asked = queries.iter().map(|query| self.ask(caller, loaded, query, options).boxed());
        let asked = try_join_all(asked).await?;
        let tables: Vec<_> = asked.iter().map(|asked| &asked.answer.processed.table).collect();
        let table = turn(form, &tables, &look("", loaded)).map_err(chart_error)?;
        let names = table.columns.iter().map(|column| column.name.clone()).collect();
        Ok(Some(Part { names, rows: RowSource::Whole(Some(Rows::Own(table))) }))
    }
}
