//! MySQL as we parse it: sqlparser's dialect, with [`Fuel`], and less what it offers besides questions.

use std::any::TypeId;

use sqlparser::ast::Expr;
use sqlparser::dialect::{Dialect, MySqlDialect};
use sqlparser::keywords::{Keyword, RESERVED_FOR_IDENTIFIER};
use sqlparser::parser::{Parser, ParserError};

use super::fuel::Fuel;
use super::says_yes;

/// Besides the [`Fuel`], it differs from [`MySqlDialect`] in three ways that matter:
///
/// - `@name` is no name: variables keep a state, and `@@name` shows the server's settings.
/// - `/*! … */` and `/*+ … */` are comments like any other: MySQL runs the first, and the second change settings.
/// - No modifiers of SELECT, no table hints, no MATCH … AGAINST.
///
/// Texts are read as the session of `sx-connect` reads them: a backslash begins an escape, double quotes are those of texts.
#[derive(Debug)]
pub(super) struct MySql(pub Fuel);

const BASE: MySqlDialect = MySqlDialect {};

impl Dialect for MySql {
    /// The parser asks "is this MySQL?" by type.
    fn dialect(&self) -> TypeId {
        TypeId::of::<MySqlDialect>()
    }

    fn parse_prefix(&self, _parser: &mut Parser) -> Option<Result<Expr, ParserError>> {
        self.0.burn()
    }

    fn parse_infix(&self, parser: &mut Parser, expr: &Expr, precedence: u8) -> Option<Result<Expr, ParserError>> {
        BASE.parse_infix(parser, expr, precedence)
    }

    fn is_reserved_for_identifier(&self, keyword: Keyword) -> bool {
        self.0.is_out() || RESERVED_FOR_IDENTIFIER.contains(&keyword)
    }

    fn is_table_factor_alias(&self, explicit: bool, keyword: &Keyword, parser: &mut Parser) -> bool {
        BASE.is_table_factor_alias(explicit, keyword, parser)
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        ch == '`'
    }

    fn identifier_quote_style(&self, _identifier: &str) -> Option<char> {
        Some('`')
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_ascii_alphabetic() || ch == '_' || !ch.is_ascii()
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        self.is_identifier_start(ch) || ch.is_ascii_digit() || ch == '$'
    }

    says_yes! {
        supports_string_literal_backslash_escape
        supports_string_literal_concatenation
        ignores_wildcard_escapes
        supports_bitwise_shift_operators
        require_interval_qualifier
        supports_limit_comma
        requires_single_line_comment_whitespace
        supports_cross_join_constraint
        supports_double_ampersand_operator
    }
}
