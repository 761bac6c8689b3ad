//! `get_time_filter`: the time range of the question as two ends.

use chrono::NaiveDateTime;
use minijinja::{Error, Value};
use sx_query::{Dialect, Param};

use super::arguments::{Given as _, bind};
use super::error::refused;
use super::moment::strftime;
use super::reads::Reads;
use super::{Mode, SeenFilter};

const NO_RANGE: &str = "No filter";
/// A range that has both ends, to look at the SQL.
const SAMPLE_RANGE: &str = "2024-01-01 : 2024-02-01";

/// `{from_expr, to_expr, time_range}`; an end is SQL, or a text where `strftime` says how, or None where it is open.
pub(super) fn get_time_filter(args: &[Value], reads: &Reads) -> Result<Value, Error> {
    let parameters = ["column", "default", "target_type", "strftime", "remove_filter"];
    let [column, default, target_type, format, remove_filter] = bind("get_time_filter", parameters, args)?;
    let surroundings = &reads.surroundings;
    let mut range = surroundings.time_range.clone();
    let mut target_type = target_type.text();
    if let Some(column) = column.text()
        && let Some(filter) = surroundings.filters.iter().find(|filter| is_range_of(filter, &column))
    {
        reads.used(&column, remove_filter.is_true());
        range = filter.value.as_str().map(str::to_owned);
        target_type = target_type.or_else(|| surroundings.column_types.get(&column).cloned());
    }
    let is_open = |range: &Option<String>| range.as_deref().is_none_or(|text| text.is_empty() || text == NO_RANGE);
    if is_open(&range) {
        let sample = || (surroundings.mode == Mode::Sample).then(|| SAMPLE_RANGE.to_owned());
        range = default.text().or_else(sample);
    }
    let range = range.unwrap_or_else(|| NO_RANGE.to_owned());
    let (from, to) = (surroundings.resolve)(&range).map_err(refused)?;
    let end = |time: Option<NaiveDateTime>| match (time, format.text()) {
        (None, _) => Ok(Value::from(())),
        (Some(time), Some(format)) => strftime(time, &format).map(Value::from),
        (Some(time), None) => Ok(Value::from(literal(time, target_type.as_deref(), surroundings.dialect))),
    };
    Ok(Value::from_pairs([("from_expr", end(from)?), ("to_expr", end(to)?), ("time_range", reads.value(&range))]))
}

fn is_range_of(filter: &SeenFilter, column: &str) -> bool {
    filter.operator == "TEMPORAL_RANGE" && filter.column == column
}

/// A time as a column of that type keeps it.
fn literal(time: NaiveDateTime, target_type: Option<&str>, dialect: &dyn Dialect) -> String {
    let target_type = target_type.unwrap_or_default().to_ascii_uppercase();
    let text = |format: &str| dialect.literal(&Param::Text(time.format(format).to_string()));
    match target_type.split('(').next().unwrap_or_default().trim() {
        "DATE" => format!("CAST({} AS DATE)", text("%Y-%m-%d")),
        "VARCHAR" | "CHAR" | "TEXT" | "STRING" | "CHARACTER VARYING" => text("%Y-%m-%d %H:%M:%S"),
        _ => dialect.literal(&Param::Time(time.and_utc().timestamp_micros())),
    }
}
