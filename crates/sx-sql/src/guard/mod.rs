//! Walks a parsed text and refuses whatever is not known to be a harmless read.
//!
//! The rules are allow-lists: the `match`es and patterns name every variant and field, so a new version of the parser
//! that knows more syntax does not compile until somebody decided about it.

mod calls;
mod expressions;
mod queries;
mod relations;
mod scopes;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Query, Select, Statement, TableFactor, Value, ValueWithSpan, Visit, Visitor};

use crate::error::SqlError;
use crate::flavour::Flavour;
pub(crate) use scopes::Scopes;

/// The columns that the expression names.
pub(crate) fn check_expression(flavour: Flavour, tree: &Expr) -> Result<BTreeSet<String>, SqlError> {
    run(Guard::new(flavour, Place::Expression), tree)
}

/// The real tables that the query names.
pub(crate) fn check_query(flavour: Flavour, tree: &Query) -> Result<BTreeSet<String>, SqlError> {
    run(Guard::new(flavour, Place::Query), tree)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Expression,
    Query,
}

struct Guard {
    flavour: Flavour,
    place: Place,
    scopes: Scopes,
    reads: BTreeSet<String>,
    calls: calls::RowCalls,
}

fn run<T: Visit>(mut guard: Guard, tree: &T) -> Result<BTreeSet<String>, SqlError> {
    if let ControlFlow::Break(error) = tree.visit(&mut guard) {
        return Err(*error);
    }
    guard.calls.no_hidden_call(guard.flavour)?;
    Ok(guard.reads)
}

impl Guard {
    fn new(flavour: Flavour, place: Place) -> Self {
        Self { flavour, place, scopes: Scopes::default(), reads: BTreeSet::new(), calls: calls::RowCalls::default() }
    }
}

type Step = ControlFlow<Box<SqlError>>;

/// The visitor stops at the first refusal.
fn step(result: Result<(), SqlError>) -> Step {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(Box::new(error)),
    }
}

impl Visitor for Guard {
    type Break = Box<SqlError>;

    fn pre_visit_statement(&mut self, statement: &Statement) -> Step {
        let text = statement.to_string();
        let keyword = text.split_whitespace().next().unwrap_or_default();
        step(Err(SqlError::NotARead(keyword.to_owned())))
    }

    fn pre_visit_query(&mut self, query: &Query) -> Step {
        if self.place == Place::Expression {
            return step(Err(SqlError::SubQuery));
        }
        self.scopes.enter(self.flavour, query);
        step(queries::query(query))
    }

    fn post_visit_query(&mut self, _query: &Query) -> Step {
        self.scopes.leave();
        step(Ok(()))
    }

    fn pre_visit_select(&mut self, select: &Select) -> Step {
        step(queries::select(select))
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> Step {
        step(self.table_factor(factor))
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> Step {
        step(self.expression(expr))
    }

    fn pre_visit_value(&mut self, value: &ValueWithSpan) -> Step {
        match &value.value {
            Value::Placeholder(name) => step(Err(SqlError::Parameter(name.clone()))),
            _ => step(Ok(())),
        }
    }
}
