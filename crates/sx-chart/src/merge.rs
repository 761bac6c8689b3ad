//! What `charming` cannot say is said in JSON and laid over its option.

use serde_json::Value;

/// Lays `patch` over `base`: objects key by key, everything else is replaced. A null in the patch is ignored, so that a
/// patch can be written with `Option` values.
pub fn merge(base: &mut Value, patch: Value) {
    match (base, patch) {
        (_, Value::Null) => {}
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                match base.get_mut(&key) {
                    Some(old) => merge(old, value),
                    None if value.is_null() => {}
                    None => {
                        base.insert(key, without_nulls(value));
                    }
                }
            }
        }
        (base, patch) => *base = without_nulls(patch),
    }
}

/// Nulls as object values go; nulls in lists stay, for there they are missing data.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_join_lists_are_replaced_nulls_are_ignored() {
        let mut base = json!({"a": {"b": 1, "c": [1, 2]}, "d": true});
        merge(&mut base, json!({"a": {"c": [3, null], "e": {"f": null, "g": 1}}, "d": null, "h": null}));
        assert_eq!(base, json!({"a": {"b": 1, "c": [3, null], "e": {"g": 1}}, "d": true}));
    }
}
