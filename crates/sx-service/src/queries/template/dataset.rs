//! The texts of a dataset that are templates.

use std::collections::HashSet;

use serde_json::Value;
use sx_model::{AppError, Result};
use sx_query::{QueryObject, Relation};
use sx_sql::template::is_template;

use super::renderer::Renderer;
use crate::datasets::LoadedDataset;

/// Which texts of a loaded dataset are templates; where they stand, its spec holds a stand-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Templates {
    pub relation: bool,
    pub predicate: bool,
    /// Names of calculated columns.
    pub columns: Vec<String>,
    pub metrics: Vec<String>,
}

impl Templates {
    pub fn is_there(&self) -> bool {
        self.relation || self.predicate || !self.columns.is_empty() || !self.metrics.is_empty()
    }
}

impl LoadedDataset {
    /// Puts the rendered texts where the stand-ins are, as far as the question needs them: a template that it does not use
    /// may read what the question does not say.
    ///
    /// # Errors
    /// The SELECT or the predicate cannot be rendered. A column or a metric is refused when it is used, as any other is.
    pub(super) async fn render(&mut self, query: &QueryObject, renderer: &mut Renderer<'_>) -> Result<()> {
        let fields = &self.dataset.fields;
        if let Some(sql) = fields.sql.as_deref().filter(|_| self.templates.relation) {
            self.spec.relation = Relation::Query(renderer.query(sql).await?);
        }
        let predicate = fields.fetch_values_predicate.as_deref();
        if let Some(text) = predicate.filter(|_| self.templates.predicate && query.apply_fetch_values_predicate) {
            let rendered = renderer.expression(text).await?;
            let told = |sentence| AppError::invalid(format!("fetch_values_predicate: {sentence}"));
            self.spec.fetch_values_predicate = Some(rendered.map_err(told)?);
        }
        let named = names_in(query, self.spec.main_dttm_col.as_deref());
        let templates = self.templates.clone();
        // A filter may name a column as people see it.
        let is_named = |name: &str| {
            let is_it = |column: &&sx_query::DatasetColumn| column.name == name;
            let shown = self.spec.columns.iter().find(is_it).and_then(|column| column.verbose_name.as_ref());
            named.contains(name) || shown.is_some_and(|shown| named.contains(shown))
        };
        let columns: Vec<_> = templates.columns.iter().filter(|name| is_named(name)).collect();
        for name in columns {
            let stored = self.dataset.columns.iter().find(|column| column.fields.column_name == *name);
            let text = stored.and_then(|column| column.fields.expression.as_deref()).filter(|text| is_template(text));
            let Some(text) = text else { continue };
            match renderer.expression(text).await? {
                Ok(sql) => {
                    let known = self.spec.columns.iter_mut().filter(|column| column.name == *name);
                    known.for_each(|column| column.expression = Some(sql.clone()));
                }
                Err(sentence) => self.refuse(name, &sentence),
            }
        }
        for name in templates.metrics.iter().filter(|name| named.contains(*name)) {
            let stored = self.dataset.metrics.iter().find(|metric| metric.fields.metric_name == *name);
            let text = stored.map(|metric| metric.fields.expression.as_str()).filter(|text| is_template(text));
            let Some(text) = text else { continue };
            match renderer.expression(text).await? {
                Ok(sql) => {
                    let known = self.spec.metrics.iter_mut().filter(|metric| metric.name == *name);
                    known.for_each(|metric| metric.expression = sql.clone());
                }
                Err(sentence) => self.refuse(name, &sentence),
            }
        }
        Ok(())
    }
}

/// Every text of the question: what is not among them, it does not name.
fn names_in(query: &QueryObject, main_time: Option<&str>) -> HashSet<String> {
    fn gather(value: &Value, into: &mut HashSet<String>) {
        match value {
            Value::String(text) => {
                into.insert(text.clone());
            }
            Value::Array(items) => items.iter().for_each(|item| gather(item, into)),
            Value::Object(object) => object.values().for_each(|item| gather(item, into)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut names: HashSet<String> = main_time.map(str::to_owned).into_iter().collect();
    // A question is made of what JSON can hold.
    gather(&serde_json::to_value(query).unwrap_or_default(), &mut names);
    names
}
