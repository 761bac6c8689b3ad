//! What pills say.

use serde_json::Value;
use sx_chart::controls::field_label;
use sx_model::ExploreDataset;

use super::{Takes, fit::read_ordering};

/// More values of a filter than this are counted.
const VALUES: usize = 3;

/// The text of a pill: a field as people read it, a filter as a sentence.
pub fn pill_label(value: &Value, takes: Takes, dataset: &ExploreDataset) -> String {
    match takes {
        Takes::Columns => column(value, dataset),
        Takes::Metrics => match value.as_str().and_then(|name| dataset.metric(name)) {
            Some(saved) => saved.label.clone(),
            None => field_label(value),
        },
        Takes::Filters => filter_words(value, dataset),
        Takes::Ordering => match read_ordering(value) {
            Some((name, ascending)) => format!("{} {}", column(&name, dataset), if ascending { "↑" } else { "↓" }),
            None => field_label(value),
        },
    }
}

pub fn filter_words(filter: &Value, dataset: &ExploreDataset) -> String {
    let text = |name: &str| filter.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("expressionType") == "SQL" {
        return text("sqlExpression").to_owned();
    }
    let subject = filter.get("subject").map(|subject| column(subject, dataset)).unwrap_or_default();
    let comparator = filter.get("comparator").unwrap_or(&Value::Null);
    match text("operator") {
        "TEMPORAL_RANGE" => format!("{subject}: {}", plain(comparator)),
        operator @ ("IS NULL" | "IS NOT NULL" | "IS TRUE" | "IS FALSE") => {
            format!("{subject} {}", operator.to_lowercase())
        }
        "==" => format!("{subject} = {}", plain(comparator)),
        "!=" => format!("{subject} ≠ {}", plain(comparator)),
        "<=" => format!("{subject} ≤ {}", plain(comparator)),
        ">=" => format!("{subject} ≥ {}", plain(comparator)),
        operator => format!("{subject} {} {}", operator.to_lowercase(), listed(comparator)),
    }
}

fn column(value: &Value, dataset: &ExploreDataset) -> String {
    match value.as_str().and_then(|name| dataset.column(name)) {
        Some(column) => column.label.clone(),
        None => field_label(value),
    }
}

fn listed(comparator: &Value) -> String {
    let Value::Array(values) = comparator else { return plain(comparator) };
    let shown: Vec<String> = values.iter().take(VALUES).map(plain).collect();
    match values.len().checked_sub(VALUES) {
        Some(more) if more > 0 => format!("({}, and {more} more)", shown.join(", ")),
        _ => format!("({})", shown.join(", ")),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "no value".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::samples, *};

    #[test]
    fn pills_read_as_people_speak() {
        let dataset = samples::dataset();
        let filter = |operator: &str, comparator: Value| {
            let filter =
                json!({"expressionType": "SIMPLE", "subject": "city", "operator": operator, "comparator": comparator});
            pill_label(&filter, Takes::Filters, &dataset)
        };
        assert_eq!(filter("IN", json!(["a", 2])), "city in (a, 2)");
        assert_eq!(filter("IN", json!(["a", "b", "c", "d"])), "city in (a, b, c, and 1 more)");
        assert_eq!(filter("TEMPORAL_RANGE", json!("Last week")), "city: Last week");
        assert_eq!(filter("IS NOT NULL", Value::Null), "city is not null");
        assert_eq!(pill_label(&json!("revenue"), Takes::Metrics, &dataset), "Revenue");
        assert_eq!(pill_label(&json!("[\"city\",false]"), Takes::Ordering, &dataset), "city ↓");
        let sql = json!({"expressionType": "SQL", "sqlExpression": "SUM(x) > 1", "clause": "HAVING"});
        assert_eq!(pill_label(&sql, Takes::Filters, &dataset), "SUM(x) > 1");
    }
}
