//! What a viewer sees who does not see everything. Lists and the question whether one asset may be read are the same SQL, so
//! they cannot differ.

use sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use sx_model::PUBLIC;

use super::Viewer;
use crate::asset::AssetTable;
use crate::links::Link;

/// One set of ids rather than an OR of conditions: each part of the union uses its index.
pub(crate) fn is_visible(table: &AssetTable, viewer: &Viewer, sees_published: bool) -> Expr {
    let mut visible = granted(&table.grants, viewer);
    if let (Some(owners), Some(user_id)) = (&table.owners, viewer.user_id) {
        visible.union(UnionType::Distinct, owners.pointing_at([user_id.0]));
    }
    if let (Some(roles), Some(column)) = (&table.roles, table.published) {
        let mut named = Query::select().column(roles.from).from(roles.table).to_owned();
        named.and_where(is_role_of(Expr::col(roles.to), viewer));
        named.and_where(Expr::col(roles.from).in_subquery(published(table.name, column)));
        visible.union(UnionType::Distinct, named);
    }
    if let Some(inherited) = (table.inherited)(viewer) {
        visible.union(UnionType::Distinct, inherited);
    }
    if let (Some(column), true) = (table.published, sees_published) {
        visible.union(UnionType::Distinct, published(table.name, column));
    }
    table.col("id").in_subquery(visible)
}

/// For kinds that follow no other.
pub(crate) fn nothing(_viewer: &Viewer) -> Option<SelectStatement> {
    None
}

/// Datasets follow their database and its schemas.
pub(crate) fn datasets_of_databases(viewer: &Viewer) -> Option<SelectStatement> {
    let databases = granted(&Link::new("database_grants", "role_id", "database_id"), viewer);
    let mut datasets = Query::select()
        .column("id")
        .from("datasets")
        .and_where(Expr::col("database_id").in_subquery(databases))
        .to_owned();
    let is_same = |column| Expr::col(("schema_grants", column)).equals(("datasets", column));
    let of_schemas = Query::select()
        .column(("datasets", "id"))
        .from("datasets")
        .inner_join("schema_grants", is_same("database_id").and(is_same("schema")))
        .and_where(is_role_of(Expr::col(("schema_grants", "role_id")), viewer))
        .to_owned();
    datasets.union(UnionType::Distinct, of_schemas);
    Some(datasets)
}

/// Charts follow their dataset.
pub(crate) fn charts_of_datasets(viewer: &Viewer) -> Option<SelectStatement> {
    let is_over_one = Expr::col("dataset_id").in_subquery(datasets(viewer));
    Some(Query::select().column("id").from("charts").and_where(is_over_one).to_owned())
}

/// Published dashboards that name no roles follow the datasets of their charts: one is enough.
pub(crate) fn dashboards_of_datasets(viewer: &Viewer) -> Option<SelectStatement> {
    let chart = Expr::col(("charts", "id")).equals(("dashboard_charts", "chart_id"));
    let named = Query::select().column("dashboard_id").from("dashboard_roles").to_owned();
    let dashboards = Query::select()
        .column(("dashboard_charts", "dashboard_id"))
        .from("dashboard_charts")
        .inner_join("charts", chart)
        .and_where(crate::charts::TABLE.is_live())
        .and_where(Expr::col(("charts", "dataset_id")).in_subquery(datasets(viewer)))
        .and_where(Expr::col(("dashboard_charts", "dashboard_id")).in_subquery(published("dashboards", "published")))
        .and_where(Expr::col(("dashboard_charts", "dashboard_id")).not_in_subquery(named))
        .to_owned();
    Some(dashboards)
}

/// The ids of the datasets that the viewer sees; the trash opens nothing.
fn datasets(viewer: &Viewer) -> SelectStatement {
    let is_seen = is_visible(&crate::datasets::TABLE, viewer, false);
    let is_live = crate::datasets::TABLE.is_live();
    Query::select().column(("datasets", "id")).from("datasets").and_where(is_live).and_where(is_seen).to_owned()
}

fn granted(grants: &Link, viewer: &Viewer) -> SelectStatement {
    Query::select()
        .column(grants.to)
        .from(grants.table)
        .and_where(is_role_of(Expr::col(grants.from), viewer))
        .to_owned()
}

fn published(table: &'static str, column: &'static str) -> SelectStatement {
    Query::select().column("id").from(table).and_where(Expr::col(column).eq(true)).to_owned()
}

/// What Public was given is everybody's: who signs in sees no less than before.
fn is_role_of(role_id: Expr, viewer: &Viewer) -> Expr {
    let is_own = Expr::col("id").is_in(viewer.role_ids.iter().map(|role| role.0));
    let is_theirs = Condition::any().add(is_own).add(Expr::col("name").eq(PUBLIC));
    role_id.in_subquery(Query::select().column("id").from("roles").cond_where(is_theirs).to_owned())
}
