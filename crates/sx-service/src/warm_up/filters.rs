//! The filters that a chart is warmed up with.

use serde_json::Value;
use sx_model::{AppError, ChartId, Dashboard, Result};
use sx_query::Filter;

/// `extra_filters`: a JSON list as text; empty or absent is none.
pub(super) fn parse(text: Option<&str>) -> Result<Vec<Filter>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(Vec::new()) };
    serde_json::from_str(text).map_err(|error| {
        AppError::invalid(format!(
            "extra_filters: it is no JSON text of a list of filters ({{\"col\", \"op\", \"val\"}} each): {error}"
        ))
    })
}

/// What the dashboard's filters are set to when it is opened, as far as they are for this chart.
pub(super) fn of_dashboard(dashboard: &Dashboard, chart: ChartId) -> Vec<Filter> {
    let metadata: Value = serde_json::from_str(&dashboard.fields.json_metadata).unwrap_or_default();
    let filters = metadata["native_filter_configuration"].as_array().into_iter().flatten();
    let filters = filters.filter(|filter| is_for(filter, chart));
    let set = filters.filter_map(|filter| filter["defaultDataMask"]["extraFormData"]["filters"].as_array());
    set.flatten().filter_map(|filter| serde_json::from_value(filter.clone()).ok()).collect()
}

/// The list that the reference keeps beside the scope. Without it nobody knows, so the filter is not for this chart.
fn is_for(filter: &Value, chart: ChartId) -> bool {
    filter["chartsInScope"].as_array().is_some_and(|charts| charts.contains(&chart.0.into()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn extra_filters_are_a_list_as_text() {
        assert!(parse(None).unwrap().is_empty() && parse(Some(" ")).unwrap().is_empty());
        let parsed = parse(Some(r#"[{"col": "country", "op": "IN", "val": ["Norway"]}]"#)).unwrap();
        assert_eq!((parsed.len(), parsed[0].op.as_str()), (1, "IN"));
        for wrong in ["{}", "[1]", "not JSON"] {
            assert!(parse(Some(wrong)).unwrap_err().message.starts_with("extra_filters: "), "{wrong}");
        }
    }

    #[test]
    fn a_dashboards_filters_reach_the_charts_in_their_scope() {
        let metadata = json!({ "native_filter_configuration": [
            {
                "chartsInScope": [7, 8],
                "defaultDataMask": { "extraFormData": { "filters": [{ "col": "year", "op": "IN", "val": [2004] }] } },
            },
            { "chartsInScope": [8], "defaultDataMask": { "extraFormData": {} } },
            { "type": "DIVIDER" },
        ] });
        let filters = metadata["native_filter_configuration"].as_array().unwrap();
        assert_eq!([7, 8, 9].map(|id| filters.iter().filter(|filter| is_for(filter, ChartId(id))).count()), [1, 2, 0]);
    }
}
