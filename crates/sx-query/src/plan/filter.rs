//! Conditions: the seventeen filter operators, row rules, `extras.where` and `extras.having`.

use serde_json::{Value, json};

use super::label::column_label;
use super::text_time;
use super::value::{comparable, pattern};
use super::{Planner, TIME_LABEL};
use crate::query::{ColumnRef, Filter};
use crate::sql::Sql;
use crate::{DatasetColumn, Kind, Param, QueryError};

/// What stands after WHERE and after HAVING, each to be joined with AND.
#[derive(Default)]
pub(super) struct Conditions {
    pub filters: Vec<Sql>,
    pub having: Vec<Sql>,
}

/// The left side of a condition.
struct Target<'a> {
    left: Sql,
    kind: Option<Kind>,
    column: Option<&'a DatasetColumn>,
    is_metric: bool,
}

impl<'a> Planner<'a> {
    /// All conditions but those of `granularity`; a filter on an unknown column is left out, and reported.
    pub(super) fn conditions(&self) -> Result<Conditions, QueryError> {
        let mut conditions = Conditions::default();
        for filter in &self.query.filters {
            let Some(target) = self.target(filter)? else { continue };
            let place = if target.is_metric { &mut conditions.having } else { &mut conditions.filters };
            place.extend(self.condition(filter, target)?);
        }
        let extras = &self.query.extras;
        if !extras.where_.trim().is_empty() {
            conditions.filters.push(self.custom_sql("WHERE", &extras.where_)?.in_parentheses());
        }
        if !extras.having.trim().is_empty() {
            conditions.having.push(self.custom_sql("HAVING", &extras.having)?.in_parentheses());
        }
        Ok(conditions)
    }

    /// `applied_filters` and `rejected_filters` of the answer.
    pub(super) fn filter_report(&self) -> (Vec<Value>, Vec<Value>) {
        let (named, adhoc): (Vec<_>, Vec<_>) =
            self.query.filters.iter().map(|filter| &filter.col).partition(|col| matches!(col, ColumnRef::Name(_)));
        let (known, unknown): (Vec<_>, Vec<_>) =
            named.into_iter().map(column_label).partition(|name| self.column(name).is_some());
        let known = known.into_iter().chain(adhoc.into_iter().map(column_label));
        let mut applied: Vec<Value> = known.map(|name| json!({"column": name})).collect();
        let reject = |name: String| json!({"reason": "not_in_datasource", "column": name});
        let mut rejected: Vec<Value> = unknown.into_iter().map(reject).collect();
        self.report_time_extras(&mut applied, &mut rejected);
        (applied, rejected)
    }

    /// Time filters of old dashboards apply where the dataset has a time column at all.
    fn report_time_extras(&self, applied: &mut Vec<Value>, rejected: &mut Vec<Value>) {
        let extras = &self.query.applied_time_extras;
        let has_time = self.dataset.columns.iter().any(|column| column.is_dttm);
        if let Some(name) = extras.get("__time_col").and_then(Value::as_str) {
            match self.column(name).is_some_and(|column| column.is_dttm) {
                true => applied.push(json!({"column": "__time_col"})),
                false => rejected.push(json!({"reason": "not_in_datasource", "column": "__time_col"})),
            }
        }
        for name in ["__time_grain", "__time_range"].into_iter().filter(|name| extras.contains_key(*name)) {
            match has_time {
                true => applied.push(json!({"column": name})),
                false => rejected.push(json!({"reason": "no_temporal_column", "column": name})),
            }
        }
    }

