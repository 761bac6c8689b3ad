//! The clauses of a query.

use sqlparser::ast::{Query, Select, SetExpr};

use crate::error::SqlError;

pub(super) fn query(query: &Query) -> Result<(), SqlError> {
    let Query {
        with,
        body,
        order_by: _,
        limit_clause: _,
        fetch: _,
        locks,
        for_clause,
        settings,
        format_clause,
        pipe_operators,
    } = query;
    refuse(!locks.is_empty(), "FOR UPDATE or FOR SHARE")?;
    refuse(for_clause.is_some(), "FOR XML or FOR JSON")?;
    refuse(settings.is_some(), "SETTINGS")?;
    refuse(format_clause.is_some(), "FORMAT")?;
    refuse(!pipe_operators.is_empty(), "A pipe operator")?;
    let ctes = with.iter().flat_map(|with| &with.cte_tables);
    refuse(ctes.clone().any(|cte| cte.from.is_some()), "FROM after a common table expression")?;
    set_expression(body)
}

/// Nested queries and statements are met again by the visitor; this looks at what the visitor has no name for.
fn set_expression(body: &SetExpr) -> Result<(), SqlError> {
    match body {
        SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) => Ok(()),
        SetExpr::SetOperation { left, right, op: _, set_quantifier: _ } => {
            set_expression(left)?;
            set_expression(right)
        }
        SetExpr::Insert(_) => Err(SqlError::NotARead("INSERT".to_owned())),
        SetExpr::Update(_) => Err(SqlError::NotARead("UPDATE".to_owned())),
        SetExpr::Delete(_) => Err(SqlError::NotARead("DELETE".to_owned())),
        SetExpr::Merge(_) => Err(SqlError::NotARead("MERGE".to_owned())),
        SetExpr::Table(_) => Err(SqlError::NotARead("TABLE".to_owned())),
    }
}

pub(super) fn select(select: &Select) -> Result<(), SqlError> {
    let Select {
        select_token: _,
        optimizer_hints,
        distinct: _,
        select_modifiers,
        top,
        top_before_distinct: _,
        projection: _,
        exclude: _,
        into,
        from: _,
        lateral_views,
        prewhere,
        selection: _,
        connect_by,
        group_by: _,
        cluster_by,
        distribute_by,
        sort_by,
        having: _,
        named_window: _,
        qualify: _,
        window_before_qualify: _,
        value_table_mode,
        flavor: _,
    } = select;
    refuse(into.is_some(), "SELECT INTO")?;
    refuse(!optimizer_hints.is_empty(), "An optimizer hint")?;
    refuse(select_modifiers.is_some(), "A MySQL modifier of SELECT")?;
    refuse(top.is_some(), "TOP")?;
    refuse(!lateral_views.is_empty(), "LATERAL VIEW")?;
    refuse(prewhere.is_some(), "PREWHERE")?;
    refuse(!connect_by.is_empty(), "CONNECT BY")?;
    refuse(!(cluster_by.is_empty() && distribute_by.is_empty() && sort_by.is_empty()), "CLUSTER BY or SORT BY")?;
    refuse(value_table_mode.is_some(), "SELECT AS VALUE")
}

fn refuse(present: bool, what: &'static str) -> Result<(), SqlError> {
    if present { Err(SqlError::Construct(what)) } else { Ok(()) }
}
