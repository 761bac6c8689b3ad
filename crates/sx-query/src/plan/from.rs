//! What the statement reads, with the rules inside.

use super::Planner;
use crate::Relation;
use crate::sql::Sql;

/// The name of a dataset that is a query, as its SQL may use it.
const QUERY_ALIAS: &str = "virtual_table";

impl Planner<'_> {
    /// The relation after FROM: as it is, or what the rules leave of it, under the same name.
    pub(super) fn from(&self) -> Sql {
        let dialect = self.ctx.dialect;
        let (relation, alias) = match &self.dataset.relation {
            Relation::Table { schema, name } => {
                let path: Vec<String> = schema.iter().chain([name]).map(|part| dialect.quote(part)).collect();
                (path.join("."), dialect.quote(name))
            }
            Relation::Query(query) => {
                let alias = dialect.quote(QUERY_ALIAS);
                (format!("({}) AS {alias}", query.text()), alias)
            }
        };
        match self.ctx.rules.is_empty() {
            true => relation.into(),
            false => format!("({}) AS {alias}", self.ctx.rules.select(&relation, dialect)).into(),
        }
    }
}
