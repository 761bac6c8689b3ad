//! Lists of what is no asset: users, roles, the log.

use sea_query::{Expr, SelectStatement};
use sx_model::{ListFilter, ListQuery};

use super::{ListColumn, order};
use crate::store::row_number;
use crate::{Result, StoreError};

pub(crate) struct PlainList {
    /// As a sentence names it: `users`.
    pub noun: &'static str,
    pub table: &'static str,
    pub columns: &'static [ListColumn],
    /// Where the question names no order.
    pub order: &'static str,
    pub is_descending: bool,
}

impl PlainList {
    /// Adds WHERE.
    pub fn restrict(&self, filters: &[ListFilter], select: &mut SelectStatement) -> Result<()> {
        for filter in filters {
            let column = self.column(&filter.col, "filtered")?;
            select.and_where(column.condition(&Expr::col((self.table, "id")), filter)?);
        }
        Ok(())
    }

    /// Adds ORDER BY, LIMIT and OFFSET; equal rows stand by id.
    pub fn paginate(&self, query: &ListQuery, select: &mut SelectStatement) -> Result<()> {
        let (name, is_descending) = match &query.order_column {
            Some(name) => (name.as_str(), query.is_descending()),
            None => (self.order, self.is_descending),
        };
        let column = self.column(name, "ordered")?;
        if !order::by_column(&column, self.table, select, is_descending) {
            return Err(self.unknown(name, "ordered"));
        }
        select.limit(row_number(query.limit())).offset(row_number(query.offset()));
        Ok(())
    }

    fn column(&self, name: &str, how: &str) -> Result<ListColumn> {
        let found = self.columns.iter().find(|column| column.name == name);
        found.map(|column| ListColumn { ..*column }).ok_or_else(|| self.unknown(name, how))
    }

    fn unknown(&self, name: &str, how: &str) -> StoreError {
        StoreError::bad_filter(format!("The list of {} cannot be {how} by “{name}”.", self.noun))
    }
}
