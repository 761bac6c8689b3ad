//! `json_metadata` names charts by their ids, in places of its own: which are left out of a filter, of cross-filters, of the
//! automatic refresh. In a copy they must be the ids of the copies.

use std::collections::HashMap;

use serde_json::{Map, Value};
use sx_model::ChartId;

type Ids = HashMap<ChartId, ChartId>;

/// Ids that stand for no copied chart stay. A text that is no object is not ours to mend.
pub fn renumbered(json_metadata: &str, ids: &Ids) -> String {
    let Ok(mut metadata) = serde_json::from_str::<Map<String, Value>>(json_metadata) else {
        return json_metadata.to_owned();
    };
    for key in ["expanded_slices", "chart_configuration", "filter_scopes"] {
        if let Some(Value::Object(map)) = metadata.get_mut(key) {
            rename_keys(map, ids);
        }
    }
    for key in ["timed_refresh_immune_slices", "expanded_slices"] {
        if let Some(list) = metadata.get_mut(key) {
            renumber_list(list, ids);
        }
    }
    for key in ["chart_configuration", "global_chart_configuration", "native_filter_configuration", "filter_scopes"] {
        if let Some(value) = metadata.get_mut(key) {
            walk(value, ids);
        }
    }
    if let Some(Value::String(text)) = metadata.get_mut("default_filters")
        && let Ok(mut map) = serde_json::from_str::<Map<String, Value>>(text)
    {
        rename_keys(&mut map, ids);
        *text = Value::Object(map).to_string();
    }
    Value::Object(metadata).to_string()
}

/// The id of a chart and lists of them, however deep: `id` of a chart's configuration, `excluded` and `chartsInScope` of scopes,
/// `immune` of the older ones.
fn walk(value: &mut Value, ids: &Ids) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match key.as_str() {
                    "excluded" | "chartsInScope" | "immune" => renumber_list(value, ids),
                    // The id of a filter is a text, that of a chart a number.
                    "id" | "chartId" => renumber(value, ids),
                    // Values that people chose, and their targets in datasets, may hold any number.
                    "defaultDataMask" | "targets" | "controlValues" => {}
                    _ => walk(value, ids),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| walk(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn renumber_list(value: &mut Value, ids: &Ids) {
    value.as_array_mut().into_iter().flatten().for_each(|value| renumber(value, ids));
}

fn renumber(value: &mut Value, ids: &Ids) {
    if let Some(copy) = value.as_i64().and_then(|id| ids.get(&ChartId(id))) {
        *value = copy.0.into();
    }
}

fn rename_keys(map: &mut Map<String, Value>, ids: &Ids) {
    let copy = |key: String| match key.parse().ok().and_then(|id| ids.get(&ChartId(id))) {
        Some(copy) => copy.to_string(),
        None => key,
    };
    *map = std::mem::take(map).into_iter().map(|(key, value)| (copy(key), value)).collect();
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_of_charts_become_those_of_their_copies_and_nothing_else_changes() {
        let ids = Ids::from([(ChartId(1), ChartId(11)), (ChartId(2), ChartId(12))]);
        let metadata = json!({
            "color_scheme": "x",
            "refresh_frequency": 1,
            "expanded_slices": { "1": true, "9": true },
            "timed_refresh_immune_slices": [2, 9],
            "chart_configuration": {
                "1": { "id": 1, "crossFilters": { "scope": { "rootPath": ["ROOT_ID"], "excluded": [1] }, "chartsInScope": [2] } },
                "2": { "id": 2, "crossFilters": { "scope": "global", "chartsInScope": [1] } },
            },
            "global_chart_configuration": { "scope": { "rootPath": ["ROOT_ID"], "excluded": [2] }, "chartsInScope": [1, 2] },
            "native_filter_configuration": [{
                "id": "NATIVE_FILTER-1",
                "scope": { "rootPath": ["TAB-1"], "excluded": [1] },
                "chartsInScope": [2],
                "targets": [{ "datasetId": 1, "column": { "name": "1" } }],
                "defaultDataMask": { "filterState": { "value": [1, 2] } },
            }],
            "default_filters": "{\"1\": {\"__time_range\": \"No filter\"}}",
        });
        let after: Value = serde_json::from_str(&renumbered(&metadata.to_string(), &ids)).unwrap();
        let expected = json!({
            "color_scheme": "x",
            "refresh_frequency": 1,
            "expanded_slices": { "11": true, "9": true },
            "timed_refresh_immune_slices": [12, 9],
            "chart_configuration": {
                "11": { "id": 11, "crossFilters": { "scope": { "rootPath": ["ROOT_ID"], "excluded": [11] }, "chartsInScope": [12] } },
                "12": { "id": 12, "crossFilters": { "scope": "global", "chartsInScope": [11] } },
            },
            "global_chart_configuration": { "scope": { "rootPath": ["ROOT_ID"], "excluded": [12] }, "chartsInScope": [11, 12] },
            "native_filter_configuration": [{
                "id": "NATIVE_FILTER-1",
                "scope": { "rootPath": ["TAB-1"], "excluded": [11] },
                "chartsInScope": [12],
                "targets": [{ "datasetId": 1, "column": { "name": "1" } }],
                "defaultDataMask": { "filterState": { "value": [1, 2] } },
            }],
            "default_filters": "{\"11\":{\"__time_range\":\"No filter\"}}",
        });
        assert_eq!(after, expected);
        assert_eq!(renumbered("nonsense", &ids), "nonsense");
    }
}
