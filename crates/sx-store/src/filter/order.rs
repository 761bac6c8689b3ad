//! ORDER BY, from the columns that a list allows.

use sea_query::{Expr, Func, NullOrdering, Order, SelectStatement};

use super::column::{Kind, ListColumn};
use crate::asset::AssetTable;
use crate::{Result, StoreError};

/// Equal rows stand by id, so that pages neither repeat nor lose one; NULLs are last on both backends.
pub(super) fn order_by(
    table: &AssetTable,
    select: &mut SelectStatement,
    name: &str,
    is_descending: bool,
) -> Result<()> {
    let unknown = || {
        let noun = table.noun.to_lowercase();
        StoreError::bad_filter(format!("A list of {noun}s cannot be ordered by “{name}”."))
    };
    let column = ListColumn::find(table, name).ok_or_else(unknown)?;
    if by_column(&column, table.name, select, is_descending) { Ok(()) } else { Err(unknown()) }
}

/// False for what has no order: links.
pub(super) fn by_column(
    column: &ListColumn,
    table: &'static str,
    select: &mut SelectStatement,
    is_descending: bool,
) -> bool {
    let order = if is_descending { Order::Desc } else { Order::Asc };
    match column.kind {
        // As people sort names: “apple” before “Banana”.
        Kind::Text => {
            let lower = Expr::from(Func::lower(column.expr()));
            select.order_by_expr_with_nulls(lower, order.clone(), NullOrdering::Last)
        }
        Kind::Number | Kind::Uuid => select.order_by_expr_with_nulls(column.expr(), order.clone(), NullOrdering::Last),
        // Never NULL, and without NULLS LAST Postgres can walk the index.
        Kind::Boolean | Kind::Time => select.order_by_expr(column.expr(), order.clone()),
        Kind::Link(_) => return false,
    };
    select.order_by((table, "id"), order);
    true
}
