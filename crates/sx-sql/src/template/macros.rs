//! Superset's macros: what a template may ask about the person, the question and other datasets.

use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};
use minijinja::{Environment, Error, State, Value};

use super::arguments::{Given as _, bind};
use super::error::refused;
use super::list::{List, items_of};
use super::reads::Reads;
use super::time_filter::get_time_filter;
use super::{Mode, Person, SeenFilter, Wish, engine, is_template};

/// What stands for a filter's value or a URL parameter when only the SQL is looked at.
const SAMPLE: &str = "sample";

type Work = fn(&[Value], &Arc<Reads>) -> Result<Value, Error>;

const MACROS: &[(&str, Work)] = &[
    ("cache_key_wrapper", cache_key_wrapper),
    ("current_user_email", |args, reads| person(args, reads, |person| reads.value(&person.email))),
    ("current_user_id", |args, reads| person(args, reads, |person| Value::from(person.id))),
    ("current_user_rls_rules", |args, reads| person(args, reads, |person| texts(&person.rules, reads))),
    ("current_user_roles", |args, reads| person(args, reads, |person| texts(&person.roles, reads))),
    ("current_username", |args, reads| person(args, reads, |person| reads.value(&person.username))),
    ("dataset", dataset),
    ("filter_values", filter_values),
    ("get_filters", get_filters),
    ("get_guest_user_attribute", get_guest_user_attribute),
    ("get_time_filter", |args, reads| get_time_filter(args, reads)),
    ("metric", metric),
    ("url_param", url_param),
];

struct Macro {
    name: &'static str,
    work: Work,
    reads: Arc<Reads>,
}

pub(super) fn register(env: &mut Environment<'_>, reads: &Arc<Reads>) {
    for (name, work) in MACROS {
        env.add_global(*name, Value::from_object(Macro { name, work: *work, reads: Arc::clone(reads) }));
    }
}

impl std::fmt::Debug for Macro {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<macro {}>", self.name)
    }
}

impl Object for Macro {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, _state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        self.reads.budget.pay(args)?;
        let made = (self.work)(args, &self.reads)?;
        self.reads.budget.pay(std::slice::from_ref(&made))?;
        Ok(made)
    }
}

impl Reads {
    /// A template used the filters of this column.
    pub fn used(&self, column: &str, is_removed: bool) {
        let mut log = self.log();
        if !log.applied.iter().any(|known| known == column) {
            log.applied.push(column.to_owned());
        }
        if is_removed && !log.removed.iter().any(|known| known == column) {
            log.removed.push(column.to_owned());
        }
    }
}

/// None for who is not signed in, as in the reference.
fn person(args: &[Value], reads: &Reads, show: impl Fn(&Person) -> Value) -> Result<Value, Error> {
    let [_add_to_cache_keys] = bind("current_user", ["add_to_cache_keys"], args)?;
    Ok(reads.surroundings.person.as_ref().map_or(Value::from(()), show))
}

/// None where there is nothing, as in the reference.
fn texts(texts: &[String], reads: &Reads) -> Value {
    let values = || List::new(texts.iter().map(|text| reads.value(text)).collect());
    if texts.is_empty() { Value::from(()) } else { Value::from_object(values()) }
}

fn cache_key_wrapper(args: &[Value], reads: &Arc<Reads>) -> Result<Value, Error> {
    let [key] = bind("cache_key_wrapper", ["key"], args)?;
    let key = key.required("cache_key_wrapper", "key")?;
    let json = serde_json::to_string(&key).map_err(|_| refused("cache_key_wrapper() takes plain values"))?;
    reads.log().cache_keys.push(json);
    Ok(key)
}

fn url_param(args: &[Value], reads: &Arc<Reads>) -> Result<Value, Error> {
    let parameters = ["param", "default", "add_to_cache_keys", "escape_result"];
    let [name, default, _add_to_cache_keys, escape_result] = bind("url_param", parameters, args)?;
    let name = name.required("url_param", "param")?;
    let name = name.as_str().ok_or_else(|| refused("url_param() takes a name"))?;
    let is_escaped = escape_result.is_none_or(|value| value.is_true());
    match reads.surroundings.url_params.get(name) {
        Some(serde_json::Value::String(text)) if !is_escaped => {
            reads.note(text);
            Ok(Value::from(text.as_str()))
        }
        Some(value) => Ok(reads.json(value)),
        None if default.is_none() && reads.surroundings.mode == Mode::Sample => Ok(Value::from(SAMPLE)),
        None => Ok(default.unwrap_or(Value::from(()))),
    }
}

fn filter_values(args: &[Value], reads: &Arc<Reads>) -> Result<Value, Error> {
    let [column, default, remove] = bind("filter_values", ["column", "default", "remove_filter"], args)?;
    let mut values = Vec::new();
    for filter in found(&column.required("filter_values", "column")?, remove.is_true(), reads)? {
        match &filter.value {
            serde_json::Value::Array(several) => values.extend(several.iter().map(|value| reads.json(value))),
            serde_json::Value::Null => {}
            single => values.push(reads.json(single)),
        }
    }
    if values.is_empty() {
        values.extend(default.filter(Value::is_true));
    }
    Ok(Value::from_object(List::new(values)))
}

