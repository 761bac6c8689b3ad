//! Postgres as we parse it: sqlparser's dialect, less what it offers besides questions.

use std::any::TypeId;

use sqlparser::ast::Expr;
use sqlparser::dialect::{Dialect, PostgreSqlDialect, Precedence};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};

use super::fuel::Fuel;
use super::says_yes;

/// Besides the [`Fuel`], it differs from [`PostgreSqlDialect`] in three ways that matter:
///
/// - A function's named argument is a name, not any expression: the parser would otherwise read each argument twice,
///   and `f(f(f(…)))` takes a time that doubles with each level.
/// - `/*+ … */` is a comment like any other: pg_hint_plan changes settings in it.
/// - No custom operators: `@--` would be read as one operator, where Postgres starts a comment.
#[derive(Debug)]
pub(super) struct Postgres(pub Fuel);

const BASE: PostgreSqlDialect = PostgreSqlDialect {};

impl Dialect for Postgres {
    /// The parser asks "is this Postgres?" by type.
    fn dialect(&self) -> TypeId {
        TypeId::of::<PostgreSqlDialect>()
    }

    fn parse_prefix(&self, _parser: &mut Parser) -> Option<Result<Expr, ParserError>> {
        self.0.burn()
    }

    fn supports_named_fn_args_with_expr_name(&self) -> bool {
        false
    }

    fn supports_comment_optimizer_hint(&self) -> bool {
        false
    }

    fn is_custom_operator_part(&self, _ch: char) -> bool {
        false
    }

    fn identifier_quote_style(&self, identifier: &str) -> Option<char> {
        BASE.identifier_quote_style(identifier)
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        BASE.is_delimited_identifier_start(ch)
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        BASE.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        BASE.is_identifier_part(ch)
    }

    fn is_reserved_for_identifier(&self, keyword: Keyword) -> bool {
        self.0.is_out() || BASE.is_reserved_for_identifier(keyword)
    }

    fn get_next_precedence(&self, parser: &Parser) -> Option<Result<u8, ParserError>> {
        BASE.get_next_precedence(parser)
    }

    fn prec_value(&self, precedence: Precedence) -> u8 {
        BASE.prec_value(precedence)
    }

    says_yes! {
        supports_unicode_string_literal
        supports_filter_during_aggregation
        supports_group_by_expr
        allow_extract_custom
        allow_extract_single_quotes
        supports_bitwise_shift_operators
        supports_named_fn_args_with_colon_operator
        supports_nested_comments
        supports_string_escape_constant
        supports_numeric_literal_underscores
        supports_array_typedef_with_brackets
        supports_geometric_types
        supports_notnull_operator
        supports_interval_options
        supports_comma_separated_trim
    }
}
