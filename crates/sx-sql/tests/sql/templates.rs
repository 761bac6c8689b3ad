//! What templates become, and why some become nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use sx_sql::template::{Rendered, Surroundings, TemplateError, Wish, check_syntax, is_template, render};

use crate::bodies::template_around::around;

fn rendered(text: &str) -> Result<Rendered, TemplateError> {
    render(text, &Arc::new(around("postgresql")))
}

#[track_caller]
fn becomes(text: &str, expected: &str) {
    let rendered = rendered(text).map(|rendered| rendered.text).map_err(|error| error.to_string());
    assert_eq!(rendered.as_deref(), Ok(expected), "{text}");
}

#[track_caller]
fn fails(text: &str) -> String {
    rendered(text).unwrap_err().to_string()
}

#[test]
fn plain_sql_is_no_template() {
    for text in ["SELECT 1", "SELECT '{', '}' FROM t", "a % b", "{ d '2024-01-01' }"] {
        assert!(!is_template(text));
        becomes(text, text);
    }
    assert!(is_template("{{ x }}") && is_template("{% if x %}") && is_template("{# x #}"));
}

#[test]
fn the_person_is_data() {
    becomes("id = {{ current_user_id() }}", "id = 7");
    becomes("name = '{{ current_username() }}'", "name = 'maria'");
    becomes("mail = '{{ current_user_email(add_to_cache_keys=false) }}'", "mail = 'maria@example.org'");
    becomes("role IN {{ current_user_roles()|where_in }}", "role IN ('Alpha', 'Sales')");
    becomes("{% if 'Sales' in current_user_roles() %}1{% else %}0{% endif %}", "1");
    becomes("{{ current_user_rls_rules()|length }}", "1");
    let nobody = Surroundings { person: None, ..around("postgresql") };
    let text = "{{ current_user_id() }} {{ current_user_roles() is none }}";
    assert_eq!(render(text, &Arc::new(nobody)).unwrap().text, "None True");
}

