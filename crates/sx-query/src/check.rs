//! A SQL text that somebody wrote, after it was parsed and allowed.

use std::collections::BTreeSet;

/// SQL that `sx-sql` parsed, allowed and wrote again. The planner takes nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedSql {
    text: String,
    reads: BTreeSet<String>,
}

impl CheckedSql {
    /// For `sx-sql` alone: a lint forbids the call everywhere else.
    /// `reads` are the real tables (for a query) or the columns (for an expression) that the text names.
    pub fn assume_checked(text: String, reads: BTreeSet<String>) -> Self {
        Self { text, reads }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn reads(&self) -> &BTreeSet<String> {
        &self.reads
    }
}

/// Checks the SQL inside a question (SQL metrics, ad-hoc columns, WHERE and HAVING) for one dialect.
/// `sx-sql` implements it; the error is a sentence for the person who wrote the text.
pub trait SqlChecker {
    /// One scalar or aggregate expression: `SUM(a) / COUNT(*)`.
    fn expression(&self, text: &str) -> Result<CheckedSql, String>;
    /// One SELECT (or WITH … SELECT, set operations) that may stand as a sub-query.
    fn query(&self, text: &str) -> Result<CheckedSql, String>;
}