fn get_filters(args: &[Value], reads: &Arc<Reads>) -> Result<Value, Error> {
    let [column, remove] = bind("get_filters", ["column", "remove_filter"], args)?;
    let shown = |filter: SeenFilter| {
        let SeenFilter { column, operator, value } = filter;
        let value = match (operator.as_str(), value) {
            ("IN" | "NOT IN", value) if !value.is_array() => serde_json::Value::Array(vec![value]),
            (_, value) => value,
        };
        Value::from_pairs([("op", Value::from(operator)), ("col", Value::from(column)), ("val", reads.json(&value))])
    };
    let found = found(&column.required("get_filters", "column")?, remove.is_true(), reads)?;
    Ok(Value::from_object(List::new(found.into_iter().map(shown).collect())))
}

/// The filters of a column that have a value, or ask whether there is one.
fn found(column: &Value, is_removed: bool, reads: &Reads) -> Result<Vec<SeenFilter>, Error> {
    let column = column.as_str().ok_or_else(|| refused("a filter is asked for by the name of its column"))?;
    let surroundings = &reads.surroundings;
    let filters = surroundings.filters.iter().filter(|filter| filter.column == column && has_value(filter));
    let mut found: Vec<SeenFilter> = filters.cloned().collect();
    if found.is_empty() && surroundings.mode == Mode::Sample {
        let value = serde_json::json!([SAMPLE]);
        found.push(SeenFilter { column: column.to_owned(), operator: "IN".to_owned(), value });
    } else if !found.is_empty() {
        reads.used(column, is_removed);
    }
    Ok(found)
}

fn has_value(filter: &SeenFilter) -> bool {
    let is_filled = match &filter.value {
        serde_json::Value::Null | serde_json::Value::Bool(false) => false,
        serde_json::Value::String(text) => !text.is_empty(),
        serde_json::Value::Array(values) => !values.is_empty(),
        _ => true,
    };
    is_filled || matches!(filter.operator.as_str(), "IS NULL" | "IS NOT NULL")
}

/// Embedded guests have attributes; nobody else does.
fn get_guest_user_attribute(args: &[Value], _reads: &Arc<Reads>) -> Result<Value, Error> {
    let parameters = ["attribute_name", "default", "add_to_cache_keys"];
    let [name, default, _add_to_cache_keys] = bind("get_guest_user_attribute", parameters, args)?;
    name.required("get_guest_user_attribute", "attribute_name")?;
    Ok(default.unwrap_or(Value::from(())))
}

fn dataset(args: &[Value], reads: &Arc<Reads>) -> Result<Value, Error> {
    let [id, include_metrics, columns] = bind("dataset", ["dataset_id", "include_metrics", "columns"], args)?;
    let dataset = whole(&id.required("dataset", "dataset_id")?)?;
    let columns = columns.filter(|columns| !columns.is_none());
    let columns = columns.map(|columns| items_of(&columns)).transpose()?.unwrap_or_default();
    let columns = columns.iter().map(Value::to_string).collect();
    let wish = Wish::Sql { dataset, include_metrics: include_metrics.is_true(), columns };
    match reads.surroundings.datasets.get(&wish) {
        Some(sql) => sql.clone().map(Value::from).map_err(refused),
        None if reads.surroundings.mode == Mode::Sample => {
            Ok(Value::from(format!("(SELECT 1 AS sample) AS dataset_{dataset}")))
        }
        None => Err(reads.wish(wish)),
    }
}

fn metric(args: &[Value], reads: &Arc<Reads>) -> Result<Value, Error> {
    let [key, id] = bind("metric", ["metric_key", "dataset_id"], args)?;
    let key = key.required("metric", "metric_key")?;
    let key = key.as_str().ok_or_else(|| refused("metric() takes the name of a metric"))?;
    let given = id.filter(Value::is_true).map(|id| whole(&id)).transpose()?;
    let dataset = given.or(reads.surroundings.dataset_id);
    let dataset = dataset.ok_or_else(|| refused(format!("metric(\"{key}\") needs the id of its dataset here")))?;
    let metrics = match reads.surroundings.metrics.get(&dataset) {
        Some(metrics) => metrics.as_ref().map_err(|sentence| refused(sentence.clone()))?,
        None if reads.surroundings.mode == Mode::Sample => return Ok(Value::from("COUNT(*)")),
        None => return Err(reads.wish(Wish::Metrics { dataset })),
    };
    let missing = || refused(format!("dataset {dataset} has no metric “{key}”"));
    let expression = metrics.get(key).ok_or_else(missing)?;
    if !is_template(expression) {
        return Ok(Value::from(expression.as_str()));
    }
    reads.deeper(|| engine::run(expression, reads)).map(Value::from)
}

/// An id may be written as text.
fn whole(id: &Value) -> Result<i64, Error> {
    let id = id.as_i64().or_else(|| id.as_str()?.parse().ok());
    id.ok_or_else(|| refused("the id of a dataset is a number"))
}
