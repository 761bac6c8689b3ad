//! The visitor that puts sub-queries in the place of tables.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Ident, ObjectName, Query, SetExpr, TableAlias, TableFactor, VisitMut as _, VisitorMut};
use sx_query::{Dialect, RelationRules};

use super::name::is_in_information_schema;
use super::{RulesOf, TableName};
use crate::checker::Checker;
use crate::error::SqlError;
use crate::guard::Scopes;
use crate::lex;
use crate::names::{fold, parts};

/// Any name: the table itself takes its place.
const PLACE: &str = "ruled";

pub(super) struct Rewrite<'a> {
    checker: &'a Checker,
    dialect: &'a dyn Dialect,
    rules_of: RulesOf<'a>,
    /// Those of the guard: what is a common table expression to it is one here.
    scopes: Scopes,
    /// `schema.table` of each table that became a sub-query; its columns may be named so.
    qualified: Vec<(String, String)>,
}

type Step = ControlFlow<Box<SqlError>>;

impl<'a> Rewrite<'a> {
    pub fn new(checker: &'a Checker, dialect: &'a dyn Dialect, rules_of: RulesOf<'a>) -> Self {
        Self { checker, dialect, rules_of, scopes: Scopes::default(), qualified: Vec::new() }
    }

    pub fn apply(mut self, tree: &mut Query) -> Result<(), SqlError> {
        if let ControlFlow::Break(error) = tree.visit(&mut self) {
            return Err(*error);
        }
        if !self.qualified.is_empty() {
            // The visitor never breaks, so there is nothing to hear from it.
            let ControlFlow::Continue(()) = tree.visit(&mut Unqualify { rewrite: &self });
        }
        Ok(())
    }

    fn rewrite(&mut self, factor: &mut TableFactor) -> Result<(), SqlError> {
        let TableFactor::Table { name, alias, args: None, .. } = &*factor else { return Ok(()) };
        let Some(rules) = self.rules_of_name(name)? else { return Ok(()) };
        let alias = match (alias, name.0.last().and_then(|part| part.as_ident())) {
            (Some(alias), _) => alias.clone(),
            (None, Some(table)) => {
                self.remember(name);
                TableAlias { explicit: true, name: table.clone(), columns: Vec::new(), at: None }
            }
            (None, None) => return Err(SqlError::Relation(name.to_string())),
        };
        *factor = self.ruled(factor, &rules, alias)?;
        Ok(())
    }

    /// `None` for what is no table, and for a table without rules.
    fn rules_of_name(&self, name: &ObjectName) -> Result<Option<RelationRules>, SqlError> {
        let unknown = || SqlError::Relation(name.to_string());
        let parts = parts(name).ok_or_else(unknown)?;
        let flavour = self.checker.flavour;
        if let [alone] = parts[..]
            && self.scopes.knows(flavour, alone)
        {
            return Ok(None);
        }
        let table = TableName::of_parts(flavour, &parts).ok_or_else(unknown)?;
        // It lists the columns that the rules hide. Rules are asked for only where there are some.
        if is_in_information_schema(&parts) {
            return Err(SqlError::Relation(name.to_string()));
        }
        let rules = (self.rules_of)(&table)?;
        Ok((!rules.is_empty()).then_some(rules))
    }

    /// `(SELECT … FROM table WHERE … OFFSET 0) AS alias`. A sample of the table stays inside, below the rules.
    fn ruled(&self, table: &TableFactor, rules: &RelationRules, alias: TableAlias) -> Result<TableFactor, SqlError> {
        let text = rules.select(&self.dialect.quote(PLACE), self.dialect);
        let tokens = lex::tokens(self.checker.flavour, &text)?;
        let mut subquery = lex::with_stack_for(&tokens, || self.checker.parse_query(&tokens))?;
        let mut table = table.clone();
        if let TableFactor::Table { alias, .. } = &mut table {
            *alias = None;
        }
        match subquery.body.as_mut() {
            SetExpr::Select(select) if select.from.len() == 1 => select.from[0].relation = table,
            _ => return Err(SqlError::Unstable),
        }
        Ok(TableFactor::Derived { lateral: false, subquery, alias: Some(alias), sample: None })
    }

    fn remember(&mut self, name: &ObjectName) {
        let flavour = self.checker.flavour;
        if let Some([.., schema, table]) = parts(name).as_deref() {
            self.qualified.push((fold(flavour, schema), fold(flavour, table)));
        }
    }
}

impl VisitorMut for Rewrite<'_> {
    type Break = Box<SqlError>;

    fn pre_visit_query(&mut self, query: &mut Query) -> Step {
        self.scopes.enter(self.checker.flavour, query);
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &mut Query) -> Step {
        self.scopes.leave();
        ControlFlow::Continue(())
    }

    /// Afterwards, so that what takes the table's place is not visited again.
    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> Step {
        match self.rewrite(factor) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(Box::new(error)),
        }
    }
}

/// A sub-query has a name and no schema: `public.orders.total` becomes `orders.total`.
struct Unqualify<'a> {
    rewrite: &'a Rewrite<'a>,
}

impl VisitorMut for Unqualify<'_> {
    type Break = std::convert::Infallible;

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        if let Expr::CompoundIdentifier(names) = expr
            && let [schema, table, _, ..] = names.as_slice()
            && self.is_ruled(schema, table)
        {
            names.remove(0);
        }
        ControlFlow::Continue(())
    }
}

impl Unqualify<'_> {
    fn is_ruled(&self, schema: &Ident, table: &Ident) -> bool {
        let flavour = self.rewrite.checker.flavour;
        let (schema, table) = (fold(flavour, schema), fold(flavour, table));
        self.rewrite.qualified.iter().any(|known| (&known.0, &known.1) == (&schema, &table))
    }
}
