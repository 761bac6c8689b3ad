//! From what the database gave to what the API says about it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::post::Processed;
use crate::time::{parse_time, read};
use crate::{Dataset, Kind, Plan, PlanColumn, Table, Values};

/// The facts beside the rows of an answer, as the API spells them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub rowcount: usize,
    pub sql_rowcount: usize,
    /// Milliseconds since 1970.
    pub from_dttm: Option<i64>,
    pub to_dttm: Option<i64>,
    /// label → the names it is made of.
    pub label_map: Map<String, Value>,
    pub colnames: Vec<String>,
    pub indexnames: Vec<Value>,
    /// `GenericDataType` numbers.
    pub coltypes: Vec<u8>,
    pub applied_filters: Vec<Value>,
    pub rejected_filters: Vec<Value>,
}

/// The database's answer with the labels of the plan and its times read; infinities become NULL.
/// Call it before [`post_process`](crate::post_process).
pub fn normalize(mut table: Table, plan: &Plan) -> Table {
    table.columns.truncate(plan.columns.len());
    for (column, planned) in table.columns.iter_mut().zip(&plan.columns) {
        column.name.clone_from(&planned.label);
        if planned.is_time
            && let Some(times) = read_times(&column.values, planned)
        {
            column.values = Values::Time(times);
            column.kind = Kind::Temporal;
        }
        if let Values::Time(times) = &mut column.values
            && !planned.moves.is_nothing()
        {
            for time in times.iter_mut() {
                *time = time.and_then(|time| planned.moves.apply(time));
            }
        }
        if let Values::Float(numbers) = &mut column.values {
            for number in numbers.iter_mut().filter(|number| number.is_some_and(|number| !number.is_finite())) {
                *number = None;
            }
        }
    }
    table
}

/// `sql_rowcount` is the number of rows that the database gave.
pub fn answer_facts(plan: &Plan, dataset: &Dataset, processed: &Processed, sql_rowcount: usize) -> Facts {
    let table = &processed.table;
    let parts = |parts: &Vec<String>| Value::from(parts.clone());
    let own = table.columns.iter().zip(&processed.parts).map(|(column, names)| (column.name.clone(), parts(names)));
    let asked = plan.labels.iter().map(|(label, names)| (label.clone(), parts(names)));
    Facts {
        rowcount: table.row_count(),
        sql_rowcount,
        from_dttm: plan.from_dttm,
        to_dttm: plan.to_dttm,
        label_map: own.chain(asked).collect(),
        colnames: table.columns.iter().map(|column| column.name.clone()).collect(),
        indexnames: processed.index.clone().unwrap_or_else(|| (0..table.row_count()).map(Value::from).collect()),
        coltypes: table.columns.iter().map(|column| column_kind(column, dataset).into()).collect(),
        applied_filters: plan.applied_filters.clone(),
        rejected_filters: plan.rejected_filters.clone(),
    }
}

/// A time column of the dataset is a time whatever came back; a column without values is what the dataset says.
fn column_kind(column: &crate::Column, dataset: &Dataset) -> Kind {
    let known = dataset.columns.iter().find(|known| known.name == column.name);
    if known.is_some_and(|known| known.is_dttm) {
        return Kind::Temporal;
    }
    if !(0..column.values.len()).all(|row| is_null(&column.values, row)) {
        return match &column.values {
            Values::Int(_) | Values::Float(_) => Kind::Numeric,
            Values::Bool(_) => Kind::Boolean,
            Values::Time(_) => Kind::Temporal,
            Values::Text(_) | Values::Json(_) => Kind::String,
        };
    }
    let metric = || dataset.metrics.iter().find(|metric| metric.name == column.name);
    let is_number =
        |text: &str| ["SUM(", "AVG(", "COUNT(", "COUNT_DISTINCT("].iter().any(|start| text.starts_with(start));
    match known {
        Some(known) => known.kind,
        None if metric().is_some_and(|metric| is_number(metric.expression.text())) => Kind::Numeric,
        None => Kind::String,
    }
}

fn is_null(values: &Values, row: usize) -> bool {
    match values {
        Values::Int(v) | Values::Time(v) => v[row].is_none(),
        Values::Float(v) => v[row].is_none_or(f64::is_nan),
        Values::Text(v) => v[row].is_none(),
        Values::Bool(v) => v[row].is_none(),
        Values::Json(v) => v[row].is_none(),
    }
}

/// `None` leaves the column as it is: it holds times already, or numbers that nobody says how to read.
fn read_times(values: &Values, planned: &PlanColumn) -> Option<Vec<Option<i64>>> {
    let format = planned.time_format.as_deref();
    let scale = match format {
        Some("epoch_s") => Some(1_000_000.0),
        Some("epoch_ms") => Some(1_000.0),
        _ => None,
    };
    match values {
        Values::Int(_) | Values::Float(_) => {
            let number = |row: usize| values.number(row);
            let text = |row: usize| number(row).map(|number| number.to_string());
            Some(match (scale, format) {
                (Some(scale), _) => (0..values.len()).map(|row| number(row).map(|n| (n * scale) as i64)).collect(),
                (None, Some(format)) => (0..values.len()).map(|row| read_time(&text(row)?, Some(format))).collect(),
                (None, None) => return None,
            })
        }
        Values::Text(texts) => {
            let format = format.filter(|_| scale.is_none());
            Some(texts.iter().map(|text| read_time(text.as_deref()?, format)).collect())
        }
        Values::Time(_) | Values::Bool(_) | Values::Json(_) => None,
    }
}

fn read_time(text: &str, format: Option<&str>) -> Option<i64> {
    let time = format.and_then(|format| read(text, format)).or_else(|| parse_time(text));
    time.map(|time| time.and_utc().timestamp_micros())
}
