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

/// The name of the colour scheme that it holds.
pub fn color_scheme(json: &str) -> Option<String> {
    let metadata: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    metadata.get("color_scheme")?.as_str().filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The same JSON with another scheme; nothing where it is none.
pub fn with_color_scheme(json: &str, scheme: Option<&str>) -> Option<String> {
    let text = if json.trim().is_empty() { "{}" } else { json };
    let mut metadata: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    metadata.insert("color_scheme".to_owned(), scheme.unwrap_or_default().into());
    serde_json::to_string_pretty(&metadata).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_a_key_of_the_metadata() {
        let json = r#"{"a": 1, "color_scheme": "x"}"#;
        assert_eq!(color_scheme(json).as_deref(), Some("x"));
        let changed = with_color_scheme(json, Some("y")).unwrap();
        assert_eq!(changed, "{\n  \"a\": 1,\n  \"color_scheme\": \"y\"\n}");
        assert_eq!(color_scheme(&with_color_scheme(&changed, None).unwrap()), None);
        assert_eq!(with_color_scheme("nonsense", Some("y")), None);
    }

    #[test]
    fn broken_json_is_told_with_its_place() {
        assert_eq!(json_errors("{}"), []);
        let error = &json_errors("{\n  \"a\": ,\n}")[0];
        assert_eq!((error.line, error.message.as_str()), (2, "expected value"));
        assert_eq!(json_errors("[]")[0].message, "It must be a JSON object.");
    }
}
