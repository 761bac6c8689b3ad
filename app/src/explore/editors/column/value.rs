//! A column as the editor holds it, read from and written to the reference's JSON. No signals, no page.

use serde_json::{Value, json};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub is_sql: bool,
    /// A column of the dataset.
    pub name: Option<String>,
    pub sql: String,
    /// As a person typed it; empty for the expression itself.
    pub label: String,
}

impl Column {
    pub fn read(value: &Value) -> Self {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let is_reference = value.get("isColumnReference").and_then(Value::as_bool) == Some(true);
        match value.as_str() {
            Some(name) => Self { name: Some(name.to_owned()), ..Self::default() },
            None if is_reference => Self { name: Some(text("sqlExpression")), ..Self::default() },
            None => {
                let (sql, label) = (text("sqlExpression"), text("label"));
                let label = if label == sql.trim() { String::new() } else { label };
                Self { is_sql: true, name: None, sql, label }
            }
        }
    }

    /// What is missing, as a sentence.
    pub fn problem(&self) -> Option<&'static str> {
        match self.is_sql {
            true if self.sql.trim().is_empty() => Some("Write an expression first."),
            false if self.name.is_none() => Some("Choose a column first."),
            true | false => None,
        }
    }

    /// Over `original`, whose other keys stay as they are; the very same where nothing changed.
    pub fn write(&self, original: &Value) -> Value {
        let earlier = Self::read(original);
        if *self == earlier {
            return original.clone();
        }
        if !self.is_sql {
            return json!(self.name);
        }
        let (sql, label) = (self.sql.trim(), self.label.trim());
        let mut object = original.as_object().filter(|_| earlier.is_sql).cloned().unwrap_or_default();
        object.insert("expressionType".into(), "SQL".into());
        object.insert("sqlExpression".into(), sql.into());
        object.insert("label".into(), if label.is_empty() { sql } else { label }.into());
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_stays_as_it_is() {
        let stored = [
            json!("city"),
            json!({"timeGrain": "P3M", "columnType": "BASE_AXIS", "sqlExpression": "order_date", "label": "order_date",
                "expressionType": "SQL", "isColumnReference": true}),
            json!({"expressionType": "SQL", "sqlExpression": "lower(city)", "label": "Town", "optionName": "x"}),
        ];
        for column in stored {
            assert_eq!(Column::read(&column).write(&column), column);
            assert_eq!(Column::read(&column).problem(), None);
        }
    }

    #[test]
    fn an_expression_is_its_own_label_until_one_is_typed() {
        let blank = json!({"expressionType": "SQL", "sqlExpression": "", "label": ""});
        let mut column = Column::read(&blank);
        assert_eq!(column.problem(), Some("Write an expression first."));
        column.sql = "lower(city)".into();
        let written = column.write(&blank);
        assert_eq!(written, json!({"expressionType": "SQL", "sqlExpression": "lower(city)", "label": "lower(city)"}));
        column.label = " Town ".into();
        assert_eq!(column.write(&written)["label"], "Town");
        assert_eq!(Column::read(&written).label, "");
    }

    #[test]
    fn another_column_is_only_a_name() {
        let axis = json!({"columnType": "BASE_AXIS", "sqlExpression": "day", "isColumnReference": true, "expressionType": "SQL"});
        let column = Column { name: Some("city".into()), ..Column::read(&axis) };
        assert_eq!(column.write(&axis), json!("city"));
    }
}
