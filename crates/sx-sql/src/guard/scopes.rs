//! Which names in FROM are common table expressions, and so no real tables.
//!
//! When in doubt a name counts as a real table: a read too many is a question refused, a read too few is a leak.

use std::ops::ControlFlow;

use sqlparser::ast::{Cte, Ident, Query, SetExpr, SetOperator, visit_relations};

use crate::flavour::Flavour;
use crate::names::{fold, parts, value};

#[derive(Default)]
pub(crate) struct Scopes {
    /// One for each query that is being visited, outermost first.
    frames: Vec<Frame>,
}

/// The WITH of one query. The visitor meets its bodies before any other direct sub-query, in order, so counting those
/// that are done says which names are in sight.
struct Frame {
    names: Vec<Name>,
    done: usize,
}

struct Name {
    spelled: String,
    /// Whether the body sees its own name: `WITH RECURSIVE` and a UNION whose first part does not name it. Else Postgres
    /// reports an error and DuckDB reads the real table.
    sees_itself: bool,
}

impl Scopes {
    pub fn enter(&mut self, flavour: Flavour, query: &Query) {
        let names = query.with.iter().flat_map(|with| {
            with.cte_tables.iter().map(|cte| Name {
                spelled: spelled(flavour, &cte.alias.name),
                sees_itself: with.recursive && is_recursive(flavour, cte),
            })
        });
        self.frames.push(Frame { names: names.collect(), done: 0 });
    }

    pub fn leave(&mut self) {
        self.frames.pop();
        if let Some(parent) = self.frames.last_mut() {
            parent.done += 1;
        }
    }

    /// Whether `name` stands for a common table expression at this place.
    pub fn knows(&self, flavour: Flavour, name: &Ident) -> bool {
        let name = spelled(flavour, name);
        self.frames.iter().any(|frame| frame.in_sight().any(|known| known == name))
    }
}

/// How the database compares names of common table expressions. MySQL tells `ORDERS` from `orders` where its files do, and reads
/// the real table `orders` then, so only the very same letters are the same name.
fn spelled(flavour: Flavour, name: &Ident) -> String {
    if flavour == Flavour::MySql { value(name) } else { fold(flavour, name) }
}

/// In the first part of a UNION DuckDB reads the real table, so a body that names itself there sees the table everywhere: when in
/// doubt it is real.
fn is_recursive(flavour: Flavour, cte: &Cte) -> bool {
    let SetExpr::SetOperation { op: SetOperator::Union, left, .. } = &*cte.query.body else { return false };
    let own = fold(flavour, &cte.alias.name);
    let first = visit_relations(left, |relation| {
        let names_itself = matches!(parts(relation).as_deref(), Some([alone]) if fold(flavour, alone) == own);
        if names_itself { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    first.is_continue()
}

impl Frame {
    fn in_sight(&self) -> impl Iterator<Item = &str> {
        let finished = self.names.iter().take(self.done);
        let current = self.names.get(self.done).filter(|name| name.sees_itself);
        finished.chain(current).map(|name| name.spelled.as_str())
    }
}
