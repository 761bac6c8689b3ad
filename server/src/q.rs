//! `q=`: Rison, or JSON for who finds that easier. THE one reader of both.

use serde::de::DeserializeOwned;
use sx_model::AppError;

/// # Errors
/// 400, `q: {expected}: …`.
pub fn read<T: DeserializeOwned>(text: &str, expected: &str) -> Result<T, AppError> {
    let text = text.trim();
    let read = if text.starts_with(['{', '[', '"']) {
        serde_json::from_str(text).map_err(|error| error.to_string())
    } else {
        serde_rison::from_str(text).map_err(|error| error.to_string())
    };
    read.map_err(|error| AppError::invalid(format!("q: {expected}: {error}")))
}

#[cfg(test)]
#[path = "../../fuzz/bodies/readers.rs"]
mod readers;
#[cfg(test)]
#[path = "../../fuzz/bodies/seeds.rs"]
mod seeds;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    /// The same value in Rison, every string in quotes.
    fn rison(value: &Value) -> String {
        let text = |text: &str| format!("'{}'", text.replace('!', "!!").replace('\'', "!'"));
        match value {
            Value::Null => "!n".to_owned(),
            Value::Bool(true) => "!t".to_owned(),
            Value::Bool(false) => "!f".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(string) => text(string),
            Value::Array(values) => format!("!({})", values.iter().map(rison).collect::<Vec<_>>().join(",")),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| format!("{}:{}", text(key), rison(value)));
                format!("({})", fields.collect::<Vec<_>>().join(","))
            }
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("\\PC{1,8}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        /// No text brings the reader down, whichever of the two it takes it for.
        #[test]
        fn any_text_is_answered(text in "\\PC{0,120}", signs in "[-!(),:'\"{}\\[\\]a-c0-9. ]{0,120}") {
            for text in [text, signs] {
                readers::holds(&text);
            }
        }

        #[test]
        fn rison_and_json_say_the_same(value in value()) {
            let object = json!({ "it": value });
            prop_assert_eq!(read::<Value>(&rison(&object), "it").unwrap(), object.clone());
            prop_assert_eq!(read::<Value>(&object.to_string(), "it").unwrap(), object);
        }
    }

    #[test]
    fn seeds_hold() {
        seeds::of("readers").iter().for_each(|text| readers::holds(text));
    }

    #[test]
    fn depth_has_an_end() {
        for open in ["!(", "(a:", "[", "{\"a\":"] {
            assert!(read::<Value>(&open.repeat(100_000), "it").is_err(), "{open}");
        }
    }
}
