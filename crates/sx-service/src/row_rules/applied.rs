//! The rules of one caller in one database, as the planner and the SQL checker take them.

use std::{collections::BTreeMap, sync::Arc};

use sx_model::{AppError, DatasetId, ErrorKind, Result};
use sx_query::{CheckedSql, Dialect, RelationRules, SqlChecker as _};
use sx_sql::{Checker, SqlError, TableName, without_case};
use sx_store::RuledRelation;

use crate::{Caller, queries::render_clause};

/// A rule on one dataset.
#[derive(Clone)]
pub(super) struct AppliedRule {
    pub relation: Arc<RuledRelation>,
    pub name: String,
    pub group_key: Option<String>,
    /// As it was written, so maybe a template; empty where the rule only hides columns.
    pub clause: String,
    pub hidden: Vec<String>,
}

/// None for most callers, and then they cost nothing.
#[derive(Clone)]
pub(crate) struct CallerRules {
    caller: Caller,
    rules: Arc<[AppliedRule]>,
}

impl Default for CallerRules {
    fn default() -> Self {
        Self::new(&Caller::anonymous(), Vec::new())
    }
}

impl CallerRules {
    pub(super) fn new(caller: &Caller, rules: Vec<AppliedRule>) -> Self {
        Self { caller: caller.clone(), rules: rules.into() }
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The conditions on a dataset, for templates that show them.
    pub fn clauses_on(&self, id: DatasetId) -> Vec<String> {
        let rules = self.rules.iter().filter(|rule| rule.relation.dataset_id == id && !rule.clause.trim().is_empty());
        let mut clauses: Vec<String> = rules.map(|rule| rule.clause.clone()).collect();
        clauses.sort();
        clauses
    }

    /// A SELECT that somebody wrote, over what the rules leave of its tables.
    pub fn apply(&self, checker: &Checker, dialect: &'static dyn Dialect, query: CheckedSql) -> Result<CheckedSql> {
        if self.is_empty() {
            return Ok(query);
        }
        checker.apply_rules(&query, dialect, &|table| self.of_table(checker, dialect, table)).map_err(refused)
    }

    /// Whether there are rules on what a SELECT reads, before or after they were put into it.
    pub fn are_on(&self, checker: &Checker, query: &CheckedSql) -> bool {
        self.rules.iter().filter_map(|rule| rule.table(checker)).any(|table| checker.reads_table(query, &table))
    }

    /// What the rules leave of a table that a dataset or a form names.
    pub fn of_named_table(
        &self,
        checker: &Checker,
        dialect: &'static dyn Dialect,
        schema: Option<&str>,
        table: &str,
    ) -> Result<RelationRules> {
        if self.is_empty() {
            return Ok(RelationRules::default());
        }
        // It lists the columns that the rules hide.
        if schema.is_some_and(|schema| schema.eq_ignore_ascii_case("information_schema")) {
            return Err(refused(SqlError::Relation(format!("information_schema.{table}"))));
        }
        self.of_table(checker, dialect, &checker.table_name(schema, table)).map_err(refused)
    }

    /// The rules of a virtual dataset itself; those of the tables that it reads are inside its SELECT.
    pub fn of_virtual_dataset(
        &self,
        checker: &Checker,
        dialect: &'static dyn Dialect,
        id: DatasetId,
    ) -> Result<RelationRules> {
        let own = self.rules.iter().filter(|rule| rule.relation.dataset_id == id);
        self.relation_rules(checker, dialect, own).map_err(refused)
    }

    fn of_table(
        &self,
        checker: &Checker,
        dialect: &'static dyn Dialect,
        table: &TableName,
    ) -> std::result::Result<RelationRules, SqlError> {
        self.relation_rules(checker, dialect, self.on_table(checker, table))
    }

    fn on_table<'a>(&'a self, checker: &'a Checker, table: &'a TableName) -> impl Iterator<Item = &'a AppliedRule> {
        self.rules.iter().filter(move |rule| rule.table(checker).is_some_and(|own| own.may_be(table)))
    }

    /// The names of the columns that do not exist in this dataset, in small letters. A virtual dataset's columns follow those
    /// of its tables by name.
    pub(super) fn hidden_of(&self, checker: &Checker, dataset: &sx_model::Dataset) -> Vec<String> {
        let fields = &dataset.fields;
        let sql = fields.sql.as_deref().filter(|sql| !sql.trim().is_empty());
        let is_hidden_here = |rule: &&AppliedRule| {
            rule.relation.dataset_id == dataset.id
                || match (sql, rule.table(checker)) {
                    (_, None) => false,
                    (None, Some(table)) => {
                        table.may_be(&checker.table_name(fields.schema.as_deref(), &fields.table_name))
                    }
                    // A SELECT that cannot be read just now, or that is a template, may read any of the tables.
                    (Some(sql), Some(table)) => {
                        checker.query(sql).map_or(true, |query| checker.reads_table(&query, &table))
                    }
                }
        };
        let hidden = self.rules.iter().filter(|rule| !rule.hidden.is_empty()).filter(is_hidden_here);
        hidden.flat_map(|rule| &rule.hidden).map(|name| without_case(name)).collect()
    }

    /// Rules of one key on one dataset are joined with OR; everything else with AND.
    fn relation_rules<'a>(
        &self,
        checker: &Checker,
        dialect: &'static dyn Dialect,
        rules: impl Iterator<Item = &'a AppliedRule>,
    ) -> std::result::Result<RelationRules, SqlError> {
        let mut whole = RelationRules::default();
        let mut groups: BTreeMap<(DatasetId, &str), Vec<CheckedSql>> = BTreeMap::new();
        for rule in rules {
            if let Some(columns) = rule.columns() {
                whole = whole.and(RelationRules { rows: Vec::new(), columns: Some(columns) });
            }
            if rule.clause.trim().is_empty() {
                continue;
            }
            let condition = self.condition(checker, dialect, rule)?;
            match &rule.group_key {
                Some(key) => groups.entry((rule.relation.dataset_id, key)).or_default().push(condition),
                None => whole.rows.push(vec![condition]),
            }
        }
        whole.rows.extend(groups.into_values());
        // One rule on two datasets over one table says the same twice.
        let mut rows: Vec<Vec<CheckedSql>> = Vec::with_capacity(whole.rows.len());
        for group in whole.rows {
            if !rows.contains(&group) {
                rows.push(group);
            }
        }
        Ok(RelationRules { rows, columns: whole.columns })
    }

    fn condition(
        &self,
        checker: &Checker,
        dialect: &'static dyn Dialect,
        rule: &AppliedRule,
    ) -> std::result::Result<CheckedSql, SqlError> {
        let condition = render_clause(&self.caller, dialect, &rule.clause);
        let condition = condition.and_then(|clause| checker.expression(&clause));
        condition.map_err(|error| {
            tracing::error!(rule = rule.name, error, "a row rule cannot be applied");
            SqlError::Rule(rule.name.clone())
        })
    }
}

