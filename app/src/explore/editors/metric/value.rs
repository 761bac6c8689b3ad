//! A metric as the editor holds it, read from and written to the reference's JSON. No signals, no page.

use serde_json::{Map, Value, json};
use sx_model::ExploreDataset;
use sx_query::Kind;

use crate::explore::model::{simple_metric, sql_metric};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    Saved,
    #[default]
    Simple,
    Sql,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metric {
    pub way: Way,
    /// The name of a saved metric.
    pub saved: Option<String>,
    /// The name of a column.
    pub column: Option<String>,
    pub aggregate: Option<String>,
    pub sql: String,
    /// As a person typed it; empty for the one that follows from the expression.
    pub label: String,
}

const AGGREGATES: [&str; 6] = ["AVG", "COUNT", "COUNT_DISTINCT", "MAX", "MIN", "SUM"];

/// What can be made of such a column; of an unknown one, everything.
pub fn aggregates(kind: Option<Kind>) -> &'static [&'static str] {
    match kind {
        None | Some(Kind::Numeric) => &AGGREGATES,
        Some(Kind::String | Kind::Temporal) => &AGGREGATES[1..5],
        Some(Kind::Boolean) => &AGGREGATES[1..3],
    }
}

/// The first choice for such a column.
pub fn usual_aggregate(kind: Option<Kind>) -> &'static str {
    if kind == Some(Kind::Numeric) { "SUM" } else { "COUNT_DISTINCT" }
}

impl Metric {
    pub fn read(value: &Value) -> Self {
        if let Some(name) = value.as_str() {
            return Self { way: Way::Saved, saved: Some(name.to_owned()), ..Self::default() };
        }
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let column = value.get("column").and_then(|column| column.get("column_name")).and_then(Value::as_str);
        let way = if text("expressionType").as_deref() == Some("SQL") { Way::Sql } else { Way::Simple };
        let mut metric = Self {
            way,
            saved: None,
            column: column.map(str::to_owned),
            aggregate: text("aggregate"),
            sql: text("sqlExpression").unwrap_or_default(),
            label: String::new(),
        };
        let label = text("label").unwrap_or_default();
        let is_custom = value.get("hasCustomLabel").and_then(Value::as_bool).unwrap_or(label != metric.auto_label());
        if is_custom {
            metric.label = label;
        }
        metric
    }

