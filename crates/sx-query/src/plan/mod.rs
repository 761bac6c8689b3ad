//! From a question to one SQL statement.
//!
//! ```text
//! QueryObject ─ bounds ─▶ fixed times ─┐
//!             ─ expression ─▶ items ───┼─ statement ─▶ Sql ─ render ─▶ text + parameters
//!             ─ filter ─▶ conditions ──┘
//! ```

mod bounds;
mod check;
mod comparison;
mod expression;
mod filter;
mod from;
mod label;
mod order;
mod series;
mod statement;
mod text_time;
mod value;

use std::borrow::Cow;

use serde_json::Value;

use crate::comparison::TimeComparison;
use crate::time::{Distance, TimeContext, TimeRange};
use crate::{Dataset, DatasetColumn, Dialect, Kind, Param, QueryError, QueryObject, RelationRules, SqlChecker};

/// The name of the time axis where `granularity` makes one.
pub(crate) const TIME_LABEL: &str = "__timestamp";

/// What a plan depends on besides the question and the dataset; there is no clock in this crate.
pub struct PlanContext<'a> {
    /// When the question is asked, where, and by whose habits.
    pub time: TimeContext<'a>,
    pub dialect: &'a dyn Dialect,
    pub check: &'a dyn SqlChecker,
    /// Used when the question names no limit.
    pub row_limit_default: u64,
    /// No question gets more.
    pub row_limit_max: u64,
    /// What there is of the relation for the person who asks. Columns that are not there must not be in the dataset.
    pub rules: RelationRules,
}

/// One statement, and what is known of its answer before it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub sql: String,
    pub params: Vec<Param>,
    /// The statement for people: parameters written as literals, no semicolon.
    pub display_sql: String,
    /// The LIMIT that stands in the statement.
    pub row_limit: Option<u64>,
    /// Milliseconds since 1970.
    pub from_dttm: Option<i64>,
    pub to_dttm: Option<i64>,
    /// `{"column": …}` each.
    pub applied_filters: Vec<Value>,
    /// `{"column": …, "reason": …}` each.
    pub rejected_filters: Vec<Value>,
    /// What the SELECT yields, by position: a label that is too long for the database has a short alias in the SQL.
    pub columns: Vec<PlanColumn>,
    /// label → names, added to the answer's `label_map` after the answer's own columns.
    pub labels: Vec<(String, Vec<String>)>,
    /// The same question about other times, to be joined to the answer before post-processing.
    pub comparison: Option<TimeComparison>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlanColumn {
    pub label: String,
    /// `None` where only the database knows (metrics, SQL expressions).
    pub kind: Option<Kind>,
    /// Text or numbers that come back are to be read as times.
    pub is_time: bool,
    /// How numbers or text spell a time: `epoch_s`, `epoch_ms`, a strptime format.
    pub time_format: Option<String>,
    /// How far times are moved before they are shown.
    pub(crate) moves: Moves,
}

/// The dataset's hours offset, and the way back from `time_shift`, so that shifted times stand where they are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moves {
    hours: i64,
    forth: Option<Distance>,
}

impl Moves {
    /// Microseconds since 1970; `None` lies beyond the calendar.
    pub fn apply(self, micros: i64) -> Option<i64> {
        let micros = self.forth.map_or(Some(micros), |by| by.micros_from(micros))?;
        micros.checked_add(self.hours.checked_mul(3_600_000_000)?)
    }

    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl Plan {
    /// All that is asked, for people: the statement, and those about other times after it.
    pub fn shown(&self) -> Cow<'_, str> {
        match &self.comparison {
            None => Cow::Borrowed(&self.display_sql),
            Some(comparison) => {
                let others = comparison.others.iter().map(|other| other.plan.display_sql.as_str());
                let all: Vec<_> = std::iter::once(self.display_sql.as_str()).chain(others).collect();
                Cow::Owned(all.join(";\n\n"))
            }
        }
    }
}

/// # Errors
/// A sentence for the person who asked: unknown columns or metrics, a refused SQL text, a wrong time range.
pub fn plan(query: &QueryObject, dataset: &Dataset, ctx: &PlanContext<'_>) -> Result<Plan, QueryError> {
    check::check_question(query, dataset)?;
    let planner = Planner::new(query, dataset, ctx)?;
    let statement = planner.statement()?;
    let (sql, params) = statement.sql.render(ctx.dialect);
    let (applied_filters, rejected_filters) = planner.filter_report();
    let plan = Plan {
        sql,
        params,
        display_sql: statement.sql.inline(ctx.dialect),
        row_limit: planner.row_limit(),
        from_dttm: planner.range.0.map(|time| time.and_utc().timestamp_millis()),
        to_dttm: planner.range.1.map(|time| time.and_utc().timestamp_millis()),
        applied_filters,
        rejected_filters,
        columns: statement.columns,
        labels: label::label_map(query, dataset),
        comparison: None,
    };
    let comparison = comparison::comparison(query, dataset, ctx, &plan, planner.range)?;
    Ok(Plan { comparison, ..plan })
}

/// One question while it is planned.
struct Planner<'a> {
    query: &'a QueryObject,
    dataset: &'a Dataset,
    ctx: &'a PlanContext<'a>,
    range: TimeRange,
    is_timeseries: bool,
    /// The column that `granularity` names, or the dataset's main time column in its place.
    time_column: Option<&'a DatasetColumn>,
}

impl<'a> Planner<'a> {
    fn new(query: &'a QueryObject, dataset: &'a Dataset, ctx: &'a PlanContext<'a>) -> Result<Self, QueryError> {
        let mut planner = Self {
            query,
            dataset,
            ctx,
            range: (None, None),
            is_timeseries: label::is_timeseries(query),
            time_column: None,
        };
        planner.range = planner.outer_range()?;
        planner.time_column = planner.granularity()?;
        if planner.is_timeseries && planner.time_column.is_none() {
            return Err(QueryError::TimeColumn(
                "Datetime column not provided as part table configuration and is required by this type of chart".into(),
            ));
        }
        Ok(planner)
    }

    fn column(&self, name: &str) -> Option<&'a DatasetColumn> {
        self.dataset.columns.iter().find(|column| column.name == name)
    }

    fn granularity(&self) -> Result<Option<&'a DatasetColumn>, QueryError> {
        let Some(name) = self.query.granularity.as_deref() else { return Ok(None) };
        if let Some(column) = self.column(name).filter(|column| column.is_dttm) {
            return Ok(Some(column));
        }
        let Some(main) = self.dataset.main_dttm_col.as_deref() else { return Ok(None) };
        let missing = || QueryError::TimeColumn(format!("Time column \"{main}\" does not exist in dataset"));
        self.column(main).map(Some).ok_or_else(missing)
    }

    /// 0 is no answer to "how many", so it means the default as absence does.
    fn row_limit(&self) -> Option<u64> {
        let asked = self.query.row_limit.and_then(|limit| u64::try_from(limit).ok()).filter(|limit| *limit > 0);
        Some(asked.unwrap_or(self.ctx.row_limit_default).min(self.ctx.row_limit_max))
    }
}
