//! The JSON metadata of a dashboard, as text that people edit.

use crate::ui::CodeError;

/// Over several lines, where it is JSON.
pub fn pretty(json: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(json).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| json.to_owned())
}

/// Nothing, or where the JSON breaks off.
pub fn json_errors(json: &str) -> Vec<CodeError> {
    if json.trim().is_empty() {
        return Vec::new();
    }
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(json) {
        Ok(_) => Vec::new(),
        Err(error) => {
            let message =
                if error.is_data() { "It must be a JSON object.".to_owned() } else { reason(&error.to_string()) };
            vec![CodeError { line: error.line().max(1), column: Some(error.column().max(1)), message }]
        }
    }
}

/// Without the place, which is told apart.
fn reason(error: &str) -> String {
    error.split(" at line ").next().unwrap_or(error).to_owned()
}

/// What it says at a key, such as the name of the colour scheme.
pub fn text_at(json: &str, key: &str) -> Option<String> {
    let metadata: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    metadata.get(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The same JSON with another text at the key, or without the key; nothing where it is no JSON.
pub fn with_text_at(json: &str, key: &str, text: Option<&str>) -> Option<String> {
    let json = if json.trim().is_empty() { "{}" } else { json };
    let mut metadata: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    match text {
        Some(text) => _ = metadata.insert(key.to_owned(), text.into()),
        None => _ = metadata.remove(key),
    }
    serde_json::to_string_pretty(&metadata).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_a_key_of_the_metadata() {
        let json = r#"{"a": 1, "color_scheme": "x"}"#;
        assert_eq!(text_at(json, "color_scheme").as_deref(), Some("x"));
        let changed = with_text_at(json, "color_scheme", Some("y")).unwrap();
        assert_eq!(changed, "{\n  \"a\": 1,\n  \"color_scheme\": \"y\"\n}");
        assert_eq!(with_text_at(&changed, "color_scheme", None).unwrap(), "{\n  \"a\": 1\n}");
        assert_eq!(with_text_at("nonsense", "color_scheme", Some("y")), None);
    }

    #[test]
    fn broken_json_is_told_with_its_place() {
        assert_eq!(json_errors("{}"), []);
        let error = &json_errors("{\n  \"a\": ,\n}")[0];
        assert_eq!((error.line, error.message.as_str()), (2, "expected value"));
        assert_eq!(json_errors("[]")[0].message, "It must be a JSON object.");
    }
}
