//! `time_offsets`: the same question about other times, to be laid beside the answer.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;

use super::bounds::{is_base_axis, is_time_range};
use super::label::{column_label, metric_label};
use super::{Plan, PlanColumn, PlanContext, TIME_LABEL, plan};
use crate::comparison::{OtherTime, TimeComparison};
use crate::query::{ColumnRef, Filter};
use crate::time::{Distance, TimeRange, resolve_time_range_in};
use crate::{Dataset, Kind, QueryError, QueryObject};

/// Where another time lies.
enum Other {
    Relative(Distance),
    Range(NaiveDateTime, NaiveDateTime),
}

/// The questions about other times; `None` when none is asked for.
///
/// # Errors
/// A time that cannot be read, a question without both ends of its time.
pub(super) fn comparison(
    query: &QueryObject,
    dataset: &Dataset,
    ctx: &PlanContext<'_>,
    main: &Plan,
    range: TimeRange,
) -> Result<Option<TimeComparison>, QueryError> {
    if query.time_offsets.is_empty() || query.is_rowcount {
        return Ok(None);
    }
    let (Some(from), Some(to)) = range else {
        return Err(QueryError::TimeRange(
            "An enclosed time range (both start and end) must be specified when using a Time Comparison.".into(),
        ));
    };
    let axis = query.columns.iter().find(|column| is_base_axis(column)).map(column_label);
    let index = axis.as_deref().unwrap_or(TIME_LABEL);
    let asked =
        Asked { query, ctx, from, to, has_time_axis: main.columns.iter().any(|it| is_time_axis(it, index)), axis };
    let others = query.time_offsets.iter().map(|offset| {
        let other = asked.other(offset)?;
        let plan = plan(&asked.question(&other)?, dataset, ctx)?;
        let distance = match other {
            Other::Relative(distance) => Some(distance),
            Other::Range(..) => None,
        };
        Ok(OtherTime { offset: offset.clone(), plan, distance })
    });
    Ok(Some(TimeComparison {
        metrics: query.metrics.iter().flatten().map(metric_label).collect(),
        grain: time_grain(query),
        others: others.collect::<Result<_, QueryError>>()?,
    }))
}

struct Asked<'a> {
    query: &'a QueryObject,
    ctx: &'a PlanContext<'a>,
    from: NaiveDateTime,
    to: NaiveDateTime,
    axis: Option<String>,
    has_time_axis: bool,
}

impl Asked<'_> {
    /// `1 year ago`; `inherit`, the time just before; a day to begin at; a range of its own.
    fn other(&self, offset: &str) -> Result<Other, QueryError> {
        if offset.contains(" : ") {
            return match resolve_time_range_in(offset, &self.ctx.time)? {
                (Some(from), Some(to)) => Ok(Other::Range(from, to)),
                _ => Err(QueryError::TimeRange(format!("time_offsets: {offset:?} needs both ends"))),
            };
        }
        if offset == "inherit" {
            return Ok(Other::Relative(Distance::days_ago((self.to - self.from).num_days())));
        }
        if let Ok(day) = NaiveDate::parse_from_str(offset, "%Y-%m-%d") {
            let local = self.ctx.time.local_of(self.from).ok_or_else(beyond)?;
            let days = (local - day.and_time(chrono::NaiveTime::MIN)).num_days();
            return Ok(Other::Relative(Distance::days_ago(days)));
        }
        let unknown = || QueryError::TimeRange(format!("time_offsets: {offset:?} is no time such as \"1 year ago\""));
        Distance::parse(offset).map(Other::Relative).ok_or_else(unknown)
    }

    /// The question about the other time, with no limit that could leave out what the answer is compared with.
    fn question(&self, other: &Other) -> Result<QueryObject, QueryError> {
        let (from, to) = match other {
            Other::Relative(distance) => {
                let moved = |time| distance.moved_in(time, &self.ctx.time).ok_or_else(beyond);
                (moved(self.from)?, moved(self.to)?)
            }
            Other::Range(from, to) => (*from, *to),
        };
        let mut query = self.query.clone();
        query.time_offsets = Vec::new();
        query.post_processing = Vec::new();
        query.time_shift = None;
        query.extras.instant_time_comparison_range = None;
        query.time_range = Some(written(from, to));
        query.granularity = query.granularity.or_else(|| self.axis.clone());
        if query.row_limit.is_some() || query.row_offset.is_some() {
            (query.row_limit, query.row_offset) = (None, None);
        }
        let column = query.granularity.clone();
        query.filters.retain(|filter| is_time_range(filter) || !self.is_on_axis(filter));
        for filter in query.filters.iter_mut().filter(|filter| is_time_range(filter)) {
            match other {
                Other::Relative(distance) if !self.has_time_axis => self.move_filter(filter, *distance)?,
                Other::Relative(_) if Some(column_label(&filter.col)) != column => {}
                _ => filter.val = Some(written(from, to).into()),
            }
        }
        Ok(query)
    }

    fn is_on_axis(&self, filter: &Filter) -> bool {
        matches!(&filter.col, ColumnRef::Name(name) if Some(name) == self.axis.as_ref())
    }

    fn move_filter(&self, filter: &mut Filter, distance: Distance) -> Result<(), QueryError> {
        let Some(text) = filter.val.as_ref().and_then(Value::as_str) else { return Ok(()) };
        let (from, to) = resolve_time_range_in(text, &self.ctx.time)?;
        let moved = |time: Option<NaiveDateTime>| {
            time.and_then(|time| distance.moved_in(time, &self.ctx.time))
                .map_or_else(String::new, |time| time.format(WRITTEN).to_string())
        };
        if from.is_some() || to.is_some() {
            filter.val = Some(format!("{} : {}", moved(from), moved(to)).into());
        }
        Ok(())
    }
}

/// UTC, and it says so: it is read again where the person is.
const WRITTEN: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

fn beyond() -> QueryError {
    QueryError::TimeRange("The time to compare with lies beyond the calendar.".into())
}

fn written(from: NaiveDateTime, to: NaiveDateTime) -> String {
    format!("{} : {}", from.format(WRITTEN), to.format(WRITTEN))
}

fn is_time_axis(column: &PlanColumn, index: &str) -> bool {
    column.label == index && (column.is_time || column.kind == Some(Kind::Temporal))
}

/// The grain of the first column, or the one of the whole question.
fn time_grain(query: &QueryObject) -> Option<String> {
    let grain = match query.columns.first() {
        Some(ColumnRef::Adhoc(adhoc)) => &adhoc.time_grain,
        _ => &query.extras.time_grain_sqla,
    };
    grain.clone().filter(|grain| !grain.is_empty())
}
