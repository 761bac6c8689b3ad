//! SQLite as we parse it: sqlparser's dialect, with [`Fuel`], and with one way to quote a name.

use std::any::TypeId;

use sqlparser::ast::Expr;
use sqlparser::dialect::{Dialect, SQLiteDialect};
use sqlparser::keywords::{Keyword, RESERVED_FOR_IDENTIFIER};
use sqlparser::parser::{Parser, ParserError};

use super::fuel::Fuel;
use super::says_yes;

/// Left out are MATCH, which only full-text tables answer, and names in backticks or brackets, which the writer would have
/// to double in ways of their own.
#[derive(Debug)]
pub(super) struct Sqlite(pub Fuel);

const BASE: SQLiteDialect = SQLiteDialect {};

impl Dialect for Sqlite {
    /// The parser asks "is this SQLite?" by type.
    fn dialect(&self) -> TypeId {
        TypeId::of::<SQLiteDialect>()
    }

    fn parse_prefix(&self, _parser: &mut Parser) -> Option<Result<Expr, ParserError>> {
        self.0.burn()
    }

    fn is_reserved_for_identifier(&self, keyword: Keyword) -> bool {
        self.0.is_out() || RESERVED_FOR_IDENTIFIER.contains(&keyword)
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        ch == '"'
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        BASE.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        BASE.is_identifier_part(ch)
    }

    says_yes! {
        supports_filter_during_aggregation
        supports_in_empty_list
        supports_limit_comma
        supports_bitwise_shift_operators
        supports_notnull_operator
        supports_comma_separated_trim
    }
}
