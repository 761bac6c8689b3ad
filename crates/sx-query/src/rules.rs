//! What a person may see of a relation: the only shape in which row and column rules reach a statement.

use crate::{CheckedSql, Dialect};

/// The rows and columns of a table or a SELECT that exist for the person who asks. The default hides nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelationRules {
    /// Groups, joined with AND; the conditions in a group are joined with OR.
    pub rows: Vec<Vec<CheckedSql>>,
    /// The columns that there are; `None` for all of them.
    pub columns: Option<Vec<String>>,
}

impl RelationRules {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_none()
    }

    /// Both at once: the rows that both let pass, the columns that both have.
    pub fn and(mut self, other: Self) -> Self {
        self.rows.extend(other.rows);
        self.columns = match (self.columns, other.columns) {
            (Some(own), Some(others)) => Some(own.into_iter().filter(|name| others.contains(name)).collect()),
            (own, others) => own.or(others),
        };
        self
    }

    /// The SELECT that stands in the place of `relation`, without parentheses and name.
    ///
    /// It always ends with the dialect's fence: in one WHERE with what is asked, the database may run
    /// `1 / (salary - 1000)` first, and its error would tell of forbidden rows.
    pub fn select(&self, relation: &str, dialect: &dyn Dialect) -> String {
        let columns = match &self.columns {
            None => "*".to_owned(),
            // A SELECT of nothing is none; the rows can still be counted.
            Some(names) if names.is_empty() => format!("NULL AS {}", dialect.quote("?column?")),
            Some(names) => names.iter().map(|name| dialect.quote(name)).collect::<Vec<_>>().join(", "),
        };
        let groups = self.rows.iter().map(|group| {
            let conditions: Vec<_> = group.iter().map(|rule| format!("({})", rule.text())).collect();
            format!("({})", conditions.join(" OR "))
        });
        let groups: Vec<_> = groups.collect();
        let condition = if groups.is_empty() { String::new() } else { format!(" WHERE {}", groups.join(" AND ")) };
        format!("SELECT {columns} FROM {relation}{condition}{}", dialect.fence())
    }
}
