//! A filter as the editor holds it, read from and written to the reference's JSON. No signals, no page.

use serde_json::{Map, Value, json};
use sx_model::{ExploreDataset, ExploreMetric};

use super::{
    operator::{Operator, Takes, usual_operator},
    subject::Subject,
    texts::{misfit, number, text_of},
};
use crate::explore::model::option_name;

#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub is_sql: bool,
    pub subject: Subject,
    pub operator: &'static Operator,
    /// Of operators that take one value, the first.
    pub values: Vec<Value>,
    pub time_range: String,
    pub is_having: bool,
    pub sql: String,
}

impl Filter {
    pub fn read(value: &Value, dataset: &ExploreDataset) -> Self {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let is_having = text("clause") == "HAVING";
        let blank = Self {
            is_sql: false,
            subject: Subject::None,
            operator: usual_operator(None),
            values: Vec::new(),
            time_range: "No filter".to_owned(),
            is_having: false,
            sql: String::new(),
        };
        if text("expressionType") == "SQL" {
            let sql = text("sqlExpression").to_owned();
            let compared = dataset.metrics.iter().filter(|_| is_having).find_map(|metric| comparison(metric, &sql));
            return match compared {
                Some((subject, operator, value)) => Self { subject, operator, values: vec![value], ..blank },
                None => Self { is_sql: true, is_having, sql, ..blank },
            };
        }
        let subject = match value.get("subject") {
            Some(Value::String(name)) => Subject::Column(name.clone()),
            Some(adhoc @ Value::Object(_)) => Subject::Adhoc(adhoc.clone()),
            _ => Subject::None,
        };
        let kind = subject.kind(dataset);
        let operator = Operator::by_text(text("operator")).unwrap_or_else(|| usual_operator(kind));
        let comparator = value.get("comparator").unwrap_or(&Value::Null);
        let (values, time_range) = match (operator.takes, comparator) {
            (Takes::TimeRange, Value::String(range)) => (Vec::new(), range.clone()),
            (Takes::Nothing | Takes::TimeRange, _) | (_, Value::Null) => (Vec::new(), blank.time_range.clone()),
            (_, Value::Array(values)) => (values.clone(), blank.time_range.clone()),
            (_, single) => (vec![single.clone()], blank.time_range.clone()),
        };
        Self { subject, operator, values, time_range, ..blank }
    }

    /// What is missing or wrong, as a sentence. Whether a time range can be read is not known here.
    pub fn problem(&self, dataset: &ExploreDataset) -> Option<String> {
        if self.is_sql {
            return self.sql.trim().is_empty().then(|| "Write a condition first.".to_owned());
        }
        if self.subject == Subject::None {
            return Some("Choose a column first.".to_owned());
        }
        let kind = self.subject.kind(dataset);
        match self.operator.takes {
            Takes::Nothing | Takes::TimeRange => None,
            Takes::Many if self.values.is_empty() => Some("Choose at least one value.".to_owned()),
            Takes::One | Takes::Pattern if self.values.is_empty() => Some("Enter a value.".to_owned()),
            Takes::Pattern => None,
            Takes::One => misfit(&self.values[0], kind),
            Takes::Many => self.values.iter().find_map(|value| misfit(value, kind)),
        }
    }

    /// Over `original`, whose other keys stay as they are; the very same where nothing changed.
    pub fn write(&self, original: &Value, dataset: &ExploreDataset) -> Value {
        if *self == Self::read(original, dataset) {
            return original.clone();
        }
        let mut object = original.as_object().cloned().unwrap_or_default();
        let name = option_name("filter", &self.auto_name());
        for (key, value) in [("isExtra", false.into()), ("isNew", false.into()), ("filterOptionName", name.into())] {
            object.entry(key).or_insert(value);
        }
        match (&self.subject, self.is_sql) {
            (_, true) => write_sql(&mut object, self.is_having, self.sql.trim()),
            (Subject::Metric(name), false) => write_sql(&mut object, true, &self.having(dataset.metric(name))),
            (Subject::None | Subject::Column(_) | Subject::Adhoc(_), false) => self.write_simple(&mut object),
        }
        Value::Object(object)
    }

    fn write_simple(&self, object: &mut Map<String, Value>) {
        let subject = match &self.subject {
            Subject::Column(name) => json!(name),
            Subject::Adhoc(adhoc) => adhoc.clone(),
            Subject::None | Subject::Metric(_) => Value::Null,
        };
        let comparator = match self.operator.takes {
            Takes::Many => self.values.clone().into(),
            Takes::One | Takes::Pattern => self.values.first().cloned().unwrap_or_default(),
            Takes::TimeRange => json!(self.time_range),
            Takes::Nothing => match self.operator.id {
                "IS_TRUE" => true.into(),
                "IS_FALSE" => false.into(),
                _ => Value::Null,
            },
        };
        let values = [
            ("expressionType", json!("SIMPLE")),
            ("clause", json!("WHERE")),
            ("subject", subject),
            ("operator", json!(self.operator.text)),
            ("operatorId", json!(self.operator.id)),
            ("comparator", comparator),
            ("sqlExpression", Value::Null),
        ];
        object.extend(values.map(|(key, value)| (key.to_owned(), value)));
    }

