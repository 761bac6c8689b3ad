//! Filters and times of a form: its own, the dashboard's, and those of older dashboards (`extra_filters`).

use serde_json::{Map, Value};
use sx_query::Filter;

use super::column;
use crate::{ChartError, FormData, form};

#[derive(Default)]
pub(super) struct Filters {
    pub simple: Vec<Filter>,
    pub where_: String,
    pub having: String,
}

pub(super) struct TimeExtras {
    pub range: Option<String>,
    pub column: Option<String>,
    pub grain: Option<String>,
    pub applied: Map<String, Value>,
}

pub(super) fn collect(form_data: &FormData, extra: Option<&Map<String, Value>>) -> Result<Filters, ChartError> {
    let mut filters = Filters::default();
    let reserved = |filter: &&Value| {
        let column = filter.get("col").and_then(Value::as_str);
        column.is_none_or(|column| !column.starts_with("__"))
    };
    for filter in form::list(form_data, "extra_filters").iter().filter(reserved) {
        filters.simple.push(plain(filter)?);
    }
    for filter in extra.map_or(&[][..], |extra| form::list(extra, "filters")) {
        filters.simple.push(plain(filter)?);
    }
    let (mut where_, mut having) = (Vec::new(), Vec::new());
    where_.extend(form::text(form_data, "where").map(clause));
    let of_dashboard = extra.map_or(&[][..], |extra| form::list(extra, "adhoc_filters"));
    for filter in form::list(form_data, "adhoc_filters").iter().chain(of_dashboard) {
        let is_where = filter.get("clause").and_then(Value::as_str) != Some("HAVING");
        match filter.get("sqlExpression").and_then(Value::as_str) {
            Some(sql) if is_sql(filter) && is_where => where_.push(clause(sql)),
            Some(sql) if is_sql(filter) => having.push(clause(sql)),
            _ if is_where => filters.simple.push(adhoc(filter)?),
            _ => {}
        }
    }
    filters.where_ = where_.join(" AND ");
    filters.having = having.join(" AND ");
    Ok(filters)
}

/// Times of the form, unless an older dashboard's filter box (`__time_range` and its like) says otherwise.
pub(super) fn time_extras(form_data: &FormData) -> TimeExtras {
    let mut applied = Map::new();
    for filter in form::list(form_data, "extra_filters") {
        if let (Some(column), Some(value)) = (filter.get("col").and_then(Value::as_str), filter.get("val"))
            && column.starts_with("__")
        {
            applied.insert(column.into(), value.clone());
        }
    }
    let pick = |boxed: &str, names: &[&str]| {
        let own = names.iter().find_map(|name| form::text(form_data, name));
        form::text(&applied, boxed).or(own).map(str::to_owned)
    };
    TimeExtras {
        range: pick("__time_range", &["time_range"]),
        column: pick("__time_col", &["granularity", "granularity_sqla"]),
        grain: pick("__time_grain", &["time_grain_sqla"]),
        applied,
    }
}

fn is_sql(filter: &Value) -> bool {
    filter.get("expressionType").and_then(Value::as_str) == Some("SQL")
}

fn plain(filter: &Value) -> Result<Filter, ChartError> {
    serde_json::from_value(filter.clone())
        .map_err(|_| ChartError::Form(format!("A filter of the dashboard cannot be read: {filter}")))
}

fn adhoc(filter: &Value) -> Result<Filter, ChartError> {
    let subject = filter.get("subject").filter(|subject| !subject.is_null());
    let operator = filter.get("operator").and_then(Value::as_str);
    let (Some(subject), Some(operator)) = (subject, operator) else {
        return Err(ChartError::Form(format!("A filter has no column or no operator: {filter}")));
    };
    let takes_value = !matches!(operator, "IS NULL" | "IS NOT NULL" | "IS TRUE" | "IS FALSE");
    Ok(Filter {
        col: column("adhoc_filters", subject)?,
        op: operator.into(),
        val: filter.get("comparator").filter(|value| takes_value && !value.is_null()).cloned(),
        grain: None,
        is_extra: filter.get("isExtra").and_then(Value::as_bool).filter(|extra| *extra),
    })
}

/// In parentheses; a trailing line comment must not swallow the closing one.
fn clause(sql: &str) -> String {
    if sql.contains("--") { format!("({sql}\n)") } else { format!("({sql})") }
}
