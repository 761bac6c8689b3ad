//! Templates in the SQL of datasets and questions.
//!
//! A dataset's plain texts are checked when it is loaded. What is a template can only be rendered for a person and a
//! question; then it is checked like any other text, and the person's rules go into it. Texts without templates cost
//! nothing here.

mod dataset;
mod names;
mod question;
mod renderer;
mod sample;
mod surroundings;

use std::{borrow::Cow, sync::Arc};

use futures::{FutureExt as _, future::BoxFuture};
use sx_model::Result;
use sx_query::{Plan, QueryObject};
use sx_sql::template::{Mode, Rendered};

use crate::{Caller, Service, datasets::LoadedDataset, times::When};
use renderer::Renderer;

pub(crate) use dataset::Templates;
pub(crate) use sample::Samples;
pub(crate) use surroundings::{check_params, render_clause, with_url_params};

/// A question without templates.
pub(crate) struct Prepared<'a> {
    pub loaded: Arc<LoadedDataset>,
    pub query: Cow<'a, QueryObject>,
}

/// What the templates of a question read, besides what stands in its SQL.
#[derive(Clone, Debug, Default)]
pub(crate) struct TemplateReads {
    /// Columns whose filters templates used.
    pub applied: Vec<String>,
    /// Columns whose filters templates took out of the question.
    pub removed: Vec<String>,
    /// What `cache_key_wrapper` was given.
    pub cache_keys: Vec<String>,
    /// The ends of the question's time range where a template took its filter away: milliseconds since 1970.
    range: Option<(Option<i64>, Option<i64>)>,
}

impl Service {
    /// The dataset and the question with their templates rendered; both as they are where there is none.
    ///
    /// # Errors
    /// 400 with the template's place, line and fault.
    pub(crate) async fn prepared<'a>(
        &'a self,
        caller: &'a Caller,
        loaded: &'a Arc<LoadedDataset>,
        query: &'a QueryObject,
        when: When,
        mode: Mode,
    ) -> Result<Prepared<'a>> {
        if !loaded.templates.is_there() && !question::has_templates(query) {
            return Ok(Prepared { loaded: Arc::clone(loaded), query: Cow::Borrowed(query) });
        }
        self.prepared_at(caller, loaded, query, when, mode, 0).await
    }

    /// `depth` counts the datasets that name datasets, which is where this calls itself.
    fn prepared_at<'a>(
        &'a self,
        caller: &'a Caller,
        loaded: &'a Arc<LoadedDataset>,
        query: &'a QueryObject,
        when: When,
        mode: Mode,
        depth: usize,
    ) -> BoxFuture<'a, Result<Prepared<'a>>> {
        let prepared = async move {
            let mut renderer = Renderer::new(self, caller, loaded, query, when, mode, depth)?;
            let mut dataset = LoadedDataset::clone(loaded);
            dataset.render(query, &mut renderer).await?;
            let mut query = query.clone();
            question::render(&mut query, &mut renderer).await?;
            dataset.read = renderer.finish();
            question::remove_filters(&mut query, &dataset.read.removed);
            Ok(Prepared { loaded: Arc::new(dataset), query: Cow::Owned(query) })
        };
        prepared.boxed()
    }
}

impl TemplateReads {
    fn note(&mut self, rendered: Rendered) -> String {
        let Rendered { text, applied, removed, cache_keys } = rendered;
        for (known, new) in [(&mut self.applied, applied), (&mut self.removed, removed)] {
            for name in new {
                if !known.contains(&name) {
                    known.push(name);
                }
            }
        }
        self.cache_keys.extend(cache_keys);
        text
    }

    /// Filters that templates used count as applied, also those that the statement no longer holds.
    pub fn report(&self, mut plan: Plan) -> Plan {
        if let Some((from, to)) = self.range {
            (plan.from_dttm, plan.to_dttm) = (from, to);
        }
        let is_used = |filter: &serde_json::Value| {
            filter["column"].as_str().is_some_and(|name| self.applied.iter().any(|applied| applied == name))
        };
        plan.rejected_filters.retain(|filter| !is_used(filter));
        for name in &self.applied {
            if !plan.applied_filters.iter().any(|filter| filter["column"] == name.as_str()) {
                plan.applied_filters.push(serde_json::json!({ "column": name }));
            }
        }
        plan
    }
}
