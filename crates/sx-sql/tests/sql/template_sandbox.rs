//! The sandbox: no panic, an end to all work and all memory, and values that never change the shape of a statement.

use proptest::prelude::*;
use sx_sql::template::render;

use crate::bodies::{seeds, template_sandbox, template_sandbox::ends, template_values};

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
        template_sandbox::holds(&text);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,100}\\{[{%#]\\PC{0,100}") {
        template_sandbox::holds(&text);
    }

    #[test]
    fn values_stay_values(value in hostile()) {
        template_values::holds(&value);
    }
}

/// To the parser `1or.5` is `1 OR .5`, which lets every row pass.
#[test]
fn no_number_runs_into_a_word() {
    let rendered = |value: &str| {
        let text = "SELECT a FROM t WHERE tenant = 7 AND b = {{ url_param('v') }}";
        render(text, &template_values::with_value("sqlite", value))
    };
    for word in ["7", "-1.5", "2e3", "a", "orders.id", "_x1", "größe"] {
        assert!(rendered(word).is_ok(), "{word}");
    }
    for more in ["1or.5", "0or", "7e", "a.5or.6", "-1..e3", "1.or.true", "0x1f", "1_000"] {
        assert!(rendered(more).unwrap_err().to_string().contains("inside of quotes"), "{more}");
    }
}

#[test]
fn seeds_hold() {
    seeds::of("template_sandbox").iter().for_each(|text| template_sandbox::holds(text));
    seeds::of("template_values").iter().for_each(|value| template_values::holds(value));
}
