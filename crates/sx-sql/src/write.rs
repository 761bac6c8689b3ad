//! Writes a checked tree as text. Comments are gone by now; every string is written in the plain form.

use std::ops::ControlFlow;

use sqlparser::ast::{CastKind, Expr, Query, TableFactor, UnaryOperator, Value, ValueWithSpan, VisitMut, VisitorMut};

/// The text of the expression; `tree` becomes what the text stands for.
pub(crate) fn expression(tree: &mut Expr) -> String {
    settle(tree);
    tree.to_string()
}

/// The text of the query; `tree` becomes what the text stands for.
pub(crate) fn query(tree: &mut Query) -> String {
    settle(tree);
    tree.to_string()
}

fn settle<T: VisitMut>(tree: &mut T) {
    // The visitor never breaks, so there is nothing to hear from it.
    let ControlFlow::Continue(()) = tree.visit(&mut Settle);
}

struct Settle;

impl VisitorMut for Settle {
    type Break = std::convert::Infallible;

    /// `E'…'`, `U&'…'` and `$$…$$` are lexed by rules of their own; `'…'` is read alike everywhere. The first two are
    /// decoded here, and the third never was encoded, while a plain string keeps its doubled quotes (see `lex`).
    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<Self::Break> {
        let text = match &value.value {
            Value::EscapedStringLiteral(text) | Value::UnicodeStringLiteral(text) => text,
            Value::DollarQuotedString(text) => &text.value,
            _ => return ControlFlow::Continue(()),
        };
        value.value = Value::SingleQuotedString(text.replace('\'', "''"));
        ControlFlow::Continue(())
    }

    /// Every name of a table is written with AS: `FROM only t` would be one table to us and another to the database, and
    /// `FROM only AS t` is an error there.
    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Self::Break> {
        let alias = match factor {
            TableFactor::Table { alias, .. }
            | TableFactor::Derived { alias, .. }
            | TableFactor::TableFunction { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::UNNEST { alias, .. }
            | TableFactor::JsonTable { alias, .. }
            | TableFactor::OpenJsonTable { alias, .. }
            | TableFactor::NestedJoin { alias, .. }
            | TableFactor::Pivot { alias, .. }
            | TableFactor::Unpivot { alias, .. }
            | TableFactor::MatchRecognize { alias, .. }
            | TableFactor::XmlTable { alias, .. }
            | TableFactor::SemanticView { alias, .. } => alias,
        };
        if let Some(alias) = alias {
            alias.explicit = true;
        }
        ControlFlow::Continue(())
    }

    /// `- -1` would be written `--1`, which is a comment.
    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        if let Expr::UnaryOp { expr: inner, .. } = expr
            && starts_with_sign(inner)
        {
            let signed = std::mem::replace(inner.as_mut(), Expr::Value(Value::Null.into()));
            **inner = Expr::Nested(Box::new(signed));
        }
        ControlFlow::Continue(())
    }
}

fn starts_with_sign(expr: &Expr) -> bool {
    match expr {
        Expr::UnaryOp { op, .. } => *op != UnaryOperator::Not,
        Expr::BinaryOp { left, .. } => starts_with_sign(left),
        Expr::Cast { kind: CastKind::DoubleColon, expr, .. } => starts_with_sign(expr),
        Expr::CompoundFieldAccess { root: expr, .. } | Expr::Collate { expr, .. } => starts_with_sign(expr),
        _ => false,
    }
}
