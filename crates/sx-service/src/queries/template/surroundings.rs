//! What the macros of a template see of a person and a question.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, NaiveDateTime};
use serde_json::{Map, Value, json};
use sx_model::{AppError, Result};
use sx_query::{AdhocMetric, ColumnRef, Dialect, Extras, Filter, MetricRef, QueryContext, QueryObject, TimeRange};
use sx_sql::template::{self, Mode, Person, SeenFilter, Surroundings};

use crate::{Caller, datasets::LoadedDataset, queries::ask::plan, times::When};

/// Milliseconds since 1970.
type Ends = (Option<i64>, Option<i64>);

pub(crate) fn person(caller: &Caller) -> Option<Person> {
    let user = caller.user()?;
    let mut roles: Vec<String> = user.roles.iter().map(|role| role.name.clone()).collect();
    roles.sort();
    let (username, email) = (user.username.clone(), user.email.clone());
    Some(Person { id: user.id.0, username, email, roles, rules: Vec::new() })
}

/// The clause of a row rule for who asks. It sees the person alone, not the question, so that a rule is the same rule
/// whatever is asked.
///
/// # Errors
/// The template's fault, as a sentence.
pub(crate) fn render_clause(
    caller: &Caller,
    dialect: &'static dyn Dialect,
    clause: &str,
) -> std::result::Result<String, String> {
    let surroundings = Surroundings { person: person(caller), ..Surroundings::bare(dialect, Mode::Ask) };
    let rendered = template::render(clause, &Arc::new(surroundings));
    rendered.map(|rendered| rendered.text).map_err(|error| error.to_string())
}

pub(super) fn of_question(
    caller: &Caller,
    loaded: &Arc<LoadedDataset>,
    query: &QueryObject,
    when: When,
    mode: Mode,
) -> Result<(Surroundings, Option<Ends>)> {
    let ends = match range_text(query) {
        Some(text) => Some(resolved(loaded, &text, query, when)?),
        None => None,
    };
    let dataset = &loaded.dataset;
    let own_metrics = dataset.metrics.iter().map(|metric| &metric.fields);
    let own_metrics = own_metrics.map(|metric| (metric.metric_name.clone(), metric.expression.clone())).collect();
    let types = dataset.columns.iter().map(|column| &column.fields);
    let types = types.filter_map(|column| Some((column.column_name.clone(), column.type_.clone()?)));
    let resolver = Arc::clone(loaded);
    let surroundings = Surroundings {
        dialect: loaded.connector.dialect(),
        mode,
        person: person(caller).map(|person| Person { rules: loaded.rules.rules.clauses_on(dataset.id), ..person }),
        params: params(loaded),
        question: super::names::of_question(query, ends),
        filters: query.filters.iter().filter_map(seen).collect(),
        url_params: query.url_params.clone(),
        time_range: query.time_range.clone(),
        resolve: Box::new(move |text| {
            let ends = resolved(&resolver, text, &QueryObject::default(), when).map_err(|error| error.message)?;
            Ok(times(ends))
        }),
        column_types: types.collect(),
        dataset_id: Some(dataset.id.0),
        metrics: BTreeMap::from([(dataset.id.0, Ok(own_metrics))]),
        datasets: BTreeMap::new(),
    };
    Ok((surroundings, ends))
}

/// The dataset's `template_params`, and the names of its columns.
fn params(loaded: &LoadedDataset) -> Map<String, Value> {
    let mut params = object(loaded.dataset.fields.template_params.as_ref());
    let columns = loaded.dataset.columns.iter().map(|column| &column.fields.column_name);
    params.insert("table_columns".to_owned(), columns.cloned().collect::<Vec<_>>().into());
    params
}

/// Imported datasets may hold the JSON as text; what is no object says nothing, as in the reference.
pub(super) fn object(value: Option<&Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(object)) => object.clone(),
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => Map::new(),
    }
}

fn seen(filter: &Filter) -> Option<SeenFilter> {
    let column = match &filter.col {
        ColumnRef::Name(name) => name.clone(),
        ColumnRef::Adhoc(adhoc) => adhoc.label.clone().unwrap_or_else(|| adhoc.sql_expression.clone()),
    };
    let operator = filter.op.trim().to_ascii_uppercase();
    Some(SeenFilter { column, operator, value: filter.val.clone().unwrap_or_default() })
}

/// `time_range`, or that of the x-axis' filter, or of the first time filter: as the planner has it.
pub(super) fn range_text(query: &QueryObject) -> Option<String> {
    if let Some(text) = query.time_range.clone() {
        return Some(text);
    }
    let label = |column: &ColumnRef| match column {
        ColumnRef::Name(name) => name.clone(),
        ColumnRef::Adhoc(adhoc) => adhoc.label.clone().unwrap_or_else(|| adhoc.sql_expression.clone()),
    };
    let is_axis =
        |column: &&ColumnRef| matches!(column, ColumnRef::Adhoc(it) if it.column_type.as_deref() == Some("BASE_AXIS"));
    let axis = query.columns.iter().find(is_axis).map(label);
    let ranges = || query.filters.iter().filter(|filter| filter.op.eq_ignore_ascii_case("TEMPORAL_RANGE"));
    let on_axis = ranges().find(|filter| Some(label(&filter.col)) == axis);
    let found = on_axis.or_else(|| ranges().next())?;
    Some(found.val.as_ref()?.as_str()?.to_owned())
}

/// The ends of a time range at this moment. The planner alone knows what a range means, so it is asked.
fn resolved(loaded: &LoadedDataset, text: &str, query: &QueryObject, when: When) -> Result<Ends> {
    let count = AdhocMetric {
        expression_type: "SQL".to_owned(),
        sql_expression: Some("COUNT(*)".to_owned()),
        ..AdhocMetric::default()
    };
    let Extras { relative_start, relative_end, instant_time_comparison_range, .. } = query.extras.clone();
    let question = QueryObject {
        metrics: Some(vec![MetricRef::Adhoc(Box::new(count))]),
        time_range: Some(text.to_owned()),
        time_shift: query.time_shift.clone(),
        extras: Extras { relative_start, relative_end, instant_time_comparison_range, ..Extras::default() },
        ..QueryObject::default()
    };
    let plan = plan(loaded, &question, when, 1)?;
    Ok((plan.from_dttm, plan.to_dttm))
}

pub(super) fn times((from, to): Ends) -> TimeRange {
    let time =
        |millis: Option<i64>| -> Option<NaiveDateTime> { Some(DateTime::from_timestamp_millis(millis?)?.naive_utc()) };
    (time(from), time(to))
}

/// Faults of `template_params`: they are the names of an object.
pub(crate) fn check_params(params: Option<&Value>) -> Result<()> {
    match params {
        None | Some(Value::Null | Value::Object(_)) => Ok(()),
        Some(_) => Err(AppError::invalid("template_params: a JSON object is expected.")),
    }
}

/// URL parameters of the form are those of its questions, where they have none of their own.
pub(crate) fn with_url_params(mut context: QueryContext) -> QueryContext {
    let form = context.form_data.as_ref().and_then(|form| form.get("url_params"));
    let form = object(form);
    for query in context.queries.iter_mut().filter(|query| query.url_params.is_empty()) {
        query.url_params.clone_from(&form);
    }
    context
}

/// The filters as templates see them.
pub(super) fn filters(query: &QueryObject) -> Value {
    let shown = query.filters.iter().filter_map(seen);
    shown.map(|SeenFilter { column, operator, value }| json!({ "col": column, "op": operator, "val": value })).collect()
}
