//! No value, label or name leaves its quotes.

use proptest::prelude::*;
use serde_json::json;
use sx_query::{DIALECTS, Dialect, Param};

use crate::sales::{plan_for, question};

/// Reads one text literal the way the database does, and gives its content and what follows.
fn read_text<'a>(dialect: &dyn Dialect, text: &'a str) -> Option<(String, &'a str)> {
    match text.strip_prefix('E') {
        Some(rest) => read_quoted(rest, '\'', true),
        None => read_quoted(text, '\'', dialect.id() == "mysql"),
    }
}

fn read_name<'a>(dialect: &dyn Dialect, text: &'a str) -> Option<(String, &'a str)> {
    read_quoted(text, dialect.quote("").chars().next()?, false)
}

fn read_quoted(text: &str, quote: char, escapes: bool) -> Option<(String, &str)> {
    let body = text.strip_prefix(quote)?;
    let mut content = String::new();
    let mut letters = body.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            if letters.peek().is_some_and(|(_, next)| *next == quote) {
                letters.next();
            } else {
                return Some((content, &body[at + letter.len_utf8()..]));
            }
        } else if escapes && letter == '\\' {
            content.push(letters.next()?.1);
            continue;
        }
        content.push(letter);
    }
    None
}

proptest! {
    #[test]
    fn a_text_literal_is_one_token(text in ".*") {
        for dialect in DIALECTS {
            let literal = dialect.literal(&Param::Text(text.clone()));
            let (content, rest) = read_text(*dialect, &literal).unwrap();
            prop_assert_eq!(rest, "");
            prop_assert_eq!(content, text.replace('\0', ""));
        }
    }

    #[test]
    fn quotes_and_backslashes_are_the_favourites_of_attackers(text in r"['\\;\-/* a\x00\n]{0,12}") {
        for dialect in DIALECTS {
            let literal = dialect.literal(&Param::Text(text.clone()));
            prop_assert_eq!(read_text(*dialect, &literal).unwrap(), (text.replace('\0', ""), ""));
            let identifier = dialect.quote(&text);
            prop_assert_eq!(read_name(*dialect, &identifier).unwrap(), (text.replace('\0', ""), ""));
        }
    }

    #[test]
    fn an_identifier_is_one_token(name in ".*") {
        for dialect in DIALECTS {
            let quoted = dialect.quote(&name);
            prop_assert_eq!(read_name(*dialect, &quoted).unwrap(), (name.replace('\0', ""), ""));
        }
    }

    #[test]
    fn numbers_and_times_hold_nothing_but_their_signs(int in any::<i64>(), float in any::<f64>()) {
        for dialect in DIALECTS {
            for param in [Param::Int(int), Param::Float(float), Param::Time(int)] {
                let literal = dialect.literal(&param);
                let quotes = literal.matches('\'').count();
                prop_assert!(quotes % 2 == 0 && !literal.contains([';', '"', '\\']), "{}", literal);
            }
        }
    }

    #[test]
    fn filter_values_never_reach_the_text(value in "[a-z';\"\\\\-]{8,20}") {
        let filters = json!([{"col": "status", "op": "IN", "val": [value]}]);
        let query = question(json!({"columns": ["status"], "metrics": [], "filters": filters}));
        for dialect in DIALECTS {
            let plan = plan_for(&query, *dialect).unwrap();
            prop_assert!(!plan.sql.contains(&value));
            prop_assert_eq!(&plan.params, &[Param::Text(value.clone())]);
        }
    }
}

#[test]
fn a_label_may_be_anything() {
    let metric = json!({"expressionType": "SIMPLE", "aggregate": "SUM", "column": {"column_name": "sales"}, "label": "\"; DROP TABLE x --"});
    let query = question(json!({"columns": [], "metrics": [metric], "orderby": [["\"; DROP TABLE x --", false]]}));
    let plan = plan_for(&query, DIALECTS[0]).unwrap();
    insta::assert_snapshot!(plan.sql, @r#"
    SELECT SUM("sales") AS """; DROP TABLE x --" 
    FROM "public"."orders" ORDER BY """; DROP TABLE x --" DESC 
     LIMIT 50000
    "#);
}
