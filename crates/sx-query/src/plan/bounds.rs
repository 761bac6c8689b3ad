//! The times between which the question asks.

use chrono::NaiveDateTime;
use serde_json::Value;

use super::Planner;
use super::label::column_label;
use crate::query::{ColumnRef, Filter};
use crate::sql::Sql;
use crate::time::{Anchors, Distance, TimeContext, TimeRange, resolve_time_range_in, shift_range, write};
use crate::{DatasetColumn, Kind, Param, QueryError};

impl Planner<'_> {
    /// `time_range`, or the range of the x-axis' filter, or of the first time filter.
    pub(super) fn outer_range(&self) -> Result<TimeRange, QueryError> {
        if let Some(text) = &self.query.time_range {
            return self.resolve(text);
        }
        let ranges = || self.query.filters.iter().filter(|filter| is_time_range(filter));
        let axis = self.query.columns.iter().find(|column| is_base_axis(column)).map(column_label);
        let on_axis = ranges().find(|filter| Some(column_label(&filter.col)) == axis);
        match on_axis.or_else(|| ranges().next()).and_then(|filter| filter.val.as_ref()).and_then(Value::as_str) {
            Some(text) => self.resolve(text),
            None => Ok((None, None)),
        }
    }

    /// A range's text at this question's `now`, moved by `time_shift`.
    pub(super) fn resolve(&self, text: &str) -> Result<TimeRange, QueryError> {
        let is_now = |text: &Option<String>| text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("now"));
        let extras = &self.query.extras;
        let anchors =
            Anchors { start_is_now: is_now(&extras.relative_start), end_is_now: is_now(&extras.relative_end) };
        let context = TimeContext { anchors, ..self.ctx.time };
        let range = resolve_time_range_in(text, &context)?;
        let range = match self.query.time_shift.as_deref().filter(|by| !by.is_empty()) {
            Some(by) => shift_range(range, by, &context)?,
            None => range,
        };
        Ok(self.instant_comparison(range, &context))
    }

    /// `extras.instant_time_comparison_range`: the same time a year, month or week before, or just before itself.
    fn instant_comparison(&self, (from, to): TimeRange, context: &TimeContext) -> TimeRange {
        let own_days = || Some(Distance::days_ago((to? - from?).num_days()));
        let distance = match self.query.extras.instant_time_comparison_range.as_deref() {
            Some("y") => Distance::parse("1 year ago"),
            Some("m") => Distance::parse("1 month ago"),
            Some("w") => Distance::parse("1 week ago"),
            Some("r") => own_days(),
            _ => None,
        };
        let moved = |time: Option<NaiveDateTime>| match distance {
            Some(distance) => time.and_then(|time| distance.moved_in(time, context)),
            None => time,
        };
        (moved(from), moved(to))
    }

    /// `column >= from AND column < to`; nothing when both ends are open.
    pub(super) fn time_condition(
        &self,
        column: &DatasetColumn,
        grain: Option<&str>,
        (from, to): TimeRange,
    ) -> Result<Option<Sql>, QueryError> {
        let left = match grain {
            Some(grain) => self.time_sql(column, Some(grain))?,
            None => self.operand(column),
        };
        let side = |operator: &str, time: Option<NaiveDateTime>| {
            time.map(|time| Sql::concat([left.clone(), operator.into(), Sql::value(time_param(column, time))]))
        };
        let sides: Vec<_> = [side(" >= ", from), side(" < ", to)].into_iter().flatten().collect();
        Ok((!sides.is_empty()).then(|| Sql::join(sides, " AND ")))
    }

    /// The conditions that `granularity` brings.
    pub(super) fn granularity_conditions(&self) -> Result<Vec<Sql>, QueryError> {
        let Some(column) = self.time_column else { return Ok(Vec::new()) };
        let main = self.dataset.main_dttm_col.as_deref().and_then(|name| self.column(name));
        // An index on the main time column helps only when the main time column is filtered too.
        let main = main.filter(|main| self.dataset.always_filter_main_dttm && main.is_dttm && main.name != column.name);
        let columns = main.into_iter().chain([column]);
        columns.filter_map(|column| self.time_condition(column, None, self.range).transpose()).collect()
    }
}

/// A moment as the column keeps times.
pub(super) fn time_param(column: &DatasetColumn, time: NaiveDateTime) -> Param {
    let utc = time.and_utc();
    match (column.kind, column.python_date_format.as_deref()) {
        (Kind::Temporal, _) => Param::Time(utc.timestamp_micros()),
        (_, Some("epoch_s")) => Param::Int(utc.timestamp()),
        (_, Some("epoch_ms")) => Param::Int(utc.timestamp_millis()),
        (kind, format) => {
            let text = format.and_then(|format| write(time, format));
            let text = text.unwrap_or_else(|| time.format("%Y-%m-%d %H:%M:%S%.6f").to_string());
            match text.parse() {
                Ok(number) if kind == Kind::Numeric => Param::Int(number),
                _ => Param::Text(text),
            }
        }
    }
}

pub(super) fn is_time_range(filter: &Filter) -> bool {
    filter.op.eq_ignore_ascii_case("TEMPORAL_RANGE")
}

pub(super) fn is_base_axis(column: &ColumnRef) -> bool {
    matches!(column, ColumnRef::Adhoc(adhoc) if adhoc.column_type.as_deref() == Some("BASE_AXIS"))
}
