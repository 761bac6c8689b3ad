//! The sandbox: no panic, an end to all work and all memory, and values that never change the shape of a statement.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::json;
use sqlparser::ast::{Value, ValueWithSpan, VisitMut as _, VisitorMut};
use sqlparser::dialect::{Dialect, DuckDbDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Tokenizer;
use sx_sql::template::{SeenFilter, Surroundings, check_syntax, render};

use crate::templates::around;

/// A debug build is slow, and the machine may be busy.
const LONGEST: Duration = Duration::from_secs(20);

fn ends(text: &str) -> Result<String, String> {
    let begun = Instant::now();
    let rendered = render(text, &Arc::new(around("postgresql")));
    assert!(begun.elapsed() < LONGEST, "{} took {:?}", &text[..text.len().min(200)], begun.elapsed());
    if let Ok(rendered) = &rendered {
        assert!(rendered.text.len() < 32 << 20);
    }
    rendered.map(|rendered| rendered.text).map_err(|error| error.to_string())
}

#[test]
fn work_has_an_end() {
    let doubled = "{% set x = x ~ x %}".repeat(60);
    let squared = "{% set x = x|replace('a', x) %}".repeat(12);
    let captured = "{% set x %}{{ x }}{{ x }}{% endset %}".repeat(60);
    for text in [
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{% for i in range(9000) %}{% for j in range(9000) %}x{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(x) %}{{ m([x]) }}{% endmacro %}{{ m(1) }}",
        &format!("{{% set x = 'aaaa' %}}{doubled}{{{{ x }}}}"),
        &format!("{{% set x = 'aaaa' %}}{squared}{{{{ x }}}}"),
        &format!("{{% set x = 'aaaa' %}}{captured}{{{{ x }}}}"),
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}",
        "{% set l = [] %}{% do l.append(l) %}{% do l.append([l, {'a': l}]) %}{% for i in range(40) %}{% do l.append(l) %}{% endfor %}{{ l }}",
        "{% set l = [1] %}{% for i in range(60) %}{% do l.extend(l) %}{% endfor %}{{ l|length }}",
        "{{ 'a' * 99999999 }}",
        "{% set n = 99999999 %}{{ 'a' * n }}",
        "{{ ('a' ~ 'b') * 9999999 * 9999 }}",
        "{{ [1] * 99999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '%*d' % (999999999, 1) }}",
        "{{ '{:{}}'.format(1, 999999999) }}",
        "{{ ('a' * 1000)|replace('a', 'b' * 9999)|length }}",
        "{{ (range(10000)|list)|map('string')|join('x' * 1000)|length }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{% for i in range(10000) %}{% if range(10000)|sort|list == [] %}{% endif %}{% endfor %}",
        "{% for i in range(10000) %}{% if i in range(10000) %}{% endif %}{% endfor %}",
    ] {
        // Some of these are harmless after all; what matters is that they end.
        let _ended = ends(text);
    }
}

#[test]
fn texts_do_not_double_for_ever() {
    let text = format!("{{% set x = 'aaaa' %}}{}{{{{ x }}}}", "{% set x = x ~ x %}".repeat(60));
    insta::assert_snapshot!(ends(&text).unwrap_err(), @"The template failed in line 1: a value grows too large.");
    let text = "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}";
    insta::assert_snapshot!(ends(text).unwrap_err(), @"The template does too much work; please make it smaller.");
    insta::assert_snapshot!(ends("{{ 'a' * 99999999 }}").unwrap_err(), @"The template failed in line 1: texts and lists cannot be multiplied.");
}

#[test]
fn deep_and_long_texts_are_answered() {
    let _refused = ends(&format!("{{{{ {}1{} }}}}", "(".repeat(3_000), ")".repeat(3_000)));
    let _rendered = ends(&format!("{{{{ 1{} }}}}", "+1".repeat(3_900)));
    let _rendered = ends(&format!("{{{{ x{} }}}}", "|list".repeat(1_500)));
    let _rendered = ends(&format!("{{{{ [1]{} }}}}", "[:1]".repeat(1_900)));
    let _rendered = ends(&format!("{{% set x = [1] %}}{}{{{{ x }}}}", "{% set x = [x] %}".repeat(2_500)));
    let _rendered = ends(&format!("{{% set x = [1] %}}{}{{{{ x }}}}", "{% set x = x|select %}".repeat(2_000)));
    let _refused = ends(&"{% if 1 %}".repeat(4_000));
    insta::assert_snapshot!(ends(&format!("{{{{ 1{} }}}}", "+1".repeat(5_000))).unwrap_err(), @"Line 1 of the template has a tag of more than 8000 bytes.");
    insta::assert_snapshot!(ends(&format!("{{{{ 1 }}}}{}", " ".repeat(50_000))).unwrap_err(), @"The template is longer than 50000 bytes.");
}

