//! Any SELECT, with rules on every table: what comes out reads no table but through what the rules leave of it.
//!
//! The answer is read with another eye than the one that wrote it: every name that the parser takes for a relation is counted,
//! wherever it stands, and so is every sub-query that looks exactly as the rules do. Both numbers must be one.

use std::{collections::HashSet, ops::ControlFlow};

use sqlparser::{
    ast::{Cte, ObjectName, Query, SetExpr, TableFactor, Visit as _, Visitor},
    dialect::{Dialect as SqlDialect, DuckDbDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
};
use sx_query::{DIALECTS, Dialect, RelationRules};
use sx_sql::{Checker, TableName};

pub fn holds(sql: &str) {
    for dialect in DIALECTS {
        let checker = Checker::for_dialect(dialect.id()).unwrap();
        let Ok(query) = checker.check_query(sql) else { continue };
        let tenant = checker.check_expression("tenant = 7").unwrap();
        let rules_of =
            |_: &TableName| Ok(RelationRules { rows: vec![vec![tenant.clone()]], columns: Some(vec!["a".to_owned()]) });
        let Ok(ruled) = checker.apply_rules(&query, *dialect, &rules_of) else { continue };
        assert_eq!(ruled.reads(), query.reads(), "{}: {sql}", dialect.id());
        assert_eq!(checker.check_query(ruled.text()).as_ref(), Ok(&ruled), "{}: {sql}", dialect.id());
        fenced(*dialect, ruled.text());
    }
}

fn fenced(dialect: &dyn Dialect, sql: &str) {
    let parser: &dyn SqlDialect = match dialect.id() {
        "mysql" => &MySqlDialect {},
        "duckdb" => &DuckDbDialect {},
        "sqlite" => &SQLiteDialect {},
        _ => &PostgreSqlDialect {},
    };
    // Our own parser knows a little more, and goes deeper; what only that one reads is left to the other tests.
    let Ok(tree) = Parser::parse_sql(parser, sql) else { return };
    let mut names = Names::default();
    let _end = tree.visit(&mut names);
    let mut count = Count { dialect, names: &names.0, relations: 0, functions: 0, fences: 0 };
    let _end = tree.visit(&mut count);
    assert_eq!(count.relations, count.functions + count.fences, "{}: {sql}", dialect.id());
}

/// Those of common table expressions, which no rules are on. A table of such a name is not looked at.
#[derive(Default)]
struct Names(HashSet<String>);

impl Visitor for Names {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let tables: &[Cte] = query.with.as_ref().map_or(&[], |with| &with.cte_tables);
        self.0.extend(tables.iter().map(|table| table.alias.name.value.to_lowercase()));
        ControlFlow::Continue(())
    }
}

struct Count<'a> {
    dialect: &'a dyn Dialect,
    names: &'a HashSet<String>,
    relations: usize,
    /// Those that are called, as `generate_series(1, 3)`.
    functions: usize,
    fences: usize,
}

impl Count<'_> {
    fn is_table(&self, name: &ObjectName) -> bool {
        let last = name.0.last().and_then(|part| part.as_ident());
        last.is_none_or(|last| !self.names.contains(&last.value.to_lowercase()))
    }

    fn is_fence(&self, query: &Query) -> bool {
        let SetExpr::Select(select) = query.body.as_ref() else { return false };
        let [from] = select.from.as_slice() else { return false };
        let TableFactor::Table { name, args: None, .. } = &from.relation else { return false };
        let wanted = format!(
            "SELECT {} FROM {} WHERE ((tenant = 7)){}",
            self.dialect.quote("a"),
            from.relation,
            self.dialect.fence()
        );
        self.is_table(name) && query.to_string() == wanted
    }
}

impl Visitor for Count<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.fences += usize::from(self.is_fence(query));
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> ControlFlow<()> {
        self.relations += usize::from(self.is_table(name));
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, args: Some(_), .. } = factor {
            self.functions += usize::from(self.is_table(name));
        }
        ControlFlow::Continue(())
    }
}
