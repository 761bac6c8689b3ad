//! The columns that a list can be filtered and ordered by, and the operators of each kind of column.

use sea_query::{Expr, ExprTrait as _};
use serde_json::Value;
use sx_model::ListFilter;

use super::value::{contains, ends_with, like, numbers, starts_with, text, time, truth, uuids};
use crate::asset::AssetTable;
use crate::links::Link;
use crate::{Result, StoreError};

/// A name on the wire, and where its values are.
pub(crate) struct ListColumn {
    pub name: &'static str,
    pub table: &'static str,
    pub column: &'static str,
    pub kind: Kind,
}

/// Decides which operators a column understands.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    Time,
    Uuid,
    /// Many rows behind one: it can be filtered with `rel_m_m`, not ordered.
    Link(&'static Link),
}

impl ListColumn {
    pub const fn new(name: &'static str, table: &'static str, column: &'static str, kind: Kind) -> Self {
        Self { name, table, column, kind }
    }

    pub fn find(table: &AssetTable, name: &str) -> Option<ListColumn> {
        let own = table.list_columns.iter().find(|column| column.name == name);
        match own {
            Some(column) => Some(ListColumn { ..*column }),
            None => audit_columns(table.name).into_iter().find(|column| column.name == name),
        }
    }

    pub fn expr(&self) -> Expr {
        Expr::col((self.table, self.column))
    }

    /// `id` is that of the list's own rows.
    pub fn condition(&self, id: &Expr, filter: &ListFilter) -> Result<Expr> {
        let is_plain = !matches!(self.kind, Kind::Link(_));
        let condition = match (filter.opr.as_str(), &filter.value) {
            ("eq", Value::Null) if is_plain => Some(self.expr().is_null()),
            ("neq", Value::Null) if is_plain => Some(self.expr().is_not_null()),
            _ => match self.kind {
                Kind::Text => text_condition(self.expr(), filter)?,
                Kind::Number => number_condition(self.expr(), filter)?,
                Kind::Boolean => boolean_condition(self.expr(), filter)?,
                Kind::Time => time_condition(self.expr(), filter)?,
                Kind::Uuid => uuid_condition(self.expr(), filter)?,
                Kind::Link(link) => link_condition(id, link, filter)?,
            },
        };
        condition.ok_or_else(|| {
            let ListFilter { col, opr, .. } = filter;
            StoreError::bad_filter(format!("The column “{col}” cannot be filtered with the operator “{opr}”."))
        })
    }
}

/// What all assets have.
pub(crate) fn audit_columns(table: &'static str) -> [ListColumn; 12] {
    let column = |name, column, kind| ListColumn::new(name, table, column, kind);
    [
        column("id", "id", Kind::Number),
        column("uuid", "uuid", Kind::Uuid),
        column("created_on", "created_on", Kind::Time),
        column("created_on_delta_humanized", "created_on", Kind::Time),
        column("changed_on", "changed_on", Kind::Time),
        column("changed_on_delta_humanized", "changed_on", Kind::Time),
        column("created_by", "created_by_id", Kind::Number),
        column("changed_by", "changed_by_id", Kind::Number),
        ListColumn::new("created_by.first_name", "creator", "first_name", Kind::Text),
        ListColumn::new("changed_by.first_name", "changer", "first_name", Kind::Text),
        ListColumn::new("created_by.last_name", "creator", "last_name", Kind::Text),
        ListColumn::new("changed_by.last_name", "changer", "last_name", Kind::Text),
    ]
}

fn text_condition(column: Expr, filter: &ListFilter) -> Result<Option<Expr>> {
    Ok(Some(match filter.opr.as_str() {
        "eq" => column.eq(text(filter)?),
        "neq" => column.ne(text(filter)?),
        "gt" => column.gt(text(filter)?),
        "lt" => column.lt(text(filter)?),
        "in" => column.is_in(super::value::texts(filter)?),
        "ct" => contains(column, &text(filter)?),
        "nct" => contains(column, &text(filter)?).not(),
        "sw" => like(column, &starts_with(&text(filter)?)),
        "nsw" => like(column, &starts_with(&text(filter)?)).not(),
        "ew" => like(column, &ends_with(&text(filter)?)),
        "new" => like(column, &ends_with(&text(filter)?)).not(),
        _ => return Ok(None),
    }))
}

fn number_condition(column: Expr, filter: &ListFilter) -> Result<Option<Expr>> {
    let numbers = numbers(filter)?;
    let one = numbers.first().copied();
    Ok(match (filter.opr.as_str(), one) {
        ("in", _) => Some(column.is_in(numbers)),
        ("eq" | "rel_o_m", Some(number)) => Some(column.eq(number)),
        ("neq" | "nrel_o_m", Some(number)) => Some(column.ne(number)),
        ("gt", Some(number)) => Some(column.gt(number)),
        ("lt", Some(number)) => Some(column.lt(number)),
        _ => None,
    })
}

fn boolean_condition(column: Expr, filter: &ListFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        "eq" => Some(column.eq(truth(filter)?)),
        "neq" => Some(column.ne(truth(filter)?)),
        _ => None,
    })
}

fn time_condition(column: Expr, filter: &ListFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        "eq" => Some(column.eq(time(filter)?)),
        "neq" => Some(column.ne(time(filter)?)),
        "gt" => Some(column.gt(time(filter)?)),
        "lt" => Some(column.lt(time(filter)?)),
        _ => None,
    })
}

fn uuid_condition(column: Expr, filter: &ListFilter) -> Result<Option<Expr>> {
    Ok(match filter.opr.as_str() {
        "eq" | "in" => Some(column.is_in(uuids(filter)?)),
        "neq" => Some(column.is_not_in(uuids(filter)?)),
        _ => None,
    })
}

/// With several values each must be linked, as the reference has it.
fn link_condition(id: &Expr, link: &Link, filter: &ListFilter) -> Result<Option<Expr>> {
    if filter.opr != "rel_m_m" {
        return Ok(None);
    }
    let linked = |to| id.clone().in_subquery(link.pointing_at([to]));
    Ok(numbers(filter)?.into_iter().map(linked).reduce(|all, one| all.and(one)))
}
