//! A draft as the body of a request.

use serde_json::{Map, Value, json};
use sx_model::{DatasetColumnFields, DatasetMetricFields};

use super::draft::{Draft, Part, filled};

impl Draft {
    /// The body of `PUT /api/v1/dataset/{id}`. `based_on` is when the dataset was changed as it was read.
    pub fn change(&self, based_on: Option<&str>) -> Value {
        let fields = &self.fields;
        json!({
            "based_on": based_on,
            "table_name": fields.table_name,
            "schema": fields.schema,
            "sql": filled(fields.sql.as_deref()),
            "main_dttm_col": filled(fields.main_dttm_col.as_deref()),
            "description": filled(fields.description.as_deref()),
            "fetch_values_predicate": filled(fields.fetch_values_predicate.as_deref()),
            "cache_timeout": fields.cache_timeout,
            "offset": fields.offset,
            "filter_select_enabled": fields.filter_select_enabled,
            "always_filter_main_dttm": fields.always_filter_main_dttm,
            "extra": fields.extra,
            "owners": self.owners.iter().map(|(id, _)| id).collect::<Vec<_>>(),
            "columns": self.columns.iter().map(column_change).collect::<Vec<_>>(),
            "metrics": self.metrics.iter().map(metric_change).collect::<Vec<_>>(),
        })
    }
}

fn column_change(part: &Part<DatasetColumnFields>) -> Value {
    let fields = &part.fields;
    let mut change = json!({
        "column_name": fields.column_name.trim(),
        "verbose_name": filled(fields.verbose_name.as_deref()),
        "description": filled(fields.description.as_deref()),
        "expression": filled(fields.expression.as_deref()),
        "type": filled(fields.type_.as_deref()),
        "python_date_format": filled(fields.python_date_format.as_deref()),
        "is_dttm": fields.is_dttm,
        "is_active": fields.is_active,
        "groupby": fields.groupby,
        "filterable": fields.filterable,
    });
    set_id(&mut change, part.id);
    change
}

fn metric_change(part: &Part<DatasetMetricFields>) -> Value {
    let fields = &part.fields;
    let mut change = json!({
        "metric_name": fields.metric_name.trim(),
        "expression": fields.expression,
        "verbose_name": filled(fields.verbose_name.as_deref()),
        "description": filled(fields.description.as_deref()),
        "d3format": filled(fields.d3format.as_deref()),
        "currency": fields.currency,
        "warning_text": filled(fields.warning_text.as_deref()),
        "extra": fields.extra,
    });
    set_id(&mut change, part.id);
    change
}

fn set_id(change: &mut Value, id: Option<i64>) {
    if let (Some(id), Value::Object(change)) = (id, change) {
        change.insert("id".to_owned(), id.into());
    }
}

/// `{"certification": {"certified_by"}}` in `extra`, which may hold other things.
pub fn certified_by(extra: Option<&Value>) -> String {
    extra.and_then(|extra| extra["certification"]["certified_by"].as_str()).unwrap_or_default().to_owned()
}

pub fn with_certified_by(extra: Option<&Value>, name: &str) -> Option<Value> {
    let mut extra: Map<String, Value> = extra.and_then(Value::as_object).cloned().unwrap_or_default();
    let mut certification = extra.get("certification").and_then(Value::as_object).cloned().unwrap_or_default();
    if name.trim().is_empty() {
        extra.remove("certification");
    } else {
        certification.insert("certified_by".to_owned(), name.into());
        extra.insert("certification".to_owned(), certification.into());
    }
    (!extra.is_empty()).then(|| extra.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_has_no_id_and_what_is_empty_is_null() {
        let mut draft = Draft::default();
        let fields = DatasetColumnFields { verbose_name: Some(" ".to_owned()), ..DatasetColumnFields::default() };
        draft.columns.push(Part { key: 9, id: Some(10), fields });
        let twice = draft.add_column();
        draft.column_mut(twice).unwrap().expression = Some("a * 2".to_owned());
        draft.add_metric();
        let change = draft.change(Some("2026-11-20T08:00:00.000001+00:00"));
        assert_eq!((&change["columns"][0]["id"], &change["columns"][0]["verbose_name"]), (&json!(10), &Value::Null));
        assert_eq!((change["columns"][1].get("id"), &change["columns"][1]["expression"]), (None, &json!("a * 2")));
        assert_eq!(
            (&change["metrics"][0]["metric_name"], &change["based_on"]),
            (&json!("metric_1"), &json!("2026-11-20T08:00:00.000001+00:00"))
        );
    }

    #[test]
    fn who_certified_stands_beside_what_else_is_in_extra() {
        let extra = json!({ "warning_markdown": "old", "certification": { "certified_by": "Ann", "details": "x" } });
        assert_eq!(certified_by(Some(&extra)), "Ann");
        let bert = with_certified_by(Some(&extra), "Bert").unwrap();
        assert_eq!((&bert["certification"]["details"], certified_by(Some(&bert))), (&json!("x"), "Bert".to_owned()));
        assert_eq!(with_certified_by(Some(&extra), ""), Some(json!({ "warning_markdown": "old" })));
        assert_eq!(with_certified_by(None, " "), None);
    }
}
