//! The way of a text: limits → tokens → tree → guard → written again → `CheckedSql`.

use std::collections::BTreeSet;

use sqlparser::ast::{Expr, Query, Statement};
use sqlparser::dialect::Dialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, TokenWithSpan};
use sx_query::{CheckedSql, SqlChecker};

use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::guard::{check_expression, check_query};
use crate::{lex, write};

/// Nesting that the parser follows. More would be a risk: where it tries two readings of what stands in parentheses in
/// FROM, each level doubles its time.
const MAX_DEPTH: usize = 50;

/// Checks the texts of one SQL dialect. Cheap to make and to copy.
#[derive(Clone, Copy, Debug)]
pub struct Checker {
    pub(crate) flavour: Flavour,
}

impl Checker {
    /// The checker of a dialect id (`postgresql`, `duckdb`), or `None` for one that is not known.
    pub fn for_dialect(id: &str) -> Option<Self> {
        Flavour::of(id).map(|flavour| Self { flavour })
    }

    /// What a text may call: to complete it while it is typed. Sorted.
    pub fn function_names(&self) -> Vec<&'static str> {
        self.flavour.functions().names()
    }

    /// One scalar or aggregate expression. `reads` are the names of the columns, as the database folds them.
    /// (DuckDB: as written. Parameters of a lambda count as columns.)
    pub fn check_expression(&self, text: &str) -> Result<CheckedSql, SqlError> {
        let tokens = lex::tokens(self.flavour, text)?;
        lex::with_stack_for(&tokens, || {
            let mut tree = self.parse_expression(&tokens)?;
            let reads = check_expression(self.flavour, &tree)?;
            let text = write::expression(&mut tree);
            let again = self.parse_expression(&lex::tokens(self.flavour, &text)?);
            passed(text, reads, again.is_ok_and(|again| again == tree))
        })
    }

    /// One SELECT, WITH … SELECT, set operation or VALUES that may stand as a sub-query; a last `;` is dropped.
    /// `reads` are the real tables: parts as the database folds them, joined by dots, in quotes where they need them.
    pub fn check_query(&self, text: &str) -> Result<CheckedSql, SqlError> {
        let tokens = lex::tokens(self.flavour, text)?;
        lex::with_stack_for(&tokens, || {
            let mut tree = self.parse_query(&tokens)?;
            let reads = check_query(self.flavour, &tree)?;
            let text = write::query(&mut tree);
            let again = self.parse_query(&lex::tokens(self.flavour, &text)?);
            passed(text, reads, again.is_ok_and(|again| again == tree))
        })
    }

    fn parse_expression(&self, tokens: &[TokenWithSpan]) -> Result<Expr, SqlError> {
        let dialect = self.flavour.parser_dialect(tokens.len());
        let mut parser = parser(&*dialect, tokens);
        let tree = parser.parse_expr()?;
        match parser.peek_token().token {
            Token::EOF => Ok(tree),
            token => Err(SqlError::NotOneExpression(token.to_string())),
        }
    }

    pub(crate) fn parse_query(&self, tokens: &[TokenWithSpan]) -> Result<Box<Query>, SqlError> {
        lex::starts_like_a_query(self.flavour, tokens)?;
        let dialect = self.flavour.parser_dialect(tokens.len());
        let mut statements = parser(&*dialect, tokens).parse_statements()?;
        match (statements.pop(), statements.is_empty()) {
            (Some(Statement::Query(query)), true) => Ok(query),
            (Some(_), false) => Err(SqlError::ManyStatements),
            (Some(other), true) => Err(SqlError::NotARead(first_word(&other.to_string()))),
            (None, _) => Err(SqlError::Empty),
        }
    }
}

impl SqlChecker for Checker {
    fn expression(&self, text: &str) -> Result<CheckedSql, String> {
        self.check_expression(text).map_err(|error| error.to_string())
    }

    fn query(&self, text: &str) -> Result<CheckedSql, String> {
        self.check_query(text).map_err(|error| error.to_string())
    }
}

fn parser<'a>(dialect: &'a dyn Dialect, tokens: &[TokenWithSpan]) -> Parser<'a> {
    Parser::new(dialect).with_recursion_limit(MAX_DEPTH).with_tokens_with_locations(tokens.to_vec())
}

/// The one place of the product that makes a [`CheckedSql`].
#[expect(clippy::disallowed_methods, reason = "this crate is the one that says so")]
pub(crate) fn passed(text: String, reads: BTreeSet<String>, stable: bool) -> Result<CheckedSql, SqlError> {
    if stable { Ok(CheckedSql::assume_checked(text, reads)) } else { Err(SqlError::Unstable) }
}

fn first_word(text: &str) -> String {
    text.split_whitespace().next().unwrap_or_default().to_owned()
}
