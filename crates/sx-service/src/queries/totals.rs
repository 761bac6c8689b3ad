//! The whole that shares are of, asked before the questions that show them.

use std::{borrow::Cow, sync::Arc};

use sx_model::Result;
use sx_query::QueryObject;

use super::AskOptions;
use crate::{Caller, Service, datasets::LoadedDataset};

impl Service {
    /// The questions of one chart with the totals that their shares need; as they are where none does.
    pub(crate) async fn with_totals<'a>(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        queries: &'a [QueryObject],
        options: AskOptions,
    ) -> Result<Cow<'a, [QueryObject]>> {
        let Some(position) = sx_query::totals_question(queries) else { return Ok(Cow::Borrowed(queries)) };
        let mut queries = queries.to_vec();
        queries[position].row_limit = None;
        let own = self.own_dataset(caller, &queries[position]).await?;
        let loaded = own.as_ref().unwrap_or(loaded);
        let whole = Box::pin(self.ask(caller, loaded, &queries[position], options)).await?;
        sx_query::set_totals(&mut queries, &whole.answer.processed.table);
        Ok(Cow::Owned(queries))
    }
}
