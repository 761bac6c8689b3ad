//! The allow-list of expressions. What is inside of one is visited by itself.

use sqlparser::ast::{AccessExpr, BinaryOperator, DataType, Expr, Ident};

use super::{Guard, Place};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::names::{fold, value};

/// Words that call a function without parentheses, and tell who or where we are.
pub(super) const SILENT_CALLS: &[&str] =
    &["current_catalog", "current_role", "current_schema", "current_user", "session_user", "system_user", "user"];

/// A cast to these looks a name up in the catalog.
const CATALOG_TYPES: &[&str] = &[
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
];

impl Guard {
    pub(super) fn expression(&mut self, expr: &Expr) -> Result<(), SqlError> {
        match expr {
            Expr::Identifier(name) => self.column(name),
            Expr::CompoundIdentifier(parts) => self.qualified_column(parts),
            Expr::Function(call) => self.function(call),
            Expr::Cast { data_type, .. } => data_type_allowed(data_type),
            Expr::TypedString(typed) if !typed.uses_odbc_syntax => data_type_allowed(&typed.data_type),
            Expr::CompoundFieldAccess { access_chain, .. } => self.fields(access_chain),
            Expr::BinaryOp { op: BinaryOperator::PGCustomBinaryOperator(_), .. } => {
                Err(SqlError::Construct("OPERATOR(…)"))
            }
            Expr::Exists { .. } | Expr::InSubquery { .. } | Expr::Subquery(_) if self.place == Place::Expression => {
                Err(SqlError::SubQuery)
            }
            Expr::GroupingSets(_) | Expr::Cube(_) | Expr::Rollup(_) if self.place == Place::Expression => {
                Err(SqlError::Construct("A grouping set"))
            }
            Expr::Dictionary(_) | Expr::Map(_) | Expr::Lambda(_) | Expr::Named { .. } | Expr::Struct { .. }
                if self.flavour == Flavour::DuckDb =>
            {
                Ok(())
            }
            Expr::Array(_)
            | Expr::AtTimeZone { .. }
            | Expr::AllOp { .. }
            | Expr::AnyOp { .. }
            | Expr::Between { .. }
            | Expr::BinaryOp { .. }
            | Expr::Case { .. }
            | Expr::Ceil { .. }
            | Expr::Collate { .. }
            | Expr::Cube(_)
            | Expr::Exists { .. }
            | Expr::Extract { .. }
            | Expr::Floor { .. }
            | Expr::GroupingSets(_)
            | Expr::ILike { .. }
            | Expr::InList { .. }
            | Expr::InSubquery { .. }
            | Expr::InUnnest { .. }
            | Expr::Interval(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsFalse(_)
            | Expr::IsNormalized { .. }
            | Expr::IsNotDistinctFrom(..)
            | Expr::IsNotFalse(_)
            | Expr::IsNotNull(_)
            | Expr::IsNotTrue(_)
            | Expr::IsNotUnknown(_)
            | Expr::IsNull(_)
            | Expr::IsTrue(_)
            | Expr::IsUnknown(_)
            | Expr::Like { .. }
            | Expr::Nested(_)
            | Expr::Overlay { .. }
            | Expr::Position { .. }
            | Expr::RLike { .. }
            | Expr::Rollup(_)
            | Expr::SimilarTo { .. }
            | Expr::Subquery(_)
            | Expr::Substring { .. }
            | Expr::Trim { .. }
            | Expr::Tuple(_)
            | Expr::UnaryOp { .. }
            | Expr::Value(_) => Ok(()),
            Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => Err(SqlError::Construct("A lone “*”")),
            Expr::Convert { data_type, .. } if self.flavour == Flavour::MySql => {
                data_type.as_ref().map_or(Ok(()), data_type_allowed)
            }
            Expr::Convert { .. } => Err(SqlError::Function("convert".to_owned())),
            Expr::TypedString(_) => Err(SqlError::Construct("ODBC syntax")),
            Expr::Dictionary(_)
            | Expr::JsonAccess { .. }
            | Expr::Lambda(_)
            | Expr::Map(_)
            | Expr::MatchAgainst { .. }
            | Expr::MemberOf(_)
            | Expr::Named { .. }
            | Expr::OuterJoin(_)
            | Expr::Prefixed { .. }
            | Expr::Prior(_)
            | Expr::Struct { .. } => Err(SqlError::Construct("This kind of expression")),
        }
    }

    fn column(&mut self, name: &Ident) -> Result<(), SqlError> {
        let folded = fold(self.flavour, name);
        if name.quote_style.is_none() && SILENT_CALLS.contains(&folded.to_ascii_lowercase().as_str()) {
            return Err(SqlError::Function(folded));
        }
        self.read_column(name);
        Ok(())
    }

    fn qualified_column(&mut self, parts: &[Ident]) -> Result<(), SqlError> {
        if let [row, name] = parts {
            self.calls.dotted(row, name, self.flavour);
        }
        if let Some(name) = parts.last() {
            self.read_column(name);
        }
        Ok(())
    }

    fn read_column(&mut self, name: &Ident) {
        if self.place == Place::Expression {
            let shown = match self.flavour {
                Flavour::Postgres => fold(self.flavour, name),
                Flavour::MySql | Flavour::DuckDb | Flavour::Sqlite => value(name),
            };
            self.reads.insert(shown);
        }
    }

    /// `a[1]` always; `(a).b` only where it cannot be a call in disguise.
    fn fields(&self, chain: &[AccessExpr]) -> Result<(), SqlError> {
        let dot = chain.iter().find_map(|access| match access {
            AccessExpr::Dot(name) => Some(name),
            AccessExpr::Subscript(_) => None,
        });
        match dot {
            Some(name) if self.flavour.dot_calls_functions() => Err(SqlError::HiddenCall(format!("(…).{name}"))),
            _ => Ok(()),
        }
    }
}

fn data_type_allowed(data_type: &DataType) -> Result<(), SqlError> {
    let text = data_type.to_string();
    let catalog = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| CATALOG_TYPES.contains(&word.to_ascii_lowercase().as_str()));
    if catalog { Err(SqlError::Type(text)) } else { Ok(()) }
}
