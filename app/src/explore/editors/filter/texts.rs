//! Values of filters as texts that people choose and type, and back.

use serde_json::{Number, Value};
use sx_query::Kind;

/// As the reference shows them; the planner knows them too.
const NULL: &str = "<NULL>";
const EMPTY: &str = "<empty string>";

pub fn text_of(value: &Value) -> String {
    match value {
        Value::Null => NULL.to_owned(),
        Value::String(text) if text.is_empty() => EMPTY.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Numbers stay numbers, where the column has numbers.
pub fn value_of(text: &str, kind: Option<Kind>) -> Value {
    match (text, kind) {
        (NULL, _) => Value::Null,
        (EMPTY, _) => Value::String(String::new()),
        (text, Some(Kind::Numeric)) => number(text).map_or_else(|| text.into(), Value::Number),
        (text, Some(Kind::Boolean)) if text.eq_ignore_ascii_case("true") => true.into(),
        (text, Some(Kind::Boolean)) if text.eq_ignore_ascii_case("false") => false.into(),
        (text, _) => text.into(),
    }
}

/// Why the value does not fit the column, as a sentence.
pub fn misfit(value: &Value, kind: Option<Kind>) -> Option<String> {
    match (value, kind?) {
        (Value::String(text), Kind::Numeric) if number(text).is_none() => Some(format!("“{text}” is not a number.")),
        _ => None,
    }
}

/// Whole numbers are kept exactly.
pub fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_survive_being_texts() {
        let numbers = [json!(9_007_199_254_740_993_i64), json!(-2.5), json!(null)];
        for value in numbers {
            assert_eq!(value_of(&text_of(&value), Some(Kind::Numeric)), value);
        }
        for value in [json!("25"), json!(""), json!(null), json!("a,b")] {
            assert_eq!(value_of(&text_of(&value), Some(Kind::String)), value);
        }
        assert_eq!(value_of("TRUE", Some(Kind::Boolean)), json!(true));
    }

    #[test]
    fn a_word_is_no_number() {
        assert_eq!(misfit(&json!("ten"), Some(Kind::Numeric)), Some("“ten” is not a number.".to_owned()));
        assert_eq!(misfit(&json!("25"), Some(Kind::Numeric)), None);
        assert_eq!(misfit(&json!("ten"), Some(Kind::String)), None);
    }
}
