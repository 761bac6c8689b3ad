//! Templates outside of questions: when they are saved, and when somebody looks at what a SELECT yields.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sx_model::{Audit, DatabaseId, Dataset, DatasetFields, DatasetId, Result};
use sx_query::{CheckedSql, Dialect, QueryObject, Relation, SqlChecker};
use sx_sql::Checker;
use sx_sql::template::{Mode, Surroundings, is_template, render};
use sx_store::Connection;
use uuid::Uuid;

use super::surroundings::{object, person};
use crate::{
    Caller, Service,
    datasets::{LoadedDataset, checker_of},
    times::Times,
    wrong::Wrong,
};

/// Checks what is saved: a template is rendered with made-up filters and parameters, then without any; one of the two has to
/// be SQL that is allowed. What a template becomes is checked again each time it is used.
pub(crate) struct Samples<'a> {
    checker: &'a Checker,
    surroundings: [Arc<Surroundings>; 2],
}

impl<'a> Samples<'a> {
    pub fn new(
        caller: &Caller,
        checker: &'a Checker,
        dialect: &'static dyn Dialect,
        template_params: Option<&Value>,
    ) -> Self {
        let names = super::names::of_question(&QueryObject::default(), Some((Some(0), Some(86_400_000))));
        let around = |mode| {
            let mut params = object(template_params);
            params.insert("table_columns".to_owned(), Value::Array(Vec::new()));
            let question = names.clone();
            let bare = Surroundings::bare(dialect, mode);
            Arc::new(Surroundings { person: person(caller), params, question, dataset_id: Some(0), ..bare })
        };
        Self { checker, surroundings: [around(Mode::Sample), around(Mode::Ask)] }
    }

    fn check(
        &self,
        text: &str,
        check: impl Fn(&str) -> std::result::Result<CheckedSql, String>,
    ) -> std::result::Result<CheckedSql, String> {
        if !is_template(text) {
            return check(text);
        }
        let attempt = |surroundings: &Arc<Surroundings>| {
            let rendered = render(text, surroundings).map_err(|error| error.to_string())?;
            check(&rendered.text)
        };
        let [sample, bare] = &self.surroundings;
        attempt(sample).or_else(|sentence| attempt(bare).map_err(|_| sentence))
    }
}

impl SqlChecker for Samples<'_> {
    fn expression(&self, text: &str) -> std::result::Result<CheckedSql, String> {
        self.check(text, |text| self.checker.expression(text))
    }

    fn query(&self, text: &str) -> std::result::Result<CheckedSql, String> {
        self.check(text, |text| self.checker.query(text))
    }
}

impl Service {
    /// A SELECT for looking at its columns, where nobody asks a question: a template is rendered without filters, or with
    /// made-up ones where it cannot do without. The caller's rules are in it.
    ///
    /// # Errors
    /// 422 at `sql`.
    pub(crate) async fn select_to_look_at(
        &self,
        caller: &Caller,
        connection: &Connection,
        sql: &str,
        template_params: Option<&Value>,
    ) -> Result<CheckedSql> {
        let (connector, checker) = checker_of(connection)?;
        if !is_template(sql) {
            let checked = checker.query(sql).map_err(|sentence| Wrong::one("sql", sentence))?;
            let rules = self.rules_for(caller, connection.database.id).await?;
            return rules.apply(&checker, connector.dialect(), checked);
        }
        let when = Times::of(caller, None).at(self.clock().now());
        let dataset = unnamed(connection.database.id, sql, template_params, when.now);
        let loaded = LoadedDataset::new(dataset, connection.clone());
        let loaded = loaded.map_err(|error| Wrong::one("sql", error.message))?;
        let loaded = self.restrict(caller, Arc::new(loaded)).await?;
        let query = QueryObject::default();
        let prepared = match self.prepared(caller, &loaded, &query, when, Mode::Ask).await {
            Ok(prepared) => prepared,
            Err(error) => {
                let sample = self.prepared(caller, &loaded, &query, when, Mode::Sample).await;
                sample.map_err(|_| Wrong::one("sql", error.message))?
            }
        };
        match &prepared.loaded.spec.relation {
            Relation::Query(sql) => Ok(sql.clone()),
            Relation::Table { .. } => Err(Wrong::one("sql", "A SELECT is expected.")),
        }
    }
}

/// A dataset that is nothing but its SELECT.
fn unnamed(database_id: DatabaseId, sql: &str, template_params: Option<&Value>, now: DateTime<Utc>) -> Dataset {
    let (sql, template_params) = (Some(sql.to_owned()), template_params.cloned());
    Dataset {
        id: DatasetId(0),
        uuid: Uuid::nil(),
        database_id,
        fields: DatasetFields { sql, template_params, ..DatasetFields::default() },
        columns: Vec::new(),
        metrics: Vec::new(),
        owners: Vec::new(),
        cache_generation: 0,
        audit: Audit { created_on: now, changed_on: now, created_by: None, changed_by: None },
    }
}
