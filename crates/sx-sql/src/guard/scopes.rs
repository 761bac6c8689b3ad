//! Which names in FROM are common table expressions, and so no real tables.
//!
//! When in doubt a name counts as a real table: a read too many is a question refused, a read too few is a leak.

use sqlparser::ast::{Query, SetExpr};

use crate::flavour::Flavour;
use crate::names::fold;

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
    folded: String,
    /// Whether the body sees its own name: `WITH RECURSIVE` and a set operation. Without one, Postgres reports an
    /// error and DuckDB reads the real table.
    sees_itself: bool,
}

impl Scopes {
    pub fn enter(&mut self, flavour: Flavour, query: &Query) {
        let names = query.with.iter().flat_map(|with| {
            with.cte_tables.iter().map(|cte| Name {
                folded: fold(flavour, &cte.alias.name),
                sees_itself: with.recursive && matches!(*cte.query.body, SetExpr::SetOperation { .. }),
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

    /// Whether `name`, folded, stands for a common table expression at this place.
    pub fn knows(&self, name: &str) -> bool {
        self.frames.iter().any(|frame| frame.in_sight().any(|known| known == name))
    }
}

impl Frame {
    fn in_sight(&self) -> impl Iterator<Item = &str> {
        let finished = self.names.iter().take(self.done);
        let current = self.names.get(self.done).filter(|name| name.sees_itself);
        finished.chain(current).map(|name| name.folded.as_str())
    }
}
