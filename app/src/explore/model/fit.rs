//! What a field becomes on a shelf, in the reference's spelling, or why it does not fit.

use serde_json::{Value, json};
use sx_chart::{FormData, controls::field_label};
use sx_model::{ExploreDataset, ExploreMetric};
use sx_query::Kind;

use super::{
    is_time,
    shelf::{Shelf, Takes, on},
};

/// What is dragged, or chosen by keyboard.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A column of the dataset, by name.
    Column(String),
    /// A saved metric, by name.
    Metric(String),
    /// Something that stands on a shelf already.
    Placed { shelf: &'static str, takes: Takes, index: usize, value: Value },
}

impl Item {
    /// The shelf it comes from.
    pub fn origin(&self) -> Option<(&'static str, usize)> {
        match self {
            Self::Placed { shelf, index, .. } => Some((shelf, *index)),
            Self::Column(_) | Self::Metric(_) => None,
        }
    }
}

/// The value for the shelf; else a sentence that says why not.
pub fn fit(item: &Item, shelf: &Shelf, form: &FormData, dataset: &ExploreDataset) -> Result<Value, String> {
    let value = match item {
        Item::Column(name) => column(name, shelf, dataset)?,
        Item::Metric(name) => metric(name, shelf, dataset)?,
        Item::Placed { takes, value, .. } if *takes == shelf.takes => value.clone(),
        Item::Placed { takes, value, .. } => placed(*takes, value, shelf, dataset)?,
    };
    let comes_from_here = item.origin().is_some_and(|(origin, _)| origin == shelf.name);
    let is_double = |other: &Value| field_label(other) == field_label(&value);
    if shelf.takes != Takes::Filters && !comes_from_here && shelf.many && on(form, shelf.name).iter().any(is_double) {
        return Err(format!("“{}” is already on “{}”.", shown(&value), shelf.label));
    }
    Ok(value)
}

/// An ordering is the JSON text of a pair.
pub fn ordering(name: &str, ascending: bool) -> Value {
    Value::String(json!([name, ascending]).to_string())
}

/// The column and the direction of an ordering.
pub fn read_ordering(value: &Value) -> Option<(Value, bool)> {
    let pair = match value {
        Value::String(text) => serde_json::from_str(text).ok()?,
        other => other.clone(),
    };
    Some((pair.get(0)?.clone(), pair.get(1)?.as_bool()?))
}

/// `SUM(sales)`, `COUNT_DISTINCT(city)`.
pub fn simple_metric(dataset: &ExploreDataset, name: &str, aggregate: &str) -> Value {
    let found = dataset.column(name);
    let label = format!("{aggregate}({name})");
    let mut column = json!({"column_name": name});
    if let Some(type_text) = found.and_then(|column| column.type_text.as_deref()) {
        column["type"] = type_text.into();
    }
    json!({
        "expressionType": "SIMPLE", "column": column, "aggregate": aggregate, "sqlExpression": null,
        "hasCustomLabel": false, "label": label, "optionName": option_name("metric", &label),
    })
}

pub fn sql_metric(sql: &str) -> Value {
    json!({
        "expressionType": "SQL", "column": null, "aggregate": null, "sqlExpression": sql,
        "hasCustomLabel": false, "label": sql, "optionName": option_name("metric", sql),
    })
}

/// A filter that a person completes: of times, none yet; of all else, one of no values.
pub fn column_filter(dataset: &ExploreDataset, name: &str) -> Value {
    let option_name = option_name("filter", name);
    if is_time(dataset)(name) {
        return json!({
            "expressionType": "SIMPLE", "clause": "WHERE", "subject": name, "operator": "TEMPORAL_RANGE",
            "operatorId": "TEMPORAL_RANGE", "comparator": "No filter", "isExtra": false, "isNew": false,
            "sqlExpression": null, "filterOptionName": option_name,
        });
    }
    json!({
        "expressionType": "SIMPLE", "clause": "WHERE", "subject": name, "operator": "IN", "operatorId": "IN",
        "comparator": [], "isExtra": false, "isNew": false, "sqlExpression": null, "filterOptionName": option_name,
    })
}

fn column(name: &str, shelf: &Shelf, dataset: &ExploreDataset) -> Result<Value, String> {
    let found = dataset.column(name).ok_or_else(|| format!("The dataset has no column “{name}”."))?;
    if let Some(problem) = &found.problem {
        return Err(problem.clone());
    }
    let aggregate = if found.kind == Kind::Numeric { "SUM" } else { "COUNT_DISTINCT" };
    Ok(match shelf.takes {
        Takes::Columns => name.into(),
        Takes::Metrics => simple_metric(dataset, name, aggregate),
        Takes::Filters => column_filter(dataset, name),
        Takes::Ordering => ordering(name, true),
    })
}

fn metric(name: &str, shelf: &Shelf, dataset: &ExploreDataset) -> Result<Value, String> {
    let found = dataset.metric(name).ok_or_else(|| format!("The dataset has no metric “{name}”."))?;
    if let Some(problem) = &found.problem {
        return Err(problem.clone());
    }
    match shelf.takes {
        Takes::Metrics => Ok(name.into()),
        Takes::Filters => Ok(metric_filter(found)),
        Takes::Columns | Takes::Ordering => Err(takes_columns(&found.label, shelf)),
    }
}

