//! DuckDB as we parse it: sqlparser's dialect, with [`Fuel`].

use std::any::TypeId;

use sqlparser::ast::Expr;
use sqlparser::dialect::{Dialect, DuckDbDialect};
use sqlparser::keywords::{Keyword, RESERVED_FOR_IDENTIFIER};
use sqlparser::parser::{Parser, ParserError};

use super::fuel::Fuel;
use super::says_yes;

#[derive(Debug)]
pub(super) struct DuckDb(pub Fuel);

impl Dialect for DuckDb {
    /// The parser asks "is this DuckDB?" by type.
    fn dialect(&self) -> TypeId {
        TypeId::of::<DuckDbDialect>()
    }

    fn parse_prefix(&self, _parser: &mut Parser) -> Option<Result<Expr, ParserError>> {
        self.0.burn()
    }

    fn is_reserved_for_identifier(&self, keyword: Keyword) -> bool {
        self.0.is_out() || RESERVED_FOR_IDENTIFIER.contains(&keyword)
    }

    /// A backtick quotes nothing in DuckDB.
    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        ch == '"'
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        DuckDbDialect.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        DuckDbDialect.is_identifier_part(ch)
    }

    says_yes! {
        supports_trailing_commas
        supports_filter_during_aggregation
        supports_group_by_expr
        supports_bitwise_shift_operators
        supports_named_fn_args_with_eq_operator
        supports_named_fn_args_with_assignment_operator
        supports_dictionary_syntax
        support_map_literal_syntax
        supports_lambda_functions
        allow_extract_single_quotes
        supports_array_typedef_with_brackets
        supports_from_first_select
        supports_order_by_all
        supports_select_wildcard_exclude
        supports_notnull_operator
        supports_select_wildcard_replace
        supports_comma_separated_trim
    }
}
