//! What the statement reads, with the row rules inside.

use super::Planner;
use crate::Relation;
use crate::sql::Sql;

/// The name of a dataset that is a query, as its SQL may use it.
const QUERY_ALIAS: &str = "virtual_table";

impl Planner<'_> {
    /// The relation after FROM. Where the question holds SQL of its own, the rules are applied behind a fence:
    /// in one WHERE the database may run `1/(salary - 1000)` first, and its error would tell of forbidden rows.
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
        if !self.rules_are_fenced() {
            return relation.into();
        }
        let rules = Sql::join(self.rules(), " AND ").inline(dialect);
        format!("(SELECT * FROM {relation} WHERE {rules}{}) AS {alias}", dialect.fence()).into()
    }

    /// The rules for the statement's own WHERE.
    pub(super) fn open_rules(&self) -> Vec<Sql> {
        if self.rules_are_fenced() { Vec::new() } else { self.rules() }
    }

    fn rules_are_fenced(&self) -> bool {
        self.has_custom_sql.get() && !self.ctx.rules.is_empty()
    }

    fn rules(&self) -> Vec<Sql> {
        self.ctx.rules.iter().map(|rule| Sql::from(rule.text()).in_parentheses()).collect()
    }
}