    /// What is missing, as a sentence.
    pub fn problem(&self) -> Option<&'static str> {
        match self.way {
            Way::Saved if self.saved.is_none() => Some("Choose a saved metric first."),
            Way::Simple if self.column.is_none() => Some("Choose a column first."),
            Way::Simple if self.aggregate.is_none() => Some("Choose an aggregate first."),
            Way::Sql if self.sql.trim().is_empty() => Some("Write an expression first."),
            Way::Saved | Way::Simple | Way::Sql => None,
        }
    }

    /// The label that follows from the expression.
    pub fn auto_label(&self) -> String {
        match (self.way, &self.column, &self.aggregate) {
            (Way::Saved, ..) => self.saved.clone().unwrap_or_default(),
            (Way::Simple, Some(column), Some(aggregate)) => format!("{aggregate}({column})"),
            (Way::Simple, ..) => String::new(),
            (Way::Sql, ..) => self.sql.trim().to_owned(),
        }
    }

    /// Over `original`, whose other keys stay as they are; the very same where nothing changed.
    pub fn write(&self, original: &Value, dataset: &ExploreDataset) -> Value {
        let earlier = Self::read(original);
        if *self == earlier {
            return original.clone();
        }
        if self.way == Way::Saved {
            return json!(self.saved);
        }
        let mut object = original.as_object().cloned().unwrap_or_default();
        if !self.asks_the_same(&earlier) {
            self.write_expression(&mut object, original, dataset);
        } else if self.label.is_empty() {
            object.insert("label".into(), self.auto_label().into());
        }
        if !self.label.trim().is_empty() {
            object.insert("label".into(), self.label.trim().into());
        }
        object.insert("hasCustomLabel".into(), (!self.label.trim().is_empty()).into());
        Value::Object(object)
    }

    fn asks_the_same(&self, other: &Self) -> bool {
        Self { label: String::new(), ..self.clone() } == Self { label: String::new(), ..other.clone() }
    }

    fn write_expression(&self, object: &mut Map<String, Value>, original: &Value, dataset: &ExploreDataset) {
        let (column, aggregate) = (self.column.as_deref().unwrap_or_default(), self.aggregate.as_deref());
        let fresh = match self.way {
            Way::Sql => sql_metric(self.sql.trim()),
            Way::Saved | Way::Simple => simple_metric(dataset, column, aggregate.unwrap_or_default()),
        };
        let is_same_column = self.way == Way::Simple && Self::read(original).column == self.column;
        for (key, value) in fresh.as_object().into_iter().flatten() {
            // The same column keeps all that was stored with it, and a metric keeps its own name.
            let is_kept = (key == "column" && is_same_column) || key == "optionName";
            if !is_kept || !object.contains_key(key) {
                object.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::model::samples::dataset;

    /// As bundles of the reference store them.
    fn stored() -> [Value; 5] {
        [
            json!("revenue"),
            json!({"aggregate": "SUM", "column": {"column_name": "na_sales", "description": null, "expression": null,
                "filterable": true, "groupby": true, "id": 883, "is_dttm": false, "optionName": "_col_NA_Sales",
                "python_date_format": null, "type": "DOUBLE PRECISION", "verbose_name": null},
                "expressionType": "SIMPLE", "hasCustomLabel": true, "isNew": false, "label": "North America",
                "optionName": "metric_3pl6jwmyd72_p9o4j2xxgyp", "sqlExpression": null}),
            json!({"aggregate": "SUM", "column": {"column_name": "sales", "id": 734, "type_generic": 0},
                "datasourceWarning": false, "expressionType": "SIMPLE", "hasCustomLabel": false, "label": "SUM(sales)",
                "optionName": "metric_psnoaxdky5h_ojfgcygk97c", "sqlExpression": null}),
            json!({"aggregate": "MIN", "column": {"column_name": "quantity_ordered", "id": 1, "type_generic": 0},
                "expressionType": "SIMPLE", "hasCustomLabel": true, "label": "min"}),
            json!({"expressionType": "SQL", "sqlExpression": "SUM(a) / SUM(b)", "label": "ratio"}),
        ]
    }

    #[test]
    fn what_is_not_touched_stays_as_it_is() {
        for metric in stored() {
            assert_eq!(Metric::read(&metric).write(&metric, &dataset()), metric);
        }
    }

    #[test]
    fn labels_are_the_expressions_own_unless_typed() {
        let labels: Vec<_> = stored().iter().map(|metric| Metric::read(metric).label).collect();
        assert_eq!(labels, ["", "North America", "", "min", "ratio"]);
        let mut metric = Metric::read(&stored()[1]);
        metric.label = String::new();
        let written = metric.write(&stored()[1], &dataset());
        assert_eq!((&written["label"], &written["hasCustomLabel"]), (&json!("SUM(na_sales)"), &json!(false)));
        assert_eq!(written["column"], stored()[1]["column"]);
    }

    #[test]
    fn another_aggregate_keeps_the_column_and_all_that_is_unknown() {
        let original = &stored()[2];
        let metric = Metric { aggregate: Some("AVG".into()), ..Metric::read(original) };
        let mut expected = original.clone();
        (expected["aggregate"], expected["label"]) = (json!("AVG"), json!("AVG(sales)"));
        assert_eq!(metric.write(original, &dataset()), expected);
        let moved = Metric { column: Some("city".into()), ..metric }.write(original, &dataset());
        assert_eq!(moved["column"], json!({"column_name": "city"}));
        assert_eq!(moved["optionName"], original["optionName"]);
    }

    #[test]
    fn from_simple_to_sql_and_to_saved() {
        let original = &stored()[2];
        let sql = Metric { way: Way::Sql, sql: " SUM(sales) * 2 ".into(), ..Metric::read(original) };
        let written = sql.write(original, &dataset());
        assert_eq!(written["sqlExpression"], "SUM(sales) * 2");
        assert_eq!((&written["expressionType"], &written["column"]), (&json!("SQL"), &Value::Null));
        assert_eq!(Metric::read(&written).problem(), None);
        let saved = Metric { way: Way::Saved, saved: Some("revenue".into()), ..sql };
        assert_eq!(saved.write(original, &dataset()), json!("revenue"));
        assert_eq!(Metric { saved: None, ..saved }.problem(), Some("Choose a saved metric first."));
    }

    #[test]
    fn aggregates_fit_the_type() {
        assert_eq!(aggregates(Some(Kind::Temporal)), ["COUNT", "COUNT_DISTINCT", "MAX", "MIN"]);
        assert_eq!(aggregates(Some(Kind::Boolean)), ["COUNT", "COUNT_DISTINCT"]);
        assert_eq!(aggregates(None).len(), 6);
    }
}
