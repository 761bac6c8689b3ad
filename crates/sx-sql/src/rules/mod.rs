//! Row and column rules inside a SELECT that a person wrote: each table that rules are on becomes a sub-query of what
//! they leave of it, wherever it stands. What was not selected there does not exist outside, whatever way it is named:
//! `t::text`, `row_to_json(t)`, `COLUMNS(*)`, a natural join.

mod name;
mod rewrite;

use sx_query::{CheckedSql, Dialect, RelationRules};

pub use name::{TableName, without_case};

use crate::checker::{Checker, passed};
use crate::error::SqlError;
use crate::guard::check_query;
use crate::{lex, write};
use rewrite::Rewrite;

/// What the person who asks may see of a table.
pub type RulesOf<'a> = &'a dyn Fn(&TableName) -> Result<RelationRules, SqlError>;

impl Checker {
    /// The same SELECT over what the rules leave of its tables.
    ///
    /// # Errors
    /// Those of `rules_of`, and a text that cannot be written again safely.
    pub fn apply_rules(
        &self,
        query: &CheckedSql,
        dialect: &dyn Dialect,
        rules_of: RulesOf<'_>,
    ) -> Result<CheckedSql, SqlError> {
        let tokens = lex::tokens(self.flavour, query.text())?;
        lex::with_stack_for(&tokens, || {
            let mut tree = self.parse_query(&tokens)?;
            Rewrite::new(self, dialect, rules_of).apply(&mut tree)?;
            let text = write::query(&mut tree);
            let reads = check_query(self.flavour, &tree)?;
            // The rules make the text longer, and so the tree deeper.
            let tokens = lex::tokens(self.flavour, &text)?;
            let is_stable = lex::with_stack_for(&tokens, || self.parse_query(&tokens).is_ok_and(|again| again == tree));
            passed(text, reads, is_stable)
        })
    }

    /// Whether a checked SELECT reads the table, under any name that may be its own.
    pub fn reads_table(&self, query: &CheckedSql, table: &TableName) -> bool {
        query.reads().iter().any(|read| TableName::of_read(self.flavour, read).may_be(table))
    }

    /// A table as a dataset names it: exactly, without folding.
    pub fn table_name(&self, schema: Option<&str>, table: &str) -> TableName {
        TableName::of_dataset(self.flavour, schema, table)
    }
}