    fn having(&self, metric: Option<&ExploreMetric>) -> String {
        let value = self.values.first().map(text_of).unwrap_or_default();
        let operator = if self.operator.text == "==" { "=" } else { self.operator.text };
        format!("{} {operator} {value}", metric.map_or("", |metric| &metric.expression))
    }

    fn auto_name(&self) -> String {
        match &self.subject {
            Subject::Column(name) | Subject::Metric(name) => name.clone(),
            Subject::None | Subject::Adhoc(_) => self.sql.clone(),
        }
    }
}

fn write_sql(object: &mut Map<String, Value>, is_having: bool, sql: &str) {
    let values = [
        ("expressionType", json!("SQL")),
        ("clause", json!(if is_having { "HAVING" } else { "WHERE" })),
        ("subject", Value::Null),
        ("operator", Value::Null),
        ("operatorId", Value::Null),
        ("comparator", Value::Null),
        ("sqlExpression", json!(sql)),
    ];
    object.extend(values.map(|(key, value)| (key.to_owned(), value)));
}

/// `SUM(sales) > 5`, where that is the metric's expression: what the simple tab can show.
fn comparison(metric: &ExploreMetric, sql: &str) -> Option<(Subject, &'static Operator, Value)> {
    let rest = sql.strip_prefix(&metric.expression)?.strip_prefix(' ')?;
    let (operator, value) = rest.split_once(' ')?;
    let operator = Operator::by_text(operator).filter(|operator| operator.fits_metrics())?;
    Some((Subject::Metric(metric.name.clone()), operator, Value::Number(number(value)?)))
}

#[cfg(test)]
mod tests {
    use super::{super::operator::OPERATORS, *};
    use crate::explore::model::samples::dataset;

    fn read(value: &Value) -> Filter {
        Filter::read(value, &dataset())
    }

    #[test]
    fn what_is_not_touched_stays_as_it_is() {
        let stored = [
            json!({"clause": "WHERE", "comparator": "No filter", "expressionType": "SIMPLE", "operator": "TEMPORAL_RANGE",
                "subject": "order_date"}),
            json!({"clause": "WHERE", "comparator": "25", "expressionType": "SIMPLE", "filterOptionName": "filter_znx",
                "isExtra": false, "isNew": false, "operator": "<=", "sqlExpression": null, "subject": "rank"}),
            json!({"clause": "HAVING", "expressionType": "SQL", "sqlExpression": "SUM(sales) > 5", "subject": null}),
            json!({"clause": "WHERE", "expressionType": "SQL", "sqlExpression": "city = 'Rome'", "subject": null}),
            json!({"expressionType": "SIMPLE", "clause": "WHERE", "operator": "IN", "comparator": ["a", null],
                "subject": {"expressionType": "SQL", "sqlExpression": "lower(city)", "label": "town"}}),
        ];
        for filter in stored {
            assert_eq!(read(&filter).write(&filter, &dataset()), filter);
            assert_eq!(read(&filter).problem(&dataset()), None);
        }
    }

    #[test]
    fn a_dropped_column_is_completed() {
        let dropped = json!({"expressionType": "SIMPLE", "clause": "WHERE", "subject": "sales", "operator": "IN",
            "operatorId": "IN", "comparator": [], "isExtra": false, "isNew": false, "sqlExpression": null,
            "filterOptionName": "filter_1"});
        let mut filter = read(&dropped);
        assert_eq!(filter.problem(&dataset()).as_deref(), Some("Choose at least one value."));
        filter.values = vec![json!(1), json!(2)];
        let mut expected = dropped.clone();
        expected["comparator"] = json!([1, 2]);
        assert_eq!(filter.write(&dropped, &dataset()), expected);
        filter.values = vec![json!("ten")];
        assert_eq!(filter.problem(&dataset()).as_deref(), Some("“ten” is not a number."));
        (filter.operator, filter.values) = (&OPERATORS[8], vec![json!(10)]);
        let written = filter.write(&dropped, &dataset());
        assert_eq!((&written["operator"], &written["operatorId"]), (&json!(">="), &json!("GREATER_THAN_OR_EQUAL")));
        assert_eq!(written["comparator"], json!(10));
    }

    #[test]
    fn a_metric_is_compared_after_it_was_summed_up() {
        let blank = json!({"expressionType": "SQL", "clause": "WHERE", "sqlExpression": "", "subject": null});
        let mut filter = read(&blank);
        assert_eq!(filter.problem(&dataset()).as_deref(), Some("Write a condition first."));
        (filter.is_sql, filter.subject) = (false, Subject::Metric("revenue".into()));
        (filter.operator, filter.values) = (&OPERATORS[3], vec![json!(2.5)]);
        let written = filter.write(&blank, &dataset());
        assert_eq!((&written["clause"], &written["sqlExpression"]), (&json!("HAVING"), &json!("SUM(sales) = 2.5")));
        assert_eq!(read(&written), filter);
    }

    #[test]
    fn truth_and_absence_need_no_value() {
        let dropped = json!({"expressionType": "SIMPLE", "subject": "online", "operator": "IN", "comparator": []});
        let filter = Filter { operator: &OPERATORS[15], ..read(&dropped) };
        let written = filter.write(&dropped, &dataset());
        assert_eq!((&written["operator"], &written["comparator"]), (&json!("IS TRUE"), &json!(true)));
        assert_eq!(read(&written).problem(&dataset()), None);
    }
}
