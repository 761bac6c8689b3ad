//! Any value in a template that somebody else wrote: it never changes the shape of a statement.

use std::{ops::ControlFlow, sync::Arc};

use serde_json::json;
use sqlparser::{
    ast::{Value, ValueWithSpan, VisitMut as _, VisitorMut},
    dialect::{Dialect, DuckDbDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect},
    parser::Parser,
    tokenizer::Tokenizer,
};
use sx_sql::template::{SeenFilter, Surroundings, render};

use super::template_around::around;

pub fn holds(value: &str) {
    keeps_the_shape(value);
    is_one_word_or_refused(value);
    is_written_as_a_literal(value);
}

/// Where the author put quotes around it.
fn keeps_the_shape(value: &str) {
    for (dialect, text) in in_each_dialect(QUOTED) {
        let plain = shape(dialect, &render(text, &with_value(dialect, "x")).unwrap().text);
        match render(text, &with_value(dialect, value)) {
            Ok(rendered) => {
                let shape = shape(dialect, &rendered.text);
                assert!(shape.is_none() || shape == plain, "{dialect}: {text}: {}", rendered.text);
            }
            // A value that happens to be a part of the SQL may be refused; it is never let through.
            Err(error) => assert!(error.to_string().contains("inside of quotes"), "{text}: {error}"),
        }
    }
}

/// Where the author put none.
fn is_one_word_or_refused(value: &str) {
    for (dialect, text) in in_each_dialect(UNQUOTED) {
        if let Ok(rendered) = render(text, &with_value(dialect, value)) {
            // No database takes it, so it is left out.
            let value = value.replace('\0', "");
            let word = value.trim().trim_start_matches('-');
            let is_word = is_one_token(&word.replace('\'', "''")) || word.split('.').all(is_one_token);
            let is_sign = !value.chars().any(char::is_alphanumeric);
            let is_no_sql = shape(dialect, &rendered.text).is_none();
            assert!(is_word || is_sign || is_no_sql, "{dialect}: {value:?} became {}", rendered.text);
        }
    }
}

fn is_written_as_a_literal(value: &str) {
    for (dialect, text) in in_each_dialect(&["{{ filter_values('f')|where_in }}"]) {
        let literal = sx_query::dialect(dialect).unwrap().literal(&sx_query::Param::Text(value.to_owned()));
        assert_eq!(render(text, &with_value(dialect, value)).unwrap().text, format!("({literal})"));
    }
}

/// Templates over the URL parameter `v` and the filter `f` whose authors put quotes around values.
const QUOTED: &[&str] = &[
    "SELECT a FROM t WHERE b = '{{ url_param('v') }}' AND c > 1",
    "SELECT a FROM t WHERE b IN {{ filter_values('f')|where_in }}",
    r#"SELECT a FROM t WHERE b IN ({{ "'" + "', '".join(filter_values('f')) + "'" }})"#,
    "SELECT a FROM t WHERE {% for f in get_filters('f') %}b = '{{ f.val[0] }}' AND {% endfor %}TRUE",
    "SELECT '{{ url_param('v')|trim }}' AS x, '{{ filter_values('f')[0] ~ '!' }}' AS y FROM t",
    "SELECT a FROM t WHERE \"b\" = '{{ '%s' % url_param('v') }}'",
];

const UNQUOTED: &[&str] = &[
    "SELECT a FROM t WHERE b = {{ url_param('v') }} AND c > 1",
    "SELECT a FROM t WHERE b IN ({{ filter_values('f')|join(', ') }})",
    "SELECT a FROM t ORDER BY {{ url_param('v')|lower }}",
];

pub fn with_value(dialect: &str, value: &str) -> Arc<Surroundings> {
    let filters = vec![SeenFilter { column: "f".to_owned(), operator: "IN".to_owned(), value: json!([value]) }];
    let url_params = json!({ "v": value }).as_object().cloned().unwrap_or_default();
    Arc::new(Surroundings { filters, url_params, ..around(dialect) })
}

fn in_each_dialect<'a>(texts: &'a [&'a str]) -> impl Iterator<Item = (&'static str, &'a str)> {
    let dialects = sx_query::DIALECTS.iter().map(|dialect| dialect.id());
    dialects.flat_map(move |dialect| texts.iter().map(move |text| (dialect, *text)))
}

/// The tree with its literals taken out.
fn shape(dialect: &str, sql: &str) -> Option<String> {
    struct Blank;
    impl VisitorMut for Blank {
        type Break = ();

        fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
            value.value = Value::Null;
            ControlFlow::Continue(())
        }
    }
    let dialect: &dyn Dialect = match dialect {
        "mysql" => &MySqlDialect {},
        "duckdb" => &DuckDbDialect {},
        "sqlite" => &SQLiteDialect {},
        _ => &PostgreSqlDialect {},
    };
    let mut statements = Parser::parse_sql(dialect, sql).ok()?;
    statements.iter_mut().for_each(|statement| {
        let _: ControlFlow<()> = statement.visit(&mut Blank);
    });
    Some(statements.iter().map(|statement| format!("{statement};")).collect())
}

/// A quoted name is a word, too, and a whole literal stays one.
fn is_one_token(value: &str) -> bool {
    Tokenizer::new(&PostgreSqlDialect {}, value).tokenize().is_ok_and(|tokens| tokens.len() == 1)
}