#[test]
fn filters_are_read_and_taken_away() {
    becomes("status IN {{ filter_values('status')|where_in }}", "status IN ('Shipped', 'O''Brien')");
    becomes(r#"IN ({{ "'" + "','".join(filter_values('status')) + "'" }})"#, "IN ('Shipped','O''Brien')");
    becomes("{{ filter_values('none', 'all')[0] }}, {{ filter_values('none')|length }}", "all, 0");
    becomes("year = {{ filter_values('year')[0] }}", "year = 2024");
    becomes(
        "{% for f in get_filters('status') %}{{ f.op }} {{ f.col }} {{ f['val']|where_in }}{% endfor %}",
        "IN status ('Shipped', 'O''Brien')",
    );
    let read = rendered("{{ filter_values('status', remove_filter=True)|length }}{{ filter_values('year')|length }}");
    let read = read.unwrap();
    assert_eq!((read.applied, read.removed), (vec!["status".to_owned(), "year".to_owned()], vec!["status".to_owned()]));
    assert_eq!(rendered("{{ filter_values('none', remove_filter=True) }}").unwrap().removed, Vec::<String>::new());
}

#[test]
fn time_filters_are_written_for_their_column() {
    becomes("{{ get_time_filter('day').from_expr }}", "CAST('2024-01-01' AS DATE)");
    let february = sx_query::Param::Time(1_706_745_600_000_000);
    let february = sx_query::dialect("postgresql").unwrap().literal(&february);
    becomes("{{ get_time_filter('day', target_type='TIMESTAMP').to_expr }}", &february);
    becomes("'{{ get_time_filter('day', strftime='%Y/%m/%d').from_expr }}'", "'2024/01/01'");
    becomes(
        "{{ get_time_filter('other').from_expr is none }} '{{ get_time_filter().time_range }}'",
        "True 'No filter'",
    );
    becomes("'{{ get_time_filter('other', default='2020-01-01 : 2021-01-01', strftime='%Y').to_expr }}'", "'2021'");
    let read = rendered("{{ get_time_filter('day', remove_filter=True).from_expr }}").unwrap();
    assert_eq!((read.applied, read.removed), (vec!["day".to_owned()], vec!["day".to_owned()]));
}

#[test]
fn url_parameters_are_escaped() {
    becomes("country = '{{ url_param('country') }}'", "country = 'Côte d''Ivoire'");
    becomes("{{ url_param('n')|int + 1 }}", "6");
    becomes("'{{ url_param('x', 'all') }}' {{ url_param('x') is none }}", "'all' True");
    becomes("{{ url_param('country') == url_param('country', escape_result=False) }}", "False");
}

#[test]
fn names_of_dataset_and_question_stand_for_values() {
    becomes("SELECT * FROM {{ schema }}.orders LIMIT {{ limit }}", "SELECT * FROM shop.orders LIMIT 10");
    becomes("'{{ from_dttm }}'{% if to_dttm %} never{% endif %} {{ row_limit }}", "'2024-01-01T00:00:00' 100");
    becomes("{{ columns|join(', ') }}", "status");
    becomes("{{ (from_dttm|to_datetime('%Y-%m-%dT%H:%M:%S')).strftime('%d.%m.%Y') }}", "01.01.2024");
    becomes("{{ '2024-05-06 07:08:09'|to_datetime }}", "2024-05-06 07:08:09");
}

#[test]
fn metrics_and_datasets_are_named() {
    becomes("{{ metric('revenue') }}", "SUM(price * quantity)");
    becomes("{{ metric('scaled') }}", "SUM(price * quantity) / 10");
    insta::assert_snapshot!(fails("{{ metric('none') }}"), @"The template failed in line 1: dataset 3 has no metric “none”.");
    insta::assert_snapshot!(fails("{{ metric('endless') }}"), @"The template failed in line 1: templates that call templates are nested too deeply.");
    assert_eq!(rendered("{{ metric('a', 9) }}"), Err(TemplateError::Wants(Wish::Metrics { dataset: 9 })));
    let wish = Wish::Sql { dataset: 5, include_metrics: true, columns: vec!["a".to_owned()] };
    let text = "SELECT * FROM {{ dataset(5, include_metrics=True, columns=['a']) }}";
    assert_eq!(rendered(text), Err(TemplateError::Wants(wish.clone())));
    let datasets = BTreeMap::from([(wish, Ok("(SELECT a FROM t) AS dataset_5".to_owned()))]);
    let granted = Surroundings { datasets, ..around("postgresql") };
    assert_eq!(render(text, &Arc::new(granted)).unwrap().text, "SELECT * FROM (SELECT a FROM t) AS dataset_5");
}

#[test]
fn keys_are_told() {
    let read = rendered("{{ cache_key_wrapper('a') }}{{ cache_key_wrapper(limit) }}").unwrap();
    assert_eq!((read.text.as_str(), read.cache_keys), ("a10", vec!["\"a\"".to_owned(), "10".to_owned()]));
}

#[test]
fn python_is_understood() {
    becomes("{% set l = [] %}{% for x in [1, 2] %}{% set _ = l.append(x * 2) %}{% endfor %}{{ l }}", "[2, 4]");
    becomes("{% set l = ['a'] %}{% do l.append('b') %}{{ l|join('+') }}", "a+b");
    becomes("{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}", "a=1");
    becomes("{{ 'a,b'.split(',')[1].upper() }}{{ 'x'.replace('x', 'y') }}", "By");
    becomes(
        "{{ '%s-%05d' % ('a', 7) }} {{ '{}{}'.format('b', 1) }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 2 ** 3 }}",
        "a-00007 b1 1 2 8",
    );
    becomes("{{ none }} {{ true }} {{ ('a', 'b') }} {{ ('a',) }} {{ 1 + 1.5 }}", "None True ('a', 'b') ('a',) 2.5");
    becomes("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(1) }}{{ m('a') }}", "<1><a>");
    becomes(
        "{% set ns = namespace(n=0) %}{% for i in range(5) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
        "10",
    );
    becomes(
        "{% for x in [1, 2, 3] if x > 1 %}{{ loop.index }}:{{ x }}{% if not loop.last %},{% endif %}{% endfor %}",
        "1:2,2:3",
    );
    becomes("{{ missing|default('x') }}{% if missing is defined %}1{% endif %}{% if missing %}2{% endif %}", "x");
    becomes("{# gone #}{{ [1, 'a']|tojson }} {{ 'é'|upper }} {{ [3, 1, 2]|sort|list }}", "[1, \"a\"] É [1, 2, 3]");
    becomes("{% set sql %}SELECT {{ 1 }}{% endset %}{{ sql }}", "SELECT 1");
}

#[test]
fn the_fault_is_told_with_its_line() {
    insta::assert_snapshot!(fails("SELECT\n{{ colum }}"), @"The template knows no “colum” (line 2).");
    insta::assert_snapshot!(fails("{{ 'a' ~ x.y }}"), @"The template knows no “x” (line 1).");
    insta::assert_snapshot!(fails("\n{{ filter_values('a')[0] }}"), @"The template failed in line 2: there is no value for (...)[0].");
    insta::assert_snapshot!(fails("{{ filter_values(colum) }}"), @"The template knows no “colum” (line 1).");
    insta::assert_snapshot!(fails("{% if %}"), @"Line 1 of the template could not be read: unexpected end of block.");
    insta::assert_snapshot!(fails("{{ 1 + 'a' }}"), @"The template failed in line 1: “+” does not go with number and string.");
    insta::assert_snapshot!(fails("{{ filter_values() }}"), @"The template failed in line 1: missing argument: filter_values() needs column.");
    insta::assert_snapshot!(fails("{{ open('/etc/passwd') }}"), @"The template failed in line 1: unknown function: open is unknown.");
    insta::assert_snapshot!(fails("{% include 'x' %}"), @"The template failed in line 1: there are no other templates.");
    insta::assert_snapshot!(check_syntax("{{ 'a").unwrap_err(), @"Line 1 of the template could not be read: unexpected end of string.");
}

#[test]
fn values_stay_inside_of_quotes() {
    let with = |value: &str| {
        let url_params = json!({ "v": value }).as_object().cloned().unwrap();
        Arc::new(Surroundings { url_params, ..around("postgresql") })
    };
    for hostile in ["1 OR 1=1", "x' OR '1'='1", "a; DROP TABLE t", "1--", "x /* y", "salary FROM secrets"] {
        let unquoted = render("SELECT * FROM t WHERE a = {{ url_param('v') }}", &with(hostile));
        assert!(matches!(unquoted, Err(TemplateError::Unquoted(_))), "{hostile}");
        let quoted = render("SELECT * FROM t WHERE a = '{{ url_param('v') }}'", &with(hostile)).unwrap();
        assert_eq!(quoted.text, format!("SELECT * FROM t WHERE a = '{}'", hostile.replace('\'', "''")));
        // Capitals, raw texts and comments do not hide it.
        assert!(render("SELECT {{ url_param('v')|upper }}", &with(hostile)).is_err(), "{hostile}");
        assert!(render("SELECT {{ url_param('v', escape_result=False) }}", &with(hostile)).is_err(), "{hostile}");
    }
    for word in ["status", "shop.orders", "-12.5", "Größe"] {
        assert!(render("SELECT {{ url_param('v') }}", &with(word)).is_ok(), "{word}");
    }
    assert!(render("SELECT ({{ url_param('v')|trim }})", &with(" 1 OR 1=1 ")).is_err());
    let newline = "x\n OR 1=1";
    assert!(render("SELECT 1 -- {{ url_param('v') }}\n", &with(newline)).is_err());
}