/// Texts made of what templates are made of.
fn template() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "for x in",
        "endfor",
        "if",
        "else",
        "endif",
        "set x =",
        "x",
        "ns.x",
        "namespace()",
        "macro m(a)",
        "endmacro",
        "m(x)",
        "range(9)",
        "'a'",
        "[1, x]",
        "{'k': x}",
        "~",
        "+",
        "*",
        "%",
        "**",
        "//",
        "in",
        "|list",
        "|join(',')",
        "|where_in",
        "|sort",
        "|map('upper')",
        "|tojson",
        "|replace('a', x)",
        "|length",
        "|default(1)",
        ".append(x)",
        ".split('a')",
        ".format(x)",
        "[0]",
        "[1:]",
        "(",
        ")",
        ",",
        "1",
        "99999",
        "-1",
        "none",
        "is defined",
        "filter_values('status')",
        "get_filters('year')",
        "get_time_filter('day')",
        "url_param('n')",
        "metric('revenue')",
        "current_user_roles()",
        "to_datetime",
        "'2024-01-01 00:00:00'|to_datetime",
        "do x.append(x)",
        "loop.index",
        "endset",
        "set y",
        "call m(1)",
        "endcall",
        "\n",
        " ",
        "'",
        "filter upper",
        "endfilter",
        "with z = x",
        "endwith",
        "raw",
        "endraw",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
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

fn with_value(dialect: &str, value: &str) -> Arc<Surroundings> {
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

/// Values that want to be SQL.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "'",
        "''",
        "\\'",
        "\"",
        "\\",
        "--",
        "/*",
        "*/",
        ";",
        ")",
        "(",
        " OR ",
        "1=1",
        "UNION SELECT",
        " ",
        "x",
        "1",
        "\n",
        "$$",
        "é",
        "’",
        "{{",
        "}}",
        "{%",
        "E'",
        ",",
        "=",
        "NULL",
        "%",
        "%s",
        "\t",
    ]);
    prop::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_template_is_answered(text in template()) {
        let _answered = ends(&text);
        let _checked = check_syntax(&text);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,100}\\{[{%#]\\PC{0,100}") {
        let _answered = ends(&text);
    }

    #[test]
    fn quoted_values_never_change_the_shape(value in hostile()) {
        for (dialect, text) in in_each_dialect(QUOTED) {
            let plain = shape(dialect, &render(text, &with_value(dialect, "x")).unwrap().text);
            match render(text, &with_value(dialect, &value)) {
                Ok(rendered) => {
                    let shape = shape(dialect, &rendered.text);
                    prop_assert!(shape.is_none() || shape == plain, "{dialect}: {text}: {}", rendered.text);
                }
                // A value that happens to be a part of the SQL may be refused; it is never let through.
                Err(error) => prop_assert!(error.to_string().contains("inside of quotes"), "{text}: {error}"),
            }
        }
    }

    #[test]
    fn unquoted_values_are_one_word_or_refused(value in hostile()) {
        for (dialect, text) in in_each_dialect(UNQUOTED) {
            if let Ok(rendered) = render(text, &with_value(dialect, &value)) {
                let word = value.trim().trim_start_matches('-');
                let is_word = word.chars().all(char::is_alphanumeric) || is_one_token(&word.replace('\'', "''"));
                let is_sign = !value.chars().any(char::is_alphanumeric);
                let is_no_sql = shape(dialect, &rendered.text).is_none();
                prop_assert!(is_word || is_sign || is_no_sql, "{dialect}: {value:?} became {}", rendered.text);
            }
        }
    }

    #[test]
    fn where_in_writes_what_was_filtered(value in hostile()) {
        for (dialect, text) in in_each_dialect(&["{{ filter_values('f')|where_in }}"]) {
            let literal = sx_query::dialect(dialect).unwrap().literal(&sx_query::Param::Text(value.clone()));
            prop_assert_eq!(render(text, &with_value(dialect, &value)).unwrap().text, format!("({literal})"));
        }
    }
}