    fn target(&self, filter: &Filter) -> Result<Option<Target<'a>>, QueryError> {
        let name = match &filter.col {
            ColumnRef::Name(name) => name,
            ColumnRef::Adhoc(adhoc) => {
                let item = self.adhoc_column(adhoc)?;
                let column = self.referenced(adhoc);
                return Ok(Some(Target { left: item.sql.in_parentheses(), kind: item.kind, column, is_metric: false }));
            }
        };
        let time = self.time_column.filter(|_| self.is_timeseries && name == TIME_LABEL);
        // "Drill to detail by" sends the name that people see.
        let shown = || self.dataset.columns.iter().find(|column| column.verbose_name.as_ref() == Some(name));
        if let Some(column) = time.or_else(|| self.column(name)).or_else(shown) {
            let left = match filter.grain.as_deref() {
                Some(grain) => self.time_sql(column, Some(grain))?,
                None => self.operand(column),
            };
            return Ok(Some(Target { left, kind: Some(column.kind), column: Some(column), is_metric: false }));
        }
        let metric = self.saved_metric(name);
        Ok(metric.map(|item| Target { left: item.sql.in_parentheses(), kind: None, column: None, is_metric: true }))
    }

    fn condition(&self, filter: &Filter, target: Target<'_>) -> Result<Option<Sql>, QueryError> {
        let operator = filter.op.trim().to_ascii_uppercase();
        let value = filter.val.as_ref().unwrap_or(&Value::Null);
        let Target { left, kind, column, .. } = target;
        let after = |text: &str| Ok(Some(Sql::concat([left.clone(), text.into()])));
        match operator.as_str() {
            "IS NULL" | "IS NOT NULL" | "IS TRUE" | "IS FALSE" => after(&format!(" {operator}")),
            "IN" | "NOT IN" => self.in_list(left, kind, &operator, value).map(Some),
            "TEMPORAL_RANGE" => match (value.as_str(), column) {
                (Some(text), Some(column)) => self.time_condition(column, filter.grain.as_deref(), self.resolve(text)?),
                _ => Err(QueryError::FilterOperator(operator)),
            },
            "LIKE" | "NOT LIKE" | "ILIKE" | "NOT ILIKE" => self.like(left, kind, &operator, value).map(Some),
            "==" | "=" | "!=" | "<>" | ">" | "<" | ">=" | "<=" => self.compare(left, kind, &operator, value).map(Some),
            _ => Err(QueryError::FilterOperator(filter.op.clone())),
        }
    }

    /// NULL in the list asks for rows without a value, which SQL's IN never finds.
    fn in_list(&self, left: Sql, kind: Option<Kind>, operator: &str, value: &Value) -> Result<Sql, QueryError> {
        let values: Vec<Param> = match value {
            Value::Array(values) => values.iter().map(|value| comparable(value, kind)).collect(),
            Value::Null => Vec::new(),
            single => vec![comparable(single, kind)],
        };
        if values.is_empty() {
            return Err(QueryError::Filter("Filter value list cannot be empty".into()));
        }
        let has_null = values.contains(&Param::Null);
        let values: Vec<Param> = values.into_iter().filter(|value| *value != Param::Null).collect();
        let is_in = operator == "IN";
        let null = Sql::concat([left.clone(), if is_in { " IS NULL" } else { " IS NOT NULL" }.into()]);
        if values.is_empty() {
            return Ok(null);
        }
        let has_time = values.iter().any(|value| matches!(value, Param::Time(_)));
        let list = if has_time && self.ctx.dialect.times_are_texts() {
            text_time::one_of(&left, &values, is_in)
        } else {
            let values: Vec<Sql> = values.into_iter().map(Sql::value).collect();
            Sql::concat([left, format!(" {operator} ").into(), Sql::join(values, ", ").in_parentheses()])
        };
        Ok(match (has_null, is_in) {
            (false, _) => list,
            (true, true) => Sql::join([null, list], " OR ").in_parentheses(),
            (true, false) => Sql::join([null, list], " AND "),
        })
    }

    fn like(&self, left: Sql, kind: Option<Kind>, operator: &str, value: &Value) -> Result<Sql, QueryError> {
        let pattern = pattern(first(value));
        if pattern == Param::Null {
            return Err(no_value());
        }
        let dialect = self.ctx.dialect;
        let left = match kind {
            Some(Kind::String) | None => left,
            Some(_) => dialect.cast_to_text(&left.inline(dialect)).into(),
        };
        if operator.ends_with("ILIKE") && !dialect.has_ilike() {
            let lower = |sql: Sql| Sql::concat(["LOWER(".into(), sql, ")".into()]);
            let operator = format!(" {} ", operator.replace("ILIKE", "LIKE"));
            return Ok(Sql::concat([lower(left), operator.into(), lower(Sql::value(pattern))]));
        }
        Ok(Sql::concat([left, format!(" {operator} ").into(), Sql::value(pattern)]))
    }

    fn compare(&self, left: Sql, kind: Option<Kind>, operator: &str, value: &Value) -> Result<Sql, QueryError> {
        let value = comparable(first(value), kind);
        match (operator, &value) {
            ("==" | "=", Param::Null) => return Ok(Sql::concat([left, " IS NULL".into()])),
            ("!=" | "<>", Param::Null) => return Ok(Sql::concat([left, " IS NOT NULL".into()])),
            (_, Param::Null) => return Err(no_value()),
            (_, Param::Time(micros)) if self.ctx.dialect.times_are_texts() => {
                if let Some(condition) = text_time::compared(&left, operator, *micros) {
                    return Ok(condition);
                }
            }
            _ => {}
        }
        let operator = if operator == "==" { "=" } else { operator };
        Ok(Sql::concat([left, format!(" {operator} ").into(), Sql::value(value)]))
    }
}

/// A list where one value is wanted gives its first.
fn first(value: &Value) -> &Value {
    match value {
        Value::Array(values) => values.first().unwrap_or(&Value::Null),
        single => single,
    }
}

fn no_value() -> QueryError {
    QueryError::Filter("Must specify a value for filters with comparison operators".into())
}