impl AppliedRule {
    /// `None` for a virtual dataset, whose name is no table's.
    fn table(&self, checker: &Checker) -> Option<TableName> {
        let RuledRelation { sql, schema, table_name, .. } = &*self.relation;
        let is_virtual = sql.as_deref().is_some_and(|sql| !sql.trim().is_empty());
        let schema = schema.as_deref().filter(|schema| !schema.is_empty());
        (!is_virtual).then(|| checker.table_name(schema, table_name))
    }

    /// The dataset's columns less the hidden ones. What the dataset does not know of is not there either: a column that came
    /// to the table later must not be seen before somebody decided about it.
    fn columns(&self) -> Option<Vec<String>> {
        if self.hidden.is_empty() {
            return None;
        }
        let is_hidden = |name: &str| self.hidden.iter().any(|hidden| without_case(hidden) == without_case(name));
        let columns = self.relation.columns.iter().map(|column| &column.fields);
        let physical = columns.filter(|column| column.expression.as_deref().is_none_or(|it| it.trim().is_empty()));
        Some(physical.map(|column| column.column_name.clone()).filter(|name| !is_hidden(name)).collect())
    }
}

fn refused(error: SqlError) -> AppError {
    AppError::new(ErrorKind::Unprocessable, error.to_string())
}
