//! What a viewer sees who does not see everything.

use sea_query::{Expr, ExprTrait as _, Query, SelectStatement, UnionType};

use super::Viewer;
use crate::asset::AssetTable;
use crate::links::Link;

/// One set of ids rather than an OR of conditions: each part of the union uses its index.
pub(super) fn is_visible(table: &AssetTable, viewer: &Viewer, sees_published: bool) -> Expr {
    let mut visible = granted(&table.grants, viewer);
    if let Some(owners) = &table.owners {
        visible.union(UnionType::Distinct, owners.pointing_at([viewer.user_id.0]));
    }
    if let Some(roles) = &table.roles {
        visible.union(UnionType::Distinct, roles.pointing_at(viewer.role_ids.iter().map(|role| role.0)));
    }
    if let (Some(column), true) = (table.published, sees_published) {
        let published = Query::select().column("id").from(table.name).and_where(Expr::col(column).eq(true)).to_owned();
        visible.union(UnionType::Distinct, published);
    }
    table.col("id").in_subquery(visible)
}

fn granted(grants: &Link, viewer: &Viewer) -> SelectStatement {
    Query::select()
        .column(grants.to)
        .from(grants.table)
        .and_where(Expr::col(grants.from).is_in(viewer.role_ids.iter().map(|role| role.0)))
        .to_owned()
}