/// Groups are compared after they were summed up, so this is a HAVING.
fn metric_filter(metric: &ExploreMetric) -> Value {
    json!({
        "expressionType": "SQL", "clause": "HAVING", "subject": null, "operator": null, "comparator": null,
        "isExtra": false, "isNew": false, "sqlExpression": format!("{} > 0", metric.expression),
        "filterOptionName": option_name("filter", &metric.name),
    })
}

/// From one sort of shelf to another: what can be read as a column is one; SQL stays where it is.
fn placed(from: Takes, value: &Value, shelf: &Shelf, dataset: &ExploreDataset) -> Result<Value, String> {
    let name = match from {
        Takes::Columns => value.as_str().map(str::to_owned),
        Takes::Metrics => {
            value.get("column").and_then(|it| it.get("column_name")).and_then(Value::as_str).map(Into::into)
        }
        Takes::Filters => value.get("subject").and_then(Value::as_str).map(str::to_owned),
        Takes::Ordering => read_ordering(value).and_then(|(column, _)| column.as_str().map(str::to_owned)),
    };
    if let Some(name) = name {
        return column(&name, shelf, dataset);
    }
    match (from, value.as_str()) {
        (Takes::Metrics, Some(saved)) => metric(saved, shelf, dataset),
        (Takes::Metrics, None) => Err(takes_columns(&field_label(value), shelf)),
        _ => Err(format!("“{}” is an expression of its own and does not fit on “{}”.", shown(value), shelf.label)),
    }
}

fn takes_columns(metric: &str, shelf: &Shelf) -> String {
    format!("“{metric}” is a metric, and “{}” takes columns.", shelf.label)
}

fn shown(value: &Value) -> String {
    match read_ordering(value) {
        Some((column, _)) => field_label(&column),
        None => field_label(value),
    }
}

/// The reference gives each a random name, to tell it from others while it is edited. The same for the same field is enough.
pub fn option_name(prefix: &str, text: &str) -> String {
    // FNV-1a.
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{prefix}_{hash:013x}")
}

#[cfg(test)]
mod tests {
    use super::{
        super::{samples, shelf::shelf},
        *,
    };

    fn on_bar(item: Item, name: &str) -> Result<Value, String> {
        let found = shelf("echarts_timeseries_bar", name).ok_or("no shelf")?;
        fit(&item, &found, &samples::bar(), &samples::dataset())
    }

    #[test]
    fn a_column_becomes_what_the_shelf_takes() {
        assert_eq!(on_bar(Item::Column("product".into()), "groupby"), Ok("product".into()));
        let metric = on_bar(Item::Column("sales".into()), "metrics").unwrap();
        assert_eq!((&metric["aggregate"], &metric["label"]), (&json!("SUM"), &json!("SUM(sales)")));
        let metric = on_bar(Item::Column("city".into()), "metrics").unwrap();
        assert_eq!(metric["label"], "COUNT_DISTINCT(city)");
        let filter = on_bar(Item::Column("day".into()), "adhoc_filters").unwrap();
        assert_eq!((&filter["operator"], &filter["comparator"]), (&json!("TEMPORAL_RANGE"), &json!("No filter")));
        assert_eq!(on_bar(Item::Column("city".into()), "adhoc_filters").unwrap()["operator"], "IN");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_a_sentence() {
        let refused = |item, name| on_bar(item, name).unwrap_err();
        assert_eq!(
            refused(Item::Metric("revenue".into()), "groupby"),
            "“Revenue” is a metric, and “Dimensions” takes columns."
        );
        assert_eq!(refused(Item::Column("city".into()), "groupby"), "“city” is already on “Dimensions”.");
        assert_eq!(refused(Item::Column("gone".into()), "groupby"), "The dataset has no column “gone”.");
    }

    #[test]
    fn what_stands_on_a_shelf_moves_as_the_column_it_is_made_of() {
        let placed = |shelf, takes, value| Item::Placed { shelf, takes, index: 0, value };
        let sum = simple_metric(&samples::dataset(), "sales", "SUM");
        assert_eq!(on_bar(placed("metrics", Takes::Metrics, sum), "groupby"), Ok("sales".into()));
        let saved = placed("metrics", Takes::Metrics, "revenue".into());
        assert!(on_bar(saved, "groupby").is_err());
        let sql = json!({"expressionType": "SQL", "sqlExpression": "a || b", "label": "both"});
        let refused = on_bar(placed("groupby", Takes::Columns, sql), "metrics").unwrap_err();
        assert_eq!(refused, "“both” is an expression of its own and does not fit on “Metrics”.");
        let again = placed("groupby", Takes::Columns, "city".into());
        assert_eq!(on_bar(again, "groupby"), Ok("city".into()), "it may move within its own shelf");
    }

    #[test]
    fn an_ordering_is_a_text() {
        assert_eq!(ordering("city", false), json!("[\"city\",false]"));
        assert_eq!(read_ordering(&json!("[\"city\",false]")), Some((json!("city"), false)));
        assert_eq!(read_ordering(&json!("city")), None);
    }
}
