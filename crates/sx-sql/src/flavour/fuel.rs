//! A limit to the parser's work.

use std::cell::Cell;

use sqlparser::ast::Expr;
use sqlparser::parser::ParserError;

/// How many expressions the parser may still begin.
///
/// Where a reading fails the parser tries another, and `CAST(CAST(CAST(…` with an error at its heart is read twice on
/// each level: 40 levels would take years. A text that is read straight begins about one expression per token.
#[derive(Debug)]
pub(super) struct Fuel(Cell<usize>);

impl Fuel {
    pub fn for_tokens(count: usize) -> Self {
        Self(Cell::new(2_000 + 10 * count))
    }

    /// Called for each expression that begins; the error of an empty tank ends every reading.
    pub fn burn(&self) -> Option<Result<Expr, ParserError>> {
        match self.0.get().checked_sub(1) {
            Some(rest) => {
                self.0.set(rest);
                None
            }
            None => Some(Err(ParserError::RecursionLimitExceeded)),
        }
    }

    pub fn is_out(&self) -> bool {
        self.0.get() == 0
    }
}
